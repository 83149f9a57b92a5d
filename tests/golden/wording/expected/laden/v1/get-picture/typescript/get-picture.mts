// LADEN_KEY=<Ihren Schlüssel> node get-picture.mts
import fs from "node:fs/promises";

const key = process.env.LADEN_KEY;
if (!key)
  throw new Error("Setzen Sie LADEN_KEY auf \"Ihren Schlüssel\" \\ für C:\\Läden (100 %, $y `z` 'q').");

const url = `https://example.com/picture?key=${encodeURIComponent(key)}`;
const response = await fetch(url, {
  headers: { Accept: "image/png" },
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
await fs.writeFile("bild.png", Buffer.from(await response.arrayBuffer()));
console.log('Gespeichert als "bild.png" \\ …');
