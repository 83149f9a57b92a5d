// FACE_APIKEY=<your key> node update-face-list.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const faceListId = "visitors";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/facelists/${faceListId}`;
const response = await fetch(url, {
  method: "PATCH",
  headers: {
    "Ocp-Apim-Subscription-Key": key,
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    name: "Visitors in 2026",
    userData: "Front door and car park",
  }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Face list updated.");
