"""How the variables of an error's body, such as `$code`, stand in a spec."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from generator.model.follow_ups import JsonPath
from generator.model.text import reveal


def escape_dollars(value: Any) -> Any:
    """Double the `$` at the start of each text, so that it is not read as a variable."""
    if isinstance(value, dict):
        return {name: escape_dollars(member) for name, member in value.items()}
    if isinstance(value, list):
        return [escape_dollars(item) for item in value]
    return f"${value}" if isinstance(value, str) and value.startswith("$") else value


def insert_name(value: Any, paths: Sequence[JsonPath], text: str, name: str) -> Any:
    """Replace a text with a variable at each of the paths that leads to that text."""
    for path in paths:
        parent = value
        steps = [step if isinstance(step, int) else reveal(step) for step in path]
        for step in steps[:-1]:
            parent = _child(parent, step)
        if steps and _child(parent, steps[-1]) == text:
            parent[steps[-1]] = name
    return value


def _child(value: Any, step: str | int) -> Any:
    """Return the member or item of a JSON value; None without one."""
    if isinstance(value, dict):
        return value.get(step)
    if isinstance(value, list) and isinstance(step, int) and step < len(value):
        return value[step]
    return None
