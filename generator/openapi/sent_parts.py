"""Optional parameters and fields that samples of a document send because the settings say so."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.errors import Problem
from generator.model.api import Operation
from generator.model.budget import Budget
from generator.model.schema import Field, Schema
from generator.model.settings import KnownNames, Named
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.openapi.schemas.made_values import request_value

_BODY = "body"


def send_parts(
    operation: Operation,
    names: Sequence[Named],
    known: KnownNames,
    problems: list[Problem],
    budget: Budget,
) -> Operation:
    """Return an operation whose samples send what the settings name.

    Arguments:
        operation: the operation as the document describes it.
        names: the names of its parameters, and paths of fields of its body such as
            `body.owner.name` or `body.tags[].id`. The optional objects and arrays around a field
            are sent, too.
        known: gets the names that the operation has.
        problems: the list to which a problem is added for each name that makes no difference.
        budget: limits the work that the document causes.

    Raises:
        BudgetError: if the request becomes too large.
    """
    wanted = {name.name: name for name in names}
    parts = known.parts.setdefault(operation.id, set())
    parameters = []
    for parameter in operation.parameters:
        name = wanted.pop(reveal(parameter.name), None)
        parts.add(reveal(parameter.name))
        if name is not None and parameter.required:
            problems.append(_needless(name))
        elif name is not None:
            parameter = replace(parameter, send=True)
        parameters.append(parameter)
    body = operation.body
    if body is not None:
        paths = dict(_field_paths(body.schema, _BODY))
        parts.update(paths)
        chosen = {path: name for path, name in wanted.items() if path in paths}
        value = sent = body.schema.sent()
        for path, name in chosen.items():
            if paths[path].read_only:
                what = f"{path} is in answers alone"
                problems.append(Problem(name.mark, what, "leave it out here"))
                continue
            added = _Adder(path, budget).add(body.schema, sent, _BODY)
            if added == sent and paths[path].required:
                problems.append(_needless(name))
            value = added if value is sent else _Adder(path, budget).add(body.schema, value, _BODY)
        if value is not sent:
            body = replace(body, source=replace(body.schema, example=value, is_null=False))
    return replace(operation, parameters=tuple(parameters), body=body)


def _needless(name: Named) -> Problem:
    """Return the problem of a name of something that is required."""
    what = f"samples send {name.name} already, because it is required"
    return Problem(name.mark, what, "leave it out here")


def _field_paths(schema: Schema, path: str) -> Iterator[tuple[str, Field]]:
    """Yield the path of each field of a value, as pages show it, and the field."""
    for row in schema.rows:
        inner = reveal(row.path)
        yield f"{path}{inner}" if inner.startswith("[]") else f"{path}.{inner}", row.field


class _Adder:
    """Adds one field to a value, with what is around it.

    Arguments:
        path: the path of the field.
        budget: limits the work that the document causes.
    """

    def __init__(self, path: str, budget: Budget) -> None:
        self.path = path
        self.budget = budget

    def add(self, schema: Schema, value: Value, path: str) -> Value:
        """Return a value with the field, or the value itself if it has the field already.

        Arguments:
            schema: the schema of the value.
            value: the value as samples send it so far.
            path: its path.
        """
        self.budget.read(self.budget.rows(schema))
        if schema.items is not None:
            items = value if isinstance(value, tuple) else ()
            items = items or (request_value(schema.items, self.budget),)
            return tuple(self.add(schema.items, item, f"{path}[]") for item in items)
        members = list(value.members) if isinstance(value, Object) else []
        places = {reveal(field.name): place for place, field in enumerate(schema.fields)}
        for field in self._fields_on_the_way(schema, path):
            name = reveal(field.name)
            inner = f"{path}.{name}"
            index = next((i for i, row in enumerate(members) if reveal(row[0]) == name), None)
            if index is None:
                # As the document orders the fields.
                later = (
                    i for i, row in enumerate(members)
                    if places.get(reveal(row[0]), len(places)) > places[name]
                )  # fmt: skip
                index = next(later, len(members))
                members.insert(index, (field.name, request_value(field.schema, self.budget)))
            if inner != self.path:
                member: tuple[Text, Value] = members[index]
                members[index] = member[0], self.add(field.schema, member[1], inner)
        return Object(tuple(members))

    def _fields_on_the_way(self, schema: Schema, path: str) -> list[Field]:
        """Return the field that has the path, or else those whose paths it begins with."""
        inner = {f"{path}.{reveal(field.name)}": field for field in schema.fields}
        if self.path in inner:
            return [inner[self.path]]
        return [
            field
            for start, field in inner.items()
            if self.path.startswith((f"{start}.", f"{start}[]"))
            and self.path in dict(_field_paths(field.schema, start))
        ]
