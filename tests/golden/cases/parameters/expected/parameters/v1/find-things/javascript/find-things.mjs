// Find the things of an owner.
//
// Run: node find-things.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";
const ownerId = "O'Brien & sons";
const major = "2";

const key = process.env.EXAMPLE_KEY;
if (!key) {
  console.error("Set the environment variable EXAMPLE_KEY to your key.");
  process.exit(1);
}

const path = `/owners/${encodeURIComponent(ownerId)}/things/v${encodeURIComponent(major)}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "GET",
    headers: {
      "X-Key": key,
      Accept: "application/json",
      "If-Match": "'a1'",
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
console.log("Here are your things.");
