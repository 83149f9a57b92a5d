"""Parts of samples: marked by templates, taken out of every file, shown on their own."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.rendering.filters import FILTERS
from generator.rendering.highlight import highlight, listing
from generator.rendering.layout import GuardError
from generator.rendering.parts import (
    PARTS,
    SNIPPET_TAGS,
    SamplePart,
    add_snippet_tags,
    comments_to_marks,
    marks_to_comments,
    part,
    split_parts,
)
from generator.rendering.sample import Sample, Step
from generator.spec.grammar import SNIPPET_SITES
from tests.support import languages, sample_targets

LINES = st.lists(st.from_regex(r"( {0,4}[a-z(){};]{0,9})?", fullmatch=True), max_size=5)
BLOCKS = st.lists(st.tuples(st.sampled_from([*PARTS, ""]), LINES), max_size=6)


def text_of(lines: list[str]) -> str:
    return "".join(f"{line}\n" for line in lines)


@given(BLOCKS)
def test_what_marks_parts_is_taken_out_again(blocks: list[tuple[str, list[str]]]) -> None:
    marked = plain = ""
    expected = []
    for name, lines in blocks:
        text = text_of(lines)
        if name and lines:
            start = plain.count("\n")
            expected.append(SamplePart(name, start, start + len(lines)))
            marked += part(text, name)
        else:
            marked += text
        plain += text
    assert split_parts(marked) == (plain, tuple(expected))
    assert split_parts(comments_to_marks(marks_to_comments(marked))) == (plain, tuple(expected))


@given(BLOCKS, st.sampled_from(SNIPPET_SITES))
def test_tags_stand_around_the_request_and_change_nothing_else(
    blocks: list[tuple[str, list[str]]], site: str
) -> None:
    marked = "".join(
        part(text_of(lines), name) if name and lines else text_of(lines) for name, lines in blocks
    )
    plain, parts = split_parts(marked)
    made, moved = add_snippet_tags(plain, parts, site, "# ")
    begin, end = SNIPPET_TAGS[site]
    lines = made.split("\n")
    tags = [at for at, line in enumerate(lines) if line.strip() in (f"# {begin}", f"# {end}")]
    requests = [known for known in moved if known.name == "request"]
    assert len(tags) == (2 if requests else 0)
    kept = [line for at, line in enumerate(lines) if at not in tags]
    assert kept == plain.split("\n")
    for before, after in zip(parts, moved, strict=True):
        assert before.name == after.name
        old = plain.split("\n")[before.start : before.end]
        assert [x for x in lines[after.start : after.end] if x.strip()[2:] not in (begin, end)] == (
            old
        )
    if requests:
        assert tags[0] == requests[0].start - 1
        assert tags[1] == requests[-1].end


def test_only_parts_that_pages_know_can_be_marked() -> None:
    with pytest.raises(GuardError, match="there is no part 'body'; use one of usage, values"):
        part("one\n", "body")
    with pytest.raises(GuardError, match="whole lines"):
        part("one", "values")


def test_the_sites_of_tags_are_those_of_the_spec() -> None:
    assert tuple(SNIPPET_TAGS) == SNIPPET_SITES
    assert "part" in FILTERS


@pytest.mark.parametrize("target", sample_targets(), ids=lambda target: target.id)
def test_every_sample_target_says_what_begins_a_comment(target: object) -> None:
    assert getattr(target, "comment", "").strip() in ("#", "//", "rem")
    assert languages()


def sample(
    code: str, *parts: SamplePart, other: str = "", there: str = "https://b.example"
) -> Sample:
    return Sample("T", "python", "t.py", code, "t", parts=parts, comment="# ",
                  endpoint="https://a.example",
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


def test_steps_are_read_from_the_comment_in_front() -> None:
    code = (
        "# Do it.\n#\n# Install: one, two\n#          and three\n# Run:     go (now)  (Go 1)\nx\n"
    )
    assert sample(code, SamplePart("usage", 2, 5)).steps == (
        Step("Install", "one, two and three", ""),
        Step("Run", "go (now)", "Go 1"),
    )


def test_the_request_is_the_marked_lines_without_what_they_are_indented_by() -> None:
    code = "head\n  a = 1\n\ntry\n    b(\n      a\n    )\nend\n"
    made = sample(code, SamplePart("values", 1, 2), SamplePart("request", 4, 7))
    assert made.request == "a = 1\n\nb(\n  a\n)\n"
    assert sample(code).request == code
    shown = re.sub(r'<span class="x">(?:<span[^>]*>[^<]*</span>|[^<])*</span>', "", listing(made))
    shown = re.sub(r'<span class="i"> +</span>', "", shown)
    assert re.sub(r"<[^>]+>", "", shown) == made.request


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(TEXTS, st.sampled_from([t.fence for t in sample_targets()] + ["json", "http", "no-such"]))
def test_highlighted_code_is_the_code(code: str, language: str) -> None:
    from html import unescape

    made = highlight(code, language)
    assert not re.search(r"<(?!/?span\b)|<span (?!class=\"[a-z]\">)", made)
    text = re.sub(r"</?span[^>]*>", "", made)
    assert "<" not in text
    assert unescape(text).replace("\r", "") == unescape(
        code.replace("&", "&amp;").replace("<", "&lt;")
    ).replace("\r", "")
