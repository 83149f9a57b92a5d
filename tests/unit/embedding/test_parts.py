"""Parts of samples, by the tags of docs sites."""

from __future__ import annotations

import pytest

from generator.embedding.parts import find_parts
from generator.rendering.sample import Sample


def parts(code: str, header: int | None = None) -> dict[str, str]:
    return find_parts(Sample("Title", "fence", "file", code, code, "target", header=header))


@pytest.mark.parametrize(
    ("begin", "end"),
    [
        ("// ANCHOR: a", "// ANCHOR_END: a"),
        ("# --8<-- [start:a]", "# --8<-- [end:a]"),
        ("-- [START a]", "-- [END a]"),
        ("  /* <a> */", "/* </a> */"),
        ("#region a", "#endregion"),
        ("REM ANCHOR: a", "rem ANCHOR_END: a"),
    ],
)
def test_a_part_stands_between_tags(begin: str, end: str) -> None:
    assert parts(f"x\n{begin}\n    y\n\n      z\n{end}\n") == {"a": "y\n\n  z\n"}


def test_parts_within_each_other() -> None:
    code = "# ANCHOR: a\n1\n# ANCHOR: b\n2\n# ANCHOR_END: a\n3\n# ANCHOR_END: b\n"
    assert parts(code) == {"a": "1\n2\n", "b": "2\n3\n"}


def test_code_is_no_tag_and_a_tag_without_an_end_no_part() -> None:
    assert parts("# ANCHOR: a\nList<a> x\n<a>\n</a>\nregion a\nendregion\n") == {}


def test_the_request_stands_below_the_comment_on_top() -> None:
    assert parts("# top\n# top\ncode\n", header=2) == {"request": "code\n"}
    assert parts("# ANCHOR: request\nx\n# ANCHOR_END: request\n", header=0) == {"request": "x\n"}
