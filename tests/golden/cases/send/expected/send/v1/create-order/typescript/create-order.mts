// node create-order.mts
const shop = encodeURIComponent("lobby");

const url = `https://example.com/shops/${shop}/orders?limit=5&sort=name`;
const response = await fetch(url, {
  method: "POST",
  headers: {
    "X-Trace": 'a "quoted" id',
    Cookie: "theme=dark",
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({
    name: "Ada",
    tag: "new",
    address: { street: "1 Main Street", city: "Oslo" },
    things: [{ id: 7, size: "M" }],
  }),
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
