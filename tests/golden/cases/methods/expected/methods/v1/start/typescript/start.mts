// EXAMPLE_KEY=<your key> node start.mts
const key = process.env.EXAMPLE_KEY;
if (!key) throw new Error("Set EXAMPLE_KEY to your key.");

const url = "https://example.com/engine/start";
const response = await fetch(url, {
  method: "POST",
  headers: { "X-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("The engine starts.");
