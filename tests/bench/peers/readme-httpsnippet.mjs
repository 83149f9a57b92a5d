// ReadMe's fork of httpsnippet, from HAR requests.

import { HTTPSnippet } from "@readme/httpsnippet";
import { har } from "./requests.mjs";
import { run } from "./run.mjs";

const LANGUAGES = {
  "curl.sh": ["shell", "curl"],
  "csharp.cs": ["csharp", "httpclient"],
  "java.java": ["java", "nethttp"],
  "javascript.js": ["javascript", "fetch"],
  "objectivec.m": ["objc", "nsurlsession"],
  "php.php": ["php", "curl"],
  "python.py": ["python", "requests"],
  "ruby.rb": ["ruby", "native"],
};

run(
  "@readme/httpsnippet",
  LANGUAGES,
  (operation) => new HTTPSnippet(har(operation)),
  (snippet, [target, client]) => snippet.convert(target, client)[0],
);
