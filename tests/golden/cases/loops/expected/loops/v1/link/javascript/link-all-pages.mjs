// LOOPS_KEY=<your key> node link-all-pages.mjs
const itemsValue = encodeURIComponent("ours");
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

let url = `https://loops.example.com/v1/${itemsValue}/links?top=2`;
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
  const { "@odata.nextLink": link } = JSON.parse(text);
  if (!link) break;
  const next = new URL(link, url);
  if (next.origin !== new URL(url).origin)
    throw new Error(`The next page is on another host: ${next}`);
  url = next.href;
}
