"""Values that are made up, patterns, YAML as JSON, places: for any input."""

from __future__ import annotations

import json
import re
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from generator.errors import Mark, Problem
from generator.openapi.schemas import examples
from generator.patterns.expressions import try_compile
from generator.sources.document import Document, read_document
from generator.spec.writing.yaml_rows import quoted

LENGTHS = st.none() | st.integers(0, 40)
NUMBERS = st.none() | st.integers(-1000, 1000) | st.floats(-1000, 1000).map(lambda n: round(n, 2))
PATTERNS = [
    r"^[a-z]{3}-\d+$", r"^(foo|bar)_[A-Z]{2,4}$", r"^\+?[1-9]\d{1,14}$", "^[^/]+$", "x",
    r"^arn:aws:iam::\d{12}:role/.*$", r"^(?!aws).{5,10}$", r"\S+\s\S+",
    r"^(..)\1$", r"^#[0-9A-Fa-f]{6}$", r"[^\w]", r"^$", r"(\.[a-z]+)*", "[-.]{2}",
]  # fmt: skip


@given(st.sampled_from([*PATTERNS, None]), LENGTHS, LENGTHS, st.text(max_size=9))
def test_texts_are_what_was_asked_for(
    pattern: str | None, least: int | None, most: int | None, hint: str
) -> None:
    made = examples.example_text(hint, {"pattern": pattern, "minLength": least, "maxLength": most})
    if made is None:
        assert pattern is not None or (most is not None and most < (least or 0))
        return
    assert len(made) >= (least or 0) and (most is None or len(made) <= most)
    assert pattern is None or re.search(pattern, made)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_every_usual_pattern_has_a_text(pattern: str) -> None:
    assert examples.example_text("name", {"pattern": pattern}) is not None


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS, st.none() | st.integers(1, 50), st.booleans())
def test_numbers_are_what_was_asked_for(
    low: Any, high: Any, above: Any, below: Any, step: Any, whole: bool
) -> None:
    facts = {"minimum": low, "maximum": high, "exclusiveMinimum": above,
             "exclusiveMaximum": below, "multipleOf": step}  # fmt: skip
    made = examples.example_number(facts, whole)
    if made is None:
        return
    assert low is None or made >= low
    assert high is None or made <= high
    assert above is None or made > above
    assert below is None or made < below
    assert step is None or abs(made / step - round(made / step)) < 1e-9
    assert not whole or isinstance(made, int)


@pytest.mark.parametrize("pattern", [r"^[a-z]+(\.[a-z]+)*$", r"(x*){3}", r"^(ab)*$", r"a+b+c+"])
def test_usual_patterns_are_supported(pattern: str) -> None:
    assert try_compile(pattern) is not None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15)
    | st.floats(allow_nan=False, allow_infinity=False, width=32) | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner,
                                                                 max_size=4),
    max_leaves=12,
)  # fmt: skip


def read(text: str, name: str) -> Document:
    problems: list[Problem] = []
    found = read_document(text.encode(), name, name, problems)
    assert found is not None, problems
    return found


@given(JSON)
@settings(max_examples=200)
def test_json_is_read_as_json_and_yaml_is_read_alike(value: Any) -> None:
    whole = {"openapi": value}
    text = json.dumps(whole)
    assert read(text, "a.json").root == whole
    # safe_dump quotes whatever is no text to any reader of YAML 1.1, and floats as YAML has them.
    text = yaml.safe_dump(whole, allow_unicode=True)
    assume(not re.search("[0-9.][eE]", text))  # a number in YAML 1.2 alone, such as 0E0
    assert read(text, "a.yaml").root == json.loads(json.dumps(yaml.safe_load(text)))


