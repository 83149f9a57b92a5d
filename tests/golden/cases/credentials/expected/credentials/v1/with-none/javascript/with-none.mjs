// With nothing.
//
// Run: node with-none.mjs  (Node.js 22 or later)

// Put your own values here.
const endpoint = "https://example.com";

const path = "/none";
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "GET",
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
console.log("Fine.");
