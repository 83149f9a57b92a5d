"""Texts in tables of reStructuredText, read back by docutils."""

from __future__ import annotations

import pytest

from tests.support import HOSTILE, languages

# What means something in a cell, at its beginning or in a line.
MARKS = [
    *("- x", "+ x", "* x", "\u2022 x", "a. x", "A) y", "iv. z", "1. x", "#. x", "(1) x", "12) x"),
    *("::", "x ::", "x::", ":a: b", "-a", "--long=x", "/V x", ">>> x", "+---+", "====  ===="),
    *("||", "|x|", "__ x", ".. note:: x", ".. _a: b", ".. [1] x", "word_", "`a`_", "`a`__", "*"),
    *("**x**", "x\\", "x\\ y", "''''", '""""', "....", "_`x`", ":role:`x`", "[1]_ x", "a|b|", "``"),
    *("`", "https://a.b/c_d", "a@b.c", "x`` y", "\\*x\\*", "", "400 Bad Request"),
]  # fmt: skip


@pytest.mark.parametrize("name", ["text", "code"])
def test_a_text_means_itself(name: str) -> None:
    core = pytest.importorskip("docutils.core", reason="needs docutils: make .venv/.tested")
    # Of a backslash alone, docutils says that it is too short for a line of a title.
    values = [value for value in (*HOSTILE, *MARKS) if value.strip() != "\\"]
    encode = languages()["rst"].encoders[name].encode
    rows = "".join(f"   * - {encode(value)}\n     - x\n" for value in values)
    settings = {"report_level": 2, "halt_level": 2, "file_insertion_enabled": False}
    tree = core.publish_doctree(f".. list-table::\n\n{rows}", settings_overrides=settings)
    cells = [e for e in tree.findall() if type(e).__name__ == "entry"][::2]
    line = languages()["reference"].encoders["line"].encode
    for value, cell in zip(values, cells, strict=True):
        meant = " ".join(line(value).split())
        if name == "code" and not value:
            meant = "(empty)"
        assert " ".join(cell.astext().split()) == meant
        kinds = {type(node).__name__ for node in cell.findall()}
        assert kinds <= {"entry", "paragraph", "Text", "literal", "reference"}
