"""Two models of one API → what differs, in words, as steps that lead from the one to the other.

Each step changes one thing and gives a whole model, which can be rendered: so what a difference
does to the output is found by rendering, not by guessing. What breaks callers is marked: what
they use is gone, or what they don't send is required.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.messages import ApiError, Where
from generator.model.structs import Struct, replace
from generator.model.text import Text, reveal
from generator.review.diff_tables import (
    API,
    API_PARTS,
    CREDENTIALS,
    ERROR,
    HEADERS,
    OPERATIONS,
    REGIONS,
    TARGETS,
    DiffTable,
    by_id,
    changed_fields,
    parameters,
    responses,
    with_error,
    with_operation,
)
from generator.review.schema_diff import message_differences
from generator.review.sentences import Name, Said, from_to


class Difference(Struct, frozen=True):
    """One thing that differs.

    Attributes:
        said: what it is.
        breaking: whether it can break who calls the API or uses its client.
        mark: where in today's spec it stands or would, None if it stands in none.
        kind: what it has in common with others, such as `region added`.
        step: the model with this and all earlier differences made; None if the API is gone.
        scope: the ids of the operations that it changes, None if it is of the whole API.
    """

    said: Said
    breaking: bool
    mark: Mark | None
    kind: str
    step: Api | None
    scope: frozenset[str] | None = None


def model_differences(old: Api | None, new: Api | None) -> list[Difference]:
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
        said: Said = ("API ", Name(f"{new.id} {new.version}"), " added")
        return [Difference(said, False, Mark(new.file), "API added", new)]
    if new is None:
        said = ("API ", Name(f"{old.id} {old.version}"), " is gone")
        return [Difference(said, True, None, "API gone", None)]
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
        self._version()
        for said, breaking, now in changed_fields(("API",), self.now, self.new, API, API_PARTS):
            self._step(now, said, breaking, "API changed", self.new.title.mark)
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
        self._paths()
        self._renamed_errors()
        self._changed_errors()
        self._listed_errors()
        now = by_id(self.now)
        for operation in self.new.operations:
            if now[operation.id] == operation:
                continue
            for table in (parameters(operation.id), responses(operation.id)):
                self._grow(table)
                self._shrink(table)
        for said, breaking, kind, mark, step in message_differences(self.now, self.new):
            self._step(step, said, breaking, kind, mark)
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
        mark = mark or Mark(self.new.file)
        self.found.append(Difference(said, breaking, mark, kind, now, _scope(self.now, now)))
        self.now = now

    def _version(self) -> None:
        """Find another version, with the base path that has it."""
        old, new = self.now, self.new
        if old.version == new.version:
            return
        now = replace(old, version=new.version)
        if old.base_path.replace(old.version, new.version) == new.base_path:
            now = replace(now, base_path=new.base_path)
        said = ("version changed from ", Name(old.version), " to ", Name(new.version))
        self._step(now, said, True, "API version", new.title.mark)

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

    def _grow(self, table: DiffTable) -> None:
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
            said = (f"order of {table.noun}s", *table.where("of"), " changed")
            step(said, False, f"{table.noun} order")
        for key, item in new.items():
            if key not in old:
                items[key] = item
                breaking = table.added(item)
                front = "required " if breaking else ""
                said = (front, *table.said(item), " added", *table.where("to"))
                step(said, breaking, f"{table.noun} added", _mark(item))
        for key in kept:
            for said, breaking, item in table.turned(old[key], new[key]):
                items[key] = item
                step(said, breaking, f"{table.noun} changed", _mark(new[key]))

    def _shrink(self, table: DiffTable) -> None:
        """Remove what is gone from a table."""
        new = {table.key(item): item for item in table.get(self.new)}
        near = next(map(_mark, new.values()), None)
        for item in table.get(self.now):
            key = table.key(item)
            if key in new:
                near = _mark(new[key]) or near  # where it would stand
                continue
            left = tuple(other for other in table.get(self.now) if table.key(other) != key)
            said = (*table.said(item), " is gone", *table.where("from"))
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
                # No request has an id in it; whether a client does is for those who know.
                self._step(now, said, False, "operation renamed", operation.title.mark)

    def _paths(self) -> None:
        """Find paths that changed, each with the parameters that are in it."""
        now = by_id(self.now)
        for new in self.new.operations:
            old = now[new.id]
            if old.path == new.path:
                continue
            known = {p.name: p for p in old.parameters if p.where is Where.PATH}
            named = {reveal(p.name) for p in new.parameters if p.where is Where.PATH}
            given = {p.name: p for p in new.parameters}
            rest = [
                p if p.where is not Where.PATH else given[p.name]
                for p in old.parameters
                if reveal(p.name) not in named and (p.where is not Where.PATH or p.name in given)
            ]
            path = [known.get(p.name, p) for p in new.parameters if p.where is Where.PATH]
            said = from_to(("path of ", Name(new.id), " changed:"), old.path, new.path)
            step = with_operation(self.now, new.id, path=new.path, parameters=(*path, *rest))
            self._step(step, said, True, "path changed", new.title.mark)

    def _renamed_errors(self) -> None:
        """Find rows of the error table with another id: what tells them apart for callers stays."""
        old, new = _by_code(self.now.errors), _by_code(self.new.errors)
        ids = {row.id: new[key].id for key, row in old.items() if key in new}
        ids = {was: now for was, now in ids.items() if was != now}
        if not ids:
            return
        # A row that is gone makes room for one that is called as it was.
        taken = set(ids.values()) - set(ids)
        now = self.now
        for row in self.now.errors:
            if row.id in ids or row.id in taken:
                id_ = ids.get(row.id, f"{row.id} before")
                now = with_error(now, row, replace(row, id=f"\0{id_}"))
        for row in now.errors:
            now = with_error(now, row, replace(row, id=row.id.removeprefix("\0")))
        was, is_ = next(iter(ids.items()))
        said: Said = ("error ", Name(was), " is called ", Name(is_), " now")
        if len(ids) > 1:
            said = (f"{len(ids)} errors have other ids in the spec",)
        self._step(now, said, False, "error renamed")

    def _changed_errors(self) -> None:
        """Find rows of the error table that changed; all operations with a row change at once."""
        new = {row.id: row for row in self.new.errors}
        paths = (self.new.code_paths, self.new.message_paths)
        if (self.now.code_paths, self.now.message_paths) != paths:
            self._bodies(new)  # first, since by the old places nobody finds a code in them
        for old in self.now.errors:
            row = new.get(old.id, old)
            was, base = old, replace(old, body=row.body)
            for said, breaking, item in changed_fields(_error(old), base, row, ERROR):
                now = with_error(self.now, was, item)
                was = item
                self._step(now, said, breaking, "error changed", _mark(row))
        self._bodies(new)

    def _bodies(self, new: Mapping[str, ApiError]) -> None:
        """Find errors whose JSON has another shape."""
        now, paths = self.now, (self.new.code_paths, self.new.message_paths)
        for row in self.now.errors:
            body = new.get(row.id, row).body
            if row.body != body:
                now = with_error(now, row, replace(row, body=body))
        lost = {*now.code_paths, *now.message_paths} - {path for part in paths for path in part}
        if (now.code_paths, now.message_paths) != paths:
            now = replace(now, code_paths=paths[0], message_paths=paths[1])
        if now is not self.now:
            self._step(now, ("JSON of errors has another shape",), bool(lost), "errorBodies")

    def _listed_errors(self) -> None:
        """Find errors that operations have now, or have no longer; one step for a row."""
        now, new = by_id(self.now), by_id(self.new)
        rows = {row.id: row for api in (self.now, self.new) for row in api.errors}
        left = {row.id for row in self.new.errors}
        orders: dict[str, list[str]] = {}
        gained: dict[str, list[Operation]] = {}
        lost: dict[str, list[Operation]] = {}
        for operation in new.values():
            before, after = _ids(now[operation.id]), _ids(operation)
            if before != after:
                orders[operation.id] = _merged(before, after)
            for id_ in {*after}.difference(before):
                gained.setdefault(id_, []).append(operation)
            for id_ in {*before}.difference(after):
                lost.setdefault(id_, []).append(operation)
        changed = [(row, those, verb) for row in rows.values()
                   for those, verb in ((gained.get(row.id), "added"), (lost.get(row.id), "gone"))
                   if those]  # fmt: skip
        for row, those, verb in changed:
            for operation in those:
                listed = {*_ids(now[operation.id])} ^ {row.id}
                errors = tuple(rows[id_] for id_ in orders[operation.id] if id_ in listed)
                now[operation.id] = replace(now[operation.id], errors=errors)
            is_gone, code = verb == "gone", (row.status, row.code)
            others = [[(e.status, e.code) for e in o.errors if e.id != row.id] for o in those]
            breaking = is_gone and any(code not in codes for codes in others)
            said = (*_error(row), " is gone" if is_gone else " added")
            if any(code in codes for codes in others):  # by another row of the table
                said = (*_error(row), " (", Name(row.id), ")", *said[2:])
            if not is_gone or row.id in left:
                said += self._of(those, "from" if is_gone else "to")
            step = replace(self.now, operations=tuple(now[o.id] for o in self.now.operations))
            mark = those[0].title.mark if is_gone else _mark(row)
            self._step(step, said, breaking, f"error {verb}", mark)
        for operation in new.values():
            if operation.errors != now[operation.id].errors:
                said = ("order of errors", *self._of([operation], "of"), " changed")
                step = with_operation(self.now, operation.id, errors=operation.errors)
                self._step(step, said, False, "error order")

    def _of(self, operations: Sequence[Operation], preposition: str) -> Said:
        """Say of which operations; nothing if those are all there are."""
        if len(operations) == len(self.new.operations):
            return ()
        if len(operations) == 1:
            return (f" {preposition} ", Name(operations[0].id))
        return (f" {preposition} {len(operations)} operations",)


def _scope(old: Api, new: Api) -> frozenset[str] | None:
    """Give the ids of the operations that are not the same; None if more is not."""
    names = (name for name in old.__struct_fields__ if name != "operations")
    if any(getattr(old, name) is not getattr(new, name) for name in names):
        return None
    before, after = by_id(old), by_id(new)
    ids = before.keys() | after.keys()
    return frozenset(id_ for id_ in ids if before.get(id_) is not after.get(id_))


def _error(row: ApiError) -> Said:
    return ("error ", Name(f"{row.status} {row.id if row.code is None else reveal(row.code)}"))


def _by_code(rows: Sequence[ApiError]) -> dict[tuple[int, Any], ApiError]:
    """Give the rows of an error table by status and code, but for those that share them."""
    counts = Counter((row.status, row.code) for row in rows)
    return {key: row for row in rows if counts[key := (row.status, row.code)] == 1}


def _ids(operation: Operation) -> list[str]:
    return [error.id for error in operation.errors]


def _merged(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """Give the keys of both: as `new` has them, what it lacks behind what it stood behind."""
    order, known = list(new), set(new)
    for index, key in enumerate(old):
        if key not in known:
            order.insert(order.index(old[index - 1]) + 1 if index else 0, key)
    return order


def _mark(item: Any) -> Mark | None:
    """Give the place of an item: that of the first text in it."""
    texts = [item] if isinstance(item, Text) else [getattr(item, n) for n in item.__struct_fields__]
    return next((text.mark for text in texts if isinstance(text, Text) and text.mark), None)
