"""Places of values in YAML documents: found by lines, and those of the parser all the same."""

from __future__ import annotations

from typing import Any
from unittest.mock import patch

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.sources.yaml_positions import YamlPositions, _marked_position
from generator.sources.yaml_values import read_yaml_values

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
    found = read_yaml_values(data, "", [], with_marks=True)
    if found is None:
        return
    root = found[0]
    with patch("generator.sources.yaml_positions.SMALL_SECTION", small):
        places = YamlPositions(data, root)

        def each(value: Any, pointer: tuple[str | int, ...]) -> None:
            assert places.find(pointer) == _marked_position(*found, pointer), pointer
            assert places.find((*pointer, "none such")) == _marked_position(*found, pointer)
            if isinstance(value, (dict, list)):
                for key in value if isinstance(value, dict) else range(len(value)):
                    each(value[key], (*pointer, key))

        each(root, ())
