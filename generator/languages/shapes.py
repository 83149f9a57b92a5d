"""The features of requests and answers that a target can have, by the names in language.yaml."""

from __future__ import annotations

# Those that not every target supports.
SHAPES = (
    "json-body",
    "form-body",
    "multipart-body",
    "file-body",
    "text-body",
    "repeated-fields",
    "typed-fields",
    "long-integers",
    "big-integers",
    "text-result",
    "file-result",
    "result-headers",
    "bearer-credentials",
    "basic-credentials",
    "query-credentials",
    "cookie-credentials",
    "cookie-parameters",
    "object-parameters",
    "styled-parameters",
    "own-credentials",
    "other-charsets",
    "get-body",
)
