"""Differences between the named examples of two API models, step by step.

A step is the model after one more change. No example breaks callers.
"""

from __future__ import annotations

from collections.abc import Iterator

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.messages import BODY
from generator.model.structs import replace
from generator.model.text import reveal
from generator.model.variants import Variant
from generator.review.diff_tables import by_id, first_mark, merge_orders, with_operation
from generator.review.sentences import Name, Phrase, from_to

# A step: in words, whether it breaks callers, its kind, its place, and the model after it.
_Step = tuple[Phrase, bool, str, Mark | None, Api]


def example_differences(now: Api, new: Api) -> Iterator[_Step]:
    """Yield the steps that give each operation the named examples that it has in another model.

    Arguments:
        now: a model that has the operations of `new`.
        new: the model with the examples after the last step.
    """
    old = by_id(now)
    for operation in new.operations:
        if old[operation.id].examples != operation.examples:
            for step in _operation_steps(now, old[operation.id], operation):
                now = step[-1]
                yield step


def _operation_steps(now: Api, old: Operation, new: Operation) -> Iterator[_Step]:
    """Yield the steps of one operation: order, added and changed examples, then removed ones."""
    items = {example.id: example for example in old.examples}
    wanted = {example.id: example for example in new.examples}
    order = merge_orders(list(items), list(wanted))
    of: Phrase = (" of ", Name(new.id))
    place = next(filter(None, map(first_mark, new.examples)), new.title.mark)

    def step() -> Api:
        examples = tuple(items[id_] for id_ in order if id_ in items)
        return with_operation(now, new.id, examples=examples)

    if [id_ for id_ in items if id_ in wanted] != [id_ for id_ in wanted if id_ in items]:
        now = step()
        yield ("order of examples", *of, " changed"), False, "example order", place, now
    for id_, example in wanted.items():
        mark = first_mark(example) or new.title.mark
        if id_ not in items:
            items[id_] = example
            now = step()
            phrase: Phrase = ("example ", Name(id_), " added to ", Name(new.id))
            yield phrase, False, "example added", mark, now
            continue
        for words, changed in _changes(items[id_], example):
            items[id_] = changed
            now = step()
            phrase = ("example ", Name(id_), *of, *words)
            yield phrase, False, "example changed", mark, now
    for id_ in [id_ for id_ in items if id_ not in wanted]:
        del items[id_]
        now = step()
        phrase = ("example ", Name(id_), " is gone from ", Name(new.id))
        yield phrase, False, "example gone", place, now


def _changes(old: Variant, new: Variant) -> Iterator[tuple[Phrase, Variant]]:
    """Yield what differs in two examples, each with the example after that change."""
    if old.title != new.title:
        old = replace(old, title=new.title)
        yield (" renamed",), old
    if old.description != new.description:
        old = replace(old, description=new.description)
        yield (" reworded: description",), old
    if old.values == new.values:
        return
    before, after = old.sent, new.sent
    names = [name for name in {**before, **after} if name not in before or name not in after]
    names += [name for name, value in before.items() if name in after and value != after[name]]
    for name in names:
        now = {reveal(key): (key, value) for key, value in old.values}
        if name in after:
            now[name] = next(row for row in new.values if reveal(row[0]) == name)
        else:
            del now[name]
        old = replace(old, values=tuple(now.values()))
        what: Phrase = (" changed: body",) if name == BODY else (" changed: parameter ", Name(name))
        if name not in before or name not in after:
            yield (*what, " added" if name in after else " is gone"), old
        elif before[name] is None or after[name] is None:  # null of JSON
            yield what, old
        else:
            yield from_to(what, before[name], after[name]), old
    if old.values != new.values:
        yield (" changed: order of its values",), replace(old, values=new.values)
