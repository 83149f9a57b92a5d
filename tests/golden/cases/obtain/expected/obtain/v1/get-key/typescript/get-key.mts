// OBTAIN_KEY=<your key> OBTAIN_ACCOUNT=<your key> node get-key.mts
const obtainKey = process.env.OBTAIN_KEY;
if (!obtainKey) throw new Error("Set OBTAIN_KEY to your key.");
const obtainAccount = process.env.OBTAIN_ACCOUNT;
if (!obtainAccount) throw new Error("Set OBTAIN_ACCOUNT to your key.");

const url = `https://example.com/key?key=${encodeURIComponent(obtainKey)}`;
const response = await fetch(url, {
  headers: { "X-Account": obtainAccount },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Nothing.");
