// EXAMPLE_KEY=<your key> node with-key.mts
const name = encodeURIComponent("me");
const key = process.env.EXAMPLE_KEY;
if (!key) throw new Error("Set EXAMPLE_KEY to your key.");

const url = `https://example.com/key/${name}?q=a%20b&api%20key=${encodeURIComponent(key)}`;
const response = await fetch(url, {
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
