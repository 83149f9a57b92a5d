"""Regular expressions of strangers end within their steps, and mean what they mean to Python."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli.main import main
from generator.openapi.schemas import examples
from generator.patterns.expressions import (
    PatternError,
    Steps,
    TooManyStepsError,
    compile_pattern,
    make_matching_text,
    try_compile,
)
from generator.patterns.matcher import STEPS, STEPS_PER_CHARACTER
from generator.verify.mock_server import fits_pieces

# Python takes years for these, on the texts below.
HOSTILE = [
    r"^(a|a)*$", r"^(a+)+$", r"^(a+){10}$", r"^(a*)*$", r"^(a|aa)+$", r"^(a(?:a)*)*$",
    "^" + "a*" * 20 + "b$", "^(a?){40}a{40}$", r"^((a+)+)+$", r"(x+x+)+y|(a+a+)+y",
    r"^([\w .-]*)*\/?$", r"^(\w+\s?)*$", r"(a|b+|a)*c", r"^(?=(a+)+$)b", r"^(?!(a+)+$).",
    r"^(?:(?=(a|a)*$)a)*b", r"^(?:(?<=a)a|a)*$", r"(?i)^(A|a)*$", r"^(.|\w|[^b])*$", r"^(a??)*?$",
    r"^(?>a|aa)*+b", r"^((a{0,5}){0,5}){0,5}$", r"^(a*){2,}b", r"(?s)(.*)*(.*)*\n", r"^(a|a)*\1$",
]  # fmt: skip
# Those that refer back: nothing bounds them but the steps.
BACK = [
    r"^(a*)*\1b", r"(.*)(.*)(.*)\1\2\3x", r"^(?:(a)|a|(a))*(?(1)b|c)",
    r"^(a+)\1*(a+)\2*(a+)\3*b", r"(?i)^(a*)(A*)\1\2!!",
]  # fmt: skip
LARGE = [
    "((a{1000}){1000}){1000}", "(ab){9000}", "(?:a?b?){0,65535}", "a{99999999999}",
    "a{" + "9" * 5000 + "}", "(" * 51 + ")" * 51, "(?:" * 300 + ")" * 300, "[" * 200 + "(" * 3000,
    "a" * 10_001, "(?:(?:(?:ab){50}){50}){50}", "((ab|cd){1,200}c){1,200}",
]  # fmt: skip


def short(value: object) -> str:
    """Name a test by the beginning of what it is about."""
    return str(value)[:40]


@pytest.mark.parametrize("text", ["a" * 40 + "!", "a" * 1000 + "!", "aA" * 500, ""], ids=short)
@pytest.mark.parametrize("pattern", HOSTILE, ids=short)
def test_what_refers_to_nothing_is_matched_within_its_steps(pattern: str, text: str) -> None:
    program = try_compile(pattern)
    assert program is not None
    if len(text) < 100:
        program.search(text)
    steps = Steps()
    try:
        program.search(text, steps)
    except TooManyStepsError:
        assert steps.left < 0
    assert steps.left <= STEPS + STEPS_PER_CHARACTER * (len(text) + 1)


@pytest.mark.parametrize("pattern", BACK, ids=short)
def test_what_refers_back_ends_where_its_steps_do(pattern: str) -> None:
    program, start = compile_pattern(pattern), time.monotonic()
    with pytest.raises(TooManyStepsError):
        program.search("a" * 400 + "!")
    assert time.monotonic() - start < 20


@pytest.mark.parametrize("pattern", LARGE, ids=short)
def test_what_is_too_large_is_not_supported(pattern: str) -> None:
    assert try_compile(pattern) is None
    with pytest.raises(PatternError):
        compile_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(?:){1000000000}", "(?:(?:){99999}){99999}", "()*", "(|a)*"])
def test_nothing_can_be_repeated_often(pattern: str) -> None:
    assert compile_pattern(pattern).search("b")


@pytest.mark.parametrize("pattern", ["a{65536}", ".{0,60000}$", r"^\d{1,5000}$", r"(\w+ ){0,1000}"])
def test_large_counts_cost_nothing(pattern: str) -> None:
    assert len(compile_pattern(pattern).code) < 4_100
    compile_pattern(pattern).search("1")


@pytest.mark.parametrize(
    ("pattern", "least"),
    [
        ("((a{100}){100}){100}", 0), ("(a{6000}b{6000}){9}", 0), ("((a*b*)*c*)*", 5000),
        ("a{65536}", 0), ("(" * 40 + "ab" + "){30}" * 40, 0), ("((((a+)+)+)+)+", 4999),
        (r"(a{3000})" + r"\1" * 3000, 0), ("[\u4e00]" * 2500, 0), ("(a{20000})" * 900, 0),
    ],
    ids=short,
)  # fmt: skip
def test_a_text_is_made_up_in_few_steps_and_characters(pattern: str, least: int) -> None:
    start = time.monotonic()
    made = make_matching_text(pattern, least) if try_compile(pattern) else None
    assert made is None or len(made) <= 20_000
    assert time.monotonic() - start < 20


ATOMS = st.sampled_from(
    ["a", "b", ".", r"\d", r"\w", r"\s", r"\W", "[ab]", "[^a]", "[a-c1]", r"[\d_]", "é", "-", r"\n",
     r"\u0061", r"\b", r"\B", "^", r"\A", r"\Z", "(?i:A)", "(?s:.)", "(?m:^)"]
)  # fmt: skip
REPEATS = st.sampled_from(
    ["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?", "??", "{1,2}?"]
)


def larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"(?:{'|'.join(parts)})"),
        st.tuples(inner, REPEATS).map(lambda pair: f"(?:{pair[0]}){pair[1]}"),
        inner.map(lambda part: f"({part})"),
        st.tuples(st.sampled_from(["(?=", "(?!"]), inner).map(lambda pair: f"{pair[0]}{pair[1]})"),
        st.tuples(st.sampled_from(["(?<=", "(?<!"]), st.sampled_from(["a", r"\w", "[^b]b"])).map(
            lambda pair: f"{pair[0]}{pair[1]})"
        ),
    )


REGEXES = st.recursive(ATOMS, larger, max_leaves=7)
TEXTS = st.text(alphabet="aAbBc1 _é-\n", max_size=10)


@given(REGEXES, TEXTS)
@settings(max_examples=600, deadline=None)
def test_a_pattern_means_what_it_means_to_python(pattern: str, text: str) -> None:
    # Until Python 3.14, \B does not match an empty text.
    if text or r"\B" not in pattern:
        assert compile_pattern(pattern).search(text) == bool(re.search(pattern, text))


@given(st.sampled_from(HOSTILE), st.text(alphabet="ab", max_size=7))
@settings(max_examples=200, deadline=None)
def test_hostile_patterns_mean_the_same_too(pattern: str, text: str) -> None:
    assert compile_pattern(pattern).search(text) == bool(re.search(pattern, text))


@pytest.mark.parametrize(
    ("pattern", "text", "matches"),
    [
        ("^a$", "a\n", False), ("a$", "ba", True), ("(?m)^a$", "b\na\nb", True),
        ("^$", "\n", False),
        ("^$", "", True), (r"a\Z", "a\n", False), (r"\u0041", "A", True),
        (r"^\d{1,2000}$", "1" * 1500, True),
        (r"^(..)\1$", "abab", True), (r"^(..)\1$", "abba", False), (r"^(a)?(?(1)b|c)$", "ab", True),
        (r"^(a)?(?(1)b|c)$", "b", False), (r"(?i)^(ab)\1$", "abAB", True),
        (r"(?=(a+))\1b", "aab", True),
        (r"^(?>a|ab)c$", "abc", False), (r"^a*+a", "aaa", False), (r"^a{1,2}+b", "aab", True),
        (r"(?i)straße", "STRAßE", True), (r"(?i)[k]", "\u212a", True), (r"(?i)[^a]", "A", False),
        (r"(?a)^\w+$", "é", False), (r"^\w+$", "é", True), (r"(?x) a b # c", "ab", True),
        (r"(?<=ab)c", "abc", True), (r"(?<!b)c", "abc", False), (r"(?!)", "a", False),
        (r"(?!a)", "a", True), (r"^(?!.*\.\.)[a-z.]+$", "a..b", False), (r"\x41|\t", "\t", True),
        ("[]a]", "]", True), (r"[\s\S]", "\n", True), (".", "\n", False), ("(?s).", "\n", True),
        ("(?:a|b|)c", "c", True), ("a{0}b", "b", True),
        (r"\B", "", True), (r"^[^\W_]+$", "a1", True),
    ],
)  # fmt: skip
def test_patterns_that_are_usual(pattern: str, text: str, matches: bool) -> None:
    assert compile_pattern(pattern).search(text) is matches


@given(st.sampled_from([*HOSTILE, *BACK]), st.integers(0, 60))
@settings(max_examples=60, deadline=None)
def test_what_is_made_up_matches(pattern: str, least: int) -> None:
    try:
        made = examples.example_text("name", {"pattern": pattern, "minLength": least})
    except TooManyStepsError:
        return
    assert made is None or (len(made) >= least and compile_pattern(pattern).search(made))


def lint(path: Path) -> tuple[int, str]:
    result = CliRunner().invoke(main, ["lint", "--spec", str(path)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.output
    return result.exit_code, result.output


def document(tmp_path: Path, schemas: list[dict[str, Any]]) -> Path:
    fields = {f"f{number}": schema for number, schema in enumerate(schemas)}
    body = {"content": {"application/json": {"schema": {"type": "object", "properties": fields}}}}
    operation = {
        "operationId": "send",
        "requestBody": body,
        "responses": {"204": {"description": "Sent."}},
    }
    whole = {
        "openapi": "3.1.0",
        "info": {"title": "Patterns", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {"/send": {"post": operation}},
    }
    (tmp_path / "document.json").write_text(json.dumps(whole, indent=1))
    return tmp_path / "document.json"


LONG = "a" * 400 + "!"


@pytest.mark.parametrize("pattern", [*HOSTILE[:6], *BACK, *LARGE[:6]], ids=short)
@pytest.mark.parametrize("key", ["example", "enum", "outer", "none"])
def test_a_document_with_hostile_patterns_is_read(tmp_path: Path, pattern: str, key: str) -> None:
    schema: dict[str, Any] = {"type": "string", "pattern": pattern}
    if key == "outer":
        schema = {"type": "object", "properties": {"q": schema}, "example": {"q": LONG}}
    elif key != "none":
        schema[key] = LONG if key == "example" else [LONG, "b" + LONG]
    start = time.monotonic()
    code, output = lint(document(tmp_path, [schema]))
    assert code == 0
    assert time.monotonic() - start < 60
    if pattern in LARGE or (pattern in BACK and key != "none"):
        assert re.search(r"document.json:\d+:\d+: (pattern|limits): ", output)


def test_many_texts_of_one_pattern_share_its_steps(tmp_path: Path) -> None:
    words = ["a" * 60 + str(number) for number in range(2000)]
    slow = {"type": "string", "pattern": BACK[0], "enum": words}
    start = time.monotonic()
    assert lint(document(tmp_path, [slow]))[0] == 0
    assert time.monotonic() - start < 60


SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://api.example.com
operations:
  find:
    title: Find
    summary: Find it.
    method: GET
    path: /find
    parameters:
      q: {in: query, required: true, description: q., pattern: %s, example: %s}
    responses: {200: Fine.}
"""


