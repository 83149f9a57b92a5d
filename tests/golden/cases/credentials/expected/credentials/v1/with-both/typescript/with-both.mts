// EXAMPLE_TOKEN=<your token> EXAMPLE_KEY=<your key> node with-both.mts
const exampleToken = process.env.EXAMPLE_TOKEN;
if (!exampleToken) throw new Error("Set EXAMPLE_TOKEN to your token.");
const exampleKey = process.env.EXAMPLE_KEY;
if (!exampleKey) throw new Error("Set EXAMPLE_KEY to your key.");

const url = `https://example.com/both?api%20key=${encodeURIComponent(exampleKey)}`;
const response = await fetch(url, {
  method: "PUT",
  headers: { Authorization: `Bearer ${exampleToken}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
