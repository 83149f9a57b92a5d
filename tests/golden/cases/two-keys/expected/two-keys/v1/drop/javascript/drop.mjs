// Drop it.
//
// Run: node drop.mjs  (Node.js 22 or later)
// Not for a web page: whoever opens it could read the key.

// Put your own values here.
const endpoint = "https://example.com";
const endpointValue = "a";
const key = "b";

const tenantId = process.env.TENANT_ID;
if (!tenantId) {
  console.error("Set the environment variable TENANT_ID to your key.");
  process.exit(1);
}

const tenantKey = process.env.TENANT_KEY;
if (!tenantKey) {
  console.error("Set the environment variable TENANT_KEY to your key.");
  process.exit(1);
}

const path = `/${encodeURIComponent(endpointValue)}/${encodeURIComponent(key)}`;
let response, body;
try {
  response = await fetch(new URL(path, endpoint), {
    method: "DELETE",
    headers: {
      "X-Tenant": tenantId,
      "X-Key": tenantKey,
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
console.log("Dropped.");
