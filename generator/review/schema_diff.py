"""What requests and answers carry, in two models: what differs, as steps from the one to the other.

A schema that has a name changes wherever it stands at once, as a row of the error table does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, TypeVar

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.messages import Content, Parameter, Response
from generator.model.schema import Field, Schema
from generator.model.structs import Struct, replace
from generator.model.text import reveal
from generator.review.diff_tables import by_id, with_operation
from generator.review.sentences import Name, Said, from_to

# A step: what it is in words, whether it breaks callers, what it has in common with others, its
# place, and the model behind it.
Step = tuple[Said, bool, str, Mark | None, Api]
# A change of one schema: in words, whether it breaks callers, its place, and how it is made.
Change = tuple[Said, bool, Mark | None, Callable[[Schema], Schema]]

Item = TypeVar("Item")

# What is called otherwise than in the model, and what callers of requests have to heed.
_WORDS = {"min_length": "minLength", "max_length": "maxLength", "min_items": "minItems",
          "max_items": "maxItems", "name": "schema", "enum": "values"}  # fmt: skip
_LEAST = ("minimum", "min_length", "min_items")
_MOST = ("maximum", "max_length", "max_items")
_PLAIN = ("name", "type", "enum", "default", *_LEAST, *_MOST, "pattern", "secret", "example")


class _Place(Struct, frozen=True):
    """Where a schema stands: in words, below which field, and whether requests have it."""

    said: Said
    is_sent: bool
    path: str = ""

    @property
    def subject(self) -> Said:
        return ("field ", Name(self.path), " of ", *self.said) if self.path else self.said

    def below(self, name: str) -> _Place:
        return replace(self, path=f"{self.path}.{name}" if self.path else name)

    @property
    def items(self) -> _Place:
        return replace(self, path=f"{self.path}[]")


def message_differences(now: Api, new: Api) -> Iterator[Step]:
    """Give what differs in schemas, bodies, parameters' values and answers, step by step.

    Arguments:
        now: a model whose operations have the ids, parameters and statuses of the other's.
        new: the model that the steps lead to.
    """
    old, wanted, sent = _named(now), _named(new), _sent_names(new)
    names, last = old, now
    for name, schema in wanted.items():
        if name in old:
            place = _Place(("schema ", Name(name)), name in sent)
            if last is not now:
                names, last = _named(now), now
            current = names[name]
            schema = replace(schema, example=current.example, secret=current.secret)
            for said, breaking, mark, change in _changes(place, current, schema):
                now = _with_schema(now, name, change)
                yield said, breaking, "schema changed", mark, now
    for operation in new.operations:
        for step in _operation(now, operation):
            now = step[-1]
            yield step


def _operation(now: Api, new: Operation) -> Iterator[Step]:
    def put(**changes: object) -> Api:
        return with_operation(now, new.id, **changes)

    of: Said = (" of ", Name(new.id))
    old = by_id(now)[new.id]
    for parameter in new.parameters:
        was = next(p for p in old.parameters if p.name == parameter.name)
        for said, breaking, made in _parameter(was, parameter, of):
            now = put(parameters=tuple(
                made if p.name == made.name else p for p in by_id(now)[new.id].parameters
            ))  # fmt: skip
            yield said, breaking, "parameter changed", parameter.name.mark, now
    place = _Place(("body", *of), True)
    for said, breaking, mark, content in _contents(place, old.body, new.body):
        now = put(body=content)
        yield said, breaking, "body changed", mark or new.title.mark, now
    for response in new.responses:
        before = next(r for r in old.responses if r.status == response.status)
        said = (f"response {response.status}", *of)
        item = before
        for words, breaking, mark, content in _contents(
            _Place(said, False), before.content, response.content
        ):
            item = replace(item, content=content)
            now = put(responses=_replaced(by_id(now)[new.id].responses, item))
            yield words, breaking, "response changed", mark or response.description.mark, now
        if item.headers != response.headers:
            names = {reveal(h.name).casefold() for h in response.headers}
            lost = any(reveal(h.name).casefold() not in names for h in item.headers)
            item = replace(item, headers=response.headers)
            now = put(responses=_replaced(by_id(now)[new.id].responses, item))
            words = ("headers of ", *said, " changed")
            yield words, lost, "response changed", response.description.mark, now


def _parameter(old: Parameter, new: Parameter, of: Said) -> Iterator[tuple[Said, bool, Parameter]]:
    """Change a parameter's values; what is required has an example at every step."""
    place = _Place(("parameter ", Name(reveal(new.name)), *of), True)
    item = old
    if old.required and not new.required:
        item = replace(item, required=False)
        yield (*place.said, " is not required any more"), False, item
    for said, breaking, _, change in _changes(place, item.schema, new.schema):
        item = replace(item, schema=change(item.schema))
        yield said, breaking, item
    if new.required and not old.required:
        yield (*place.said, " is required now"), True, replace(item, required=True)


