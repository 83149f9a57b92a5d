// EXAMPLE_KEY=<your key> node look.mts
const key = process.env.EXAMPLE_KEY;
if (!key) throw new Error("Set EXAMPLE_KEY to your key.");

const url = "https://example.com/engine";
const response = await fetch(url, {
  method: "HEAD",
  headers: { "X-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("There is one.");
