"""The types of values in a client: scalars, arrays, and a class for each object that has fields.

A client is a generated library that calls a whole API. In the code, a class for an object is a
record, and the class for an answer with headers is an outcome.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.client.limits import format_limits
from generator.client.scalars import FORMATS, can_read
from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, ResponseHeader
from generator.model.naming import in_case
from generator.model.schema import Schema, Type
from generator.model.structs import Struct, field
from generator.model.text import Text, reveal


class ClientType(Struct, frozen=True, eq=False):
    """The type of a value in a client.

    Attributes:
        schema: how the spec describes the value.
        item: the type of the array's items; None if the value is no array.
        record: the class of the object; None if the value is no object with fields.
        choices: the named list of allowed values; None if there is no such list.
    """

    schema: Schema
    item: ClientType | None = None
    record: ClassType | None = None
    choices: Choices | None = None

    @property
    def type(self) -> str:
        """The name of the type in the spec, such as "integer"."""
        return self.schema.type.value

    @property
    def is_open(self) -> bool:
        """Whether the value is an object whose fields the spec does not describe."""
        return self.schema.type is Type.OBJECT and self.record is None

    @property
    def format(self) -> str:
        """The format of a text that has a type of its own, such as `date`; empty for other values.

        The formats are those of `scalars.FORMATS`. A text whose own example is not of its format
        stays a text, since answers may not be of it either.
        """
        schema = self.schema
        if schema.type is not Type.STRING or schema.format is None or schema.enum:
            return ""
        name, example = reveal(schema.format), schema.example
        if name not in FORMATS or (isinstance(example, Text) and not can_read(name, example)):
            return ""
        return name

    @property
    def allows_null(self) -> bool:
        """Whether the value may be null, as the spec or its example says."""
        return self.schema.nullable or self.schema.is_null

    @property
    def has_records(self) -> bool:
        """Whether the value is an object of a class, or an array that contains such objects."""
        return self.record is not None or (self.item is not None and self.item.has_records)

    @property
    def is_converted(self) -> bool:
        """Whether the value, or a part of it, has another type in the client than in JSON."""
        if self.record is not None or self.format:
            return True
        return self.item is not None and self.item.is_converted

    @property
    def is_literal(self) -> bool:
        """Whether the value must be in a list of allowed values that has no name."""
        return bool(self.schema.enum) and self.choices is None and self.type != Type.NUMBER

    @property
    def words(self) -> frozenset[str]:
        """The features that code for an argument or field of this type needs.

        They are some of `literal`, `array`, `open`, `class`, `file` and `any`, and a word for
        each type of `FORMATS`; for an array, also those of its items.
        """
        flags = {
            "literal": self.is_literal,
            "array": self.item is not None,
            "open": self.is_open,
            "class": self.record is not None or self.choices is not None,
            "file": self.schema.type is Type.FILE,
            "any": self.schema.type is Type.ANY or self.schema.is_null,
        }
        within = self.item.words if self.item is not None else frozenset[str]()
        formats = {FORMATS[self.format]} if self.format else set[str]()
        return within | formats | {word for word, is_set in flags.items() if is_set}

    @property
    def result_words(self) -> frozenset[str]:
        """The features that code for a result of this type needs.

        For an array, they are the `words` of its items. For other types, there is at most one:
        `class` for an object of a class, `any` for any JSON value or an object with any fields,
        or the word of a type of `FORMATS`.
        """
        if self.item is not None:
            return self.item.words
        if self.format:
            return frozenset([FORMATS[self.format]])
        is_any = self.is_open or self.schema.type is Type.ANY
        return frozenset(["class"] if self.record else ["any"] if is_any else [])


class Member(Struct, frozen=True, eq=False):
    """A field of a class.

    Attributes:
        name: the name of the field in the API.
        description: what the spec says about the field.
        required: whether each object must have the field.
        shape: the type of the field's values.
    """

    name: Text
    description: Text
    required: bool
    shape: ClientType

    @property
    def limits(self) -> Text | None:
        """The limits and default of the field in words; None if there are neither."""
        return format_limits(self.shape.schema)

    @property
    def is_unset(self) -> bool:
        """Whether the field has a value of its own for "not there", since None is null."""
        return not self.required and self.shape.allows_null


class ClassType(Struct, frozen=True, eq=False):
    """A class of the client for objects whose fields the spec describes.

    Attributes:
        title: the words of the class's name, such as `face rectangle`.
        members: the fields, in the order of the spec.
    """

    title: Text
    members: list[Member] = field(default_factory=list)

    @property
    def heading(self) -> Text:
        """The title with a capital and a full stop, for the documentation of the class."""
        text = reveal(self.title)
        return Text(f"{text[0].upper()}{text[1:]}.")


class Choices(Struct, frozen=True, eq=False):
    """A named list of allowed values: the `enum` of a schema that has a name.

    Attributes:
        title: the words of the list's name.
        schema: the schema that has the values.
    """

    title: Text
    schema: Schema


class ResponseClass(Struct, frozen=True, eq=False):
    """A class of the client for answers of an operation that have documented headers.

    Attributes:
        title: the words of the class's name.
        operation: the operation whose answers these are.
        headers: the documented headers of successful answers.
        content: the type of the answer's body; None if answers have no body.
    """

    title: Text
    operation: Operation
    headers: tuple[ResponseHeader, ...]
    content: ClientType | None


class ClassTypes:
    """All classes of a client, and the types of parameters, bodies and results.

    Arguments:
        api: the API that the client calls.

    Attributes:
        records: the classes of objects, in the order in which operations use them.
        choices: the named lists of allowed values.
        outcomes: the classes of answers with documented headers, by operation.
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
        """Return the types of an operation's parameters, in the order of the spec."""
        return self._parameters[operation]

    def body(self, operation: Operation) -> ClientType | None:
        """Return the type of the body that an operation takes; None if it takes no body."""
        return self._bodies.get(operation)

    def result(self, operation: Operation) -> ClientType | None:
        """Return the type of the body of an operation's answers; None if they have no body."""
        return self._results.get(operation)

    @property
    def named(self) -> list[ClassType | Choices | ResponseClass]:
        """The classes of objects, the lists of allowed values, and the classes of answers.

        Each of them gets a name of its own in the client.
        """
        return [*self.records, *self.choices, *self.outcomes.values()]

    @property
    def has_own_types(self) -> bool:
        """Whether the client has code for types of values, such as dates, or for unset values."""
        shapes = [*self._results.values(), *self._bodies.values()]
        shapes += [shape for row in self._parameters.values() for shape in row]
        classes = [shape.record for shape in shapes if shape.record is not None]
        members = [*self.members, *(member for record in classes for member in record.members)]
        words = frozenset(FORMATS.values())
        shapes += [member.shape for member in members]
        return any(m.is_unset for m in members) or any(words & shape.words for shape in shapes)

    @property
    def members(self) -> list[Member]:
        """The fields of all classes of objects."""
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
        """Say whether more fields have camel case names in the API than snake case names.

        A name of one word counts for both.

        Arguments:
            names: the identifier in the client of each field, in snake case.
        """
        pairs = [(names[member], reveal(member.name)) for member in self.members]
        return sum(n == usual_field_name(i) for i, n in pairs) > sum(n == i for i, n in pairs)


