// FACE_APIKEY=<your key> node train-large-face-list-until-done.mjs
import { setTimeout } from "node:timers/promises";

const endpoint = "https://norwayeast.api.cognitive.microsoft.com";
const largeFaceListId = "visitors-2026";
const key = process.env.FACE_APIKEY;
if (!key) throw new Error("Set FACE_APIKEY to your key.");

const url = `${endpoint}/face/v1.1-preview.1/largefacelists/${largeFaceListId}/train`;
const response = await fetch(url, {
  method: "POST",
  headers: { "Ocp-Apim-Subscription-Key": key },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Training started.");
console.log("operation-Location:", response.headers.get("operation-Location"));

const deadline = Date.now() + 600 * 1000;
let retryAfter = response.headers.get("Retry-After");
while (true) {
  const pause = retryAfter?.match(/^\d+$/) ? Number(retryAfter) : 1;
  if (Date.now() + pause * 1000 > deadline)
    throw new Error("Stopped after 600 seconds.");
  await setTimeout(pause * 1000);
  const url = `${endpoint}/face/v1.1-preview.1/largefacelists/${largeFaceListId}/training`;
  const response = await fetch(url, {
    headers: { "Ocp-Apim-Subscription-Key": key, Accept: "application/json" },
    redirect: "manual",
    signal: AbortSignal.timeout(30_000),
  });
  if (!response.ok)
    throw new Error(`HTTP ${response.status}: ${await response.text()}`);
  retryAfter = response.headers.get("Retry-After");
  const text = await response.text();
  const { status: state } = JSON.parse(text);
  if (state === "failed") throw new Error(`Failed: ${text}`);
  if (state === "succeeded") {
    console.log(text);
    break;
  }
}
