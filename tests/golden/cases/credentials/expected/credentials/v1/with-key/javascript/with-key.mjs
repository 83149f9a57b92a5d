// With a key.
//
// Run: node with-key.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";
const name = "me";

const key = process.env.EXAMPLE_KEY;
if (!key) {
  console.error("Set the environment variable EXAMPLE_KEY to your key.");
  process.exit(1);
}

const path = `/key/${encodeURIComponent(name)}?q=a%20b&api%20key=${encodeURIComponent(key)}`;
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
