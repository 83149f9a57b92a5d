"""Reader of the named examples of an error response: Example Objects."""

from __future__ import annotations

from generator.model.text import Text
from generator.openapi.keys import ERROR_EXAMPLE
from generator.openapi.parts import Parts, RawExample
from generator.openapi.references import members
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
    for name, child in members(parts.lookup(at, "examples")):
        with parts.references.unneeded():
            target = parts.references.resolve(child)
        if target is None or not isinstance(target.value, dict):
            continue
        parts.unsupported.check_keys(target, ERROR_EXAMPLE)
        texts = (target.value.get(key) for key in ("summary", "description"))
        description = "\n\n".join(text for text in texts if isinstance(text, str) and text)
        key = next((key for key in ("value", "dataValue") if key in target.value), None)
        if key is not None:
            example = RawExample(target.value[key], target.child(key))
            rows.append((name, example, Text(description, target) if description else None))
    return rows
