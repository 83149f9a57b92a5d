"""TOML as nodes: each key and value has the place where it stands."""

from __future__ import annotations

import string
import tomllib
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import Problem
from generator.sources.toml_nodes import TomlScalar, read_toml
from generator.sources.yaml_nodes import MappingNode, Node, SequenceNode

EVERYTHING = '''\
# a comment = 1
name = "spec" # x = 2
list = [ # [not]
  "a", 'b', # "c"
  """d"\\"""", ]
"odd key".x . y = {a = 1, b.c = [1, {d = true}]}
when = 1979-05-27 07:32:00
[a.b] # [c]
x = 1.5
[[row]]
y = 1
[[row]]
y = 2
[row.below]
z = 3
'''


def places(node: Node, path: str = "") -> dict[str, tuple[str, str]]:
    """Give what stands at each path: the rest of the line from its key, and from its value."""
    found: dict[str, tuple[str, str]] = {}
    if isinstance(node, MappingNode):
        for name, (key, child) in node.entries.items():
            found[f"{path}/{name}"] = str(key.mark), str(child.mark)
            found |= places(child, f"{path}/{name}")
    if isinstance(node, SequenceNode):
        for number, child in enumerate(node.items):
            found[f"{path}/{number}"] = "", str(child.mark)
            found |= places(child, f"{path}/{number}")
    return found


def values(node: Node) -> Any:
    """Give the plain values of nodes, single values as text."""
    if isinstance(node, MappingNode):
        return {name: values(child) for name, (_, child) in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [values(child) for child in node.items]
    assert isinstance(node, TomlScalar)
    return node.value


def test_every_key_and_value_has_its_place() -> None:
    problems: list[Problem] = []
    node = read_toml(EVERYTHING.encode(), "f", problems)
    assert node is not None and problems == []
    found = places(node)
    assert found["/name"] == ("f:2:1", "f:2:8")
    assert found["/list/2"] == ("", "f:5:3")
    assert found["/odd key/x/y/b/c/1/d"] == ("f:6:38", "f:6:42")
    assert found["/when"] == ("f:7:1", "f:7:8")
    assert found["/a/b/x"] == ("f:9:1", "f:9:5")
    assert found["/row/1/y"] == ("f:13:1", "f:13:5")
    assert found["/row/1/below/z"] == ("f:15:1", "f:15:5")


KEYS = st.text(string.ascii_letters + ' ."\\é', min_size=1, max_size=4)
VALUES = st.recursive(
    st.booleans() | st.integers(-5, 5) | st.text(string.printable + "é#[]{}", max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def written(value: Any) -> str:
    """Write a value in TOML."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return f"[ # ]\n{', '.join(map(written, value))}]"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{quoted(k)} = {written(v)}" for k, v in value.items()) + "}"
    return quoted(value) if isinstance(value, str) else str(value)


def quoted(text: str) -> str:
    """Write a text in TOML."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in escaped) + '"'


@given(st.dictionaries(KEYS, VALUES, max_size=4), st.dictionaries(KEYS, VALUES, max_size=4))
def test_the_values_are_those_of_tomllib(top: dict[str, Any], table: dict[str, Any]) -> None:
    lines = [f"{quoted(key)}={written(value)}" for key, value in top.items()]
    lines += ["[[the.table]]", *(f" {quoted(k)} = {written(v)} # =" for k, v in table.items())]
    text = "\n".join(lines)
    if "the" in top:
        return
    problems: list[Problem] = []
    node = read_toml(text.encode(), "f", problems)
    assert node is not None and problems == []

    def plain(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: plain(below) for key, below in value.items()}
        if isinstance(value, list):
            return [plain(below) for below in value]
        return str(value).lower() if isinstance(value, bool) else str(value)

    assert values(node) == plain(tomllib.loads(text))


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"a=\n", "f:1:3: not TOML: invalid value; correct the syntax"),
        (b"a=1\r\n\r\na=2\r\n", "f:3:4: not TOML: cannot overwrite a value; correct the syntax"),
        (b"a='''\n", "f:2:1: not TOML: expected \"'''\"; correct the syntax"),
        (b"a=1\n\xff", "f:2:1: this is not UTF-8; save the file as UTF-8"),
        (b"a=" + b"[" * 5000, "f:1:1: nested deeper than 64 levels; flatten it"),
        (b"a." * 5000 + b"b=1", "f:1:1: nested deeper than 64 levels; flatten it"),
        (
            b"#" * (1 << 18),
            "f:1:1: the file is larger than 128 KiB; put gen's settings into a file of their own",
        ),
    ],
    ids=["value", "twice", "open", "bytes", "lists", "keys", "large"],
)
def test_what_is_no_toml_is_told_with_its_place(data: bytes, message: str) -> None:
    problems: list[Problem] = []
    assert read_toml(data, "f", problems) is None
    assert list(map(str, problems)) == [message]
