"""What pages make of a sample's code: colours, and the endpoint that a reader can change."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering.highlight import highlight, listing
from generator.rendering.sample import SNIPPET_TAGS, Sample, add_snippet_tags
from generator.spec.grammar import SNIPPET_SITES
from tests.support import sample_targets

LINES = st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=20), min_size=1)


@given(LINES, st.integers(0, 3), st.sampled_from(SNIPPET_SITES))
def test_tags_are_two_lines_around_the_code(code: list[str], header: int, site: str) -> None:
    head = [f"# {number}" for number in range(header)]
    text = "".join(f"{line}\n" for line in (*head, *code))
    begin, end = SNIPPET_TAGS[site]
    lines = add_snippet_tags(text, header, site, "# ").split("\n")
    assert lines == [*head, f"# {begin}", *code, f"# {end}", ""]


def test_the_sites_of_the_spec_are_those_with_tags() -> None:
    assert tuple(SNIPPET_TAGS) == SNIPPET_SITES


@pytest.mark.parametrize("target", sample_targets(), ids=lambda target: str(target.id))
def test_every_sample_target_says_what_begins_a_comment(target: object) -> None:
    assert getattr(target, "comment", "").strip() in ("#", "//", "rem")


def sample(code: str, other: str = "", there: str = "https://b.example") -> Sample:
    return Sample("T", "python", "t.py", code, code, "t", endpoint="https://a.example",
                  render_other_endpoint=(lambda: (there, other)) if other else None)  # fmt: skip


def test_the_endpoint_is_found_where_it_is_called_and_nowhere_else() -> None:
    code = 'a = "https://a.example"\nb = "https://a.example/x"\nc = "https://a.example"\n'
    other = 'a = "https://b.example"\nb = "https://a.example/x"\nc = "https://b.example"\n'
    assert sample(code, other=other).hosts() == [5, code.rindex("https")]
    longer = other.replace("https://b.example", "https://a.example.org")
    found = sample(code, other=longer, there="https://a.example.org").hosts()
    assert found == [5, code.rindex("https")]


def test_where_more_differs_than_the_endpoint_nothing_is_marked() -> None:
    code = 'a = "https://a.example"\n'
    assert sample(code, other='a = (\n    "https://b.example"\n)\n').hosts() == []
    assert sample(code, other=code + "more\n").hosts() == []
    assert sample(code).hosts() == []


def test_a_listing_is_the_whole_code() -> None:
    code = 'import os\n\nurl = "https://a.example/<x>"\n'
    made = listing(sample(code, code.replace("https://a.example", "https://b.example")))
    from html import unescape

    assert unescape(re.sub(r"<[^>]+>", "", made)) == code
    assert re.search(r'<i class="?[a-z ]*\bh"?>https://a\.example</i>', made)


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.sampled_from([t.fence for t in sample_targets()] + ["json", "http", "no-such"]))
def test_highlighted_code_is_the_code(code: str, language: str) -> None:
    from html import unescape

    made = highlight(code, language)
    assert not re.search(r"<(?!/i>|i class=[a-z]>)", made)
    text = re.sub(r"</?i[^>]*>", "", made)
    assert "<" not in text
    assert unescape(text).replace("\r", "") == unescape(
        code.replace("&", "&amp;").replace("<", "&lt;")
    ).replace("\r", "")


def test_a_long_answer_has_no_colours_so_that_its_page_stays_small() -> None:
    short, long = "[" + "1, " * 6_000 + "2]", "[" + "1, " * 7_000 + '"<&>"]'
    assert "<i class=n>" in highlight(short, "json")
    assert highlight(long, "json") == long.replace("&", "&amp;").replace("<", "&lt;").replace(
        ">", "&gt;"
    )
