// LADEN_ZUGANG=<Name:Paßwort> node put-picture.mts
import fs from "node:fs/promises";

const login = process.env.LADEN_ZUGANG;
if (!login)
  throw new Error("Setzen Sie LADEN_ZUGANG auf \"Name:Paßwort\" \\ für C:\\Läden (100 %, $y `z` 'q').");

const parts = [
  ['name="titel"\r\nContent-Type: text/plain', "Haus"],
  ['name="bild"; filename="bild.png"', await fs.readFile("bild.png")],
];
const boundary = crypto.randomUUID();
const body = new Blob([
  ...parts.flatMap(([head, content]) => [
    `--${boundary}\r\nContent-Disposition: form-data; ${head}\r\n\r\n`,
    content,
    "\r\n",
  ]),
  `--${boundary}--\r\n`,
]);
const url = "https://example.com/pictures";
const response = await fetch(url, {
  method: "POST",
  headers: {
    Authorization: `Basic ${Buffer.from(login).toString("base64")}`,
    "Content-Type": `multipart/form-data; boundary=${boundary}`,
  },
  body,
  redirect: "manual",
  signal: AbortSignal.timeout(30_000),
});
if (!response.ok)
  throw new Error(`HTTP ${response.status}: ${await response.text()}`);
console.log("Das Bild wurde hochgeladen.");
