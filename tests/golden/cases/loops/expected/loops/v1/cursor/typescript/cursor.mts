// LOOPS_KEY=<your key> node cursor.mts
const key = process.env.LOOPS_KEY;
if (!key) throw new Error("Set LOOPS_KEY to your key.");

const url = "https://loops.example.com/v1/things?from%24=the%20start&url=x";
const response = await fetch(url, {
  method: "POST",
  headers: {
    "X-Key": key,
    Accept: "application/json",
    "Content-Type": "application/json",
  },
  body: JSON.stringify({ page: "it's" }),
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());
