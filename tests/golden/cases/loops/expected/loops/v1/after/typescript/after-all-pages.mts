// node after-all-pages.mts
const shelf = encodeURIComponent("a b/c");

const firstPage = `https://loops.example.com/v1/${shelf}/things?top=2`;
let url = firstPage;
for (let page = 0; ; page++) {
  if (page === 1000) throw new Error("Stopped after 1000 pages.");
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const text = await response.text();
  console.log(text);
  const items = JSON.parse(text);
  if (items.length < 2) break;
  const { id: cursor } = items.at(-1);
  url = `${firstPage}&start=${encodeURIComponent(cursor)}`;
}
