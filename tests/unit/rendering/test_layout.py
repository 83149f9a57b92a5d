"""Paragraphs broken between words, and where black would have the quotes of a docstring."""

from __future__ import annotations

import black
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering.layout import GuardError, arguments, columns, fit, prose

QUOTES = '"""'
WORDS = st.lists(st.from_regex(r"[a-z]{1,30}[.,]?", fullmatch=True), min_size=1, max_size=40)


def docstring(*paragraphs: str, indent: int = 8) -> str:
    """Write paragraphs as a docstring."""
    return prose("".join(f"{line}\n" for line in paragraphs), 88, indent, QUOTES, QUOTES)


def test_what_fits_stands_on_one_line() -> None:
    assert docstring("Delete it.") == '        """Delete it."""\n'


def test_the_longest_line_that_fits() -> None:
    text = "x" * 40 + " " + "y" * 33
    assert docstring(text) == f'        """{text}"""\n'
    assert columns(docstring(text)) == 89  # with the line's end


def test_what_fits_but_for_the_quotes_is_broken() -> None:
    text = "x" * 40 + " " + "y" * 34
    assert docstring(text) == f'        """{"x" * 40}\n        {"y" * 34}\n        """\n'


def test_paragraphs_and_what_stands_deeper() -> None:
    words = " ".join(["word"] * 20)
    made = docstring("Do it.", "", "Args:", f"    name: {words}", indent=4)
    assert made.splitlines() == [
        '    """Do it.',
        "",
        "    Args:",
        f"        name: {' '.join(['word'] * 15)}",
        f"            {' '.join(['word'] * 5)}",
        '    """',
    ]


def test_a_word_is_never_broken() -> None:
    assert docstring("short " + "x" * 100 + " short").splitlines()[1] == " " * 8 + "x" * 100


def test_wide_characters_count_twice() -> None:
    lines = prose(" ".join(["日本"] * 10) + "\n", 20, 0).splitlines()
    assert [len(line) for line in lines] == [11, 11, 5]


def test_only_whole_lines_of_a_block_are_taken() -> None:
    with pytest.raises(GuardError):
        prose("no line's end", 88, 0)


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_a_docstring_is_as_black_leaves_it_and_holds_every_word(
    paragraphs: list[list[str]],
) -> None:
    lines = [" ".join(words) for words in paragraphs]
    made = "def f():\n" + docstring(*[line for text in lines for line in (text, "")][:-1], indent=4)
    made += "    return 1\n"
    assert black.format_str(made, mode=black.Mode()) == made
    assert made.split(QUOTES)[1].split() == [word for words in paragraphs for word in words]


@given(st.lists(st.from_regex(r'"[a-z]{1,25}"', fullmatch=True), min_size=1, max_size=8))
def test_a_list_on_lines_of_its_own_is_as_black_leaves_it(items: list[str]) -> None:
    block = "".join(["names = [\n", *(f"    {item},\n" for item in items), "]\n"])
    made = arguments(block, 88, 0, each=True)
    assert black.format_str(made, mode=black.Mode()) == made


@given(st.lists(st.from_regex(r"[a-z]{1,25}", fullmatch=True), min_size=1, max_size=8, unique=True))
def test_imports_and_functions_are_as_black_leaves_them(names: list[str]) -> None:
    names = [f"_{name}" for name in names]  # no keywords
    lines = "".join(f"    {name},\n" for name in names)
    for opening, closing in [
        ("from somewhere.far import (", ")"),
        ("def some_name(", ") -> None: ..."),
    ]:
        made = arguments(f"{opening}\n{lines}{closing}\n", 88, 0)
        assert black.format_str(made, mode=black.Mode()) == made


def test_what_fits_is_printed_on_one_line_else_as_it_stands() -> None:
    block = "  key = get(\n      one,\n      [\n        two,\n      ],\n  ).end();\n"
    assert fit(block, 30, False) == "  key = get(one, [two]).end();\n"
    assert fit(block, 29, False) == block


def test_what_is_too_long_without_the_spaces_in_front_does_not_fit() -> None:
    block = "    chain\n        .one()\n        .two();\n"
    assert fit(block, 80, False, 18) == "    chain.one().two();\n"
    assert fit(block, 80, False, 17) == block


def test_braces_have_spaces_in_them_unless_they_are_tight() -> None:
    block = "f({\n  a: 1,\n});\n"
    assert fit(block, 80, False) == "f({ a: 1 });\n"
    assert fit(block, 80, True) == "f({a: 1});\n"


def test_a_value_counts_as_long_as_it_is_on_one_line() -> None:
    block = "f(\n    \x1a0\x1b[1, 2]\x1a,\n)\n"
    assert fit(block, 9, False) == "f(\x1a0\x1b[1, 2]\x1a)\n"
    assert fit(block, 8, False) == block
