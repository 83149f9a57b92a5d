// LOOPS_SECRET=<your key> LOOPS_KEY=<your key> node number-all-pages.mts
const loopsSecret = process.env.LOOPS_SECRET;
if (!loopsSecret) throw new Error("Set LOOPS_SECRET to your key.");
const loopsKey = process.env.LOOPS_KEY;
if (!loopsKey) throw new Error("Set LOOPS_KEY to your key.");

const firstPage = `https://loops.example.com/v1/numbers?secret=${encodeURIComponent(loopsSecret)}`;
let url = firstPage;
for (let page = 0; ; page++) {
  if (page === 1000) throw new Error("Stopped after 1000 pages.");
  const response = await fetch(url, {
    headers: { "X-Key": loopsKey, Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const text = await response.text();
  console.log(text);
  const { number: cursor } = JSON.parse(text);
  if (cursor == null) break;
  url = `${firstPage}&page=${cursor}`;
}
