"""The classes and types of a client: those that the schemas of an API need, each once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.client.scalars import FORMATS
from generator.client.types import (
    Choices,
    ClassType,
    ClientType,
    Member,
    ResponseClass,
    UnionType,
    unlike,
)
from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, ResponseHeader
from generator.model.naming import in_case
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal


class ClassTypes:
    """All classes of a client, and the types of parameters, bodies and results.

    Arguments:
        api: the API that the client calls.

    Attributes:
        records: the classes of objects, in the order in which operations use them.
        choices: the named lists of allowed values.
        unions: the named alternatives, inner ones first.
        outcomes: the classes of answers with documented headers, by operation.
        statuses: the types of answers by status, of operations whose answers differ by status.
    """

    def __init__(self, api: Api) -> None:
        self.records: list[ClassType] = []
        self.choices: list[Choices] = []
        self.unions: list[UnionType] = []
        self.statuses: dict[Operation, tuple[tuple[int, ClientType], ...]] = {}
        self.outcomes: dict[Operation, ResponseClass] = {}
        self._named: dict[str, ClassType | Choices | UnionType] = {}
        # Those that are made just now, and no class within them.
        self._open_unions: list[UnionType] = []
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
            self._read_statuses(operation)
        headers = success_headers(operation)
        if headers:
            title = _make_title(f"{operation.id} {'answer' if result is not None else 'result'}")
            content = self._results.get(operation)
            self.outcomes[operation] = ResponseClass(title, operation, headers, content)

    def _read_statuses(self, operation: Operation) -> None:
        """Make the result of an operation whose answers differ by status a union."""
        answers = [r for r in operation.responses if r.status < 300 and r.content is not None]
        contents = [(r.status, r.content) for r in answers if r.content is not None]
        if len(contents) < 2 or any(c.kind is not ContentKind.JSON for _, c in contents):
            return
        main = self._results[operation]
        kinds = tuple(
            (status, main if content is operation.result
             else self._shape(content.schema, f"{operation.id} {status} result"))
            for status, content in contents
        )  # fmt: skip
        shapes = unlike([shape for _, shape in kinds])
        if len(shapes) > 1:
            self.statuses[operation] = kinds
            self._results[operation] = ClientType(main.schema, alternatives=tuple(shapes))

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
    def named(self) -> list[ClassType | Choices | UnionType | ResponseClass]:
        """The classes of objects, the lists of allowed values, and the classes of answers.

        Each of them gets a name of its own in the client.
        """
        return [*self.records, *self.choices, *self.unions, *self.outcomes.values()]

    @property
    def has_own_types(self) -> bool:
        """Whether the client has code for types of values, such as dates, or for unset values."""
        shapes = [*self._results.values(), *self._bodies.values()]
        shapes += [shape for row in self._parameters.values() for shape in row]
        classes = [shape.record for shape in shapes if shape.record is not None]
        members = [*self.members, *(member for record in classes for member in record.members)]
        words = frozenset(FORMATS.values())
        shapes += [member.shape for member in members]
        if any(m.is_unset for m in members) or self.unions:
            return True
        return any((words | {"alternatives"}) & shape.words for shape in shapes)

    @property
    def has_tags(self) -> bool:
        """Whether a field tells the alternatives of a type apart."""
        return any(union.has_tags for union in self.unions)

    @property
    def members(self) -> list[Member]:
        """The fields of all classes of objects."""
        return [member for record in self.records for member in record.members]

    def _shape(self, schema: Schema, path: str) -> ClientType:
        """Make the type of a schema; `path` names its class if the schema has no name."""
        if schema.same_as is not None:
            return self._known(schema, schema.same_as)
        if schema.alternatives:
            return self._union(schema, path)
        if schema.prefix:
            kinds = [self._shape(s, f"{path} item {n}") for n, s in enumerate(schema.prefix, 1)]
            return ClientType(schema, prefix=tuple(kinds))
        if schema.type is Type.OBJECT and schema.values is not None and not schema.fields:
            return ClientType(schema, values=self._shape(schema.values, f"{path} value"))
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

    def _union(self, schema: Schema, path: str) -> ClientType:
        """Return the type of a value with alternatives. It has a name if one is a class."""
        if schema.name is not None:
            named = self._named.get(schema.name)
            if isinstance(named, UnionType):
                return ClientType(schema, union=named)
        union = UnionType(_make_title(schema.name or path), schema)
        if schema.name is not None:
            self._named.setdefault(schema.name, union)
        self._open_unions.append(union)
        kinds = [
            (row.name, self._shape(row.schema, f"{schema.name or path} {reveal(row.name)}"))
            for row in schema.alternatives
        ]
        self._open_unions.remove(union)
        shapes = unlike([kind for _, kind in kinds])
        if len(shapes) > 1 and any(kind.record is not None for kind in shapes):
            union.kinds.extend(kinds)
            self.unions.append(union)
            return ClientType(schema, union=union)
        if schema.name is not None and self._named[schema.name] is union:
            del self._named[schema.name]
        return shapes[0] if len(shapes) == 1 else ClientType(schema, alternatives=tuple(shapes))

    def _known(self, schema: Schema, name: str) -> ClientType:
        """Return the type of a value that has the schema around it again.

        It is any object if its type would be defined by itself, without a class in between.
        """
        named = self._named.get(name)
        if isinstance(named, ClassType):
            return ClientType(schema, record=named)
        if isinstance(named, UnionType) and named not in self._open_unions:
            return ClientType(schema, union=named)
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
        around, self._open_unions = self._open_unions, []
        for field_ in schema.fields:
            shape = self._member_shape(field_.schema, schema.name or path, field_.name)
            record.members.append(
                Member(field_.name, field_.description, field_.required, shape, field_.deprecated)
            )
        self._open_unions = around
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
    return bool(body.schema.fields) and not body.schema.alternatives


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
