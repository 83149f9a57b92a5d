"""The list of mutants that verify is known not to notice, each with the reason."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from tests.mutants.mutate import Key, Mutant

FILE = Path(__file__).with_name("survivors.yaml")
_KINDS = {"equivalent": True, "unseen": False}


@dataclass(frozen=True, slots=True)
class Survivor:
    """Why a mutant is not noticed; unless it is equivalent, it counts against the score."""

    reason: str
    equivalent: bool


def read(file: Path = FILE) -> dict[Key, Survivor]:
    """Read the list; gives the survivors by the key of their mutant."""
    found: dict[Key, Survivor] = {}
    for kind, groups in yaml.safe_load(file.read_text("utf-8")).items():
        for group in groups:
            survivor = Survivor(" ".join(group["reason"].split()), _KINDS[kind])
            for template, entries in group["mutants"].items():
                for entry in entries:
                    key = _key(template, entry)
                    assert key not in found, f"{file.name} lists {key} twice"
                    found[key] = survivor
    return found


def _key(template: str, entry: str | Mapping[str, Any]) -> Key:
    """Read an entry: a line that is gone, or a mapping that says what becomes of one."""
    if isinstance(entry, str):
        return template, entry, None, 1
    return template, entry["line"], entry.get("becomes"), entry.get("nth", 1)


def written(mutant: Mutant) -> str:
    """Write a mutant as an entry of the list."""

    def quoted(text: str) -> str:
        return "'" + text.replace("'", "''") + "'"

    if mutant.becomes is None and mutant.nth == 1:
        return f"- {quoted(mutant.line)}"
    lines = [f"line: {quoted(mutant.line)}"]
    if mutant.becomes is not None:
        lines.append(f"becomes: {quoted(mutant.becomes)}")
    if mutant.nth > 1:
        lines.append(f"nth: {mutant.nth}")
    return "- " + "\n  ".join(lines)


def unknown(listed: Iterable[Key], mutants: Iterable[Mutant]) -> list[Key]:
    """Give the entries of these mutants' templates that are none of them."""
    known = {mutant.key for mutant in mutants}
    templates = {key[0] for key in known}
    return [key for key in listed if key[0] in templates and key not in known]
