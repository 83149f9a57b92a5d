"""Read the schemas of a spec and their examples, and report each problem with its position.

The keywords are those of JSON Schema 2020-12, as OpenAPI 3.1 uses them.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final

from generator.errors import Mark, Problem, one_of, shortened
from generator.model import schema as model
from generator.model.budget import MAX_VALUES, Budget
from generator.model.formats import FORMATS, applies_to, format_fault, is_own_format
from generator.model.schema import LIMITS, SCALARS, Field, Schema, Type, article, limit_fault
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, read_number
from generator.patterns.expressions import PatternError, Steps, TooManyStepsError, compile_pattern
from generator.sources.yaml_nodes import BrokenNode, MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_nodes import missing_value as missing
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.records.values import (
    EXPECTED_FORM,
    FAULT,
    format_node,
    is_null_node,
    or_stand_in,
    read_any,
)

_NUMBERS = (Type.INTEGER, Type.NUMBER)
# The types that each keyword applies to.
_KEYWORD_TYPES = {
    "enum": (Type.STRING, *_NUMBERS, Type.ANY),
    "default": (*SCALARS, Type.ARRAY),
    **{keyword: limits.types for limits in LIMITS for keyword, _ in limits.keywords},
    "pattern": (Type.STRING,),
    "format": (Type.STRING, *_NUMBERS, Type.FILE),
    "items": (Type.ARRAY,),
    "fields": (Type.OBJECT,),
    "prefixItems": (Type.ARRAY,),
    "values": (Type.OBJECT,),
    "inside": (Type.OBJECT,),
}
# The keys that may stand beside `schema`; all others would repeat or contradict that schema.
_BESIDE_SCHEMA = {"schema", "description", "required", "send", "example", "nullable", "secret",
                  "in", "explode", "style", "mediaType", "deprecated"}  # fmt: skip

# The schema of a field that has a problem. It fits every value, so that each use of the field is
# not a problem of its own.
UNREADABLE: Final = Schema(example=Text("unreadable"))


def read_send(row: ParsedRecord, required: bool, problems: list[Problem]) -> bool:
    """Read whether samples send an optional parameter or field; report `send` of a required one."""
    if required and row["send"] is not None:
        what = "samples always send what is required"
        problems.append(Problem(row.marks["send"], what, "remove send:"))
    return row["send"] is True and not required


class SchemaReader:
    """Reads the schemas of one spec, and the values that they describe.

    A row is the keys that describe one value.

    Arguments:
        table: the rows of the spec's reusable schemas by name; None if the spec has none.
        problems: the list to which every problem is added. A warning in it stops nothing.
        budget: limits the work that this spec may cause.
    """

    def __init__(
        self, table: dict[Text, ParsedRecord | None] | None, problems: list[Problem], budget: Budget
    ) -> None:
        self.rows = {reveal(name): row for name, row in (table or {}).items()}
        self.names = list(table or {})
        self.problems = problems
        self.budget = budget
        self.used: set[str] = set()
        self._schemas: dict[str, Schema | None] = {}
        self._in_progress: list[str] = []
        self._steps: dict[str, Steps] = {}

    def unused_names(self) -> list[Text]:
        """Return the name of each reusable schema that nothing uses, and report its problems."""
        names = [name for name in self.names if reveal(name) not in self.used]
        for name in names:
            self._named(name)
        return [name for name in names if self.rows[reveal(name)] is not None]

    def read(self, row: ParsedRecord, default_type: Type = Type.STRING) -> Schema | None:
        """Read the schema of one value.

        Arguments:
            row: the keys that describe the value.
            default_type: the type if neither `type` nor another key says it.

        Returns:
            The schema. None if a problem makes it unusable.
        """
        schema = self._referenced(row) if "schema" in row else self._described(row, default_type)
        if schema is None:
            return None
        if self.budget.rows(schema) > MAX_VALUES:
            what = f"this holds more than {MAX_VALUES:,} fields, with all that its schemas name"
            self._problem(row.mark, what, "describe less of it")
            return None
        if row["secret"] is not None:
            schema = replace(schema, secret=row["secret"])
        if row["nullable"] is not None:
            if row["nullable"] and "in" in row:
                what = "null has no place in a URL or a header"
                self._problem(row.marks["nullable"], what, "remove nullable")
            schema = replace(schema, nullable=row["nullable"])
        node = row["example"]
        if node is not None and is_null_node(node) and "in" not in row:  # a parameter has no null
            schema = replace(schema, example=None, is_null=True)
        elif "example" in row:
            example = FAULT if node is None else self.read_value(node, schema)
            schema = replace(schema, example=or_stand_in(example, schema))
        return schema

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark, what, todo))

    def _referenced(self, row: ParsedRecord) -> Schema | None:
        """Return the schema that `schema` names, and report keys that don't go with it."""
        for key in row.marks:
            if key not in _BESIDE_SCHEMA:
                what = f"{key} is in the schema already"
                self._problem(row.marks[key], what, "remove one of the two")
        return None if row["schema"] is None else self._named(row["schema"])

    def _named(self, name: Text) -> Schema | None:
        """Return the schema of a name; it is read once."""
        id_ = reveal(name)
        self.used.add(id_)
        if id_ not in self.rows:
            self._problem(name.mark, f"there is no schema {id_}", one_of(self.rows, id_))
            return None
        if id_ in self._in_progress:
            what = f"schema {id_} contains itself"
            self._problem(name.mark, what, "describe it as type: object, without its fields")
            return None
        if id_ not in self._schemas:
            self._in_progress.append(id_)
            row = self.rows[id_]
            schema = None if row is None else self.read(row)
            is_own = row is not None and "schema" not in row and schema is not None
            self._schemas[id_] = replace(schema, name=id_) if schema and is_own else schema
            self._in_progress.pop()
        return self._schemas[id_]

    def _type(self, row: ParsedRecord, default_type: Type) -> Type | None:
        """Return the type that a row says or implies; None if it has a problem."""
        implied = {"fields": Type.OBJECT, "items": Type.ARRAY}
        for key, type_ in implied.items():
            if key in row and "type" not in row:
                return type_
        if "type" in row:
            return None if row["type"] is None else Type(reveal(row["type"]))
        return default_type

    def _described(self, row: ParsedRecord, default_type: Type) -> Schema | None:
        """Return the schema that the keys of a row describe."""
        type_ = self._type(row, default_type)
        if type_ is None:
            return None
        for key, types in _KEYWORD_TYPES.items():
            if key in row and type_ not in types:
                what = f"{key} does not apply to {article(type_)}"
                self._problem(row.marks[key], what, f"remove it, or use type: {types[0]}")
        if type_ is Type.ARRAY and "items" not in row:
            self._problem(row.mark, "this array does not say what is in it", "add items:")
        items = self.read(row["items"]) if row["items"] is not None else None
        if (type_ is Type.ARRAY and items is None) or ("fields" in row and row["fields"] is None):
            return None
        if items is not None and items.type is Type.FILE and row["explode"] is not True:
            self._problem(row.marks["items"], "files can't be in an array", "add explode: true")
        schema = Schema(
            type_,
            **{name: row[keyword] for limits in LIMITS for keyword, name in limits.keywords},
            pattern=self._pattern(row["pattern"]),
            format=self._format(row["format"], type_),
            items=items,
            fields=tuple(self._fields(row["fields"] or {})),
            values=None if row["values"] is None else self.read(row["values"]),
            prefix=tuple(self._each(row["prefixItems"])),
            same_as=self._existing(row["inside"]),
            **self._alternatives(row),
        )
        self._in_order(row)
        enum = self._enum(row["enum"], schema)
        if FAULT in enum:
            schema = replace(schema, example=or_stand_in(FAULT, schema))
        else:
            schema = replace(schema, enum=enum)
        if row["default"] is not None:
            default = self.read_value(row["default"], schema)
            schema = replace(schema, default=or_stand_in(default, schema))
        name = self._existing(row["sameAs"])
        return schema if name is None else replace(schema, name=name)

    def _each(self, rows: Iterable[ParsedRecord | None] | None) -> Iterator[Schema]:
        """Read schemas. Those that have a problem are `UNREADABLE`."""
        for row in rows or ():
            schema = None if row is None else self.read(row)
            yield UNREADABLE if schema is None else schema

    def _existing(self, name: Text | None) -> str | None:
        """Return the name of another schema, which need not be read yet. Report an unknown name."""
        if name is not None and reveal(name) not in self.rows:
            what = f"there is no schema {reveal(name)}"
            self._problem(name.mark, what, one_of(self.rows, reveal(name)))
        return None if name is None else reveal(name)

    def _alternatives(self, row: ParsedRecord) -> dict[str, Any]:
        """Read the alternatives of a value, and the field that tells them apart."""
        rows = row["anyOf"] or {}
        if "discriminator" in row and "anyOf" not in row:
            what = "discriminator does not apply without anyOf"
            self._problem(row.marks["discriminator"], what, "remove it, or add anyOf:")
        kinds = tuple(map(model.Alternative, rows, self._each(rows.values())))
        return {"alternatives": kinds, "discriminator": row["discriminator"]}

    def _fields(self, rows: dict[Text, ParsedRecord | None]) -> Iterator[Field]:
        """Read the fields of an object. Those that have a problem are `UNREADABLE`."""
        for name, row in rows.items():
            schema = None if row is None else self.read(row)
            if row is None or schema is None:
                yield Field(name, Text(""), False, UNREADABLE)
                continue
            description = row["description"] or Text("", name.mark)
            media_type = None if row["mediaType"] is None else reveal(row["mediaType"])
            required, explode = row["required"] is True, row["explode"] is True
            if explode and schema.type is not Type.ARRAY:
                what = f"explode does not apply to {article(schema.type)}"
                self._problem(row.marks["explode"], what, "remove it, or use type: array")
            yield Field(
                name, description, required, schema, media_type, explode=explode,
                send=read_send(row, required, self.problems), deprecated=row["deprecated"] is True,
            )  # fmt: skip

    def _in_order(self, row: ParsedRecord) -> None:
        """Report a lower limit that is greater than the upper one."""
        for limits in LIMITS:
            least, most = row[limits.least], row[limits.most]
            if least is not None and most is not None and least > most:
                what = f"{limits.least} is more than {limits.most}"
                self._problem(row.marks[limits.least], what, "correct one of them")

    def _pattern(self, pattern: Text | None) -> Text | None:
        """Check a regular expression; None if it has a problem."""
        if pattern is None:
            return None
        try:
            compile_pattern(reveal(pattern))
        except PatternError as error:
            self._problem(pattern.mark, str(error), error.todo)
            return None
        return pattern

    def _format(self, name: Text | None, type_: Type) -> Text | None:
        """Check the name of a format; None if values of the type can't have it."""
        if name is None or type_ not in _KEYWORD_TYPES["format"]:
            return None
        word = reveal(name)
        if not applies_to(word, type_):
            what = f"format {word} does not apply to {article(type_)}"
            todo = f"remove it, or use type: {FORMATS[word].types[0]}"
            self._problem(name.mark, what, todo)
            return None
        if word not in FORMATS and not is_own_format(word):
            todo = f"a format of your own begins with x-; {one_of(FORMATS, word)}"
            what = f"gen does not know the format {shortened(word, 80)}"
            self.problems.append(Problem(name.mark, what, todo, is_warning=True))
        return name

    def _enum(self, node: Node | None, schema: Schema) -> tuple[Any, ...]:
        """Read the values of an enum. `FAULT` is in place of those that have a problem."""
        if node is None or isinstance(node, BrokenNode):
            return ()
        if not isinstance(node, SequenceNode) or not node.items:
            self._problem(node.mark, "enum is a list of values", "write one with at least one")
            return (FAULT,)
        values: dict[Any, None] = {}
        for item in node.items:
            value = self.read_value(item, schema)
            if value in values and value is not FAULT:
                self._problem(item.mark, f"{format_node(item)} stands twice", "remove one of them")
            values[value] = None
        return tuple(values)

    def read_value(self, node: Node, schema: Schema) -> Any:
        """Read an example or another value, and check it against its schema.

        Arguments:
            node: the value in the YAML file.
            schema: the schema that the value must fit.

        Returns:
            The value; `FAULT` if it has a problem, which is reported.
        """
        if is_null_node(node) and (schema.nullable or schema.is_null):
            return None
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
        if fault is None and schema.format is not None and isinstance(value, (Text, int, float)):
            plain_value = reveal(value) if isinstance(value, Text) else value
            fault = format_fault(reveal(schema.format), plain_value)
        if fault:
            self._problem(node.mark, *fault)
            return FAULT
        return value

    def _value(self, node: Node, schema: Schema) -> Any:
        """Read a value and check its type, but not its limits."""
        type_ = schema.type
        if schema is UNREADABLE:
            return schema.example
        if isinstance(node, BrokenNode):
            return FAULT
        if type_ is Type.ANY:
            return read_any(node)
        if type_ is Type.OBJECT and isinstance(node, MappingNode):
            return self._object(node, schema) if schema.fields else read_any(node)
        if type_ is Type.ARRAY and isinstance(node, SequenceNode) and schema.items is not None:
            values = [self.read_value(item, schema.items) for item in node.items]
            return FAULT if any(value is FAULT for value in values) else tuple(values)
        if isinstance(node, ScalarNode):
            if type_ in (Type.STRING, Type.FILE):
                if not (node.plain and node.value in ("", "~", "null")):
                    return Text(node.value, node.mark)
            elif type_ is Type.BOOLEAN and node.value in ("true", "false"):
                return node.value == "true"
            elif type_ in _NUMBERS:
                parsed = read_number(node.value)
                if parsed is not None and (type_ is Type.NUMBER or isinstance(parsed, int)):
                    return parsed
        if isinstance(node, ScalarNode) and node.plain and node.value in ("", "~", "null"):
            self.problems.append(missing(node, type_ is Type.STRING))
            return FAULT
        self._problem(
            node.mark,
            f"{format_node(node)} is not {article(type_)}",
            f"write {EXPECTED_FORM[type_]}",
        )
        return FAULT

    def _object(self, node: MappingNode, schema: Schema) -> Any:
        """Read an object whose fields are described."""
        fields = {reveal(field.name): field for field in schema.fields}
        members: list[tuple[Text, Value]] = []
        is_whole = True
        for name, (key, child) in node.entries.items():
            if name not in fields:
                what = f"there is no field {name}"
                self._problem(key.mark, what, one_of(fields, name))
                is_whole = False
                continue
            value = self.read_value(child, fields[name].schema)
            is_whole = is_whole and value is not FAULT
            members.append((fields[name].name, value))
        for name, field in fields.items():
            if field.required and name not in node.entries:
                what = f"this lacks {name}, which is required"
                self._problem(node.mark, what, "add it")
                is_whole = False
        return Object(tuple(members)) if is_whole else FAULT
