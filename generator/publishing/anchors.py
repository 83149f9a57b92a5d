"""The ids of a page's elements, by which links lead to them."""

from __future__ import annotations

import re

# What an id can have beside letters and digits. Field paths have dots.
_OTHERS = re.compile(r"[^A-Za-z0-9_.-]+")


class Anchors:
    """Makes the ids of one page. No two are equal, and each says what it leads to."""

    def __init__(self) -> None:
        self._made: set[str] = set()

    def make(self, kind: str, name: str) -> str:
        """Make an id, such as `parameter-top`.

        It has letters, digits, dots, hyphens and underscores alone. If an earlier id of the page is
        the same, or nothing of the name is left, a number stands behind it.

        Arguments:
            kind: what the id leads to.
            name: its name in the API.
        """
        word = _OTHERS.sub("-", name).strip("-.")
        first = f"{kind}-{word}" if word else kind
        made, number = first, 1
        while made in self._made or (number == 1 and not word):
            number += 1
            made = f"{first}-{number}"
        self._made.add(made)
        return made
