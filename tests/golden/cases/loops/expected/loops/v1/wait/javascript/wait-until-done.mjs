// LOOPS_KEY=<your key> LOOPS_SECRET=<your key> node wait-until-done.mjs
import { setTimeout } from "node:timers/promises";

const stateValue = encodeURIComponent("a/b");
const loopsKey = process.env.LOOPS_KEY;
if (!loopsKey) throw new Error("Set LOOPS_KEY to your key.");
const loopsSecret = process.env.LOOPS_SECRET;
if (!loopsSecret) throw new Error("Set LOOPS_SECRET to your key.");

const url = `https://loops.example.com/v1/tasks/${stateValue}?version=2`;
const response = await fetch(url, {
  method: "POST",
  headers: { "X-Key": loopsKey, "Content-Type": "application/json" },
  body: JSON.stringify({ url: "https://loops.example.com/in" }),
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("The task has started.");
console.log("X-Task:", response.headers.get("X-Task"));

const failed = ["failed", "it's off"];
const done = ["done", 'well "done"'];
const deadline = Date.now() + 2000 * 1000;
let retryAfter = response.headers.get("Retry-After");
while (true) {
  const pause = retryAfter?.match(/^\d+$/) ? Number(retryAfter) : 20;
  if (Date.now() + pause * 1000 > deadline)
    throw new Error("Stopped after 2000 seconds.");
  await setTimeout(pause * 1000);
  const url = `https://loops.example.com/v1/tasks/${stateValue}/progress?version=2&secret=${encodeURIComponent(loopsSecret)}`;
  const response = await fetch(url, {
    headers: { "X-Key": loopsKey, language: "en", Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  retryAfter = response.headers.get("Retry-After");
  const text = await response.text();
  const { "state'$x": state } = JSON.parse(text);
  if (failed.includes(state)) throw new Error(`Failed: ${text}`);
  if (done.includes(state)) {
    console.log(text);
    break;
  }
}
