"""Names of the schemas that discriminators tell apart (OpenAPI 3.1.1, section 4.8.25)."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote


def as_reference(target: Any) -> Any:
    """Return what a mapping leads to as a `$ref`. It may be just the name of a schema."""
    is_name = isinstance(target, str) and re.fullmatch(r"[A-Za-z0-9._-]+", target)
    is_file = is_name and target.endswith((".json", ".yaml", ".yml"))
    return f"#/components/schemas/{target}" if is_name and not is_file else target


def last_name(reference: Any) -> str:
    """Return the last part of a reference, which names a schema; empty if it is no text."""
    if not isinstance(reference, str):
        return ""
    name = unquote(reference.rpartition("/")[2]).replace("~1", "/").replace("~0", "~")
    return re.sub(r"\.(ya?ml|json)$", "", name)


def chosen_name(schema: dict[str, Any], value: Any) -> str:
    """Return the name of the alternative that a value names; empty if it names none.

    Arguments:
        schema: a schema, which may have a discriminator.
        value: the value, as one of Python's json module.
    """
    discriminator = schema.get("discriminator")
    if not isinstance(discriminator, dict) or not isinstance(value, dict):
        return ""
    name, mapping = discriminator.get("propertyName"), discriminator.get("mapping")
    word = value.get(name) if isinstance(name, str) else None
    if not isinstance(word, str):
        return ""
    return last_name(mapping[word]) if isinstance(mapping, dict) and word in mapping else word
