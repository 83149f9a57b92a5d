// FACE_APIKEY=<your key> node get-large-face-list-training-status.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const largeFaceListId = "visitors-2026";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/largefacelists/${largeFaceListId}/training`;
const response = await fetch(url, {
  headers: { "Ocp-Apim-Subscription-Key": key, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
