// Each variable has a name that works.
//
// Run: node string.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";
const classValue = "a";
const classValue2 = "b";
const value = "c";
const value2Nd = "d";
const pathValue = "e";
const pathKey = "f";
const pathKeyValue = "g";
const userId = "h";

const key = process.env.PATH_KEY;
if (!key) {
  console.error("Set the environment variable PATH_KEY to your key.");
  process.exit(1);
}

const path = `/${encodeURIComponent(classValue)}/${encodeURIComponent(classValue2)}/${encodeURIComponent(value)}/${encodeURIComponent(value2Nd)}/${encodeURIComponent(pathValue)}/${encodeURIComponent(pathKey)}/${encodeURIComponent(pathKeyValue)}/${encodeURIComponent(userId)}`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "GET",
    headers: {
      "X-Key": key,
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
