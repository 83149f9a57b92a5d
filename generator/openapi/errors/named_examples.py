"""Reader of the named examples of an error response: Example Objects."""

from __future__ import annotations

from generator.model.text import Text
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import SHOWN_EXAMPLE
from generator.openapi.parts import Parts
from generator.sources.document import At


def read_named_examples(parts: Parts, at: At) -> list[tuple[str, RawExample, Text | None]]:
    """Read the examples of an error, each with its name and what it says about itself.

    Arguments:
        parts: follows references.
        at: a Media Type Object.
    """
    if not parts.has_named_examples:
        return []
    rows = []
    for named in parts.examples.read_named(at):
        parts.unsupported.check_keys(named.at, SHOWN_EXAMPLE)
        texts = (named.at.value.get(key) for key in ("summary", "description"))
        description = "\n\n".join(text for text in texts if isinstance(text, str) and text)
        about = Text(description, named.at) if description else None
        rows.append((named.name, named.example, about))
    return rows
