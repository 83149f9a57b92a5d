// Kong's samples, from HAR requests.

import { HTTPSnippet } from "httpsnippet";
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
  "httpsnippet",
  LANGUAGES,
  (operation) => new HTTPSnippet(har(operation)),
  (snippet, [target, client]) => snippet.convert(target, client),
);
