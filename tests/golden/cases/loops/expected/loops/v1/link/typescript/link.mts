// LOOPS_KEY=<your key> node link.mts
const items = encodeURIComponent("ours");
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

const url = `https://loops.example.com/v1/${items}/links?top=2`;
const response = await fetch(url, {
  headers: { "X-Key": key, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
