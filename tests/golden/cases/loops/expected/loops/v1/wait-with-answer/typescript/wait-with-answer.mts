// node wait-with-answer.mts
const state = encodeURIComponent("x");

const url = `https://loops.example.com/v1/jobs/${state}`;
const response = await fetch(url, {
  method: "PUT",
  headers: { Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
