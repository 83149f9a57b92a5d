"""The reader, whatever it is given: it gives a model or located problems, and never crashes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import Problem, ProblemsError
from generator.model.text import reveal
from generator.sources.yaml_nodes import (
    MAX_DEPTH,
    BrokenNode,
    MappingNode,
    ScalarNode,
    SequenceNode,
    read_yaml,
    texts_cut_by_comments,
)
from generator.spec import grammar
from generator.spec.loader import load
from tests.support import ROOT, yaml_text

SPEC = (ROOT / "spec/face-v1.1-preview.1.yaml").read_text("utf-8")
LINES = SPEC.split("\n")


def read(text: str | bytes) -> tuple[object, list[Problem]]:
    problems: list[Problem] = []
    data = text.encode() if isinstance(text, str) else text
    root = read_yaml(data, "spec.yaml", problems)
    return root, problems


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    root, problems = read(data)
    assert (root is None) <= bool(problems)


@given(st.text(st.sampled_from("ab:-?&*![]{}#|>'\"%@` \n\t<,0~\\u2028é"), max_size=60))
@settings(max_examples=500)
def test_any_yaml_like_text_is_read_by_the_grammar(text: str) -> None:
    root, problems = read(text)
    if root is not None:
        grammar.SPEC.read(root, problems)  # type: ignore[arg-type]
    lines = text.count("\n") + 2
    for problem in problems:
        assert problem.mark is not None
        assert 1 <= problem.mark.line <= lines and problem.mark.column >= 1
        assert problem.what and problem.todo


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
def test_a_quoted_scalar_is_the_text_itself(text: str) -> None:
    root, problems = read(f"key: {yaml_text(text)}\n")
    assert problems == []
    assert isinstance(root, MappingNode)
    value = root.entries["key"][1]
    assert isinstance(value, ScalarNode) and value.value == text and not value.plain


@pytest.mark.parametrize(
    "value", ["1.10", "1.2", "010", "12:30", "2024-11-15", "no", "on", "~", "null", "0x1f", "1_000"]
)
def test_a_plain_scalar_is_the_text_that_was_written(value: str) -> None:
    root, _ = read(f"key: {value}\n")
    assert isinstance(root, MappingNode)
    scalar = root.entries["key"][1]
    assert isinstance(scalar, ScalarNode) and scalar.value == value and scalar.plain


@pytest.mark.parametrize("depth", [MAX_DEPTH, 3000])
def test_depth_is_bounded_before_recursion_is(depth: int) -> None:
    _, problems = read("[" * depth + "x" + "]" * depth)
    assert [problem.what for problem in problems] == [f"nested deeper than {MAX_DEPTH} levels"]


def test_an_alias_bomb_is_refused_at_its_first_alias() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + i)}: &{chr(98 + i)} [*{chr(97 + i)}, *{chr(97 + i)}]\n" for i in range(20)
    )
    root, problems = read(bomb)
    assert len([p for p in problems if "alias" in p.what]) >= 40
    assert isinstance(root, MappingNode)
    items = root.entries["b"][1]
    assert isinstance(items, SequenceNode) and all(
        isinstance(item, BrokenNode) for item in items.items
    )


def test_both_parsers_of_yaml_give_the_same_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    """PyYAML without its C part is slower, and else no different."""
    fast = read(SPEC)
    monkeypatch.delattr(yaml, "CLoader")
    assert read(SPEC) == fast


@given(
    edits=st.lists(
        st.tuples(
            st.sampled_from(["delete", "double", "indent", "cut", "value", "swap"]),
            st.integers(0, len(LINES) - 1),
            st.sampled_from(["..", "", "null", "[]", "{}", "7", "a b", "'", "{x}", "on", "é\t"]),
        ),
        min_size=1,
        max_size=4,
    )
)
@settings(max_examples=400)
def test_an_edited_spec_loads_or_every_problem_has_its_place(
    edits: list[tuple[str, int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    lines = list(LINES)
    for kind, at, value in edits:
        at = min(at, len(lines) - 1)
        key = lines[at].partition(":")[0]
        lines[at : at + 1] = {
            "delete": [],
            "double": [lines[at]] * 2,
            "indent": [f"  {lines[at]}"],
            "cut": [lines[at][: len(lines[at]) // 2]],
            "value": [f"{key}: {value}"],
            "swap": [*lines[at + 1 : at + 2], lines[at]],
        }[kind]
    folder: Path = tmp_path_factory.mktemp("spec")
    (folder / "spec.yaml").write_text("\n".join(lines), "utf-8")
    (folder / "regions.yaml").write_bytes((ROOT / "spec/regions.yaml").read_bytes())
    try:
        (api,) = load(folder)
    except ProblemsError as error:
        for problem in error.problems:
            assert problem.mark is not None
            assert problem.mark.line <= len(lines) + 1
            assert "\n" not in str(problem)
    else:
        assert reveal(api.operations[0].summary)


QUOTED = [
    (number, match.start() + 1, match.end())
    for number, line in enumerate(LINES, 1)
    if (match := re.search(r"""(?<=[ {\[])("[^"\\]+"|'[^']+')(?=[,}\]]|$)""", line))
]


@pytest.mark.parametrize("parser", ["C", "Python"])
def test_quotes_that_nobody_closed_are_reported_where_they_open(
    parser: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "Python":
        monkeypatch.delattr(yaml, "CLoader")
    assert len(QUOTED) >= 5
    for number, start, end in QUOTED[:: 1 if parser == "C" else 5]:
        lines = list(LINES)
        lines[number - 1] = lines[number - 1][: end - 1] + lines[number - 1][end:]
        root, problems = read("\n".join(lines))
        assert root is None
        places = [(p.mark.line, p.mark.column) for p in problems if p.mark is not None]
        assert places == [(number, start)], lines[number - 1]


COMMENTS = [
    ("a: {b: c #1}\nd: e\n", (1, 10)),
    ("a: [b, #c]\nd: e\n", (1, 8)),
    ("a: {b: {c: 1}, # one\n  d: #2, e: 3}\n", (2, 6)),
    ("a: [b, # c and d]\nd: e\n", (1, 8)),
]


@pytest.mark.parametrize(("text", "place"), COMMENTS)
def test_a_comment_that_hides_the_end_of_a_list_is_reported(
    text: str, place: tuple[int, int]
) -> None:
    _, problems = read(text)
    (problem,) = problems
    assert problem.mark is not None
    assert ((problem.mark.line, problem.mark.column), problem.todo) == (
        place,
        "put the text in quotes",
    )


def test_a_comment_that_hides_nothing_is_not_reported() -> None:
    _, problems = read("a: {b: 1, # one, see [two]\n  c: d e: f}\n")
    assert [problem.todo for problem in problems] == ["correct the syntax"]


@pytest.mark.parametrize(
    ("value", "is_cut"),
    [("Order #5", True), ("a\t#b", True), ("a # b", False), ("a ## b", False), ("5 #b", False),
     ("true #b", False), ("a#b", False), ("'a' #b", False), ('"a #b"', False)],
)  # fmt: skip
def test_a_text_that_ends_at_a_comment_is_reported(value: str, is_cut: bool) -> None:
    root, problems = read(f"a: [x]\nb:\n  c: {value}\n")
    assert root is not None and problems == []
    assert [w.is_warning for w in texts_cut_by_comments(root)] == [True] * is_cut  # type: ignore[arg-type]
