"""Types of a client's values: scalars, arrays, and a class for each object that has fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, ResponseHeader
from generator.model.naming import in_case
from generator.model.schema import LIMITS, Schema, Type
from generator.model.structs import Struct, field
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, read_number, scalar_text


class ClientType(Struct, frozen=True, eq=False):
    """The type of a value in a client.

    Attributes:
        schema: the schema of the value.
        item: the type of the items of an array; None for other types.
        record: the class of an object that has fields; None for other types.
        choices: the named list of values that the value must be in; None if there is none.
    """

    schema: Schema
    item: ClientType | None = None
    record: ClassType | None = None
    choices: Choices | None = None

    @property
    def type(self) -> str:
        """Name of the type in the spec."""
        return self.schema.type.value

    @property
    def is_open(self) -> bool:
        """Whether it is an object that may have any fields."""
        return self.schema.type is Type.OBJECT and self.record is None

    @property
    def has_records(self) -> bool:
        """Whether its values contain objects of a class."""
        return self.record is not None or (self.item is not None and self.item.has_records)

    @property
    def is_literal(self) -> bool:
        """Whether it is one of a list of values that has no name."""
        return bool(self.schema.enum) and self.choices is None and self.type != Type.NUMBER

    @property
    def words(self) -> frozenset[str]:
        """Features that code for it needs: `literal`, `array`, `open`, `class`, `file`, `any`."""
        flags = {
            "literal": self.is_literal,
            "array": self.item is not None,
            "open": self.is_open,
            "class": self.record is not None or self.choices is not None,
            "file": self.schema.type is Type.FILE,
            "any": self.schema.type is Type.ANY,
        }
        within = self.item.words if self.item is not None else frozenset[str]()
        return within | {word for word, is_set in flags.items() if is_set}

    @property
    def result_words(self) -> frozenset[str]:
        """Features that code for it as a result needs: `class`, `any`, or those of its items."""
        if self.item is not None:
            return self.item.words
        is_any = self.is_open or self.schema.type is Type.ANY
        return frozenset(["class"] if self.record else ["any"] if is_any else [])


class Member(Struct, frozen=True, eq=False):
    """A field of a class, with its type in `shape`."""

    name: Text
    description: Text
    required: bool
    shape: ClientType

    @property
    def limits(self) -> Text | None:
        """The limits of its values in words, None if there are none."""
        return format_limits(self.shape.schema)


class ClassType(Struct, frozen=True, eq=False):
    """A class for an object with fields."""

    title: Text
    members: list[Member] = field(default_factory=list)

    @property
    def heading(self) -> Text:
        """The title as a sentence, with a capital and a full stop."""
        text = reveal(self.title)
        return Text(f"{text[0].upper()}{text[1:]}.")


class Choices(Struct, frozen=True, eq=False):
    """A named list of values (`enum` of a schema that has a name)."""

    title: Text
    schema: Schema


class ResponseClass(Struct, frozen=True, eq=False):
    """A class for the result of an operation whose answers have documented headers.

    `content` is the type of the body, None if the body is empty.
    """

    title: Text
    operation: Operation
    headers: tuple[ResponseHeader, ...]
    content: ClientType | None


class Example(Struct, frozen=True, eq=False):
    """An example value with its type, so that templates can write it as source code.

    Attributes:
        shape: the type.
        value: the value.
        members: the fields with their examples if it is an object of a class.
        items: the examples of the items if it is an array.
    """

    shape: ClientType
    value: Value
    members: tuple[tuple[Member, Example], ...] = ()
    items: tuple[Example, ...] = ()


class ClassTypes:
    """All classes of a client, and the types of parameters, bodies and results.

    Arguments:
        api: the API.

    Attributes:
        records: classes of objects, in the order in which operations use them.
        choices: named lists of values.
        outcomes: classes of results with headers, by operation.
    """

    def __init__(self, api: Api) -> None:
        self.records: list[ClassType] = []
        self.choices: list[Choices] = []
        self.outcomes: dict[Operation, ResponseClass] = {}
        self._named: dict[str, ClassType | Choices] = {}
        self._results: dict[Operation, ClientType] = {}
        self._bodies: dict[Operation, ClientType] = {}
        self._parameters: dict[Operation, tuple[ClientType, ...]] = {}
        for operation in api.operations:
            self._read(operation)

    def _read(self, operation: Operation) -> None:
        """Make the types of an operation."""
        parameters = tuple(self._shape(p.schema, reveal(p.name)) for p in operation.parameters)
        self._parameters[operation] = parameters
        body, result = operation.body, result_schema(operation)
        if body is not None and has_field_arguments(operation):
            fields = (
                self._member_shape(f.schema, operation.id, f.name) for f in body.schema.fields
            )
            self._bodies[operation] = ClientType(
                body.schema, record=_make_argument_class(body.schema, fields)
            )
        elif body is not None:
            self._bodies[operation] = self._shape(body.schema, f"{operation.id} body")
        if result is not None:
            self._results[operation] = self._shape(result, f"{operation.id} result")
        headers = success_headers(operation)
        if headers:
            title = _make_title(f"{operation.id} {'answer' if result is not None else 'result'}")
            content = self._results.get(operation)
            self.outcomes[operation] = ResponseClass(title, operation, headers, content)

    def parameters(self, operation: Operation) -> tuple[ClientType, ...]:
        """Return the types of the parameters of an operation, in their order."""
        return self._parameters[operation]

    def body(self, operation: Operation) -> ClientType | None:
        """Return the type of the body of an operation, None if it has no body."""
        return self._bodies.get(operation)

    def result(self, operation: Operation) -> ClientType | None:
        """Return the type of the result of an operation, None if answers are empty."""
        return self._results.get(operation)

    @property
    def named(self) -> list[ClassType | Choices | ResponseClass]:
        """Everything that becomes a named class of the client."""
        return [*self.records, *self.choices, *self.outcomes.values()]

    @property
    def members(self) -> list[Member]:
        """Fields of all classes."""
        return [member for record in self.records for member in record.members]

    def _shape(self, schema: Schema, path: str) -> ClientType:
        """Make the type of a schema; `path` names its class if the schema has no name."""
        if schema.type is Type.ARRAY and schema.items is not None:
            item = f"{path} item" if schema.name is None else f"{schema.name} item"
            return ClientType(schema, item=self._shape(schema.items, item))
        if schema.type is Type.OBJECT and schema.fields:
            return ClientType(schema, record=self._record(schema, path))
        if schema.enum and schema.name is not None and schema.type is not Type.NUMBER:
            named = self._named.get(schema.name)
            if not isinstance(named, Choices):
                named = self._named[schema.name] = Choices(_make_title(schema.name), schema)
                self.choices.append(named)
            return ClientType(schema, choices=named)
        return ClientType(schema)

    def _record(self, schema: Schema, path: str) -> ClassType:
        """Return the class of an object, and make it if it is new."""
        existing = self._named.get(schema.name) if schema.name is not None else None
        if isinstance(existing, ClassType):
            return existing
        record = ClassType(_make_title(schema.name or path))
        if schema.name is not None:
            self._named[schema.name] = record
        self.records.append(record)
        for field_ in schema.fields:
            shape = self._member_shape(field_.schema, schema.name or path, field_.name)
            record.members.append(Member(field_.name, field_.description, field_.required, shape))
        return record

    def _member_shape(self, schema: Schema, path: str, name: Text) -> ClientType:
        """Make the type of a field."""
        return self._shape(schema, f"{path} {reveal(name)}")

    def is_camel(self, names: Mapping[Member, str]) -> bool:
        """Say whether field names of several words are mostly in camel case in the API.

        Arguments:
            names: identifiers by field.
        """
        pairs = [(names[member], reveal(member.name)) for member in self.members]
        return sum(n == usual_field_name(i) for i, n in pairs) > sum(n == i for i, n in pairs)


def result_schema(operation: Operation) -> Schema | None:
    """Return the schema of an operation's result; None if answers are empty, as for HEAD."""
    result = operation.result
    return None if result is None or operation.method == "HEAD" else result.schema


