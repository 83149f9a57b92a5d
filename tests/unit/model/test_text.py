"""Templates of URLs are split outside of their placeholders."""

from __future__ import annotations

import pytest

from generator.model.text import partition_template


@pytest.mark.parametrize(
    ("template", "parts"),
    [
        ("/things", ("/things", "")),
        ("/things#one", ("/things", "one")),
        ("/{a#b}#one#two", ("/{a#b}", "one#two")),
        ("/{a#b}/{c}", ("/{a#b}/{c}", "")),
        ("/{a#b", ("/{a", "b")),
        ("#", ("", "")),
    ],
)
def test_a_mark_in_a_placeholder_splits_nothing(template: str, parts: tuple[str, str]) -> None:
    assert partition_template(template, "#") == parts
