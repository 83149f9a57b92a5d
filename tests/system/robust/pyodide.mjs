// Runs a Python program in Pyodide, CPython compiled to WebAssembly:
//
//     node pyodide.mjs PYODIDE FOLDERS PROGRAM ARGUMENT...
//
// FOLDERS are separated by colons, stand at the same path inside, and are the Python path but for
// those that begin with "+". What Pyodide can't load, such as compiled modules, is as if missing.

import { pathToFileURL } from "node:url";

const [pyodide, folders, program, ...given] = process.argv.slice(2);
const { loadPyodide } = await import(pathToFileURL(`${pyodide}/pyodide.mjs`));
const python = await loadPyodide({ args: ["-I"] });
const path = [];
for (const folder of folders.split(":")) {
  const place = folder.replace(/^\+/, "");
  python.FS.mkdirTree(place);
  python.FS.mount(python.FS.filesystems.NODEFS, { root: place }, place);
  if (place === folder) {
    path.push(place);
  }
}
python.globals.set("given", python.toPy([program, ...given]));
python.globals.set("path", python.toPy(path));
try {
  python.runPython(`
import runpy, sys
sys.dont_write_bytecode = True
sys.path[:0] = path
sys.argv[:] = given
runpy.run_path(given[0], run_name="__main__")
`);
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}
