// LOOPS_KEY=<your key> node wait.mts
const state = encodeURIComponent("a/b");
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

const url = `https://loops.example.com/v1/tasks/${state}?version=2`;
const response = await fetch(url, {
  method: "POST",
  headers: { "X-Key": key, "Content-Type": "application/json" },
  body: JSON.stringify({ url: "https://loops.example.com/in" }),
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("The task has started.");
console.log("X-Task:", response.headers.get("X-Task"));
