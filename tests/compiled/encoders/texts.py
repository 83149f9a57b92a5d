"""Texts that are hard to write as code."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable
from functools import cache

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from generator.verify.hostile.texts import PIECES

PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"


def texts() -> st.SearchStrategy[str]:
    """Give any text without surrogates, rich in what languages take for syntax."""
    characters = st.characters(exclude_categories=["Cs"])
    pieces = st.lists(
        st.one_of(st.sampled_from(PIECES), characters, st.text(characters, max_size=4)),
        max_size=14,
    )
    return pieces.map("".join)


@cache
def generated() -> tuple[str, ...]:
    """Give many texts: what hypothesis finds, and random pieces; the same in every run."""
    found: list[str] = []

    @settings(
        max_examples=400,
        derandomize=True,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(texts())
    def collect(value: str) -> None:
        found.append(value)

    collect()
    return (*found, *_seeded())


@cache
def _seeded(count: int = 400) -> tuple[str, ...]:
    chance = random.Random(20240229)
    return tuple("".join(chance.choices(PIECES, k=chance.randrange(1, 12))) for _ in range(count))


@cache
def every_character() -> tuple[str, ...]:
    """Give texts that hold every character of the BMP, and some of each row of the others."""
    characters = [chr(c) for c in range(0x10000) if not 0xD800 <= c < 0xE000]
    for row in range(0x100, 0x1100):
        characters += [chr(row << 8), chr((row << 8) + 0x5A), chr((row << 8) + 0xFF)]
    return tuple("".join(characters[i : i + 96]) for i in range(0, len(characters), 96))


def printable_ascii(values: Iterable[str]) -> list[str]:
    """Give the values that URLs and headers could have: U+0020 to U+007E alone."""
    return [value for value in values if re.fullmatch("[ -~]*", value)]
