// EXAMPLE_TOKEN=<your token> node with-token.mts
const token = process.env.EXAMPLE_TOKEN;
if (!token) throw new Error("Set EXAMPLE_TOKEN to your token.");

const url = "https://example.com/token";
const response = await fetch(url, {
  headers: { Authorization: `Bearer ${token}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
