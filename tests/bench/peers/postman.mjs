// Postman's samples, from the requests of its SDK. These are made here, not by
// Postman's converter of OpenAPI documents, which makes whole collections with
// responses.

import codegen from "postman-code-generators";
import collection from "postman-collection";
import { har } from "./requests.mjs";
import { run } from "./run.mjs";

const LANGUAGES = {
  "curl.sh": ["curl", "cURL"],
  "csharp.cs": ["csharp", "HttpClient"],
  "java.java": ["java", "OkHttp"],
  "javascript.js": ["javascript", "Fetch"],
  "objectivec.m": ["objective-c", "NSURLSession"],
  "php.php": ["php", "cURL"],
  "python.py": ["python", "Requests"],
  "ruby.rb": ["ruby", "Net::HTTP"],
};

function prepare(operation) {
  const { method, url, headers, postData } = har(operation);
  const header = headers.map(({ name, value }) => ({ key: name, value }));
  const body = postData && { mode: "raw", raw: postData.text };
  return new collection.Request({ method, url, header, body });
}

// The callback is called before `convert` returns.
function convert(request, [language, variant]) {
  let sample;
  codegen.convert(language, variant, request, {}, (error, text) => {
    if (error) throw new Error(error);
    sample = text;
  });
  return sample;
}

run("postman-code-generators", LANGUAGES, prepare, convert);
