"""Reads specs of hostile values, and holds every refusal against the closed list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from dataclasses import dataclass

from generator.errors import ProblemsError
from generator.model.api import Api
from generator.spec.loader import load_files
from generator.verify.hostile.sheets import Place, Sheet
from generator.verify.hostile.slots import Slot, refusal

# Says why a text has to be refused in a slot; None if it has to be taken.
RefusalOf = Callable[[Slot, str], str | None]


class Memory:
    """Specs that no disk holds."""

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files

    def read(self, path: str) -> bytes | None:
        """Give a file's bytes."""
        return self.files.get(path)

    def names(self, folder: str = "") -> list[str]:
        """Give the names of the files, which are in one folder."""
        return [] if folder else sorted(self.files)

    def is_within(self, path: str, folder: str) -> bool:  # noqa: ARG002
        """Say that everything is within every folder."""
        return True

    def label(self, path: str) -> str:
        """Give the path as it is."""
        return path


@dataclass(frozen=True)
class Admitted:
    """A spec that the reader took, without what it refused."""

    sheet: Sheet
    api: Api


class UnjustError(Exception):
    """Something was refused that may not be, or taken that has to be refused."""


def read(sheet: Sheet) -> Api:
    """Read a spec.

    Raises:
        ProblemsError: with what is refused.
    """
    (api,) = load_files(Memory({sheet.file: sheet.text().encode()}), [sheet.file])
    return api


def admit(sheet: Sheet) -> Admitted:
    """Read a spec, and again without what was refused.

    Raises:
        UnjustError: if the refusals are not those of the closed list.
    """
    try:
        api, error = read(sheet), None
    except ProblemsError as caught:
        api, error = None, caught
    admitted, _ = judged(sheet, error, refusal)
    return admitted or Admitted(sheet, api or read(sheet))


def judged(
    sheet: Sheet, error: ProblemsError | None, refusal_of: RefusalOf | None
) -> tuple[Admitted | None, Counter[str]]:
    """Hold what was refused against what has to be.

    Arguments:
        sheet: the spec that was read, or rendered.
        error: what was refused, if anything was.
        refusal_of: what has to be refused; None if anything may be, as by a target whose encoders
            say what they can't write.

    Returns:
        The spec without what was refused, None if nothing was; the reasons.

    Raises:
        UnjustError: if the two are not the same.
    """
    reasons = {} if refusal_of is None else _reasons(sheet, refusal_of)
    refused: set[Place] = set()
    for problem in error.problems if error else ():
        place = sheet.places.get(problem.mark.line) if problem.mark else None
        if place is not None and refusal_of is None:
            reasons[place] = f"{place[0]}: {problem.what.partition(',')[0]}"
        if place is None or place not in reasons:
            what = "refused" if refusal_of is None else "refused, but may not be"
            raise UnjustError(f"{what}: {problem}")
        refused.add(place)
    for slot, index in reasons.keys() - refused:
        text = ascii(sheet.shown(slot, index))
        raise UnjustError(f"{slot} {text} is taken, but not to be: {reasons[slot, index]}")
    if not refused:
        return None, Counter()
    rest = sheet.but(refused)
    try:
        return Admitted(rest, read(rest)), Counter(reasons.values())
    except ProblemsError as caught:
        raise UnjustError(f"refused, but may not be: {caught}") from caught


def _reasons(sheet: Sheet, refusal_of: RefusalOf) -> dict[Place, str]:
    found: dict[Place, str] = {}
    for slot, index in _distinct(sheet.places.values()):
        text = sheet.shown(slot, index)
        if reason := refusal_of(slot, text):
            found[slot, index] = reason
    return found


def _distinct(places: Collection[Place]) -> list[Place]:
    return list(dict.fromkeys(places))
