// With a login.
//
// Run: node with-login.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";
const name = "me";
const data = { a: "b" };

const key = process.env.EXAMPLE_LOGIN;
if (!key) {
  console.error("Set the environment variable EXAMPLE_LOGIN to user:password.");
  process.exit(1);
}

const path = `/login/${encodeURIComponent(name)}`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "POST",
    headers: {
      Authorization: `Basic ${Buffer.from(key).toString("base64")}`,
      Cookie: "theme=dark%20blue",
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
console.log("Fine.");
