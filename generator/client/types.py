"""What values are in a client: scalars, arrays, and a class for each object that has fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, ResponseHeader
from generator.model.naming import in_case
from generator.model.schema import Schema, Type
from generator.model.structs import Struct, field
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, read_number, scalar_text


class ClientType(Struct, frozen=True, eq=False):
    """What a value is: its schema, and what that has of classes and lists of choices.

    Attributes:
        schema: what the spec says of it.
        item: what stands in an array.
        record: the class of an object that has fields.
        choices: the list of choices that it is one of, if that has a name.
    """

    schema: Schema
    item: ClientType | None = None
    record: ClassType | None = None
    choices: Choices | None = None

    @property
    def type(self) -> str:
        """The type of it, as the spec names it."""
        return self.schema.type.value

    @property
    def is_open(self) -> bool:
        """Whether it is an object that may have any field."""
        return self.schema.type is Type.OBJECT and self.record is None

    @property
    def has_records(self) -> bool:
        """Whether a value of it holds objects of classes."""
        return self.record is not None or (self.item is not None and self.item.has_records)

    @property
    def is_literal(self) -> bool:
        """Whether it is one of a few values, in a list that has no name."""
        return bool(self.schema.enum) and self.choices is None and self.type != Type.NUMBER

    @property
    def words(self) -> frozenset[str]:
        """What a client has to know: `literal`, `array`, `open`, `class`, `file`, `any`."""
        found = {
            "literal": self.is_literal,
            "array": self.item is not None,
            "open": self.is_open,
            "class": self.record is not None or self.choices is not None,
            "file": self.schema.type is Type.FILE,
            "any": self.schema.type is Type.ANY,
        }
        within = self.item.words if self.item is not None else frozenset[str]()
        return within | {word for word, is_so in found.items() if is_so}

    @property
    def result_words(self) -> frozenset[str]:
        """What a client has to know to tell of it as a result: `words`, or `any` for `open`."""
        if self.item is not None:
            return self.item.words
        is_any = self.is_open or self.schema.type is Type.ANY
        return frozenset(["class"] if self.record else ["any"] if is_any else [])


class Member(Struct, frozen=True, eq=False):
    """A field of a class."""

    name: Text
    description: Text
    required: bool
    shape: ClientType

    @property
    def limits(self) -> Text | None:
        """What the spec says of its values, None if nothing."""
        return format_limits(self.shape.schema)


class ClassType(Struct, frozen=True, eq=False):
    """A class with the fields of an object."""

    title: Text
    members: list[Member] = field(default_factory=list)

    @property
    def heading(self) -> Text:
        """What it is, as a sentence."""
        text = reveal(self.title)
        return Text(f"{text[0].upper()}{text[1:]}.")


class Choices(Struct, frozen=True, eq=False):
    """A list of values that has a name."""

    title: Text
    schema: Schema


class ResponseClass(Struct, frozen=True, eq=False):
    """A class of what an operation answers where headers tell something: they, and the content."""

    title: Text
    operation: Operation
    headers: tuple[ResponseHeader, ...]
    content: ClientType | None


class Example(Struct, frozen=True, eq=False):
    """A value as source code of a client has it: of a class, of a list, or as it is."""

    shape: ClientType
    value: Value
    members: tuple[tuple[Member, Example], ...] = ()
    items: tuple[Example, ...] = ()


class ClassTypes:
    """All classes of a client, and what each value of the API is with them.

    Arguments:
        api: the API.

    Attributes:
        records: the classes of objects, in the order in which operations have them.
        choices: the lists of choices that have a name.
        outcomes: the classes of answers with headers, by operation.
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
        """Give what the parameters of an operation are, in their order."""
        return self._parameters[operation]

    def body(self, operation: Operation) -> ClientType | None:
        """Give what the body of an operation is, None if it has none."""
        return self._bodies.get(operation)

    def result(self, operation: Operation) -> ClientType | None:
        """Give what an operation answers, None if that is empty."""
        return self._results.get(operation)

    @property
    def named(self) -> list[ClassType | Choices | ResponseClass]:
        """All that has a name of its own in a client."""
        return [*self.records, *self.choices, *self.outcomes.values()]

    @property
    def members(self) -> list[Member]:
        """The fields of all classes."""
        return [member for record in self.records for member in record.members]

    def _shape(self, schema: Schema, path: str) -> ClientType:
        if schema.type is Type.ARRAY and schema.items is not None:
            item = f"{path} item" if schema.name is None else f"{schema.name} item"
            return ClientType(schema, item=self._shape(schema.items, item))
        if schema.type is Type.OBJECT and schema.fields:
            return ClientType(schema, record=self._record(schema, path))
        if schema.enum and schema.name is not None and schema.type is not Type.NUMBER:
            known = self._named.get(schema.name)
            if not isinstance(known, Choices):
                known = self._named[schema.name] = Choices(_make_title(schema.name), schema)
                self.choices.append(known)
            return ClientType(schema, choices=known)
        return ClientType(schema)

    def _record(self, schema: Schema, path: str) -> ClassType:
        known = self._named.get(schema.name) if schema.name is not None else None
        if isinstance(known, ClassType):
            return known
        made = ClassType(_make_title(schema.name or path))
        if schema.name is not None:
            self._named[schema.name] = made
        self.records.append(made)
        for each in schema.fields:
            shape = self._member_shape(each.schema, schema.name or path, each.name)
            made.members.append(Member(each.name, each.description, each.required, shape))
        return made

    def _member_shape(self, schema: Schema, path: str, name: Text) -> ClientType:
        return self._shape(schema, f"{path} {reveal(name)}")

    def is_camel(self, names: Mapping[Member, str]) -> bool:
        """Say whether most field names of several words follow `usual_field_name`."""
        pairs = [(names[member], reveal(member.name)) for member in self.members]
        return sum(n == usual_field_name(i) for i, n in pairs) > sum(n == i for i, n in pairs)


