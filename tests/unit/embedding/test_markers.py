"""Markers: which lines are some, and that nothing but what is between them changes."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.embedding.embedder import embed
from generator.embedding.markers import find_markers
from generator.embedding.markup import MARKUPS
from generator.errors import Problem, ProblemsError
from tests.support import LAYERS, languages, reference_api

API = reference_api()
OPERATION = API.operations[0].id


def found(text: str, suffix: str = ".md") -> tuple[list[str], list[str]]:
    """Give what the markers of a page say, and the problems."""
    problems: list[Problem] = []
    markers = find_markers(text.split("\n"), MARKUPS[suffix], "page", problems)
    return [" ".join(word.text for word in m.words) for m in markers], [str(p) for p in problems]


@pytest.mark.parametrize(
    ("suffix", "text"),
    [
        (".md", "<!-- gen: a b -->\n<!-- /gen -->"),
        (".md", "<!--gen:a b-->\n<!--/gen-->"),
        (".md", "\t<!--  gen:  a   b  -->  \nx\n\t<!-- /gen -->"),
        (".md", "{/* gen: a b */}\n{/* /gen */}"),
        (".md", "````\n```\n````\n<!-- gen: a b -->\n```x\n<!-- /gen -->\n```\n<!-- /gen -->"),
        (".md", "- ```\n  <!-- gen: x -->\n  ```\n<!-- gen: a b -->\n<!-- /gen -->"),
        (".md", "~~~ `\n<!-- gen: x -->\n```\n~~~\n<!-- gen: a b -->\n<!-- /gen -->"),
        (".md", "```{note}\n<!-- gen: a b -->\n<!-- /gen -->\n```"),
        (".md", "````{note}\n```{code-block} x\n<!-- gen: x -->\n```\n<!-- gen: a b -->\n"
         "<!-- /gen -->\n````"),
        (".md", "``` `` in line ```\n<!-- gen: a b -->\n<!-- /gen -->"),
        (".mdx", "<!-- gen: a b -->\n{/* /gen */}"),
        (".rst", ".. gen: a b\n.. /gen"),
        (".rst", "x::\n\n  .. gen: x\n\n.. gen: a b\n.. /gen"),
        (".rst", ".. code:: x\n   :y: z\n\n   .. gen: x\n.. gen: a b\n.. /gen"),
        (".rst", ".. a comment\n   .. gen: x\n\n.. _a: b\n\n.. gen: a b\n.. /gen"),
        (".rst", ".. note:: x\n\n   .. gen: a b\n   .. /gen"),
        (".rst", "..\n   .. gen: x\n\n.. gen: a b\n.. /gen"),
        (".adoc", "// gen: a b\n// /gen"),
        (".adoc", "....\n----\n// gen: x\n....\n//gen: a b\n//  /gen"),
        (".adoc", "```ruby\n// gen: x\n```\n// gen: a b\n// /gen"),
    ],
)  # fmt: skip
def test_a_marker_is_found_outside_of_code(suffix: str, text: str) -> None:
    assert found(text, suffix) == (["a b"], [])


@pytest.mark.parametrize(
    "text",
    [
        "<!-- generated: x -->", "<!-- /generated -->", "<!-- /gen-x -->", "<!-- a gen: b -->",
        "Write `<!-- gen: x -->` or `{/* /gen */}` here.",
        "Write `.. gen: x` in a sentence.", "// gendarme", "gen: x", "```\n<!-- gen: x -->",
    ],
)  # fmt: skip
def test_other_lines_are_none(text: str) -> None:
    assert found(text) == ([], [])


@pytest.mark.parametrize(
    ("suffix", "text", "place", "what"),
    [
        (".md", "é <!-- gen: a -->", "1:3", "a marker has a line of its own"),
        (".md", "<!-- gen: a --> x", "1:1", "a marker has a line of its own"),
        (".md", "<!-- gen: a", "1:1", "this marker goes on in the next line"),
        (".md", "<!-- /gen -->", "1:1", "this ends nothing"),
        (".md", "<!-- gen: a -->", "1:1", "nothing ends this; write <!-- /gen -->"),
        (".md", ".. gen: a", "1:1", "this is no comment in Markdown; write <!-- gen: … -->"),
        (".mdx", "// gen: a", "1:1", "this is no comment in MDX; write {/* gen: … */}"),
        (".rst", "x\n  <!-- gen: a -->", "2:3", "this is no comment in reStructuredText"),
        (".adoc", " // gen: a", "1:2", "a comment of AsciiDoc begins its line"),
    ],
)
def test_a_fault_has_its_place(suffix: str, text: str, place: str, what: str) -> None:
    problems = found(text, suffix)[1]
    assert problems[0].startswith(f"page:{place}: {what}")


def embedded(data: bytes, file: str = "page.md") -> bytes:
    problems: list[Problem] = []
    return embed({file: data}, [API], languages(), LAYERS, None, problems).pages.get(file, data)


_LINES = st.sampled_from(
    [b"", b"text", b"```", b"~~~", b"# x", b"- a", b"<!-- x -->", b"\xff", "ö\u2028x".encode(),
     b"    code", b"| a |", b"`gen`", b"\x00", b"\x0c", b"a\rb"]
)  # fmt: skip
_ENDS = st.sampled_from([b"\n", b"\r\n"])
_BLOCK = st.sampled_from([b"regions", f"{OPERATION} curl".encode(), f"{OPERATION} errors".encode()])


@st.composite
def pages(draw: st.DrawFn) -> bytes:
    """Give a page, in which no fence is open where a marker stands."""
    end = draw(_ENDS)

    def text() -> bytes:
        return b"".join(line + end for line in draw(st.lists(_LINES, max_size=4)))

    page = draw(st.sampled_from([b"", b"\xef\xbb\xbf"]))
    for _ in range(draw(st.integers(0, 3))):
        front, before = draw(st.sampled_from([b"", b"  ", b"\t"])), text()
        if not re.search(b"```|~~~", before):
            page += before
        page += front + b"<!-- gen: " + draw(_BLOCK) + b" -->" + end
        page += draw(st.sampled_from([b"", b"old" + end]))
        page += front + b"<!-- /gen -->" + draw(_ENDS)
    return page + text()


@given(pages())
def test_nothing_outside_of_markers_changes(data: bytes) -> None:
    try:
        made = embedded(data)
    except ProblemsError as error:
        assert "not UTF-8" in str(error)
        return
    pair = re.compile(rb"(<!-- gen: [^\n]*\n).*?([ \t]*<!-- /gen)", re.DOTALL)
    assert pair.sub(rb"\1\2", made) == pair.sub(rb"\1\2", data)
    assert embedded(made) == made
    for block in pair.finditer(made):
        ends = block[0].count(b"\n"), block[0].count(b"\r\n")
        assert ends[1] in (0, ends[0])


def test_a_page_of_another_encoding_is_refused_only_for_what_it_can_not_hold() -> None:
    latin = b"\xe9\n<!-- gen: %s curl -->\n<!-- /gen -->\n" % OPERATION.encode()
    assert embedded(latin).startswith(b"\xe9\n<!-- gen")
    with pytest.raises(ProblemsError, match="UTF-16; save it as UTF-8"):
        embedded("<!-- gen: regions -->".encode("utf-16"))
    other = "A page without markers.".encode("utf-16")
    assert embedded(other) == other


def test_the_sample_is_that_of_gen_render() -> None:
    from tests.support import ROOT

    page = f"<!-- gen: {OPERATION} ruby -->\n<!-- /gen -->\n".encode()
    (file,) = (ROOT / "out" / API.folder / OPERATION / "ruby").iterdir()
    assert b"```ruby\n" + file.read_bytes() + b"```\n" in embedded(page)
