// SHOP_KEY=<your key> node send-picture.mts
import fs from "node:fs/promises";

const key = process.env.SHOP_KEY;
if (!key) throw new Error("Set SHOP_KEY to your key.");

const form = new FormData();
form.append("picture", new Blob([await fs.readFile("cup.jpg")]), "cup.jpg");
const url = "https://shop.example.com/pictures";
const response = await fetch(url, {
  method: "POST",
  headers: { "X-Key": key },
  body: form,
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("It is sent.");
