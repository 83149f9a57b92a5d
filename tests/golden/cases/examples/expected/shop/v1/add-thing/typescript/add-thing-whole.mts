// SHOP_KEY=<your key> node add-thing-whole.mts
const shelf = encodeURIComponent("a b/ç");
const key = process.env.SHOP_KEY;
if (!key) throw new Error("Set SHOP_KEY to your key.");

const url = `https://shop.example.com/shelves/${shelf}/things?notify=true&tags=a%2Cb,c%20d`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    "X-Key": key,
    "X-Trace": "7",
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    name: 'Cup "#{1}" $x ${y}',
    size: 50,
    notes: ["a", "b"],
  }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