@pytest.mark.parametrize("pattern", [*BACK, *LARGE[:5]], ids=short)
def test_a_spec_with_a_hostile_pattern_is_told_where(tmp_path: Path, pattern: str) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(SPEC % (json.dumps(pattern), json.dumps(LONG)))
    code, output = lint(file)
    assert code == 2
    assert re.search(r"spec\.yaml:10:\d+: .*regular expression", output), output


LANGUAGE = """\
title: Go
names: {case: camel}
encoders:
  string:
    - open: '"'
      close: '"'
      {style}
  comment: [{base: line}]
values:
  literal: {text: string, "null": nil, "true": "true", "false": "false",
            arrays: [{open: "[", close: "]"}],
            objects: [{open: "{", close: "}", names: '{names}'}, {open: "{", close: "}"}]}
targets:
  go: {title: Go, template: sample.go.jinja, file: "{snake}.go", comment: "//"}
"""


@pytest.mark.parametrize(
    ("style", "names", "message"),
    [
        ("only: '('", "a", "7:13: no regular expression: "),
        ("patterns: {'(?P<p0>x)': y}", "a", "7:18: a group of this regular expression has a name;"),
        ("patterns: {'(?i)x': y}", "a", "7:18: no regular expression: "),
        ("only: '" + "(" * 60 + ")" * 60 + "'", "a", "7:13: this regular expression has more than"),
        ("only: 'a{99999999999}'", "a", "7:13: this regular expression repeats too much;"),
        ("only: '(?<=a+)b'", "a", "7:13: what this regular expression looks behind for has no"),
        ("ascii: true", "(", "12:54: no regular expression: "),
        ("ascii: true", "[a-", "12:54: no regular expression: "),
        ("ascii: true", "((ab){999}){999}", "12:54: this regular expression repeats too much;"),
    ],
    ids=short,
)
def test_an_odd_pattern_of_a_language_is_told_with_its_place(
    tmp_path: Path, style: str, names: str, message: str
) -> None:
    file = tmp_path / "t" / "go" / "language.yaml"
    file.parent.mkdir(parents=True)
    file.write_text(LANGUAGE.replace("{style}", style).replace("{names}", names))
    (file.parent / "sample.go.jinja").write_text("x\n")
    result = CliRunner().invoke(main, ["list", "targets", "--templates", str(tmp_path / "t")])
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == 2
    assert f"language.yaml:{message}" in result.output


PIECES = st.lists(st.text(alphabet="ab-", max_size=2).map(str.encode), min_size=1, max_size=4)


@given(PIECES, st.text(alphabet="ab-\n", max_size=8).map(str.encode))
def test_a_segment_is_that_of_a_path(pieces: list[bytes], segment: bytes) -> None:
    pattern = b".+".join(map(re.escape, pieces))
    assert fits_pieces(pieces, segment) == bool(re.fullmatch(pattern, segment, re.DOTALL))


@pytest.mark.parametrize("piece", [b"a", b"aa", b"-", b"ab", b"aaaaaaaa"])
def test_a_segment_of_many_placeholders_is_told_at_once(piece: bytes) -> None:
    start = time.monotonic()
    assert not fits_pieces([b"", *[piece] * 40, b"b!"], piece * 5000)
    assert fits_pieces([b"", *[piece] * 40, b""], piece * 5000)
    assert time.monotonic() - start < 10