def success_headers(operation: Operation) -> tuple[ResponseHeader, ...]:
    """Return the documented headers of successful answers, each name once."""
    headers: dict[str, ResponseHeader] = {}
    for response in operation.responses:
        for header in response.headers if response.status < 300 else ():
            headers.setdefault(reveal(header.name).casefold(), header)
    return tuple(headers.values())


def has_field_arguments(operation: Operation) -> bool:
    """Say whether each field of an operation's body is an argument of the call."""
    body = operation.body
    return body is not None and bool(body.schema.fields) and body.kind is not ContentKind.FILE


def _make_argument_class(schema: Schema, shapes: Iterable[ClientType]) -> ClassType:
    """Make a class for the fields of a body that are arguments; the client does not contain it."""
    pairs = zip(schema.fields, shapes, strict=True)
    members = [Member(f.name, f.description, f.required, shape) for f, shape in pairs]
    return ClassType(Text(""), members)


def _make_title(path: str) -> Text:
    """Write the words of a name with spaces between them, as the title of a class."""
    return Text(in_case(path, "snake").replace("_", " ") or "value")


def make_example(shape: ClientType, value: Value) -> Example:
    """Convert an example value to the type that it should have.

    Arguments:
        shape: the type.
        value: the value; it may be a text for a number or truth value, and a text with commas for
            an array.
    """
    schema = shape.schema
    if isinstance(value, Object) and shape.record is not None:
        values = {reveal(name): member for name, member in value.members}
        rows = tuple(
            (m, make_example(m.shape, values[reveal(m.name)]))
            for m in shape.record.members
            if reveal(m.name) in values
        )
        return Example(shape, value, members=rows)
    if shape.item is not None:
        if isinstance(value, Text):
            value = tuple(map(Text, reveal(value).split(",")))
        items = value if isinstance(value, tuple) else (value,)
        return Example(shape, items, items=tuple(make_example(shape.item, item) for item in items))
    if isinstance(value, Text) and schema.type in (Type.INTEGER, Type.NUMBER):
        number_value = read_number(reveal(value))
        value = value if number_value is None else number_value
    elif isinstance(value, Text) and schema.type is Type.BOOLEAN:
        value = {"true": True, "false": False}.get(reveal(value), value)
    elif schema.type in (Type.STRING, Type.FILE) and isinstance(value, (bool, int, float)):
        value = Text(scalar_text(value))
    return Example(shape, value)


