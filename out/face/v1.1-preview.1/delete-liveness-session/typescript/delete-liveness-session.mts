// FACE_APIKEY=<your key> node delete-liveness-session.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const sessionId = encodeURIComponent("b12e033e-bda7-4b83-a211-e721c661f30e");
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions/${sessionId}`;
const response = await fetch(url, {
  method: "DELETE",
  headers: { "Ocp-Apim-Subscription-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Session deleted, and all its data.");
