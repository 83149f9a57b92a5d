// Get the status of a liveness session and, once there is one, its result.
//
// Run: node get-liveness-session-result.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const sessionId = "b12e033e-bda7-4b83-a211-e721c661f30e";

const key = process.env.FACE_APIKEY;
if (!key) {
  console.error("Set the environment variable FACE_APIKEY to your key.");
  process.exit(1);
}

const path = `/face/v1.1-preview.1/detectLiveness/singleModal/sessions/${encodeURIComponent(sessionId)}`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "GET",
    headers: {
      "Ocp-Apim-Subscription-Key": key,
    },
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
