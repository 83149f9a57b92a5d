// FACE_APIKEY=<your key> node get-liveness-with-verify-session-audit-entries.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const sessionId = encodeURIComponent("b12e033e-bda7-4b83-a211-e721c661f30e");
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions/${sessionId}/audit?top=20`;
const response = await fetch(url, {
  headers: { "Ocp-Apim-Subscription-Key": key, Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
