// With token and key.
//
// Run: node with-both.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";

const exampleToken = process.env.EXAMPLE_TOKEN;
if (!exampleToken) {
  console.error("Set the environment variable EXAMPLE_TOKEN to your key.");
  process.exit(1);
}

const exampleKey = process.env.EXAMPLE_KEY;
if (!exampleKey) {
  console.error("Set the environment variable EXAMPLE_KEY to your key.");
  process.exit(1);
}

const path = `/both?api%20key=${encodeURIComponent(exampleKey)}`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "PUT",
    headers: {
      Authorization: `Bearer ${exampleToken}`,
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
console.log("Fine.");
