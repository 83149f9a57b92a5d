"""The differences between two models of an API, each with the model after it.

A model is an API as gen has read it. Each difference changes one thing and gives a whole model, so
its effect on the output can be found by rendering. A difference is breaking if callers lose
something that they use, or have to send something that they don't send yet.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.messages import ApiError, Where
from generator.model.structs import Struct, replace
from generator.model.text import reveal
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
    changed_mark,
    changed_scope,
    error_ids,
    error_phrase,
    errors_by_code,
    first_mark,
    merge_orders,
    parameter_table,
    response_table,
    with_error,
    with_operation,
)
from generator.review.region_diff import (
    adopt_availability,
    availability_differences,
    renamed_regions,
)
from generator.review.samples.example_diff import example_differences
from generator.review.samples.own_diff import own_sample_differences
from generator.review.schema_diff import message_differences
from generator.review.sentences import Name, Phrase, from_to

# The fields of an API of which each value can be told on its own.
_FIELDS = ("title", "base_path", "timeout", "snippet_tags")


class Difference(Struct, frozen=True):
    """One difference between two models.

    Attributes:
        phrase: the difference in words.
        breaking: whether it can break callers of the API or users of its client.
        mark: the position in today's spec, or where a removed item would be; None if there is none.
        kind: the kind of change, such as `region added`.
        step: the model with this and all earlier differences applied; None if the API is gone.
        scope: the ids of the operations that it changes; None if it concerns the whole API.
    """

    phrase: Phrase
    breaking: bool
    mark: Mark | None
    kind: str
    step: Api | None
    scope: frozenset[str] | None = None


def model_differences(old: Api | None, new: Api | None) -> list[Difference]:
    """List the differences between two models of an API, one after the other.

    Each difference has the model after it in `step`: the old model with this difference and all
    differences before it.

    Arguments:
        old: the old model; None if the API is new.
        new: the new model; None if the API is gone.

    Returns:
        The differences; empty if the models are equal. The last `step` is the new model.
    """
    if old is None:
        if new is None:
            return []
        phrase: Phrase = ("API ", Name(f"{new.id} {new.version}"), " added")
        mark = new.title.mark or Mark(new.file)
        return [Difference(phrase, False, mark, "API added", new)]
    if new is None:
        phrase = ("API ", Name(f"{old.id} {old.version}"), " is gone")
        return [Difference(phrase, True, None, "API gone", None)]
    old = adopt_availability(replace(old, file=new.file), new)
    finder = _DifferenceFinder(old, new)
    finder.find_all()
    return finder.differences


class _DifferenceFinder:
    """Finds the differences between two models, and applies each to the current model."""

    def __init__(self, old: Api, new: Api) -> None:
        self.old = self.current = old
        self.new = new
        self.differences: list[Difference] = []

    def find_all(self) -> None:
        """Find all differences."""
        self._version()
        for phrase, breaking, now in changed_fields(
            ("API",), self.current, self.new, API, API_PARTS
        ):
            changed = (n for n in _FIELDS if getattr(now, n) != getattr(self.current, n))
            mark = next(filter(None, map(self.new.marks.get, changed)), self.new.title.mark)
            self._step(now, phrase, breaking, "API changed", mark)
        self._endpoint()
        for table in (CREDENTIALS, HEADERS):
            self._add_and_change(table)
            self._remove_missing(table)
        for phrase, breaking, kind, mark, step in renamed_regions(self.current, self.new):
            self._step(step, phrase, breaking, kind, mark)
        self._add_and_change(REGIONS)
        default = self.new.default_region
        if self.current.default_region != default:
            words = [Name(id_ or "none") for id_ in (self.current.default_region, default)]
            phrase = ("default region changed from ", words[0], " to ", words[1])
            now = replace(self.current, default_region=default)
            self._step(now, phrase, False, "default region", self._field_mark("default_region"))
        self._remove_missing(REGIONS)
        self._renamed_operations()
        self._add_and_change(OPERATIONS)
        self._remove_missing(OPERATIONS)
        self._paths()
        self._renamed_errors()
        self._changed_errors()
        self._listed_errors()
        now = by_id(self.current)
        for operation in self.new.operations:
            if now[operation.id] == operation:
                continue
            for table in (parameter_table(operation.id), response_table(operation.id)):
                self._add_and_change(table)
                self._remove_missing(table)
        own = partial(own_sample_differences, self.old)
        for find in (availability_differences, message_differences, example_differences, own):
            for phrase, breaking, kind, mark, step in find(self.current, self.new):
                self._step(step, phrase, breaking, kind, mark)
        if self.current.targets is not None and self.new.targets is not None:
            self._add_and_change(TARGETS)
            self._remove_missing(TARGETS)
        elif self.current.targets != self.new.targets:
            now = replace(self.current, targets=self.new.targets)
            mark = self._field_mark("targets")
            self._step(now, ("list of published targets changed",), False, "targets", mark)
        if self.current != self.new:
            phrase = ("something else in the spec changed",)
            self._step(self.new, phrase, False, "else", self.new.title.mark)

    def _step(
        self, now: Api, phrase: Phrase, breaking: bool, kind: str, mark: Mark | None = None
    ) -> None:
        """Add a difference, and go on from the model that it leads to."""
        mark = mark or self.new.title.mark or Mark(self.new.file)
        self.differences.append(
            Difference(phrase, breaking, mark, kind, now, changed_scope(self.current, now))
        )
        self.current = now

    def _version(self) -> None:
        """Find a changed version, and the base path if that contains the version."""
        old, new = self.current, self.new
        if old.version == new.version:
            return
        now = replace(old, version=new.version)
        if old.base_path.replace(old.version, new.version) == new.base_path:
            now = replace(now, base_path=new.base_path)
        phrase = ("version changed from ", Name(old.version), " to ", Name(new.version))
        self._step(now, phrase, True, "API version", self._field_mark("version"))

    def _endpoint(self) -> None:
        """Find a changed endpoint, with the regions that follow its pattern."""
        old = self.current
        if old.endpoint == self.new.endpoint:
            return
        own = {region.id for region in old.own_endpoints}
        now = replace(old, endpoint=self.new.endpoint)
        regions = (r if r.id in own else replace(r, endpoint=now.endpoint_in(r.id))
                   for r in old.regions)  # fmt: skip
        now = replace(now, regions=tuple(regions))
        phrase = from_to(("host changed:",), old.endpoint, now.endpoint)
        self._step(now, phrase, False, "endpoint", self._field_mark("endpoint"))

    def _field_mark(self, *names: str) -> Mark | None:
        """Return the place of the first of some fields that has one, else that of the title."""
        marks = map(self.new.marks.get, names)
        return next(filter(None, marks), self.new.title.mark)

    def _add_and_change(self, table: DiffTable) -> None:
        """Find a table's reordered, added and changed items."""
        old = {table.key(item): item for item in table.get(self.current)}
        new = {table.key(item): item for item in table.get(self.new)}
        order = merge_orders(list(old), list(new))
        items = dict(old)

        def step(phrase: Phrase, breaking: bool, kind: str, mark: Mark | None = None) -> None:
            placed = tuple(items[key] for key in order if key in items)
            self._step(table.put(self.current, placed), phrase, breaking, kind, mark)

        first = next(filter(None, map(first_mark, new.values())), None)
        kept = [key for key in old if key in new]
        if kept != [key for key in new if key in old]:
            phrase = (f"order of {table.noun}s", *table.operation_phrase("of"), " changed")
            step(phrase, False, f"{table.noun} order", first)
        for key, item in new.items():
            if key not in old:
                items[key] = item
                breaking = table.breaks_if_added(item)
                front = "required " if breaking else ""
                phrase = (front, *table.item_phrase(item), " added", *table.operation_phrase("to"))
                step(phrase, breaking, f"{table.noun} added", first_mark(item))
        for key in kept:
            for phrase, breaking, item in table.changes(old[key], new[key]):
                mark = changed_mark(items[key], item)
                items[key] = item
                step(phrase, breaking, f"{table.noun} changed", mark or first_mark(new[key]))

    def _remove_missing(self, table: DiffTable) -> None:
        """Find a table's removed items."""
        new = {table.key(item): item for item in table.get(self.new)}
        near = next(filter(None, map(first_mark, new.values())), self._table_mark(table))
        for item in table.get(self.current):
            key = table.key(item)
            if key in new:
                near = first_mark(new[key]) or near  # a removed item's place is the one before it
                continue
            left = tuple(other for other in table.get(self.current) if table.key(other) != key)
            phrase = (*table.item_phrase(item), " is gone", *table.operation_phrase("from"))
            now = table.put(self.current, left)
            self._step(now, phrase, table.breaks_if_gone(item), f"{table.noun} gone", near)

    def _table_mark(self, table: DiffTable) -> Mark | None:
        """Return the place of a table that has no item with a place."""
        operation = by_id(self.new).get(table.operation)
        if operation is not None and operation.title.mark:
            return operation.title.mark
        return self._field_mark(table.api_field)

    def _renamed_operations(self) -> None:
        """Find operations that have a new id but the same method and path."""
        old, new = by_id(self.current), by_id(self.new)
        gone = {(o.method, o.path): o for id_, o in old.items() if id_ not in new}
        for id_, operation in new.items():
            old_operation = (
                None if id_ in old else gone.pop((operation.method, operation.path), None)
            )
            if old_operation is not None:
                phrase = ("operation ", Name(old_operation.id), " is called ", Name(id_), " now")
                now = with_operation(self.current, old_operation.id, id=id_)
                # Requests contain no ids. `attribution` checks whether a client loses a name.
                self._step(now, phrase, False, "operation renamed", operation.title.mark)

    def _paths(self) -> None:
        """Find changed paths, each together with its path parameters."""
        now = by_id(self.current)
        for new in self.new.operations:
            old = now[new.id]
            if old.path == new.path:
                continue
            old_path = {p.name: p for p in old.parameters if p.where is Where.PATH}
            path_names = {reveal(p.name) for p in new.parameters if p.where is Where.PATH}
            new_parameters = {p.name: p for p in new.parameters}
            rest = [
                p if p.where is not Where.PATH else new_parameters[p.name]
                for p in old.parameters
                if reveal(p.name) not in path_names
                and (p.where is not Where.PATH or p.name in new_parameters)
            ]
            path = [old_path.get(p.name, p) for p in new.parameters if p.where is Where.PATH]
            phrase = from_to(("path of ", Name(new.id), " changed:"), old.path, new.path)
            step = with_operation(self.current, new.id, path=new.path, parameters=(*path, *rest))
            self._step(step, phrase, True, "path changed", new.title.mark)

    def _renamed_errors(self) -> None:
        """Find rows of the error table that have a new id but the same status and code."""
        old, new = errors_by_code(self.current.errors), errors_by_code(self.new.errors)
        ids = {row.id: new[key].id for key, row in old.items() if key in new}
        ids = {was: now for was, now in ids.items() if was != now}
        if not ids:
            return
        # A removed row may have an id that a renamed row takes.
        taken = set(ids.values()) - set(ids)
        now = self.current
        for row in self.current.errors:
            if row.id in ids or row.id in taken:
                id_ = ids.get(row.id, f"{row.id} before")
                now = with_error(now, row, replace(row, id=f"\0{id_}"))
        for row in now.errors:
            now = with_error(now, row, replace(row, id=row.id.removeprefix("\0")))
        was, is_ = next(iter(ids.items()))
        phrase: Phrase = ("error ", Name(was), " is called ", Name(is_), " now")
        if len(ids) > 1:
            phrase = (f"{len(ids)} errors have other ids in the spec",)
        row = next(row for row in self.new.errors if row.id == is_)
        self._step(now, phrase, False, "error renamed", first_mark(row))

    def _changed_errors(self) -> None:
        """Find changed rows of the error table; all operations with a row change in one step."""
        new = {row.id: row for row in self.new.errors}
        paths = (self.new.code_paths, self.new.message_paths)
        if (self.current.code_paths, self.current.message_paths) != paths:
            self._bodies(new)  # first: the old paths find no code in the new bodies
        for old in self.current.errors:
            row = new.get(old.id, old)
            was, base = old, replace(old, body=row.body)
            for phrase, breaking, item in changed_fields(error_phrase(old), base, row, ERROR):
                now = with_error(self.current, was, item)
                mark = changed_mark(was, item) or first_mark(row)
                was = item
                self._step(now, phrase, breaking, "error changed", mark)
        self._bodies(new)

    def _bodies(self, new: Mapping[str, ApiError]) -> None:
        """Find errors whose JSON body differs, and changed paths of codes and messages in it."""
        now, paths = self.current, (self.new.code_paths, self.new.message_paths)
        for row in self.current.errors:
            body = new.get(row.id, row).body
            if row.body != body:
                now = with_error(now, row, replace(row, body=body))
        lost = {*now.code_paths, *now.message_paths} - {path for part in paths for path in part}
        if (now.code_paths, now.message_paths) != paths:
            now = replace(now, code_paths=paths[0], message_paths=paths[1])
        if now is not self.current:
            mark = self._field_mark("code_paths", "errors")
            phrase = ("JSON of errors has another shape",)
            self._step(now, phrase, bool(lost), "errorBodies", mark)

    def _listed_errors(self) -> None:
        """Find errors that operations gain or lose, with one step for each row."""
        now, new = by_id(self.current), by_id(self.new)
        rows = {row.id: row for api in (self.current, self.new) for row in api.errors}
        left = {row.id for row in self.new.errors}
        orders: dict[str, list[str]] = {}
        gained: dict[str, list[Operation]] = {}
        lost: dict[str, list[Operation]] = {}
        for operation in new.values():
            before, after = error_ids(now[operation.id]), error_ids(operation)
            if before != after:
                orders[operation.id] = merge_orders(before, after)
            for id_ in {*after}.difference(before):
                gained.setdefault(id_, []).append(operation)
            for id_ in {*before}.difference(after):
                lost.setdefault(id_, []).append(operation)
        changed = [
            (row, operations, verb)
            for row in rows.values()
            for operations, verb in ((gained.get(row.id), "added"), (lost.get(row.id), "gone"))
            if operations
        ]
        for row, changed_operations, verb in changed:
            for operation in changed_operations:
                listed = {*error_ids(now[operation.id])} ^ {row.id}
                errors = tuple(rows[id_] for id_ in orders[operation.id] if id_ in listed)
                now[operation.id] = replace(now[operation.id], errors=errors)
            is_gone, code = verb == "gone", (row.status, row.code)
            others = [
                [(e.status, e.code) for e in o.errors if e.id != row.id] for o in changed_operations
            ]
            breaking = is_gone and any(code not in codes for codes in others)
            phrase = (*error_phrase(row), " is gone" if is_gone else " added")
            if any(code in codes for codes in others):  # by another row of the table
                phrase = (*error_phrase(row), " (", Name(row.id), ")", *phrase[2:])
            if not is_gone or row.id in left:
                phrase += self._operations_phrase(changed_operations, "from" if is_gone else "to")
            operations_now = tuple(now[o.id] for o in self.current.operations)
            step = replace(self.current, operations=operations_now)
            mark = changed_operations[0].title.mark if is_gone else first_mark(row)
            self._step(step, phrase, breaking, f"error {verb}", mark)
        for operation in new.values():
            if operation.errors != now[operation.id].errors:
                phrase = (
                    "order of errors",
                    *self._operations_phrase([operation], "of"),
                    " changed",
                )
                step = with_operation(self.current, operation.id, errors=operation.errors)
                self._step(step, phrase, False, "error order", operation.title.mark)

    def _operations_phrase(self, operations: Sequence[Operation], preposition: str) -> Phrase:
        """Return the words that name some operations; empty for all operations."""
        if len(operations) == len(self.new.operations):
            return ()
        if len(operations) == 1:
            return (f" {preposition} ", Name(operations[0].id))
        return (f" {preposition} {len(operations)} operations",)
