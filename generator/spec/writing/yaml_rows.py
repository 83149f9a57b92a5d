"""Rows of a spec as lines of YAML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from generator.model.text import Text, reveal
from generator.model.values import Value, plain
from generator.system.logs import is_safe_for_logs, yaml_text

_PLAIN = re.compile(r"[A-Za-z/](?:[\w./(){}'?=&+*;@-]|:(?=[\w/])|[ ,](?=[\w/({'-]))*", re.ASCII)
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}
# Characters that YAML takes for the end of a line, or forbids.
_ODD = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
# A key, and its value: a text of YAML, or the rows of a mapping.
YamlRow = tuple[str, "str | Sequence[YamlRow | Sequence[YamlRow]]"]


def format_lines(rows: Sequence[YamlRow], indent: str) -> Iterator[str]:
    """Write rows as lines of YAML."""
    for key, value in rows:
        if isinstance(value, str):
            yield f"{indent}{quoted(key)}: {value}"
            continue
        yield f"{indent}{quoted(key)}:"
        for row in value:
            if isinstance(row, tuple):
                yield from format_lines([row], f"{indent}  ")
            else:  # an item of a list
                first, *others = format_lines(row or [("type", "string")], f"{indent}    ")
                yield f"{indent}  - {first.lstrip()}"
                yield from others


def quoted(text: str | Text) -> str:
    """Write a text as a YAML scalar, plain or in double quotes."""
    text = reveal(text)
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS and is_safe_for_logs(text):
        return text
    return as_json(text)


def as_json(value: Any) -> str:
    """Write a JSON value so that it is also YAML, and safe in logs."""
    text = json.dumps(value, ensure_ascii=False)
    return yaml_text(_ODD.sub(lambda match: f"\\u{ord(match[0]):04x}", text))


def format_value(value: Value) -> str:
    """Write an example or a default value as YAML."""
    return quoted(value) if isinstance(value, Text) else as_json(plain(value))
