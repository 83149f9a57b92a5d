// LOOPS_SECRET=<your key> LOOPS_KEY=<your key> node number.mts
const loopsSecret = process.env.LOOPS_SECRET;
if (!loopsSecret) throw new Error("Set LOOPS_SECRET to your key.");
const loopsKey = process.env.LOOPS_KEY;
if (!loopsKey) throw new Error("Set LOOPS_KEY to your key.");

const url = `https://loops.example.com/v1/numbers?secret=${encodeURIComponent(loopsSecret)}`;
const response = await fetch(url, {
  headers: { "X-Key": loopsKey, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
