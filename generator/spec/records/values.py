"""Values that a spec writes without a schema, and what stands for values that have a problem."""

from __future__ import annotations

from typing import Any, Final

from generator.model.schema import Schema, Type
from generator.model.text import Text
from generator.model.values import Object, Value, read_number
from generator.sources.yaml_nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode

# What `read_value` returns in place of a value that has a problem; None is a valid value.
FAULT: Final = object()
# Examples in place of those that have a problem, so that these are not reported as missing, too.
_STAND_INS: Final[dict[Type, Value]] = {
    Type.INTEGER: 0,
    Type.NUMBER: 0,
    Type.BOOLEAN: False,
    Type.ARRAY: (),
    Type.OBJECT: Object(()),
}


def or_stand_in(value: Any, schema: Schema) -> Value:
    """Return a value, or if it has a problem, any value of the schema's type in its place."""
    found: Value = _STAND_INS.get(schema.type, Text("-")) if value is FAULT else value
    return found


EXPECTED_FORM = {
    Type.STRING: "text",
    Type.INTEGER: "a whole number",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "true or false",
    Type.ARRAY: "a list",
    Type.OBJECT: "a mapping of names and values",
    Type.FILE: "the name of a file",
    Type.ANY: "a value",
}


def format_node(node: Node) -> str:
    """Describe a YAML node for messages."""
    if isinstance(node, ScalarNode):
        return repr(node.value) if node.value else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def is_null_node(node: Node) -> bool:
    """Say whether a YAML node is the word `null`, without quotes."""
    return isinstance(node, ScalarNode) and node.plain and node.value == "null"


def read_any(node: Node) -> Any:
    """Read a value without a schema, as the core schema of YAML 1.2 reads JSON."""
    if isinstance(node, MappingNode):
        members = [(Text(k.value, k.mark), read_any(v)) for k, v in node.entries.values()]
        return FAULT if any(v is FAULT for _, v in members) else Object(tuple(members))
    if isinstance(node, SequenceNode):
        items = tuple(map(read_any, node.items))
        return FAULT if any(item is FAULT for item in items) else items
    if isinstance(node, BrokenNode):
        return FAULT
    if node.plain and node.value in ("true", "false", "null", "~", ""):
        return {"true": True, "false": False}.get(node.value)
    parsed = read_number(node.value) if node.plain else None
    return Text(node.value, node.mark) if parsed is None else parsed
