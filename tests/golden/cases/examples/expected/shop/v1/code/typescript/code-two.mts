// SHOP_KEY=<your key> node code-two.mts
const key = process.env.SHOP_KEY;
if (!key) throw new Error("Set SHOP_KEY to your key.");

const url = "https://shop.example.com/code";
const response = await fetch(url, {
  headers: { "X-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("There is none.");