def format_limits(schema: Schema) -> Text | None:
    """Describe the limits and the default value of a schema, None if it has none."""
    phrases: list[str] = []
    for limits in LIMITS:
        phrases += _format_range(*limits.of(schema), f" {limits.unit}s" if limits.unit else "")
    if schema.pattern is not None:
        phrases.append(f"matching {reveal(schema.pattern)}")
    text = "; ".join(phrases)
    text = f"{text[:1].upper()}{text[1:]}"
    if schema.default is not None:
        items = schema.default if isinstance(schema.default, tuple) else (schema.default,)
        default = ", ".join(map(scalar_text, items)) or "none"
        text = f"{text}; {default} if not given" if text else f"If not given, {default}"
    return Text(f"{text}.") if text else None


def _format_range(least: float | None, most: float | None, unit: str) -> list[str]:
    """Describe a range of numbers; return an empty list if it has no bounds."""
    if least is None and most is None:
        return []
    if least is None or most is None:
        bound = "at most" if least is None else "at least"
        count = most if least is None else least
        return [f"{bound} {count}{unit.removesuffix('s') if count == 1 else unit}"]
    return [f"{least}{unit}" if least == most else f"{least} to {most}{unit}"]


def usual_field_name(identifier: str) -> str:
    """Write an identifier in snake case in camel case, as many APIs name their fields."""
    first, *rest = identifier.split("_")
    return first + "".join(word.capitalize() for word in rest)
