"""Reader of response headers that pages show and samples don't print: Header Objects."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from generator.model.messages import ResponseHeader
from generator.model.rules import FIELD_NAME, TRANSFER_FIELDS
from generator.model.text import Text
from generator.openapi.texts.texts import text_or_empty
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At


def read_response_headers(
    headers: Mapping[str, At], unsupported: Unsupported, skipped: Collection[str]
) -> tuple[ResponseHeader, ...]:
    """Read the headers of a response that pages show with their descriptions.

    Arguments:
        headers: the headers by name.
        unsupported: the collection to which headers are added that no page shows.
        skipped: the names, in lower case, of headers that are read elsewhere.
    """
    found: dict[str, ResponseHeader] = {}
    for name, at in headers.items():
        key = name.casefold()
        if key in skipped or key in found or key == "content-type":
            continue  # the Content-Type is that of the content (OpenAPI 3.1.1, 4.8.17)
        if not re.fullmatch(FIELD_NAME.pattern, name) or key in TRANSFER_FIELDS:
            unsupported.add("response header", at, "no page shows it")
            continue
        what = "pages show its name and description; samples don't print it"
        unsupported.add_note("response header", at, what)
        found[key] = ResponseHeader(Text(name, at), text_or_empty(at, "description"), Text(""))
    return tuple(found.values())
