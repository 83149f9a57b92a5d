// node with-none.mts

const url = "https://example.com/none";
const response = await fetch(url, {
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