@given(
    JSON,
    st.integers(0, 4),
    st.booleans(),
    st.sampled_from(["", "\ufeff"]),
    st.booleans(),
)
@settings(max_examples=300)
def test_places_are_those_of_the_keys(
    value: Any, indent: int, is_ascii: bool, bom: str, is_odd: bool
) -> None:
    """They are found by the sizes of what is there, and, of what is odd, without them."""
    text = json.dumps({"openapi": value}, indent=indent or None, ensure_ascii=is_ascii)
    document = read(bom + text, "a.json")
    lines = text.split("\n")

    def check(found: Any, pointer: tuple[str | int, ...]) -> None:
        mark = document.mark(pointer)
        rest = lines[mark.line - 1][mark.column - 1 :]
        if pointer and isinstance(pointer[-1], str):
            assert rest.startswith(json.dumps(pointer[-1], ensure_ascii=is_ascii))
        else:
            assert rest[:1] == json.dumps(found, ensure_ascii=is_ascii)[:1]
        if isinstance(found, (dict, list)):
            for key in found if isinstance(found, dict) else range(len(found)):
                check(found[key], (*pointer, key))

    if is_odd:
        with patch("generator.sources.json_positions._sizes", return_value=None):
            check(document.root, ())
    else:
        check(document.root, ())


def test_a_key_that_stands_twice_is_told_at_its_place() -> None:
    text = '{"openapi": [1, {"b": "}]"}],\n "openapi": {"a": 1},\n  "c": [0,\n7]}'
    problems: list[Problem] = []
    assert read_document(text.encode(), "a.json", "a.json", problems) is None
    assert problems == [Problem(Mark("a.json", 2, 2), "openapi stands twice", "remove one of them")]


@pytest.mark.parametrize("number", ["9" * 5000, "1e999", "-1e999", "1.5e400", "NaN", "-Infinity"])
def test_a_number_that_nobody_can_hold_is_told_at_its_place(number: str) -> None:
    problems: list[Problem] = []
    text = f'{{"openapi": {{"a": [1, "{number}"]}},\n "b": {{"c": [{number}]}}}}'
    assert read_document(text.encode(), "a.json", "a.json", problems) is None
    assert [problem.mark for problem in problems] == [Mark("a.json", 2, 14)]


def test_a_document_may_begin_with_white_space() -> None:
    root = read('\ufeff \r\n\t{"openapi": {"a": 1},\n "b": 2}', "a.json").root
    assert root == {"openapi": {"a": 1}, "b": 2}


def test_a_number_of_many_digits_is_what_python_reads() -> None:
    number = "9" * 4000
    root = read(f'{{"openapi": {{"a": [{number}, 2]}}, "b": 1}}', "a.json").root
    assert root["openapi"]["a"] == [int(number), 2]


@pytest.mark.parametrize(
    ("member", "what"),
    [
        (b"nul", "no JSON"),
        (b"1", "no JSON"),
        (b"1,}", "no JSON"),
        (b'"\\q"}', "no JSON"),
        (b'"\x01"}', "no JSON"),
        (b'"\\ud83d\\ud83d x"}', "this has half of a character"),
        (b'"\\udc00 and more"}', "this has half of a character"),
        (b'"\xff"}', "this is not UTF-8"),
        (b'"\xc3"}', "this is not UTF-8"),
    ],
)
def test_what_is_not_read_is_json_all_the_same(member: bytes, what: str) -> None:
    problems: list[Problem] = []
    data = b'{"a": {"b": ' + member + b"}"
    assert read_document(data, "a.json", "a.json", problems) is None
    assert [problem.what.partition(":")[0] for problem in problems] == [what]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=500)
def test_texts_of_an_import_are_read_as_they_were(text: str) -> None:
    if "\0" in text:
        return
    assert yaml.safe_load(f"a: {quoted(text)}\n")["a"] == text
    document = read(f"a: {quoted(text)}\n{quoted(f'b{text}')}: 1\n", "a.yaml")
    assert document.root == {"a": text, f"b{text}": 1}


def test_aliases_are_followed_and_bounded() -> None:
    assert read("a: &x {b: 1}\nc: *x\n", "a.yaml").root == {"a": {"b": 1}, "c": {"b": 1}}
    bomb = "a0: &a0 [1, 1]\n" + "".join(
        f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}, *a{n - 1}, *a{n - 1}]\n" for n in range(1, 20)
    )
    problems: list[Problem] = []
    assert read_document(bomb.encode(), "a.yaml", "a.yaml", problems) is None
    assert "aliases make more than" in problems[0].what
