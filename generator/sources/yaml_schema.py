"""What a YAML file may hold: one table serves the reader and the JSON Schema for editors.

Every shape reads a node and reports what is wrong with it; a value that had a fault reads as
None, and whoever asks for it goes on without, so that all faults are found in one run.
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
from generator.sources.yaml_nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode

JsonSchema = dict[str, Any]


class ValueReader(Protocol):
    """A kind of value."""

    def read(self, node: Node, problems: list[Problem]) -> Any:
        """Give the value of `node`, or None after adding at least one problem."""

    def schema(self) -> JsonSchema:
        """Describe the values in JSON Schema 2020-12."""


class Pattern(TextRule, frozen=True):
    """Text; with a pattern, text that fully matches it."""

    @classmethod
    def of(cls, rule: TextRule) -> Pattern:
        """Give the shape of a text that follows a rule."""
        return cls(rule.pattern, rule.rule, rule.empty, rule.fault)

    def read(self, node: Node, problems: list[Problem]) -> Text | None:
        if not isinstance(node, ScalarNode):
            _not_a(node, "text", problems)
            return None
        if node.plain and node.value in ("", "~", "null"):
            word = f'write it, or "{node.value}" in quotes'
            todo = word if node.value else "write it after the colon"
            problems.append(Problem(node.mark, "a value is missing", todo))
            return None
        if not node.value and not self.empty:
            problems.append(Problem(node.mark, "this is empty", "write something"))
            return None
        if self.pattern and not re.fullmatch(self.pattern, node.value):
            what = f"{node.value!r} does not fit here"
            problems.append(Problem(node.mark, what, f"use {self.rule}"))
            return None
        fault = None if self.fault is None else self.fault(node.value)
        if fault is not None:
            problems.append(Problem(node.mark, *fault))
            return None
        return Text(node.value, node.mark)

    def schema(self) -> JsonSchema:
        # Numbers and booleans are text to us, so an editor must let them stand unquoted.
        made: JsonSchema = {"type": ["string", "number", "boolean"]}
        if self.pattern:
            made["pattern"] = f"^(?:{self.pattern})$"
        elif not self.empty:
            made["minLength"] = 1
        return made


class Choice(Struct, frozen=True):
    """One of a few words."""

    words: tuple[str, ...]

    def read(self, node: Node, problems: list[Problem]) -> Text | None:
        if not isinstance(node, ScalarNode):
            _not_a(node, f"one of {', '.join(self.words)}", problems)
            return None
        if node.value not in self.words:
            what = f"{node.value!r} is not known here"
            problems.append(Problem(node.mark, what, one_of(self.words, node.value)))
            return None
        return Text(node.value, node.mark)

    def schema(self) -> JsonSchema:
        return {"enum": list(self.words)}


class Number(Struct, frozen=True):
    """A whole number from `low` to `high`."""

    low: int
    high: int

    def read(self, node: Node, problems: list[Problem]) -> int | None:
        fits = isinstance(node, ScalarNode) and re.fullmatch(r"0|[1-9][0-9]{0,9}", node.value)
        if isinstance(node, ScalarNode) and fits and self.low <= int(node.value) <= self.high:
            return int(node.value)
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _not_a(node, f"a whole number from {self.low} to {self.high}", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "integer", "minimum": self.low, "maximum": self.high}


class Quantity(Struct, frozen=True):
    """Any number, as JSON writes numbers."""

    def read(self, node: Node, problems: list[Problem]) -> int | float | None:
        if isinstance(node, ScalarNode) and (value := read_number(node.value)) is not None:
            return value
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _not_a(node, "a number", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "number"}


class Flag(Struct, frozen=True):
    """true or false."""

    def read(self, node: Node, problems: list[Problem]) -> bool | None:
        if isinstance(node, ScalarNode) and node.value in ("true", "false"):
            return node.value == "true"
        got = repr(node.value) if isinstance(node, ScalarNode) else None
        _not_a(node, "true or false", problems, got)
        return None

    def schema(self) -> JsonSchema:
        return {"type": "boolean"}


class ListOf(Struct, frozen=True):
    """A list of one shape.

    Arguments:
        item: what each is.
        unique: whether equal texts stand once only.
        some: whether the list must have an item.
    """

    item: ValueReader
    unique: bool = True
    some: bool = False

    def read(self, node: Node, problems: list[Problem]) -> list[Any] | None:
        if not isinstance(node, SequenceNode):
            _not_a(node, "a list", problems)
            return None
        if self.some and not node.items:
            _not_a(node, "a list with at least one item", problems)
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
        made = {"type": "array", "items": self.item.schema(), "uniqueItems": self.unique}
        return {**made, "minItems": 1} if self.some else made


class MapOf(Struct, frozen=True):
    """A mapping whose keys are chosen by the author; not empty.

    Gives a dict from `Text`, which has the key's place, to the values that were read.
    """

    key: Pattern
    value: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> dict[Text, Any] | None:
        if not isinstance(node, MappingNode) or not node.entries:
            got = repr(node.value) if isinstance(node, ScalarNode) and node.value else None
            _not_a(node, "a table of names and values", problems, got)
            return None
        table: dict[Text, Any] = {}
        for key, child in node.entries.values():
            name = self.key.read(key, problems)
            value = self.value.read(child, problems)
            if name is not None:
                table[name] = value
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
    """A key of a record: what stands there, what it is for, and whether it must be there."""

    shape: ValueReader
    doc: str
    required: bool = False


class ParsedRecord(Struct):
    """What a record held: `values["key"]` (None if absent or faulty) and `marks["key"]`."""

    mark: Mark
    values: dict[str, Any] = field(default_factory=dict)
    marks: dict[str, Mark] = field(default_factory=dict)

    def __getitem__(self, key: str) -> Any:
        return self.values.get(key)

    def __contains__(self, key: str) -> bool:
        return key in self.marks


class Record(Struct, frozen=True):
    """A mapping with known keys.

    Arguments:
        fields: the keys.
        short: the key that a bare value stands for, if it may be written so.
    """

    fields: AnyMapping[str, Key]
    short: str = ""

    def read(self, node: Node, problems: list[Problem]) -> ParsedRecord | None:
        if self.short and isinstance(node, ScalarNode):
            value = self.fields[self.short].shape.read(node, problems)
            if value is None:
                return None
            return ParsedRecord(node.mark, {self.short: value}, {self.short: node.mark})
        if not isinstance(node, MappingNode):
            _not_a(node, f"a mapping with {self._keys()}", problems)
            return None
        read = ParsedRecord(node.mark)
        for name, (key, child) in node.entries.items():
            known = self.fields.get(name)
            if known is None:
                what = f"unknown key {name!r}"
                problems.append(Problem(key.mark, what, one_of(self.fields, name)))
                continue
            read.marks[name] = child.mark
            read.values[name] = known.shape.read(child, problems)
        for name, known in self.fields.items():
            if known.required and name not in node.entries:
                what = f"{name} is missing"
                problems.append(
                    Problem(
                        node.mark,
                        what,
                        f"add it: {known.doc[:1].lower()}{known.doc[1:].rstrip('.')}",
                    )
                )
        return read

    def schema(self) -> JsonSchema:
        properties = {
            name: {"description": known.doc, **known.shape.schema()}
            for name, known in self.fields.items()
        }
        made: JsonSchema = {
            "type": "object",
            "additionalProperties": False,
            "properties": properties,
        }
        if required := [name for name, known in self.fields.items() if known.required]:
            made["required"] = required
        if self.short:
            return {"anyOf": [self.fields[self.short].shape.schema(), made]}
        return made

    def _keys(self) -> str:
        required = [name for name, known in self.fields.items() if known.required]
        return ", ".join(required or self.fields)


class Anything(Struct, frozen=True):
    """Any YAML; the node itself is given. `doc` is for the schema."""

    def read(self, node: Node, problems: list[Problem]) -> Node | None:  # noqa: ARG002
        return None if isinstance(node, BrokenNode) else node

    def schema(self) -> JsonSchema:
        return {}


class Named(Struct, frozen=True):
    """A shape that stands within itself; `name` is its place among the schema's `$defs`."""

    name: str
    shape: Callable[[], ValueReader]

    def read(self, node: Node, problems: list[Problem]) -> Any:
        return self.shape().read(node, problems)

    def schema(self) -> JsonSchema:
        return {"$ref": f"#/$defs/{self.name}"}


class Either(Struct, frozen=True):
    """`scalar` for a single value, `other` for a list or mapping."""

    scalar: ValueReader
    other: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> Any:
        shape = self.scalar if isinstance(node, ScalarNode) else self.other
        return shape.read(node, problems)

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.scalar.schema(), self.other.schema()]}


def _not_a(node: Node, wanted: str, problems: list[Problem], got: str | None = None) -> None:
    """Report that something else was wanted here, unless the node is reported already."""
    if isinstance(node, BrokenNode):
        return
    if got is None or not isinstance(node, ScalarNode):
        names = {ScalarNode: "a single value", SequenceNode: "a list", MappingNode: "a mapping"}
        got = names[type(node)]
        if isinstance(node, (SequenceNode, MappingNode)) and not (
            node.items if isinstance(node, SequenceNode) else node.entries
        ):
            got = "nothing"
        if isinstance(node, ScalarNode) and node.plain and not node.value:
            got = "nothing"
    problems.append(Problem(node.mark, f"{got} stands here", f"write {wanted}"))
