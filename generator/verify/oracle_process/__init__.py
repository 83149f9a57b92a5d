"""Judge requests by an OpenAPI document: a program of its own, which uses no other module of gen.

`oracle.py` starts it. It reads lines of JSON from stdin, and answers each with a line of JSON:

- The first line names the document: {"document": path, "memory": bytes}. Only files in the folder
  of the document are read. The answer is {} or {"unjudged": reason}.
- Every other line is a request: {"method", "url", "fields", "body", "values"}, the body as Base64.
  `values` says whether values are those of the document. If not, their schemas are not looked at.
  The answer has "faults", or "unjudged" with a reason.

openapi-core judges the requests. It reads the document itself.
"""
