"""Ids of a page: safe in HTML and URLs, different, and the same each time."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from generator.publishing.anchors import Anchors


def test_an_id_says_what_it_leads_to() -> None:
    anchors = Anchors()
    assert anchors.make("request-body", "owner.first_name") == "request-body-owner.first_name"
    assert anchors.make("header", "X Key") == "header-X-Key"


def test_equal_ids_get_numbers() -> None:
    anchors = Anchors()
    made = [anchors.make("parameter", name) for name in ("a b", "a/b", "\u05d0", "")]
    assert made == ["parameter-a-b", "parameter-a-b-2", "parameter-2", "parameter-3"]


@given(st.lists(st.text(max_size=8), max_size=8))
def test_ids_differ_and_have_no_other_characters(names: list[str]) -> None:
    anchors = Anchors()
    made = [anchors.make("field", name) for name in names]
    assert len(set(made)) == len(made)
    assert all(re.fullmatch(r"field(-[A-Za-z0-9_.-]+)?", one) for one in made)
