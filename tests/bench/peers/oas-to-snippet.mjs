// ReadMe's samples, straight from an OpenAPI document.

import oasToSnippet from "@readme/oas-to-snippet";
import Oas from "oas";
import { doc, run } from "./run.mjs";

const LANGUAGES = {
  "curl.sh": ["shell", "curl"],
  "csharp.cs": ["csharp", "httpclient"],
  "java.java": ["java", "nethttp"],
  "javascript.js": ["javascript", "fetch"],
  "objectivec.m": ["objectivec", "nsurlsession"],
  "php.php": ["php", "curl"],
  "python.py": ["python", "requests"],
  "ruby.rb": ["ruby", "native"],
};

// Without this it resolves references again for every sample, which takes over
// ten times longer, and leaves out what it can't see through them, such as
// headers.
const oas = new Oas(doc);
await oas.dereference();

// It reads the operation itself, but takes the values from its caller: the same
// as for the others.
function prepare({ method, path, values, body }) {
  return {
    operation: oas.operation(path, method),
    values: { path: values, body },
  };
}

function convert({ operation, values }, language) {
  return oasToSnippet(oas, operation, values, {}, language).code;
}

run("@readme/oas-to-snippet", LANGUAGES, prepare, convert);
