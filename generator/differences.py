"""Two models of one API → what differs, in words, as steps that lead from the one to the other.

Each step changes one thing and gives a whole model, which can be rendered: so what a difference
does to the output is found by rendering, not by guessing. What breaks callers is marked: what
they use is gone, or what they don't send is required.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from typing import Any

from generator.errors import Mark
from generator.model import Api, ApiError, Operation
from generator.sentences import Name, Quote, Said, from_to
from generator.tables import (
    API,
    API_PARTS,
    CREDENTIALS,
    ERROR,
    HEADERS,
    OPERATIONS,
    REGIONS,
    TARGETS,
    Table,
    by_id,
    changed_fields,
    parameters,
    responses,
    with_error,
    with_operation,
)
from generator.text import Text, reveal


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs.

    Attributes:
        said: what it is.
        breaking: whether it can break who calls the API or uses its client.
        mark: where in today's spec it stands, or the file where it would.
        kind: what it has in common with others, such as `region added`.
        step: the model with this and all earlier differences made; None if the API is gone.
    """

    said: Said
    breaking: bool
    mark: Mark
    kind: str
    step: Api | None


def differences(old: Api | None, new: Api | None) -> list[Difference]:
    """Give what differs between two models of an API, in an order in which each can be made.

    Arguments:
        old: the API as it was, None if it was not there.
        new: the API as it is, None if it is gone.

    Returns:
        The differences; the last one's step equals `new`.
    """
    if old is None:
        if new is None:
            return []
        said: Said = ("API ", Quote(reveal(new.title)), " ", Name(new.version), " added")
        return [Difference(said, False, Mark(new.file), "API added", new)]
    if new is None:
        said = ("API ", Quote(reveal(old.title)), " ", Name(old.version), " is gone")
        return [Difference(said, True, Mark(old.file), "API gone", None)]
    walk = _Walk(replace(old, file=new.file), new)
    walk.walk()
    return walk.found


