// FACE_APIKEY=<your key> node list-liveness-sessions-next-page.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20`;
const response = await fetch(url, {
  headers: { "Ocp-Apim-Subscription-Key": key, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
