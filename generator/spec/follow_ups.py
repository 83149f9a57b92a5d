"""Reader of `paging` and `longRunning`: what a client calls after an operation."""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import Mark, Problem, one_of
from generator.model.api import Operation
from generator.model.follow_ups import LongRunning, Paging
from generator.model.messages import ContentKind, Where
from generator.model.schema import Schema, Type
from generator.model.text import Text, reveal
from generator.model.values import scalar_text
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.schemas import UNREADABLE


class FollowUpReader:
    """Makes `Paging` and `LongRunning` of the records of a spec.

    Arguments:
        problems: the list to which every problem is added.
    """

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark, what, todo))

    def read_paging(self, row: ParsedRecord, operation: Operation) -> Paging | None:
        """Read `paging`, and check that the fields and parameters exist that it names.

        Arguments:
            operation: the operation whose answers come in pages.

        Returns:
            How to get all pages. None if a problem makes that unusable.
        """
        self._check_ways(row)
        query = {reveal(p.name) for p in operation.parameters if p.where is Where.QUERY}
        for key in ("parameter", "limit"):
            name = row[key]
            if name is not None and reveal(name) not in query:
                what = f"there is no query parameter {reveal(name)}"
                self._problem(name.mark, what, one_of(query, reveal(name)))
        result = operation.result
        whole = result.schema if result is not None and result.kind is ContentKind.JSON else None
        items = whole
        if row["items"] is not None:
            items = self._field(whole, row["items"])
        if row["cursor"] is not None:
            self._value(whole, row["cursor"], (Type.STRING, Type.INTEGER))
        if row["next"] is not None:
            self._value(whole, row["next"], (Type.STRING,))
        if (items is not None and items.type is not Type.ARRAY) or whole is None:
            what = "only an array can come in pages"
            self._problem(row.mark, what, "say items: for the field that has it")
        elif items is not None and row["after"] is not None:
            self._value(items.items, row["after"], (Type.STRING, Type.INTEGER))
        return Paging(
            row["parameter"], row["after"], row["cursor"], row["limit"], row["items"], row["next"]
        )

    def _check_ways(self, row: ParsedRecord) -> None:
        """Check that `paging` has one way to the next page, with the parameter that it needs."""
        ways = [key for key in ("after", "cursor", "next") if key in row]
        if len(ways) != 1:
            what = "paging needs one of after, cursor and next"
            todo = (
                "say after: for a field of the last item, cursor: for a field of the answer, "
                "next: for a field with the URL of the next page"
            )
            self._problem(row.mark, what, todo)
        elif ways == ["next"] and "parameter" in row:
            what = "the URL in next has all parameters of the next page"
            self._problem(
                row.marks["parameter"], what, "remove parameter:, or say cursor: for next:"
            )
        elif ways != ["next"] and "parameter" not in row:
            self._problem(row.mark, "parameter is missing", "add parameter:")

    def _value(self, schema: Schema | None, name: Text, types: tuple[Type, ...]) -> None:
        """Check that a field exists, and that its value has one of some types."""
        field = self._field(schema, name)
        if field is not None and field.type not in types:
            what = f"{reveal(name)} is {field.type}, and can't lead to the next page"
            self._problem(name.mark, what, f"name a field that is {' or '.join(types)}")

    def read_long_running(
        self, row: ParsedRecord, operations: Mapping[str, Operation | None]
    ) -> LongRunning | None:
        """Read `longRunning`, and check that the operation and the field exist that it names.

        Arguments:
            row: the keys of `longRunning`.
            operations: all operations by id; None for an operation that has a problem.

        Returns:
            How to wait for the task that the operation starts. None if a problem makes that
            unusable.
        """
        name = row["operation"]
        if name is None or row["field"] is None or row["done"] is None:
            return None
        other = operations.get(reveal(name))
        if reveal(name) in operations and other is None:
            return None
        if other is None:
            what = f"there is no operation {reveal(name)}"
            self._problem(name.mark, what, one_of(operations, reveal(name)))
            return None
        field = self._field(other.result.schema if other.result else None, row["field"])
        ends = (*row["done"], *(row["failed"] or ()))
        for end in ends if field is not None and field.enum else ():
            if end not in (field.enum if field is not None else ()):
                words = [scalar_text(value) for value in field.enum] if field else []
                what = f"{reveal(row['field'])} is never {reveal(end)}"
                self._problem(end.mark, what, one_of(words, reveal(end)))
        return LongRunning(
            reveal(name), row["field"], tuple(row["done"]), tuple(row["failed"] or ()),
            row["interval"] or 1,
        )  # fmt: skip

    def _field(self, schema: Schema | None, name: Text) -> Schema | None:
        """Return the schema of a field, and report one that does not exist."""
        fields = {reveal(f.name): f.schema for f in schema.fields} if schema is not None else {}
        if (field := fields.get(reveal(name))) is None:
            what = f"there is no field {reveal(name)}"
            self._problem(name.mark, what, one_of(fields, reveal(name)))
        return None if field is UNREADABLE else field
