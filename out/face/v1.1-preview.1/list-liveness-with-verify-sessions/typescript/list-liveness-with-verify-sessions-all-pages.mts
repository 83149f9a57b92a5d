// FACE_APIKEY=<your key> node list-liveness-with-verify-sessions-all-pages.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const firstPage = `${endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions?top=20`;
let url = firstPage;
for (let page = 0; ; page++) {
  if (page === 1000) throw new Error("Stopped after 1000 pages.");
  const response = await fetch(url, {
    headers: { "Ocp-Apim-Subscription-Key": key, Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  const text = await response.text();
  console.log(text);
  const items = JSON.parse(text);
  if (items.length < 20) break;
  const { id: cursor } = items.at(-1);
  url = `${firstPage}&start=${encodeURIComponent(cursor)}`;
}
