// FACE_APIKEY=<your key> node detect-from-url.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/detect`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    "Ocp-Apim-Subscription-Key": key,
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ url: "https://example.com/face.jpg" }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