class _Walk:
    """Goes from one model to the other, a difference at a time."""

    def __init__(self, old: Api, new: Api) -> None:
        self.now = old
        self.new = new
        self.found: list[Difference] = []

    def walk(self) -> None:
        """Find everything."""
        for said, breaking, now in changed_fields(("API",), self.now, self.new, API, API_PARTS):
            self._step(now, said, breaking, "API changed", now.title.mark)
        self._endpoint()
        for table in (CREDENTIALS, HEADERS):
            self._grow(table)
            self._shrink(table)
        self._grow(REGIONS)
        default = self.new.default_region
        if self.now.default_region != default:
            words = [Name(id_ or "none") for id_ in (self.now.default_region, default)]
            said = ("default region changed from ", words[0], " to ", words[1])
            self._step(replace(self.now, default_region=default), said, False, "default region")
        self._shrink(REGIONS)
        self._renamed_operations()
        self._grow(OPERATIONS)
        self._shrink(OPERATIONS)
        self._changed_errors()
        self._listed_errors()
        now = by_id(self.now)
        for operation in self.new.operations:
            if now[operation.id] == operation:
                continue
            for table in (parameters(operation.id), responses(operation.id)):
                self._grow(table)
                self._shrink(table)
        if self.now.targets is not None and self.new.targets is not None:
            self._grow(TARGETS)
            self._shrink(TARGETS)
        elif self.now.targets != self.new.targets:
            now = replace(self.now, targets=self.new.targets)
            self._step(now, ("list of published targets changed",), False, "targets")
        if self.now != self.new:
            self._step(self.new, ("something else in the spec changed",), False, "else")

    def _step(
        self, now: Api, said: Said, breaking: bool, kind: str, mark: Mark | None = None
    ) -> None:
        self.now = now
        mark = mark or Mark(self.new.file)
        self.found.append(Difference(said, breaking, mark, kind, now))

    def _endpoint(self) -> None:
        old = self.now
        if old.endpoint == self.new.endpoint:
            return
        own = {region.id for region in old.own_endpoints}
        now = replace(old, endpoint=self.new.endpoint)
        regions = (r if r.id in own else replace(r, endpoint=now.endpoint_in(r.id))
                   for r in old.regions)  # fmt: skip
        now = replace(now, regions=tuple(regions))
        self._step(now, from_to(("host changed:",), old.endpoint, now.endpoint), False, "endpoint")

    def _grow(self, table: Table) -> None:
        """Put a table's items in order, add what is new, and change what changed."""
        old = {table.key(item): item for item in table.get(self.now)}
        new = {table.key(item): item for item in table.get(self.new)}
        order = _merged(list(old), list(new))
        items = dict(old)

        def step(said: Said, breaking: bool, kind: str, mark: Mark | None = None) -> None:
            placed = tuple(items[key] for key in order if key in items)
            self._step(table.put(self.now, placed), said, breaking, kind, mark)

        kept = [key for key in old if key in new]
        if kept != [key for key in new if key in old]:
            said = (f"order of {table.noun}s", *table.where, " changed")
            step(said, False, f"{table.noun} order")
        for key, item in new.items():
            if key not in old:
                items[key] = item
                breaking = table.added(item)
                said = ("required " if breaking else "", *table.said(item), *table.where, " added")
                step(said, breaking, f"{table.noun} added", _mark(item))
        for key in kept:
            for said, breaking, item in table.turned(old[key], new[key]):
                items[key] = item
                step(said, breaking, f"{table.noun} changed", _mark(new[key]))

    def _shrink(self, table: Table) -> None:
        """Remove what is gone from a table."""
        new = {table.key(item): item for item in table.get(self.new)}
        near = next(map(_mark, new.values()), None)
        for item in table.get(self.now):
            key = table.key(item)
            if key in new:
                near = _mark(new[key]) or near  # where it would stand
                continue
            left = tuple(other for other in table.get(self.now) if table.key(other) != key)
            said = (*table.said(item), *table.where, " is gone")
            now = table.put(self.now, left)
            self._step(now, said, table.gone(item), f"{table.noun} gone", near)

    def _renamed_operations(self) -> None:
        """Find operations that have another id and make the same request as before."""
        old, new = by_id(self.now), by_id(self.new)
        gone = {(o.method, o.path): o for id_, o in old.items() if id_ not in new}
        for id_, operation in new.items():
            was = None if id_ in old else gone.pop((operation.method, operation.path), None)
            if was is not None:
                said = ("operation ", Name(was.id), " is called ", Name(id_), " now")
                now = with_operation(self.now, was.id, id=id_)
                self._step(now, said, True, "operation renamed", operation.title.mark)

    def _changed_errors(self) -> None:
        """Find rows of the error table that changed; all operations with a row change at once."""
        new = {row.id: row for row in self.new.errors}
        bodies = []
        for old in self.now.errors:
            row = new.get(old.id, old)
            base = replace(old, body=row.body)
            if base == row and old != row:
                bodies.append(row)
            for said, breaking, item in changed_fields(_error(old), base, row, ERROR):
                now = with_error(self.now, item)
                self._step(now, said, breaking, "error changed", _mark(row))
        now = self.now
        for row in bodies:
            now = with_error(now, row)
        now = replace(now, code_paths=self.new.code_paths, message_paths=self.new.message_paths)
        if now != self.now:
            self._step(now, ("JSON of errors has another shape",), False, "errorBodies")

    def _listed_errors(self) -> None:
        """Find errors that operations have now, or have no longer; one step for a row."""
        old, new = by_id(self.now), by_id(self.new)
        rows = {row.id: row for api in (self.now, self.new) for row in api.errors}
        for row in rows.values():
            gained = [o for o in new.values() if row in o.errors and row not in old[o.id].errors]
            lost = [o for o in new.values() if row not in o.errors and row in old[o.id].errors]
            for those, verb in ((gained, "added"), (lost, "gone")):
                if not those:
                    continue
                now = self.now
                for operation in those:
                    order = _merged(_ids(old[operation.id]), _ids(operation))
                    listed = {*_ids(by_id(now)[operation.id])} ^ {row.id}
                    errors = tuple(rows[id_] for id_ in order if id_ in listed)
                    now = with_operation(now, operation.id, errors=errors)
                code = (row.status, row.code)
                breaking = verb == "gone" and any(
                    code not in [(e.status, e.code) for e in o.errors] for o in those
                )
                said = (*_error(row), " is gone" if verb == "gone" else " added")
                said += self._of(those)
                self._step(now, said, breaking, f"error {verb}", _mark(row))
        for operation in self.new.operations:
            if operation.errors != by_id(self.now)[operation.id].errors:
                said = ("order of errors changed", *self._of([operation]))
                now = with_operation(self.now, operation.id, errors=operation.errors)
                self._step(now, said, False, "error order")

    def _of(self, operations: Sequence[Operation]) -> Said:
        """Say of which operations; nothing if those are all there are."""
        if len(operations) == len(self.new.operations):
            return ()
        if len(operations) == 1:
            return (" of ", Name(operations[0].id))
        return (f" of {len(operations)} operations",)


def _error(row: ApiError) -> Said:
    return ("error ", Name(f"{row.status} {row.id if row.code is None else reveal(row.code)}"))


def _ids(operation: Operation) -> list[str]:
    return [error.id for error in operation.errors]


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Give the keys of both: as `new` has them, what it lacks behind what it stood behind."""
    order = list(new)
    for index, key in enumerate(old):
        if key not in order:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, key)
    return order


def _mark(item: Any) -> Mark | None:
    """Give the place of an item: that of the first text in it."""
    texts = [item] if isinstance(item, Text) else [getattr(item, f.name) for f in fields(item)]
    return next((text.mark for text in texts if isinstance(text, Text) and text.mark), None)
