"""Values of a spec in reports: none starts a command, leaves its code span or its fence."""

from __future__ import annotations

import html
import json
import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from generator.errors import Mark, printable
from generator.model.structs import replace
from generator.output.changes import ChangeKind
from generator.review.entries import ReportEntry
from generator.review.formats import as_json, as_stat, as_text
from generator.review.github import as_github
from generator.review.markdown import as_markdown
from generator.review.report import Reason, Report
from generator.review.sentences import Name, Quote, code_span, from_to, markdown, plain
from tests.golden.diff.conftest import commit, git
from tests.support import HOSTILE, yaml_text
from tests.system.cli.conftest import gen

NASTY = [
    *HOSTILE,
    "::error::x",
    "\n::stop-commands::x\n",
    "##[error]x",
    "%0A::error::x",
    "``` \n</details>",
    "`` ` ``",
    "</code></summary><script>alert(1)</script>",
    "@here [a](https://example.com) ![b](c)",
    "diff --git a/x b/x\n--- a/x\n+++ b/x\n@@ -0,0 +1 @@\n+x",
    "\u202eabc\u2066",
    "\x1b[31mred",
    "",
    " ",
]
TEXTS = st.sampled_from(NASTY) | st.text(max_size=40)


def report(value: str, file: bytes = b"", paths: int = 1) -> Report:
    """Make a report that has a value in every place that specs, templates and files reach."""
    entries = [
        ReportEntry(f"out/{n}.txt", ChangeKind.CHANGED, b"old\n", file or value.encode() + b"\n",
                    False, "t", "o", None)
        for n in range(paths)
    ]  # fmt: skip
    names = tuple(entry.path for entry in entries)
    said = ("error ", Name(value), " reworded:", " ", Quote(value))
    mark = Mark(f"spec/{value}.yaml", 3, 4)
    reasons = (
        Reason(said, True, (mark,), "error changed", names, "1 sample"),
        Reason(said, False, (mark,), "error changed", (), "no file"),
    )
    return Report(tuple(entries), 0, reasons, value if not value else "", "main", "", "out", (), ())


@given(value=TEXTS)
def test_a_code_span_shows_the_very_text(value: str) -> None:
    tokens = MarkdownIt().parseInline(f"a {code_span(value)} b")[0].children or []
    (span,) = [token for token in tokens if token.type == "code_inline"]
    assert span.content.strip(" ") == printable(value).strip(" ")
    assert [token.content for token in tokens if token.type == "text"] == ["a ", " b"]


@given(value=TEXTS)
def test_a_sentence_is_one_line_of_visible_characters(value: str) -> None:
    said = ("a ", Name(value), " b ", Quote(value))
    for made in (plain(said), markdown(said)):
        assert not any(unicodedata.category(c) in ("Cc", "Cf", "Zl", "Zp", "Cs") for c in made)


