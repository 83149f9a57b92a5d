"""Readers that check the values of YAML files and describe them in JSON Schema.

A grammar is a tree of readers. A reader that finds a problem reports it and returns None. Its
caller goes on, so that one run reports all problems.

A node is a value of a YAML file with its position. A record is a mapping with known keys.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from collections.abc import Mapping as AnyMapping
from typing import Any, Protocol

from generator.errors import Mark, Problem, one_of
from generator.model.rules import TextRule
from generator.model.structs import Struct, field
from generator.model.text import Text
from generator.model.values import read_number
from generator.sources.yaml_nodes import (
    BrokenNode,
    MappingNode,
    Node,
    ScalarNode,
    SequenceNode,
    missing_value,
)

JsonSchema = dict[str, Any]


class ValueReader(Protocol):
    """Checks and reads one kind of value, such as a whole number."""

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """Return the value of a node. If the node has a problem, report it and return None.

        Arguments:
            node: the node to check.
            problems: the list to which every problem is added.
        """

    def schema(self) -> JsonSchema:
        """Return the JSON Schema (2020-12) that describes the values."""


class Pattern(TextRule, frozen=True):
    """Reads text. If `pattern` is not empty, the whole text must match it."""

    @classmethod
    def of(cls, rule: TextRule) -> Pattern:
        """Return the reader of texts that follow a rule."""
        return cls(rule.pattern, rule.rule, rule.empty, rule.fault, rule.advise)

    def read(self, node: Node, problems: list[Problem]) -> Text | None:
        if not isinstance(node, ScalarNode):
            _report_wrong_kind(node, "text", problems)
            return None
        if node.plain and node.value in ("", "~", "null"):
            problems.append(missing_value(node))
            return None
        if not node.value and not self.empty:
            problems.append(Problem(node.mark, "this is empty", "write something"))
            return None
        if self.pattern and not re.fullmatch(self.pattern, node.value):
            what = f"{node.value!r} does not fit here"
            todo = "" if self.advise is None else self.advise(node.value)
            problems.append(Problem(node.mark, what, todo or f"use {self.rule}"))
            return None
        fault = None if self.fault is None else self.fault(node.value)
        if fault is not None:
            problems.append(Problem(node.mark, *fault))
            return None
        return Text(node.value, node.mark)

    def schema(self) -> JsonSchema:
        # This reader takes numbers and booleans as text, so an editor must accept them unquoted.
        schema: JsonSchema = {"type": ["string", "number", "boolean"]}
        if self.pattern:
            schema["pattern"] = f"^(?:{self.pattern})$"
        elif not self.empty:
            schema["minLength"] = 1
        return schema


class Choice(Struct, frozen=True):
    """Reads one of a few words, which are in `words`."""

    words: tuple[str, ...]

    def read(self, node: Node, problems: list[Problem]) -> Text | None:
        if not isinstance(node, ScalarNode):
            _report_wrong_kind(node, f"one of {', '.join(self.words)}", problems)
            return None
        if node.value not in self.words:
            what = f"{node.value!r} is not known here"
            problems.append(Problem(node.mark, what, one_of(self.words, node.value)))
            return None
        return Text(node.value, node.mark)

    def schema(self) -> JsonSchema:
        return {"enum": list(self.words)}


class WholeNumber(Struct, frozen=True):
    """Reads a whole number from `low` to `high`."""

    low: int
    high: int

    def read(self, node: Node, problems: list[Problem]) -> int | None:
        fits = isinstance(node, ScalarNode) and re.fullmatch(r"0|[1-9][0-9]{0,9}", node.value)
        if isinstance(node, ScalarNode) and fits and self.low <= int(node.value) <= self.high:
            return int(node.value)
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _report_wrong_kind(node, f"a whole number from {self.low} to {self.high}", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class AnyNumber(Struct, frozen=True):
    """Reads any number, as JSON writes numbers (RFC 8259, section 6)."""

    def read(self, node: Node, problems: list[Problem]) -> int | float | None:
        if isinstance(node, ScalarNode) and (value := read_number(node.value)) is not None:
            return value
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _report_wrong_kind(node, "a number", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "number"}


class Flag(Struct, frozen=True):
    """Reads `true` or `false`."""

    def read(self, node: Node, problems: list[Problem]) -> bool | None:
        if isinstance(node, ScalarNode) and node.value in ("true", "false"):
            return node.value == "true"
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _report_wrong_kind(node, "true or false", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "boolean"}


class ListOf(Struct, frozen=True):
    """Reads a list of values of one kind. Items with a problem are left out.

    Arguments:
        item: the reader of each item.
        unique: whether a text that repeats an earlier one is a problem.
        non_empty: whether the list must have at least one item.
    """

    item: ValueReader
    unique: bool = True
    non_empty: bool = False

    def read(self, node: Node, problems: list[Problem]) -> list[Any] | None:
        if not isinstance(node, SequenceNode):
            _report_wrong_kind(node, "a list", problems)
            return None
        if self.non_empty and not node.items:
            _report_wrong_kind(node, "a list with at least one item", problems)
            return None
        values: list[Any] = []
        seen: set[Text] = set()
        for child in node.items:
            value = self.item.read(child, problems)
            if self.unique and isinstance(value, Text) and value in seen:
                what = f"{child.value!r} stands twice"  # type: ignore[union-attr]
                problems.append(Problem(child.mark, what, "remove one of them"))
            elif value is not None:
                values.append(value)
                if isinstance(value, Text):
                    seen.add(value)
        return values

    def schema(self) -> JsonSchema:
        schema = {"type": "array", "items": self.item.schema(), "uniqueItems": self.unique}
        return {**schema, "minItems": 1} if self.non_empty else schema


class MapOf(Struct, frozen=True):
    """Reads a mapping whose keys the author chooses. A mapping without keys is a problem.

    The result is a dict. Its keys are `Text`s with their positions. The value of a key is None if
    the value or the key has a problem.

    Arguments:
        key: the reader of each key.
        value: the reader of each value.
    """

    key: Pattern
    value: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> dict[Text, Any] | None:
        if not isinstance(node, MappingNode) or not node.entries:
            got = repr(node.value) if isinstance(node, ScalarNode) and node.value else None
            _report_wrong_kind(node, "a table of names and values", problems, got)
            return None
        table: dict[Text, Any] = {}
        for key, child in node.entries.values():
            name = self.key.read(key, problems)
            value = self.value.read(child, problems)
            # A faulty name is kept, so that nothing is reported as missing or not used for it.
            table[name or Text(key.value, key.mark)] = None if name is None else value
        return table

    def schema(self) -> JsonSchema:
        names = {k: v for k, v in self.key.schema().items() if k != "type"}
        return {
            "type": "object",
            "minProperties": 1,
            "propertyNames": names,
            "additionalProperties": self.value.schema(),
        }


class Key(Struct, frozen=True):
    """A key of a record.

    Attributes:
        reader: the reader of its value.
        doc: what the key is for, as an author reads it in messages and in the JSON Schema.
        required: whether the record must have the key.
        wanted: whether a record without the key gets a warning.
    """

    reader: ValueReader
    doc: str
    required: bool = False
    wanted: bool = False


class ParsedRecord(Struct):
    """A record that was read: a mapping with known keys.

    `record[key]` is the value of a key: None if the value has a problem or the record lacks the
    key. `key in record` says whether the record has the key, even if its value has a problem.

    Attributes:
        mark: the position of the record.
        values: the values by key. A value with a problem is None.
        marks: the positions of the values by key.
    """

    mark: Mark
    values: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.marks


class Record(Struct, frozen=True):
    """Reads a record: a mapping with known keys.

    Arguments:
        fields: the keys that the mapping may have.
        scalar_key: a scalar may stand in place of the mapping. Then it is the value of this key.
            The name is empty if no scalar may stand there.
    """

    fields: AnyMapping[str, Key]
    scalar_key: str = ""

    def read(self, node: Node, problems: list[Problem]) -> ParsedRecord | None:
        if self.scalar_key and isinstance(node, ScalarNode):
            value = self.fields[self.scalar_key].reader.read(node, problems)
            if value is None:
                return None
            return ParsedRecord(node.mark, {self.scalar_key: value}, {self.scalar_key: node.mark})
        if not isinstance(node, MappingNode):
            _report_wrong_kind(node, f"a mapping with {self._keys()}", problems)
            return None
        read = ParsedRecord(node.mark)
        for name, (key, child) in node.entries.items():
            field = self.fields.get(name)
            if field is None:
                what = f"unknown key {name!r}"
                problems.append(Problem(key.mark, what, one_of(self.fields, name)))
                continue
            read.marks[name] = child.mark
            read.values[name] = field.reader.read(child, problems)
        for name, field in self.fields.items():
            if (field.required or field.wanted) and name not in node.entries:
                front = field.doc[:1] if field.doc[1:2].isupper() else field.doc[:1].lower()
                what, todo = f"{name} is missing", f"add it: {front}{field.doc[1:].rstrip('.')}"
                problems.append(Problem(node.mark, what, todo, is_warning=not field.required))
        return read

    def schema(self) -> JsonSchema:
        properties = {
            name: {"description": key.doc, **key.reader.schema()}
            for name, key in self.fields.items()
        }
        schema: JsonSchema = {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
        }
        if required := [name for name, key in self.fields.items() if key.required]:
            schema["required"] = required
        if self.scalar_key:
            return {"anyOf": [self.fields[self.scalar_key].reader.schema(), schema]}
        return schema

    def _keys(self) -> str:
        """List the required keys, or all keys if none is required, for messages."""
        required = [name for name, key in self.fields.items() if key.required]
        return ", ".join(required or self.fields)


class AnyValue(Struct, frozen=True):
    """Reads any YAML value, and returns its node."""

    def read(self, node: Node, problems: list[Problem]) -> Node | None:  # noqa: ARG002
        return None if isinstance(node, BrokenNode) else node

    def schema(self) -> JsonSchema:
        return {}


class Recursive(Struct, frozen=True):
    """Reads with another reader, which is looked up late. So a reader can contain itself.

    Arguments:
        name: the key of that reader in `$defs` of the JSON Schema.
        reader: returns that reader.
    """

    name: str
    reader: Callable[[], ValueReader]

    def read(self, node: Node, problems: list[Problem]) -> Any:
        return self.reader().read(node, problems)

    def schema(self) -> JsonSchema:
        return {"$ref": f"#/$defs/{self.name}"}


class ScalarOr(Struct, frozen=True):
    """Reads a scalar with the reader `scalar`, and a list or a mapping with the reader `other`."""

    scalar: ValueReader
    other: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> Any:
        reader = self.scalar if isinstance(node, ScalarNode) else self.other
        return reader.read(node, problems)

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


class Either(Struct, frozen=True):
    """Reads nodes with the reader `first` if they pass the test `is_first`, else with `other`."""

    is_first: Callable[[Node], bool]
    first: ValueReader
    other: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> Any:
        return (self.first if self.is_first(node) else self.other).read(node, problems)

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.first.schema(), self.other.schema()]}


def _report_wrong_kind(
    node: Node, wanted: str, problems: list[Problem], actual: str | None = None
) -> None:
    """Report that a node is not the wanted kind of value, unless it is a `BrokenNode`."""
    if isinstance(node, BrokenNode):
        return
    if actual is None or not isinstance(node, ScalarNode):
        kinds = ((ScalarNode, "a single value"), (SequenceNode, "a list"))
        actual = next((name for kind, name in kinds if isinstance(node, kind)), "a mapping")
        if isinstance(node, (SequenceNode, MappingNode)) and not (
            node.items if isinstance(node, SequenceNode) else node.entries
        ):
            actual = "nothing"
        if isinstance(node, ScalarNode) and node.plain and not node.value:
            actual = "nothing"
    problems.append(Problem(node.mark, f"{actual} stands here", f"write {wanted}"))
