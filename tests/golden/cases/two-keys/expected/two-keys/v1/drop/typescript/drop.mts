// TENANT_ID=<your key> TENANT_KEY=<your key> node drop.mts
const endpoint = encodeURIComponent("a");
const key = encodeURIComponent("b");
const tenantId = process.env.TENANT_ID;
if (!tenantId) throw new Error("Set TENANT_ID to your key.");
const tenantKey = process.env.TENANT_KEY;
if (!tenantKey) throw new Error("Set TENANT_KEY to your key.");

const url = `https://example.com/${endpoint}/${key}`;
const response = await fetch(url, {
  method: "DELETE",
  headers: { "X-Tenant": tenantId, "X-Key": tenantKey },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Dropped.");
