"""Black formats the statements that need it, as it would in the whole file."""

from __future__ import annotations

from pathlib import Path

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering import formatter

HEAD = "from __future__ import annotations\n\n\n"
LONG, LONGER = "a" * 30, "b" * 30
STATEMENTS = [
    "x = 1",
    f"def f(*, {LONG}: int, {LONGER}: int, **ccccccccccc: int) -> None: ...",
    f"@decorated\nasync def g({LONG}, {LONGER}, cccccccccc, *d):\n    pass",
    f'def h():\n    """One.\n\n    def two(): \'\'\'three\'\'\', "{LONG}", "{LONGER}", 4\n    """',
    f"y = [{LONG}, {LONGER}, cccccccccccccccccccccccccc, ddddd]",
]


@pytest.fixture(autouse=True)
def no_cache(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatter, "_folder", lambda spec: None)


def is_done(line: str) -> bool:
    return len(line) <= 88


def formatted(text: str) -> str:
    return formatter.FORMATTERS["black"](text, Path("spec.yaml"), is_done)


def in_class(statements: list[str]) -> str:
    lines = "\n\n".join(statements).split("\n")
    body = "\n".join(f"    {line}" if line else "" for line in lines)
    return f'class A(B):\n    """It has\n\n    methods.\n    """\n\n{body}'


@given(st.lists(st.sampled_from(STATEMENTS)), st.lists(st.sampled_from(STATEMENTS[1:4])))
def test_statements_are_as_in_the_whole_file(outer: list[str], inner: list[str]) -> None:
    text = HEAD + "\n\n\n".join([*outer, *([in_class(inner)] if inner else ()), "z = 1"]) + "\n"
    # What has no blank lines too many is the same but for lines that are too long.
    whole = black.format_str(text, mode=black.Mode())
    assert black.format_str(formatted(text), mode=black.Mode()) == whole
    assert formatted(whole) == whole


def test_other_statements_stay_as_they_are() -> None:
    text = f"{HEAD}a = 'b'\n\n\n{STATEMENTS[1]}\n\n\nc = 'd'\n"
    made = formatted(text)
    assert made.startswith(f"{HEAD}a = 'b'\n\n\ndef f(\n") and made.endswith("\n\n\nc = 'd'\n")


def test_a_docstring_that_looks_like_code_stays() -> None:
    made = formatted(HEAD + in_class([STATEMENTS[3], STATEMENTS[1]]) + "\n")
    assert "'''three'''" in made and "    **ccccccccccc: int,\n" in made
