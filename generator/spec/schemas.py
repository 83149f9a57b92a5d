"""What the spec says of values → `Schema`; every fault of it, and of its examples, with its place.

The keywords are those of JSON Schema 2020-12, as OpenAPI 3.1 uses them.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from generator.errors import Mark, Problem, one_of
from generator.model.budget import MAX_VALUES, Budget
from generator.model.schema import SCALARS, Field, Schema, Type, article, limit_fault
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, read_number
from generator.patterns.expressions import PatternError, Steps, TooManyStepsError, compiled
from generator.sources.yaml_nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_schema import ParsedRecord

_NUMBERS = (Type.INTEGER, Type.NUMBER)
# Which types a keyword says something of.
_MEANT_FOR = {
    "enum": (Type.STRING, *_NUMBERS),
    "default": (*SCALARS, Type.ARRAY),
    "minimum": _NUMBERS,
    "maximum": _NUMBERS,
    "minLength": (Type.STRING,),
    "maxLength": (Type.STRING,),
    "pattern": (Type.STRING,),
    "minItems": (Type.ARRAY,),
    "maxItems": (Type.ARRAY,),
    "items": (Type.ARRAY,),
    "fields": (Type.OBJECT,),
}
# What one place may say besides the schema that it has in common with others.
_OWN = {"schema", "description", "required", "example", "secret", "in", "explode", "style",
        "mediaType"}  # fmt: skip

FAULT: Final = object()


class SchemaReader:
    """Reads what values are.

    Arguments:
        table: the spec's `schemas`, None where there are none.
        problems: gets every fault.
        budget: what may be spent on the spec.
    """

    def __init__(
        self, table: dict[Text, ParsedRecord | None] | None, problems: list[Problem], budget: Budget
    ) -> None:
        self.rows = {reveal(name): row for name, row in (table or {}).items()}
        self.names = list(table or {})
        self.problems = problems
        self.budget = budget
        self.used: set[str] = set()
        self._made: dict[str, Schema | None] = {}
        self._open: list[str] = []
        self._steps: dict[str, Steps] = {}

    def check_names(self) -> None:
        """Read what no place has used, and report it."""
        for name in self.names:
            if reveal(name) not in self.used:
                self._named(name)
                what = f"nothing has the schema {reveal(name)}"
                self._problem(name.mark, what, "name it where it belongs, or remove it")

    def read(self, row: ParsedRecord, usual: Type = Type.STRING) -> Schema | None:
        """Read what a place says of its value.

        Arguments:
            row: the keys that stand there.
            usual: the type of what says nothing of it.

        Returns:
            The schema; None if a fault leaves nothing to go on with.
        """
        made = self._referenced(row) if "schema" in row else self._described(row, usual)
        if made is None:
            return None
        if self.budget.rows(made) > MAX_VALUES:
            what = f"this holds more than {MAX_VALUES:,} fields, with all that its schemas name"
            self._problem(row.mark, what, "describe less of it")
            return None
        if row["secret"] is not None:
            made = replace(made, secret=row["secret"])
        if row["example"] is not None:
            example = self.value(row["example"], made)
            if example is not FAULT:
                made = replace(made, example=example)
        return made

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        self.problems.append(Problem(mark, what, todo))

    def _referenced(self, row: ParsedRecord) -> Schema | None:
        for key in row.marks:
            if key not in _OWN:
                what = f"the schema says already what {key} says"
                self._problem(row.marks[key], what, "remove one of the two")
        return None if row["schema"] is None else self._named(row["schema"])

    def _named(self, name: Text) -> Schema | None:
        id_ = reveal(name)
        self.used.add(id_)
        if id_ not in self.rows:
            self._problem(name.mark, f"there is no schema {id_}", one_of(self.rows, id_))
            return None
        if id_ in self._open:
            what = f"schema {id_} would hold itself"
            self._problem(name.mark, what, "describe it as type: object, without its fields")
            return None
        if id_ not in self._made:
            self._open.append(id_)
            row = self.rows[id_]
            made = None if row is None else self.read(row)
            is_own = row is not None and "schema" not in row and made is not None
            self._made[id_] = replace(made, name=id_) if made and is_own else made
            self._open.pop()
        return self._made[id_]

    def _type(self, row: ParsedRecord, usual: Type) -> Type | None:
        told = {"fields": Type.OBJECT, "items": Type.ARRAY}
        for key, type_ in told.items():
            if key in row and "type" not in row:
                return type_
        if "type" in row:
            return None if row["type"] is None else Type(reveal(row["type"]))
        return usual

    def _described(self, row: ParsedRecord, usual: Type) -> Schema | None:
        type_ = self._type(row, usual)
        if type_ is None:
            return None
        for key, types in _MEANT_FOR.items():
            if key in row and type_ not in types:
                what = f"{key} says nothing of {article(type_)}"
                self._problem(row.marks[key], what, f"remove it, or use type: {types[0]}")
        if type_ is Type.ARRAY and "items" not in row:
            self._problem(row.mark, "this array does not say what is in it", "add items:")
        items = self.read(row["items"]) if row["items"] is not None else None
        if (type_ is Type.ARRAY and items is None) or ("fields" in row and row["fields"] is None):
            return None
        if items is not None and items.type is Type.FILE:
            self._problem(row.marks["items"], "files can't be in an array", "describe one a field")
        made = Schema(
            type_,
            minimum=row["minimum"],
            maximum=row["maximum"],
            min_length=row["minLength"],
            max_length=row["maxLength"],
            pattern=self._pattern(row["pattern"]),
            min_items=row["minItems"],
            max_items=row["maxItems"],
            items=items,
            fields=tuple(self._fields(row["fields"] or {})),
        )
        self._in_order(row)
        made = replace(made, enum=self._enum(row["enum"], made))
        if row["default"] is not None:
            default = self.value(row["default"], made)
            made = made if default is FAULT else replace(made, default=default)
        return made

    def _fields(self, rows: dict[Text, ParsedRecord | None]) -> Iterator[Field]:
        for name, row in rows.items():
            schema = None if row is None else self.read(row)
            if row is None or schema is None:
                continue
            description = row["description"] or Text("")  # whose lack is told already
            media_type = None if row["mediaType"] is None else reveal(row["mediaType"])
            required = row["required"] is True
            yield Field(name, description, required, schema, media_type)

    def _in_order(self, row: ParsedRecord) -> None:
        for least, most in (
            ("minimum", "maximum"),
            ("minLength", "maxLength"),
            ("minItems", "maxItems"),
        ):
            if row[least] is not None and row[most] is not None and row[least] > row[most]:
                what = f"{least} is more than {most}"
                self._problem(row.marks[least], what, "correct one of them")

    def _pattern(self, pattern: Text | None) -> Text | None:
        if pattern is None:
            return None
        try:
            compiled(reveal(pattern))
        except PatternError as error:
            self._problem(pattern.mark, str(error), error.todo)
            return None
        return pattern

    def _enum(self, node: Node | None, schema: Schema) -> tuple[Value, ...]:
        if node is None or isinstance(node, BrokenNode):
            return ()
        if not isinstance(node, SequenceNode) or not node.items:
            self._problem(node.mark, "enum is a list of values", "write one with at least one")
            return ()
        found: dict[Value, None] = {}
        for item in node.items:
            value = self.value(item, schema)
            if value in found:
                self._problem(item.mark, f"{_shown(item)} stands twice", "remove one of them")
            elif value is not FAULT:
                found[value] = None
        return tuple(found)

    def value(self, node: Node, schema: Schema) -> Any:
        """Read a value that a schema describes, and hold it to that.

        Returns:
            The value; FAULT behind a problem.
        """
        value = self._value(node, schema)
        if value is FAULT:
            return value
        steps = self._steps.setdefault(reveal(schema.pattern or ""), Steps())
        try:
            fault = limit_fault(value, schema, steps)
        except TooManyStepsError:
            assert schema.pattern is not None
            what = "to match examples against this regular expression takes too long"
            self._problem(schema.pattern.mark, what, "make it simpler")
            return FAULT
        if fault:
            self._problem(node.mark, *fault)
        return FAULT if fault else value

    def _value(self, node: Node, schema: Schema) -> Any:
        type_ = schema.type
        if isinstance(node, BrokenNode):
            return FAULT
        if type_ is Type.ANY:
            return _anything(node)
        if type_ is Type.OBJECT and isinstance(node, MappingNode):
            return self._object(node, schema) if schema.fields else _anything(node)
        if type_ is Type.ARRAY and isinstance(node, SequenceNode) and schema.items is not None:
            values = [self.value(item, schema.items) for item in node.items]
            return FAULT if any(value is FAULT for value in values) else tuple(values)
        if isinstance(node, ScalarNode):
            if type_ in (Type.STRING, Type.FILE):
                if not (node.plain and node.value in ("", "~", "null")):
                    return Text(node.value, node.mark)
            elif type_ is Type.BOOLEAN and node.value in ("true", "false"):
                return node.value == "true"
            elif type_ in _NUMBERS:
                read = read_number(node.value)
                if read is not None and (type_ is Type.NUMBER or isinstance(read, int)):
                    return read
        if isinstance(node, ScalarNode) and node.plain and node.value in ("", "~", "null"):
            word = f'write it, or "{node.value}" in quotes'
            todo = word if node.value and type_ is Type.STRING else "write it after the colon"
            self._problem(node.mark, "a value is missing", todo)
            return FAULT
        self._problem(node.mark, f"{_shown(node)} is not {article(type_)}", f"write {_HOW[type_]}")
        return FAULT

    def _object(self, node: MappingNode, schema: Schema) -> Any:
        known = {reveal(field.name): field for field in schema.fields}
        members: list[tuple[Text, Value]] = []
        is_whole = True
        for name, (key, child) in node.entries.items():
            if name not in known:
                what = f"there is no field {name}"
                self._problem(key.mark, what, one_of(known, name))
                is_whole = False
                continue
            value = self.value(child, known[name].schema)
            is_whole = is_whole and value is not FAULT
            members.append((known[name].name, value))
        for name, field in known.items():
            if field.required and name not in node.entries:
                what = f"this lacks {name}, which is required"
                self._problem(node.mark, what, "add it")
                is_whole = False
        return Object(tuple(members)) if is_whole else FAULT


_HOW = {
    Type.STRING: "text",
    Type.INTEGER: "a whole number of at most 15 digits",
    Type.NUMBER: "a number",
    Type.BOOLEAN: "true or false",
    Type.ARRAY: "a list",
    Type.OBJECT: "a mapping of names and values",
    Type.FILE: "the name of a file",
    Type.ANY: "a value",
}


def _shown(node: Node) -> str:
    if isinstance(node, ScalarNode):
        return repr(node.value) if node.value else "nothing"
    return "a list" if isinstance(node, SequenceNode) else "a mapping"


def _anything(node: Node) -> Any:
    """Read a value that nothing describes as YAML 1.2's core schema reads JSON."""
    if isinstance(node, MappingNode):
        members = [(Text(k.value, k.mark), _anything(v)) for k, v in node.entries.values()]
        return FAULT if any(v is FAULT for _, v in members) else Object(tuple(members))
    if isinstance(node, SequenceNode):
        items = tuple(map(_anything, node.items))
        return FAULT if any(item is FAULT for item in items) else items
    if isinstance(node, BrokenNode):
        return FAULT
    if node.plain and node.value in ("true", "false", "null", "~", ""):
        return {"true": True, "false": False}.get(node.value)
    read = read_number(node.value) if node.plain else None
    return Text(node.value, node.mark) if read is None else read
