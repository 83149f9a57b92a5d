// Create a session in which a client checks that a face is real.
//
// Run: node create-liveness-session.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const data = {
  livenessOperationMode: "Passive",
  deviceCorrelationId: "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
};

const key = process.env.FACE_APIKEY;
if (!key) {
  console.error("Set the environment variable FACE_APIKEY to your key.");
  process.exit(1);
}

const path = "/face/v1.1-preview.1/detectLiveness/singleModal/sessions";
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "POST",
    headers: {
      "Ocp-Apim-Subscription-Key": key,
      "Content-Type": "application/json",
    },
    body: JSON.stringify(data),
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  body = await response.text();
} catch (error) {
  console.error(`No answer: ${error.cause?.message || error.message}`);
  process.exit(1);
}
if (!response.ok) {
  console.error(`HTTP ${response.status}: ${body}`);
  process.exit(1);
}
console.log(body);
