// node after.mts
const shelf = encodeURIComponent("a b/c");

const url = `https://loops.example.com/v1/${shelf}/things?top=2`;
const response = await fetch(url, {
  headers: { Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
