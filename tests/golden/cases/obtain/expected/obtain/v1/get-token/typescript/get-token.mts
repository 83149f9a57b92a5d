// OBTAIN_TOKEN=$(az account get-access-token --query accessToken --output tsv) node get-token.mts
const token = process.env.OBTAIN_TOKEN;
if (!token) throw new Error("Set OBTAIN_TOKEN to your token.");

const url = "https://example.com/token";
const response = await fetch(url, {
  headers: { Authorization: `Bearer ${token}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Nothing.");
