// Find things of every style.
//
// Run: node find-things.mjs  (Node.js 22 or later)

// Put your own values here.
const endpoint = "https://example.com";

const path =
  "/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4";
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
console.log("Here are your things.");
