"""Reader of the named examples of an operation: makes a `Variant` of each, and checks it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import Problem, one_of
from generator.model.messages import BODY, Content, ContentKind, Parameter
from generator.model.rules import file_name_fault, value_fault
from generator.model.schema import SCALARS, Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.model.variants import RESERVED_ID, Loop, Variant, in_file_name
from generator.sources.yaml_nodes import Node
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.records.values import FAULT
from generator.spec.schemas import SchemaReader


class ExampleReader:
    """Makes variants of the records of a spec. It reads each table once.

    Arguments:
        schemas: reads values, and checks them against their schemas.
        problems: the list to which every problem is added.
    """

    def __init__(self, schemas: SchemaReader, problems: list[Problem]) -> None:
        self.schemas = schemas
        self.problems = problems
        self._read: dict[int, tuple[Variant, ...]] = {}

    def read(
        self,
        rows: Mapping[Text, ParsedRecord | None],
        parameters: Mapping[str, Parameter | None],
        body: Content | None,
        has_body: bool | None = None,
    ) -> tuple[Variant, ...]:
        """Read the examples of an operation.

        Arguments:
            rows: the keys of each example by its id.
            parameters: the operation's parameters by name; None for one that has a problem.
            body: the content of its requests; None if there is none or it has a problem.
            has_body: whether its requests have a body; None if `body` says so.

        Returns:
            The examples, in the order of the spec. One that has a problem is left out.
        """
        has_body = body is not None if has_body is None else has_body
        if id(rows) not in self._read:
            self._check_names(rows)
            self._read[id(rows)] = tuple(
                self._variant(id_, row, parameters, body, has_body)
                for id_, row in rows.items()
                if row is not None
            )
        return self._read[id(rows)]

    def _problem(self, text: Text | Node | None, what: str, todo: str) -> None:
        """Add a problem at the place of a text or a node."""
        self.problems.append(Problem(None if text is None else text.mark, what, todo))

    def _check_names(self, rows: Mapping[Text, ParsedRecord | None]) -> None:
        """Report ids of which a language makes the same file name."""
        seen: dict[str, Text] = {}
        of_loops = {in_file_name(loop): loop for loop in Loop}
        for id_ in rows:
            if reveal(id_) == RESERVED_ID:
                what = f"{RESERVED_ID} is the end of the names of some files already"
                self._problem(id_, what, "choose another id")
            if (loop := of_loops.get(in_file_name(reveal(id_)))) is not None:
                what = f"gen makes samples named {loop} itself"
                self._problem(id_, what, "choose another id")
            first = seen.setdefault(in_file_name(reveal(id_)), id_)
            if first is not id_:
                what = f"{reveal(id_)} and {reveal(first)} are the same in a file's name"
                self._problem(id_, what, "choose another id")

    def _variant(
        self,
        id_: Text,
        row: ParsedRecord,
        parameters: Mapping[str, Parameter | None],
        body: Content | None,
        has_body: bool,
    ) -> Variant:
        """Read one example."""
        values: list[tuple[Text, Value]] = []
        for name, node in (row["parameters"] or {}).items():
            parameter = parameters.get(reveal(name))
            if reveal(name) not in parameters:
                what = f"there is no parameter {reveal(name)}"
                self._problem(name, what, one_of(parameters, reveal(name)))
            elif parameter is not None and node is not None:
                value = self._parameter(parameter, node)
                if value is not FAULT:
                    values.append((Text(reveal(parameter.name), name.mark), value))
        node = row["body"]
        if node is not None and not has_body:
            self._problem(node, "requests of this operation have no body", "remove this line")
        elif node is not None and body is not None:
            value = self.schemas.read_value(node, body.schema)
            if value is not FAULT:
                self.problems += _body_problems(body, value, node)
                values.append((Text(BODY, node.mark), value))
        title = row["title"] or Text("")  # a missing one is already reported
        return Variant(reveal(id_), title, row["description"], tuple(values))

    def _parameter(self, parameter: Parameter, node: Node) -> Any:
        """Read the value of a parameter; `FAULT` if it has a problem."""
        value = self.schemas.read_value(node, parameter.schema)
        if value is FAULT:
            return FAULT
        if parameter.schema.secret:
            what = f"{reveal(parameter.name)} is secret, and samples would have to show it"
            self._problem(node, what, "remove it here")
        for _, text in parameter.pairs(value):
            if fault := value_fault(parameter.where, reveal(text)):
                self._problem(node, fault, "choose another value")
        return value


def _body_problems(body: Content, value: Value, node: Node) -> Iterator[Problem]:
    """Return a problem for each value of a body that samples can't send or must not show."""
    schemas = [("", body.schema, value)]
    if isinstance(value, Object):
        fields = {reveal(field.name): field for field in body.schema.fields}
        schemas += [
            (reveal(name), fields[reveal(name)].schema, member)
            for name, member in value.members
            if reveal(name) in fields
        ]
    for name, schema, member in schemas:
        if schema.secret and member is not None:
            what = f"{name or 'the body'} is secret, and samples would have to show it"
            yield Problem(node.mark, what, "remove it here")
        if body.kind in (ContentKind.JSON, ContentKind.TEXT):
            continue
        item = schema.items if schema.type is Type.ARRAY and schema.items else schema
        for one in member if isinstance(member, tuple) else (member,):
            if item.type is Type.FILE and isinstance(one, Text):
                if fault := file_name_fault(reveal(one)):
                    yield Problem(one.mark or node.mark, fault, "choose another name")
            elif one is None and item.type in SCALARS:
                yield Problem(node.mark, "null can't be written as text", "choose another value")
