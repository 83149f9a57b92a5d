// Runs a module as often as it is told to, each time in a worker of its own.
//
//     node starter.mjs MODULE
//
// It is told of runs, and tells of them, by lines, as templates/python/starter.py says. A worker has
// modules and globals of its own, and the environment of its run.
import fs from "node:fs";
import readline from "node:readline";
import { pathToFileURL } from "node:url";
import { Worker, isMainThread, parentPort } from "node:worker_threads";

const say = (...words) => fs.writeSync(1, `${words.join(" ")}\n`);

function run(number, [, , stdout, stderr, ...variables]) {
  const env = Object.fromEntries(
    variables.map((pair) => pair.split(/=(.*)/s, 2)),
  );
  say(number, "started", 0);
  const worker = new Worker(new URL(import.meta.url), {
    argv: process.argv.slice(2),
    env,
    stdout: true,
    stderr: true,
  });
  const files = [
    [worker.stdout, stdout],
    [worker.stderr, stderr],
  ].map(([stream, path]) => {
    const file = stream.pipe(fs.createWriteStream(path));
    return new Promise((done) => file.on("finish", done));
  });
  let failed = 0;
  worker.on("message", () => (failed = 1));
  worker.on("error", (error) => {
    failed = 1;
    fs.appendFileSync(stderr, `${error.stack}\n`);
  });
  worker.on("exit", async (code) => {
    await Promise.all(files);
    say(number, "ended", code || failed);
  });
}

if (isMainThread) {
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const [number, ...fields] = line.split(" ");
    run(
      number,
      fields.map((digits) => Buffer.from(digits, "hex").toString()),
    );
  });
  say("ready");
} else {
  process.argv.splice(1, 1);
  try {
    await import(pathToFileURL(process.argv[1]));
  } catch (error) {
    parentPort.postMessage("failed");
    console.error("%O\n\nNode.js %s", error, process.version);
  }
}