def result_schema(operation: Operation) -> Schema | None:
    """Return the schema of an answer's body; None if answers have no body, as for HEAD."""
    result = operation.result
    return None if result is None or operation.method == "HEAD" else result.schema


def success_headers(operation: Operation) -> tuple[ResponseHeader, ...]:
    """Return the documented headers of an operation's successful answers, each name once."""
    headers: dict[str, ResponseHeader] = {}
    for response in operation.responses:
        for header in response.headers if response.status < 300 else ():
            headers.setdefault(reveal(header.name).casefold(), header)
    return tuple(headers.values())


def has_field_arguments(operation: Operation) -> bool:
    """Say whether a call has an argument for each field of the body, not one for the whole body."""
    body = operation.body
    if body is None or body.kind is ContentKind.FILE or body.schema.nullable:
        return False
    return bool(body.schema.fields)


def _make_argument_class(schema: Schema, shapes: Iterable[ClientType]) -> ClassType:
    """Make a class for the fields of a body that are arguments; the client does not contain it."""
    pairs = zip(schema.fields, shapes, strict=True)
    members = [Member(f.name, f.description, f.required, shape) for f, shape in pairs]
    return ClassType(Text(""), members)


def _make_title(path: str) -> Text:
    """Write the words of a name with spaces between them, as the title of a class."""
    return Text(in_case(path, "snake").replace("_", " ") or "value")


def usual_field_name(identifier: str) -> str:
    """Convert an identifier from snake case to camel case, in which many APIs name their fields."""
    first, *rest = identifier.split("_")
    return first + "".join(word.capitalize() for word in rest)