def _replaced(responses: tuple[Response, ...], new: Response) -> tuple[Response, ...]:
    return tuple(new if r.status == new.status else r for r in responses)


def _contents(
    place: _Place, old: Content | None, new: Content | None
) -> Iterator[tuple[Said, bool, Mark | None, Content | None]]:
    """Change what a message carries; that it carries something else is one change."""
    if old is None or new is None or old.kind != new.kind:
        if old != new:
            what = " has a body now" if old is None else " has no body any more"
            if old is not None and new is not None:
                what = f" is {new.media_type} now"
            # Who reads an answer that had nothing to read goes on; all others have to change.
            yield (*place.said, what), place.is_sent or old is not None, _first(new), new
        return
    item = old
    for said, breaking, mark, change in _changes(place, old.schema, new.schema):
        item = replace(item, source=change(item.schema))
        yield said, breaking, mark, item
    if item.media_type != new.media_type:
        front = (*place.said, " changed: media type")
        item = replace(item, media_type=new.media_type)
        yield from_to(front, old.media_type, new.media_type), True, _first(new), item
    if item.description != new.description:
        said = from_to((*place.said, " reworded: description"), old.description, new.description)
        yield said, False, _first(new), replace(item, description=new.description)


def _first(content: Content | None) -> Mark | None:
    if content is None:
        return None
    marks = [content.description, *(field.name for field in content.schema.fields)]
    return next((text.mark for text in marks if text is not None), None)


def _changes(place: _Place, old: Schema, new: Schema) -> Iterator[Change]:
    """Give the changes that make one schema of the other."""
    mark = next((field.name.mark for field in new.fields), None)
    if old.type != new.type or (old.items is None) != (new.items is None):
        front = (*place.subject, " changed: type")
        yield from_to(front, old.words, new.words), True, mark, lambda _: new
        return
    for key in _PLAIN:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            said = from_to((*place.subject, f" changed: {_WORDS.get(key, key)}"), before, after)
            if isinstance(after, bool):
                word = _WORDS.get(key, key)
                said = (*place.subject, f" is {word} now" if after else f" is not {word} any more")
            yield said, _breaks(key, before, after, place.is_sent), mark, _set(key, after)
    if old.items is not None and new.items is not None:
        for said, breaking, where, change in _changes(place.items, old.items, new.items):
            yield said, breaking, where, _in_items(change)
    yield from _field_changes(place, old, new)


def _set(key: str, value: Any) -> Callable[[Schema], Schema]:
    return lambda schema: replace(schema, **{key: value})


def _in_items(change: Callable[[Schema], Schema]) -> Callable[[Schema], Schema]:
    return lambda s: s if s.items is None else replace(s, items=change(s.items))


def _breaks(key: str, old: Any, new: Any, is_sent: bool) -> bool:
    """Say whether a change of a keyword breaks callers: what they may send is refused now."""
    if key == "name":
        return True
    if not is_sent or new is None:
        return False
    if key == "enum":
        return bool(new) and (not old or not set(old) <= set(new))
    if key in _LEAST:
        return old is None or old < new
    if key in _MOST:
        return old is None or old > new
    return key == "pattern"


def _field_changes(place: _Place, old: Schema, new: Schema) -> Iterator[Change]:
    before = {reveal(field.name): field for field in old.fields}
    after = {reveal(field.name): field for field in new.fields}
    order = [*after, *(name for name in before if name not in after)]

    def putting(field: Field) -> Callable[[Schema], Schema]:
        def put(schema: Schema) -> Schema:
            known = {reveal(f.name): f for f in schema.fields} | {reveal(field.name): field}
            return replace(schema, fields=tuple(known[name] for name in order if name in known))

        return put

    for name, field in after.items():
        if name not in before:
            is_needed = field.required and place.is_sent
            front = "required field " if is_needed else "field "
            said = (front, Name(place.below(name).path), " added to ", *place.said)
            yield said, is_needed, field.name.mark, putting(field)
            continue
        item = before[name]
        for said, breaking, changed in _field(place.below(name), item, field):
            yield said, breaking, field.name.mark, putting(changed)
    for name, field in before.items():
        if name not in after:
            said = (*place.below(name).subject, " is gone")
            mark = next((f.name.mark for f in new.fields), None)
            gone = reveal(field.name)
            yield said, True, mark, _without(gone)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        said = ("order of fields of ", *place.subject, " changed")
        yield said, False, None, _ordered(list(after))


