// node get-status.mts

const url = "https://example.com/status";
const response = await fetch(url, {
  redirect: "manual",
  signal: AbortSignal.timeout(5_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("All is well.");
