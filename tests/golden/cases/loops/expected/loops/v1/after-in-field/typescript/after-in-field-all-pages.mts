// LOOPS_KEY=<your key> node after-in-field-all-pages.mts
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

const firstPage = "https://loops.example.com/v1/things";
let url = firstPage;
for (let page = 0; ; page++) {
  if (page === 1000) throw new Error("Stopped after 1000 pages.");
  const response = await fetch(url, {
    headers: { "X-Key": key, Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const text = await response.text();
  console.log(text);
  const { value: items } = JSON.parse(text);
  if (items.length === 0) break;
  const { "the 'name'": cursor } = items.at(-1);
  url = `${firstPage}?start=${encodeURIComponent(cursor)}`;
}
