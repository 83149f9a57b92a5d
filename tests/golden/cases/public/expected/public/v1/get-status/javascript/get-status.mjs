// Tell how the service is.
//
// Run: node get-status.mjs  (Node.js 22 or later)

// Put your own values here.
const endpoint = "https://example.com";

const path = "/status";
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "GET",
    redirect: "manual",
    signal: AbortSignal.timeout(5_000),
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
console.log("All is well.");
