// EXAMPLE_TOKEN=<your key> node restart.mts
const key = process.env.EXAMPLE_TOKEN;
if (!key) throw new Error("Set EXAMPLE_TOKEN to your key.");

const url = "https://example.com/restart";
const response = await fetch(url, {
  headers: { Authorization: key, "X-Token": key, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("It restarts.");
