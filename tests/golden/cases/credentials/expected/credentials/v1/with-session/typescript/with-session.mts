// EXAMPLE_SESSION=<your key> node with-session.mts
const key = process.env.EXAMPLE_SESSION;
if (!key) throw new Error("Set EXAMPLE_SESSION to your key.");

const url = "https://example.com/session";
const response = await fetch(url, {
  headers: { Cookie: `theme=dark%20blue; sid=${key}` },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Fine.");