@given(value=TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_every_line_for_github_is_one_command_with_our_properties(value: str) -> None:
    lines = as_github(report(value), fails=True).decode().split("\n")
    assert lines.pop() == ""
    assert len(lines) == 2
    for line in lines:
        pattern = r"::(warning|error) file=[^:,\n]*,line=\d+,title=[A-Za-z ]+::[^\r\n]*"
        assert re.fullmatch(pattern, line), line


def test_what_a_command_would_take_for_an_end_is_escaped() -> None:
    entry = ReportEntry("out/a,b:c%.txt", ChangeKind.ADDED, None, b"x\n", False, "t", "o", None)
    entry = replace(entry, kind=ChangeKind.CHANGED, old=b"y\n")
    made = as_github(Report((entry,), 0, (), "", None, "", "out", (), ()), fails=True).decode()
    title = "Not what gen renders"
    assert made == f"::error file=out/a%2Cb%3Ac%25.txt,line=1,title={title}::changed\n"


@pytest.mark.parametrize("count", [9, 10, 11, 300])
def test_github_gets_ten_annotations_at_most(count: int) -> None:
    files = report("x", paths=count)
    (reason, _) = files.reasons
    for found in (replace(files, reasons=()), replace(files, reasons=(reason,) * count)):
        lines = as_github(found, fails=False).decode().split("\n")[:-1]
        assert len(lines) == min(count, 10)
        if count > 10:
            assert f"and {count - 9} more" in lines[-1]


@given(value=TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_markdown_has_no_tag_link_or_heading_but_ours(value: str) -> None:
    made = as_markdown(report(value), 65_000).decode()
    tokens = MarkdownIt().parse(made)
    assert sum(token.type == "heading_open" for token in tokens) == 1
    assert not any(
        token.type in ("link_open", "image") for t in tokens for token in t.children or []
    )
    inline = [token for t in tokens for token in t.children or []]
    assert not any(token.type == "html_inline" for token in inline)
    blocks = "".join(token.content for token in tokens if token.type == "html_block")
    assert set(re.findall(r"</?[a-z]+", blocks)) == {
        "<details", "</details", "<summary", "</summary", "<code", "</code",
    }  # fmt: skip
    (fence,) = [token for token in tokens if token.type == "fence"]
    expected = "".join(
        f"+{printable(line.replace(chr(9), '    '))}\n" for line in value.split("\n")
    )
    assert fence.content.endswith(expected)


@given(value=TEXTS.filter(lambda text: not any("\ud800" <= c <= "\udfff" for c in text)))
def test_a_patch_has_the_reasons_as_comments_in_front(value: str) -> None:
    lines = as_text(report(value)).decode().split("\n")
    assert lines[0].startswith("# ") and lines[1].startswith("# ")
    assert lines[2] == "diff --git a/out/0.txt b/out/0.txt"
    assert as_stat(report(value)).decode().count("\n") == 5
    assert json.loads(as_json(report(value)))["causes"][0]["breaking"] is True


@pytest.mark.parametrize("limit", [1000, 1500, 2000, 5000, 20_000, 65_000])
def test_markdown_stays_below_its_limit_and_is_whole(limit: int) -> None:
    """However it is cut: every fence and every tag is closed, and the last line says so."""
    file = "".join(f"line {number} äöü ``` {'x' * 50}\n" for number in range(60)).encode()
    whole = report("value", file, paths=40)
    made = as_markdown(whole, limit).decode()
    assert len(made.encode()) <= limit
    assert made.count("<details") == made.count("</details>")
    assert made.count("````diff\n") * 2 == len(re.findall("^````", made, re.M))
    assert made.endswith("The rest is left out; `gen diff --against main` shows all.\n")
    assert as_markdown(whole, 10_000_000).decode().count("<details") == 40
    if limit > 2000:  # as much as fits is there
        assert len(made.encode()) > limit - 500


def test_texts_are_cut_to_where_they_differ() -> None:
    old = "A sentence that is long, " * 5 + "old" + " and goes on for ever, it seems" * 4
    new = old.replace("old", "new and different")
    said = from_to(("x",), old, new)
    assert plain(said) == (
        'x "…sentence that is long, old and goes on for ever, i…" is now '
        '"…sentence that is long, new and different and goes on for ever, i…"'
    )
    assert plain(from_to(("x",), "a", "b")) == 'x "a" is now "b"'
    assert plain(from_to(("x",), None, 3)) == "x added"
    assert plain(from_to(("x",), 3, None)) == "x is gone"


@pytest.mark.parametrize("value", NASTY)
def test_a_hostile_value_changes_nothing_but_its_own_words(value: str, repository: Path) -> None:
    """From the spec to every format, as a process would print it."""
    spec = Path("spec/face-v1.1-preview.1.yaml")
    text = spec.read_text("utf-8")
    old = "Session Id is not found. The session id is expired or does not exist."
    spec.write_text(text.replace(old, yaml_text(value)), "utf-8")
    result = gen("diff", "--format", "github", "--format", "stat")
    assert result.code == 1, result.err
    commands, _, rest = result.out.partition("\n::stop-commands::")
    assert all(line.startswith("::error file=") for line in commands.split("\n"))
    token, _, rest = rest.partition("\n")
    assert re.fullmatch("[0-9a-f]{32}", token)
    assert rest.count(token) == 1 and rest.endswith(f"\n::{token}::\n")
    text_form = gen("diff").out
    git(repository, "apply", "--whitespace=nowarn", stdin=text_form.encode())
    assert gen("render").err.endswith("files: nothing to do\n")
    commit(repository)
    made = gen("diff", "--against", "HEAD~1", "--format", "markdown").out
    blocks = [t.content for t in MarkdownIt().parse(made) if t.type == "html_block"]
    assert not re.search("script|img", html.unescape("".join(blocks)))
