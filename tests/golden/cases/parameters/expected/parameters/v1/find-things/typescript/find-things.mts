// EXAMPLE_KEY=<your key> node find-things.mts
const ownerId = encodeURIComponent("O'Brien & sons");
const major = encodeURIComponent("2");
const key = process.env.EXAMPLE_KEY;
if (!key) throw new Error("Set EXAMPLE_KEY to your key.");

const url = `https://example.com/owners/${ownerId}/things/v${major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name`;
const response = await fetch(url, {
  headers: { "X-Key": key, Accept: "application/json", "If-Match": "'a1'" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Here are your things.");
