"""The headers of answers and of errors, and their checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.errors import Problem
from generator.model import rules
from generator.model.messages import ResponseHeader
from generator.model.text import Text, reveal
from generator.sources.yaml_schema import Key, MapOf, ParsedRecord, Pattern, Record

_DESCRIPTION = Key(Pattern.of(rules.TEXT), "What it says.", wanted=True)
_NAME = Pattern.of(rules.FIELD_NAME)
_EXAMPLE = Key(Pattern.of(rules.FIELD_VALUE), "What it may hold; samples print the header then.")
HEADERS = Key(
    MapOf(_NAME, Record({"description": _DESCRIPTION, "example": _EXAMPLE})),
    "Headers of the answer that a caller needs.",
)
ERROR_HEADERS = Key(
    MapOf(_NAME, Record({"description": _DESCRIPTION})),
    "Headers of the answer that a caller needs, besides Retry-After.",
)


def read_response_headers(
    rows: Mapping[Text, ParsedRecord | None], has_body: bool, problems: list[Problem]
) -> Iterator[ResponseHeader]:
    """Read the headers of an answer. The example of one that has none is empty.

    Arguments:
        rows: the keys of the headers by name; None for those that have a problem.
        has_body: whether the answer has a body, whose media type is said there.
        problems: the list to which every problem is added.
    """
    seen: dict[str, str] = {}
    for name, header in rows.items():
        field = reveal(name)
        first = seen.setdefault(field.casefold(), field)
        if first != field:
            what = f"{field} differs from {first} in case alone"
            problems.append(Problem(name.mark, what, "field names ignore case; remove one of them"))
        elif field.casefold() in rules.TRANSFER_FIELDS:
            what = f"{field} tells how an answer is sent, and what clients show of it differs"
            todo = "remove it, or tell of it in the description"
            problems.append(Problem(name.mark, what, todo))
        elif field.casefold() == "content-type" and has_body:
            what = "the body's media type is the Content-Type"
            todo = "remove it here, and say mediaType under body"
            problems.append(Problem(name.mark, what, todo))
        elif header is not None:
            example = header["example"] if "example" in header else Text("")
            if example is not None:
                yield ResponseHeader(name, header["description"] or Text("", name.mark), example)