def result_schema(operation: Operation) -> Schema | None:
    """Give what an operation answers, None if that is empty, as all answers to HEAD are."""
    result = operation.result
    return None if result is None or operation.method == "HEAD" else result.schema


def success_headers(operation: Operation) -> tuple[ResponseHeader, ...]:
    """Give the headers that answers of success tell something with, each name once."""
    found: dict[str, ResponseHeader] = {}
    for response in operation.responses:
        for header in response.headers if response.status < 300 else ():
            found.setdefault(reveal(header.name).casefold(), header)
    return tuple(found.values())


def has_field_arguments(operation: Operation) -> bool:
    """Say whether the fields of an operation's body are arguments of a call, each on its own."""
    body = operation.body
    return body is not None and bool(body.schema.fields) and body.kind is not ContentKind.FILE


def _make_argument_class(schema: Schema, shapes: Iterable[ClientType]) -> ClassType:
    """Make the class of a body that is none, since its fields are arguments."""
    pairs = zip(schema.fields, shapes, strict=True)
    members = [Member(f.name, f.description, f.required, shape) for f, shape in pairs]
    return ClassType(Text(""), members)


def _make_title(path: str) -> Text:
    """Write what a name consists of as words, which also make the name of a class."""
    return Text(in_case(path, "snake").replace("_", " ") or "value")


def make_example(shape: ClientType, value: Value) -> Example:
    """Make the value of an example, with the types that its shape says.

    Arguments:
        shape: what the value is.
        value: the value; a text may stand for a number, and one with commas for an array.
    """
    schema = shape.schema
    if isinstance(value, Object) and shape.record is not None:
        known = {reveal(name): member for name, member in value.members}
        rows = tuple(
            (m, make_example(m.shape, known[reveal(m.name)]))
            for m in shape.record.members
            if reveal(m.name) in known
        )
        return Example(shape, value, members=rows)
    if shape.item is not None:
        if isinstance(value, Text):
            value = tuple(map(Text, reveal(value).split(",")))
        items = value if isinstance(value, tuple) else (value,)
        return Example(shape, items, items=tuple(make_example(shape.item, item) for item in items))
    if isinstance(value, Text) and schema.type in (Type.INTEGER, Type.NUMBER):
        read = read_number(reveal(value))
        value = value if read is None else read
    elif isinstance(value, Text) and schema.type is Type.BOOLEAN:
        value = {"true": True, "false": False}.get(reveal(value), value)
    elif schema.type in (Type.STRING, Type.FILE) and isinstance(value, (bool, int, float)):
        value = Text(scalar_text(value))
    return Example(shape, value)


def format_limits(schema: Schema) -> Text | None:
    """Say in words what values a schema allows and what is taken if there is none."""
    said = [*_format_range(schema.minimum, schema.maximum, "")]
    said += _format_range(schema.min_length, schema.max_length, " characters")
    said += _format_range(schema.min_items, schema.max_items, " items")
    if schema.pattern is not None:
        said.append(f"matching {reveal(schema.pattern)}")
    text = "; ".join(said)
    text = f"{text[:1].upper()}{text[1:]}"
    if schema.default is not None:
        items = schema.default if isinstance(schema.default, tuple) else (schema.default,)
        default = ", ".join(map(scalar_text, items)) or "none"
        text = f"{text}; {default} if not given" if text else f"If not given, {default}"
    return Text(f"{text}.") if text else None


def _format_range(least: float | None, most: float | None, unit: str) -> list[str]:
    if least is None and most is None:
        return []
    if least is None or most is None:
        bound = "at most" if least is None else "at least"
        count = most if least is None else least
        return [f"{bound} {count}{unit.removesuffix('s') if count == 1 else unit}"]
    return [f"{least}{unit}" if least == most else f"{least} to {most}{unit}"]


def usual_field_name(identifier: str) -> str:
    """Give the name in camel case that a client makes of an identifier in snake case."""
    first, *rest = identifier.split("_")
    return first + "".join(word.capitalize() for word in rest)
