// FACE_APIKEY=<your key> node create-liveness-with-verify-session.mts
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    "Ocp-Apim-Subscription-Key": key,
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    livenessOperationMode: "Passive",
    deviceCorrelationId: "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
  }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
