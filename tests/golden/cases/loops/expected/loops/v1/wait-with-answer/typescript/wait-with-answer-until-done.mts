// node wait-with-answer-until-done.mts
import { setTimeout } from "node:timers/promises";

const stateValue = encodeURIComponent("x");

const url = `https://loops.example.com/v1/jobs/${stateValue}`;
const response = await fetch(url, {
  method: "PUT",
  headers: { Accept: "application/json" },
  redirect: "manual",
  signal: AbortSignal.timeout(20_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log(await response.text());

const deadline = Date.now() + 600 * 1000;
let retryAfter = response.headers.get("Retry-After");
while (true) {
  const pause = retryAfter?.match(/^\d+$/) ? Number(retryAfter) : 1;
  if (Date.now() + pause * 1000 > deadline)
    throw new Error("Stopped after 600 seconds.");
  await setTimeout(pause * 1000);
  const url = `https://loops.example.com/v1/jobs/${stateValue}`;
  const response = await fetch(url, {
    headers: { Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(20_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  retryAfter = response.headers.get("Retry-After");
  const text = await response.text();
  const { "state'$x": state } = JSON.parse(text);
  if (state === "done") {
    console.log(text);
    break;
  }
}
