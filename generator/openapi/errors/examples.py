"""The bodies of an error response, and the codes and messages that the document names.

A code or message that a sample's body has only because gen made a value for it is no documented
one. So it is taken from examples of the response, and where a schema allows a few texts alone.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Sequence
from typing import Any

from generator.model.schema import Schema
from generator.model.structs import Struct
from generator.model.text import Text, reveal

# A path of names and indexes to a value in a body.
Path = tuple[str | int, ...]
# The paths at which APIs usually have the code and the message of an error, most usual first.
CODES: tuple[Path, ...] = (
    ("code",), ("error", "code"), ("errorCode",), ("error_code",), ("errors", 0, "code"),
)  # fmt: skip
MESSAGES: tuple[Path, ...] = (
    ("message",), ("error", "message"), ("error_description",), ("detail",), ("msg",),
    ("errors", 0, "message"), ("error",), ("title",),
)  # fmt: skip
# The most codes in the `enum` of a response that are those of its status. A longer list is that of
# the whole API, and says nothing about one status.
MOST_CODES = 8


class ErrorExample(Struct, frozen=True):
    """One body of an error response.

    Attributes:
        body: the JSON value; None if the response has no body.
        name: the name of the example in the document. It is empty if it has none.
        description: what the document says about the example.
        code: the code that the document names, with its path in the body.
        message: the message that the document names, with its path in the body.
    """

    body: Any
    name: str = ""
    description: Text | None = None
    code: tuple[str, Path] | None = None
    message: tuple[str, Path] | None = None


def find_text(body: Any, paths: Sequence[Path]) -> tuple[str, Path] | None:
    """Return the first text that a body has at one of some paths, with its path. None if none."""
    for path in paths:
        value = body
        for step in path:
            try:
                value = value[step]
            except (TypeError, LookupError):
                value = None
        if isinstance(value, str) and value.strip():
            return value, path
    return None


def documented_example(body: Any, name: str = "", description: Text | None = None) -> ErrorExample:
    """Return a body that the document gives as an example, with the code and message in it."""
    code, message = find_text(body, CODES), find_text(body, MESSAGES)
    return ErrorExample(body, name, description, code, message)


def made_examples(body: Any, schema: Schema) -> tuple[list[ErrorExample], int]:
    """Return the bodies of a response of which the document gives a schema alone.

    Arguments:
        body: the body that is made of the schema.
        schema: the schema.

    Returns:
        A body for each code that the schema allows, and the number of codes that are too many to be
        those of one status.
    """
    messages, message_path = _allowed_texts(schema, body, MESSAGES)
    message = (messages[0], message_path) if len(messages) == 1 else None
    codes, path = _allowed_texts(schema, body, CODES)
    if not codes or len(codes) > MOST_CODES:
        return [ErrorExample(body, message=message)], len(codes)
    examples = []
    for code in codes:
        name = code if len(codes) > 1 else ""
        changed = _with_text(body, path, code)
        examples.append(ErrorExample(changed, name, None, (code, path), message))
    return examples, 0


def _allowed_texts(schema: Schema, body: Any, paths: Sequence[Path]) -> tuple[list[str], Path]:
    """Return the only texts that a schema allows where a body has one, and their path."""
    match = find_text(body, paths)
    if match is None:
        return [], ()
    part: Schema | None = schema
    for step in match[1]:
        part = None if part is None else _part(part, step)
    texts = [] if part is None else [reveal(v) for v in part.enum if isinstance(v, Text)]
    return [text for text in dict.fromkeys(texts) if text.strip()], match[1]


def _part(schema: Schema, step: str | int) -> Schema | None:
    """Return the schema of a field or of the items. None if there is none."""
    if isinstance(step, int):
        return schema.items
    return next(_fields_named(schema, step), None)


def _fields_named(schema: Schema, name: str) -> Iterator[Schema]:
    """Yield the schema of each field with a name."""
    return (field.schema for field in schema.fields if reveal(field.name) == name)


def _with_text(body: Any, path: Path, text: str) -> Any:
    """Return a copy of a body with another text at a path that leads to one."""
    changed = copy.deepcopy(body)
    parent = changed
    for step in path[:-1]:
        parent = parent[step]
    parent[path[-1]] = text
    return changed
