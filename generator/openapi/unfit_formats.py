"""Formats of a document that its own examples break: a spec can't have them."""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Mark, shortened
from generator.model.api import Api, Operation
from generator.model.formats import format_fault
from generator.model.messages import Content
from generator.model.schema import Schema
from generator.model.structs import Struct, replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value


class UnfitFormat(Struct, frozen=True):
    """A format, and a value that breaks it.

    Attributes:
        mark: the place of the format; None if it is not known.
        what: what is wrong, for a message.
    """

    mark: Mark | None
    what: str


def without_unfit_formats(api: Api) -> tuple[Api, list[UnfitFormat]]:
    """Return an API without the formats that one of its values breaks, and these formats.

    In OpenAPI, a format is a note. In a spec, an example that breaks one is an error.

    Raises:
        ProblemsError: if an answer that is read only now has problems.
    """
    finder = _Finder()
    for operation in api.operations:
        for schema in _schemas(operation):
            finder.read(schema)
    if not finder.found:
        return api, []
    operations = tuple(_change_operation(operation, finder) for operation in api.operations)
    return replace(api, operations=operations), list(finder.found.values())


def _schemas(operation: Operation) -> Iterator[Schema]:
    """Yield the schemas of the parameters, the body and the answers of an operation."""
    yield from (parameter.schema for parameter in operation.parameters)
    contents = (operation.body, *(response.content for response in operation.responses))
    yield from (content.schema for content in contents if content is not None)


def _change_operation(operation: Operation, finder: _Finder) -> Operation:
    """Return an operation without the formats that were found."""

    def change(content: Content | None) -> Content | None:
        return None if content is None else replace(content, source=finder.change(content.schema))

    return replace(
        operation,
        parameters=tuple(replace(p, schema=finder.change(p.schema)) for p in operation.parameters),
        body=change(operation.body),
        responses=tuple(replace(r, content=change(r.content)) for r in operation.responses),
    )


class _Finder:
    """Finds the schemas whose formats are broken, each once, and changes them."""

    def __init__(self) -> None:
        self.found: dict[int, UnfitFormat] = {}
        # Each schema is kept, so that no other one has its id.
        self._seen: dict[int, Schema] = {}
        self._changed: dict[int, Schema] = {}

    def read(self, schema: Schema) -> None:
        """Check all values that a schema and those within it have."""
        if id(schema) in self._seen:
            return
        self._seen[id(schema)] = schema
        for value in (schema.example, schema.default, *schema.enum):
            self._check(schema, value)
        for inner in (schema.items, *(field.schema for field in schema.fields)):
            if inner is not None:
                self.read(inner)

    def _check(self, schema: Schema, value: Value) -> None:
        """Check one value, with all that is in it."""
        if isinstance(value, tuple):
            for item in value if schema.items is not None else ():
                self._check(schema.items, item)  # type: ignore[arg-type]
        elif isinstance(value, Object):
            members = {reveal(name): member for name, member in value.members}
            for field in schema.fields if members else ():
                if reveal(field.name) in members:
                    self._check(field.schema, members[reveal(field.name)])
        elif schema.format is not None and isinstance(value, (Text, int, float)):
            text = reveal(value) if isinstance(value, Text) else value
            if format_fault(reveal(schema.format), text) is not None:
                name = reveal(schema.format)
                what = f"format {name} is left out; {shortened(str(text), 80)!r} is no {name}"
                self.found.setdefault(id(schema), UnfitFormat(schema.format.mark, what))

    def change(self, schema: Schema) -> Schema:
        """Return a schema without the formats that were found in it."""
        if id(schema) not in self._changed:
            fields = tuple(replace(f, schema=self.change(f.schema)) for f in schema.fields)
            items = None if schema.items is None else self.change(schema.items)
            name = None if id(schema) in self.found else schema.format
            self._changed[id(schema)] = replace(schema, fields=fields, items=items, format=name)
        return self._changed[id(schema)]
