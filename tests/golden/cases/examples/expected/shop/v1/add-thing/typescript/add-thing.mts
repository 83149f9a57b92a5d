// SHOP_KEY=<your key> node add-thing.mts
const shelf = encodeURIComponent("lobby");
const key = process.env.SHOP_KEY;
if (!key) throw new Error("Set SHOP_KEY to your key.");

const url = `https://shop.example.com/shelves/${shelf}/things`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    "X-Key": key,
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ name: "Cup" }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
