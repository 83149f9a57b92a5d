// What every peer's script does: read the document, write a file per sample,
// print what was done.

import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { operations } from "./requests.mjs";

const [source, folder] = process.argv.slice(2);
if (!folder) throw new Error("usage: node PEER.mjs DOC.json OUTDIR");

export const doc = JSON.parse(readFileSync(source, "utf8"));

function version(peer) {
  const file = new URL(`node_modules/${peer}/package.json`, import.meta.url);
  return JSON.parse(readFileSync(file, "utf8")).version;
}

// `languages` maps a file's name to whatever the peer calls that language.
// `prepare` makes, once per operation, what `convert` takes with a language.
export function run(peer, languages, prepare, convert) {
  const all = { samples: 0, failed: 0, empty: 0, characters: 0, lines: 0 };
  let count = 0;
  for (const operation of operations(doc)) {
    // A number, as an operationId can have slashes in it, or be missing.
    const target = `${folder}/${count++}`;
    mkdirSync(target, { recursive: true });
    let prepared;
    for (const [file, language] of Object.entries(languages)) {
      let text;
      try {
        prepared ??= prepare(operation);
        text = convert(prepared, language);
        if (typeof text !== "string") throw new Error("not a sample");
      } catch {
        all.failed++;
        continue;
      }
      writeFileSync(`${target}/${file}`, text);
      all.samples++;
      if (!text.trim()) all.empty++;
      all.characters += text.length;
      all.lines += text.trimEnd().split("\n").length;
    }
  }
  const names = Object.keys(languages).map((file) => file.split(".")[0]);
  const about = { peer, version: version(peer), languages: names };
  console.log(JSON.stringify({ ...about, operations: count, ...all }));
}
