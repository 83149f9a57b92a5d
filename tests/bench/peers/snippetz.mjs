// Scalar's samples, from HAR requests.

import { snippetz } from "@scalar/snippetz";
import { har } from "./requests.mjs";
import { run } from "./run.mjs";

const LANGUAGES = {
  "curl.sh": ["shell", "curl"],
  "csharp.cs": ["csharp", "httpclient"],
  "java.java": ["java", "nethttp"],
  "javascript.js": ["js", "fetch"],
  "objectivec.m": ["objc", "nsurlsession"],
  "php.php": ["php", "curl"],
  "python.py": ["python", "requests"],
  "ruby.rb": ["ruby", "native"],
};

const printer = snippetz();

run("@scalar/snippetz", LANGUAGES, har, (request, [target, client]) =>
  printer.print(target, client, request),
);