def _without(name: str) -> Callable[[Schema], Schema]:
    return lambda s: replace(s, fields=tuple(f for f in s.fields if reveal(f.name) != name))


def _ordered(names: list[str]) -> Callable[[Schema], Schema]:
    return lambda s: replace(
        s, fields=tuple(sorted(s.fields, key=lambda f: names.index(reveal(f.name))))
    )


def _field(place: _Place, old: Field, new: Field) -> Iterator[tuple[Said, bool, Field]]:
    """Change one field into the other."""
    item = old
    if item.required != new.required:
        item = replace(item, required=new.required)
        what = " is required now" if new.required else " is not required any more"
        # Who sends has to add it; who reads can't rely on it.
        yield (*place.subject, what), new.required == place.is_sent, item
    for said, breaking, _, change in _changes(place, old.schema, new.schema):
        item = replace(item, schema=change(item.schema))
        yield said, breaking, item
    if item.description != new.description:
        front = (*place.subject, " reworded: description")
        item = replace(item, description=new.description)
        yield from_to(front, old.description, new.description), False, item
    if item.media_type != new.media_type:
        front = (*place.subject, " changed: media type")
        yield from_to(front, old.media_type, new.media_type), True, new


def _all(api: Api) -> Iterator[tuple[Schema, bool]]:
    """Give every schema, the inner ones first, and whether requests have it.

    One that stands in several places is given once of requests, and once of answers.
    """
    known: set[tuple[int, bool]] = set()

    def within(schema: Schema, is_sent: bool) -> Iterator[tuple[Schema, bool]]:
        if (id(schema), is_sent) in known:
            return
        known.add((id(schema), is_sent))
        for inner in (schema.items, *(field.schema for field in schema.fields)):
            if inner is not None:
                yield from within(inner, is_sent)
        yield schema, is_sent

    for operation in api.operations:
        for parameter in operation.parameters:
            yield from within(parameter.schema, True)
        if operation.body is not None:
            yield from within(operation.body.schema, True)
        for response in operation.responses:
            if response.content is not None:
                yield from within(response.content.schema, False)


def _named(api: Api) -> dict[str, Schema]:
    found: dict[str, Schema] = {}
    for schema, _ in _all(api):
        if schema.name is not None:
            found.setdefault(schema.name, schema)
    return found


def _sent_names(api: Api) -> set[str]:
    return {schema.name for schema, is_sent in _all(api) if schema.name is not None and is_sent}


def _with_schema(api: Api, name: str, change: Callable[[Schema], Schema]) -> Api:
    """Change a schema wherever it stands."""

    known: dict[int, Schema] = {}  # many stand in several places, within others of these

    def changed(schema: Schema) -> Schema:
        if id(schema) not in known:
            fields = _each(schema.fields, lambda f: _kept(f, schema=changed(f.schema)))
            items = None if schema.items is None else changed(schema.items)
            made = _kept(schema, fields=fields, items=items)
            known[id(schema)] = change(made) if made.name == name else made
        return known[id(schema)]

    def content(old: Content | None) -> Content | None:
        if old is None or (schema := changed(old.schema)) is old.schema:
            return old
        return replace(old, source=schema)

    def operation(old: Operation) -> Operation:
        responses = _each(old.responses, lambda r: _kept(r, content=content(r.content)))
        parameters = _each(old.parameters, lambda p: _kept(p, schema=changed(p.schema)))
        made = _kept(old, body=content(old.body), responses=responses, parameters=parameters)
        return old if made is old or made == old else made

    return replace(api, operations=tuple(map(operation, api.operations)))


def _each(items: tuple[Item, ...], change: Callable[[Item], Item]) -> tuple[Item, ...]:
    """Give what a change makes of each item; the very same, if there is nothing else."""
    made = tuple(map(change, items))
    return items if all(new is old for new, old in zip(made, items, strict=True)) else made


def _kept(item: Any, **changes: object) -> Any:
    """Give an item with changes; itself, if there are none."""
    if all(getattr(item, name) is value for name, value in changes.items()):
        return item
    return replace(item, **changes)
