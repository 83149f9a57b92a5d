// LOOPS_KEY=<your key> node cursor-all-pages.mts
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

const firstPage = "https://loops.example.com/v1/things?url=x";
let url = `${firstPage}&from%24=the%20start`;
for (let page = 0; ; page++) {
  if (page === 1000) throw new Error("Stopped after 1000 pages.");
  const response = await fetch(url, {
    method: "POST",
    headers: {
      "X-Key": key,
      Accept: "application/json",
      "Content-Type": "application/json",
    },
    body: JSON.stringify({ page: "it's" }),
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const text = await response.text();
  console.log(text);
  const { "next'$cursor": cursor } = JSON.parse(text);
  if (!cursor) break;
  url = `${firstPage}&from%24=${encodeURIComponent(cursor)}`;
}
