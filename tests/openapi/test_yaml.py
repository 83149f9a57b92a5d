"""Large YAML documents: read by two processes, and places that are found by lines, as by one."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator import yamlhalves
from generator.plainyaml import read_plain
from generator.yamlplaces import YamlPlaces, _place
from tests.cli.conftest import gen
from tests.robust.support import tree

NAMES = st.sampled_from(
    ["a", "b", "paths", "/x/{id}", "404", "x-y", "null", "a b", "é", "#c", "- d", "e: f", "'", '"']
)
WORDS = st.sampled_from(
    [
        "",
        "word",
        "foo:",
        "  foo:\n    bar:\n",
        "a\nb:\n  c:\nd",
        "'",
        '"',
        "- a\n- b:\n",
        "# no",
        "|",
    ]
)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | WORDS,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(NAMES, inner, max_size=6),
    max_leaves=30,
)
OBJECTS = st.dictionaries(NAMES, VALUES, min_size=1, max_size=8)
STYLES = st.fixed_dictionaries(
    {
        "default_flow_style": st.sampled_from([False, None, True]),
        "default_style": st.sampled_from([None, '"', "'", "|", ">"]),
        "indent": st.sampled_from([2, 4]),
        "width": st.sampled_from([20, 80]),
        "line_break": st.sampled_from(["\n", "\r\n"]),
    }
)
# What looks like keys and is none, quotes and brackets over lines with few spaces, comments.
ODD = [
    'a: "x\nb:\n  c:\n    d:\n  e"\nf:\n  g:\n    h: 1\n',
    "a: |\n  b:\n    c:\n  d:\n    e: 1\nf:\n  g:\n    h: 1\n",
    "a:\n  |\n  b:\n    c:\n      d: 1\ne:\n  f: 1\n",
    "a:\n    |\n  b:\n    c:\n      d: 1\ne:\n  f: 1\n",
    "a:\n  some words\n  b:\n    c: 1\nd:\n  e: 1\n",
    "a:\n- b:\n    c:\n      d: 1\n- e:\n    f: 1\ng:\n  h: 1\n",
    "a:\n  - b:\n      c:\n  - d:\n      e: 1\nf:\n  g: 1\n",
    "a: {b: {c:\n  1,\nd:\n  2}}\ne:\n  f:\n    g: 1\n",
    "# first\n\na:\n  # second\n\n  b: # third\n    c: 1\n    d:\n      e: 1\n#4\n  f:\n    g: 1\n",
    "a: &x\n  b: 1\nc:\n  d: *x\ne:\n  f:\n    g: *x\n",
    "a:\n  b: &x 1\nc:\n  d:\n    e: &x 2\n  f:\n    g: *x\n",
    "---\na:\n  b:\n    c: 1\n  d:\n    e: 1\n...\n",
    "a:\n  b:\n    c: 1\n---\nd:\n  e:\n    f: 1\n",
    "a:\n  b:\n    c: 1\n  d:\n    e: 1\n  b:\n    f: 1\n",
    "a:\n  b:\n    c: 1\nd:\n  e:\n    f: 1\na:\n  g: 1\n",
    "a:\n  b:\n    c: 1\n d:\n  e:\n    f: 1\n",
    "a:\n\tb:\n  c:\n    d: 1\n",
    "a:\n  b:\n  c:\n  d:\n    e:\n    f:\n",
    "a:\n  ? b\n  : c:\n      d: 1\n  e:\n    f: 1\n",
    "a:\n  !!str b:\n    c: 1\n  d:\n    e: 1\n",
    "a:\n  'b: c':\n    d: 1\n  \"e\":\n    f:\n      g: 1\n",
    "a:\n  <<:\n    b: 1\n  c:\n    d: 1\n",
]


class Here:
    """A crew without another process."""

    def __init__(self, make: Callable[[int], Any], parts: Sequence[int]) -> None:
        self.workers = list(map(make, parts))

    def ask(self, name: str) -> list[Any]:
        return [getattr(worker, name)() for worker in self.workers]

    def end(self) -> None:
        """There is none to end."""


def whole(data: bytes) -> Any:
    found = read_plain(data, "", [])
    return None if found is None else found[0]


def halves(data: bytes) -> list[Any]:
    """Read a document in halves of many sizes; give what could be read so."""
    found = []
    with patch.object(yamlhalves, "Crew", Here):
        for share in range(0, 100, 3):
            with patch.object(yamlhalves, "_FIRST", share / 100):
                found.append(yamlhalves.read_halves(data, ""))
    return [value for value in found if value is not None]


def check(data: bytes) -> int:
    """Check that halves are the whole, in their order, too; give how often there were some."""
    expected = whole(data)
    found = halves(data)
    for value in found:
        assert expected is not None, "halves of what is no document"
        assert json.dumps(value) == json.dumps(expected)
    return len(found)


@given(OBJECTS, STYLES)
@settings(max_examples=150)
def test_halves_are_the_whole(value: dict[str, Any], style: dict[str, Any]) -> None:
    check(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, **style).encode())


@pytest.mark.parametrize("text", ODD)
def test_halves_of_what_is_odd_are_the_whole(text: str) -> None:
    check(text.encode())
    check(text.replace("\n", "\r\n").encode())
    check(f"\ufeff{text}".encode())


@given(st.lists(st.sampled_from([line for text in ODD for line in text.split("\n")]), max_size=12))
@settings(max_examples=500)
def test_halves_of_any_lines_are_the_whole(lines: list[str]) -> None:
    check("\n".join([*lines, ""]).encode())


def test_a_usual_document_is_read_in_halves() -> None:
    schemas = {
        f"S{n}": {"type": "object", "properties": {"a": {"type": "string"}}} for n in range(9)
    }
    value = {"openapi": "3.0.0", "paths": {"/a": {"get": {}}}, "components": {"schemas": schemas}}
    assert check(yaml.safe_dump(value, sort_keys=False).encode()) > 20


@pytest.mark.parametrize("small", [1, 200, 1 << 14])
@given(value=OBJECTS, style=STYLES)
@settings(max_examples=100)
def test_places_are_those_of_the_parser(
    small: int, value: dict[str, Any], style: dict[str, Any]
) -> None:
    data = yaml.safe_dump(value, allow_unicode=True, sort_keys=False, **style).encode()
    check_places(data, small)


@pytest.mark.parametrize("text", ODD)
@pytest.mark.parametrize("small", [1, 12])
def test_places_of_what_is_odd_are_those_of_the_parser(text: str, small: int) -> None:
    check_places(text.encode(), small)
    check_places(text.replace("\n", "\r\n").encode(), small)
    check_places(f"\ufeff{text}".encode(), small)


def check_places(data: bytes, small: int) -> None:
    found = read_plain(data, "", [], is_marked=True)
    if found is None:
        return
    root = found[0]
    with patch("generator.yamlplaces.SMALL", small):
        places = YamlPlaces(data, root)

        def each(value: Any, pointer: tuple[str | int, ...]) -> None:
            assert places.find(pointer) == _place(*found, pointer), pointer
            assert places.find((*pointer, "none such")) == _place(*found, pointer)
            if isinstance(value, (dict, list)):
                for key in value if isinstance(value, dict) else range(len(value)):
                    each(value[key], (*pointer, key))

        each(root, ())


def large(extra: str = "") -> str:
    """Write a document so large that two processes read it."""
    schema = "\n".join(f"        p{n}: {{type: string, description: word}}" for n in range(200))
    schemas = "".join(
        f"    S{n}:\n      type: object\n      properties:\n{schema}\n" for n in range(130)
    )
    paths = "".join(
        f"  /a{n}:\n    get:\n      operationId: get{n}\n      deprecated: true\n      responses:\n"
        "        '200': {description: It is.}\n"
        for n in range(160)
    )
    head = "openapi: 3.0.3\ninfo: {title: Large, version: '1'}\n"
    return f"{head}paths:\n{paths}components:\n  schemas:\n{schemas}{extra}"


@pytest.mark.parametrize(
    ("extra", "code"),
    [("", 0), ("    Last: {$ref: '#/components/schemas/S1'}\n", 0), ("  S1: &x 1\n  S2: *x\n", 0),
     ("  schemas: {}\n", 2), ("    'S1\n", 2), ("\tS1: 1\n", 2)],
)  # fmt: skip
def test_files_and_messages_are_those_of_one_process(
    extra: str, code: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    Path("api.yaml").write_text(large(extra), "utf-8")
    assert Path("api.yaml").stat().st_size > yamlhalves.MUCH
    made = []
    for jobs in ("1", "2"):
        result = gen("render", "--spec", "api.yaml", "--jobs", jobs, "--out", f"out{jobs}")
        files = tree(Path(f"out{jobs}")) if code == 0 else {}
        made.append((result.code, result.out.replace(f"out{jobs}", "out"), result.err, files))
    assert made[0] == made[1]
    assert made[0][0] == code
    assert "api.yaml:" in made[0][2]
