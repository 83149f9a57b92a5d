"""Differences between the parameters, bodies and schemas of two API models, step by step.

A step is the model after one more change. A schema with a name changes in one step everywhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from generator.errors import Mark
from generator.model.api import Api, Operation
from generator.model.messages import Content, Parameter, Response
from generator.model.schema import LIMITS, Field, Schema
from generator.model.structs import map_unless_same, replace, replace_unless_same
from generator.model.text import reveal
from generator.review.diff_tables import by_id, with_operation
from generator.review.sentences import Name, Phrase, SchemaPlace, from_to

# A step: in words, whether it breaks callers, its kind, its place, and the model after it.
ModelStep = tuple[Phrase, bool, str, Mark | None, Api]
# A change of one schema: in words, whether it breaks callers, its place, and what applies it.
SchemaChange = tuple[Phrase, bool, Mark | None, Callable[[Schema], Schema]]


# Names of keywords that differ from the model's, and keywords that limit what callers may send.
_KEYWORDS = {
    **{attribute: keyword for limits in LIMITS for keyword, attribute in limits.keywords},
    "name": "schema",
    "enum": "values",
    "is_null": "null as example",
}
_LOWER_LIMITS = tuple(limits.least_attribute for limits in LIMITS)
_UPPER_LIMITS = tuple(limits.most_attribute for limits in LIMITS)
_PARTS = ("values", "prefix", "alternatives", "discriminator", "same_as")
_COMPARED = (
    "name", "type", "enum", "default", *_LOWER_LIMITS, *_UPPER_LIMITS, "pattern", "format",
    "nullable", "secret", "example", "is_null", *_PARTS,
)  # fmt: skip
# What parameters and fields can be, in words.
_FLAGS = {
    "required": "required", "read_only": "read-only", "explode": "a part for each item",
    "send": "sent by samples",
}  # fmt: skip
_OF_PLACES = ("example", "is_null", "nullable", "secret")  # places that share a schema may differ


def message_differences(now: Api, new: Api) -> Iterator[ModelStep]:
    """Yield the steps that turn the parameters, bodies and schemas of one model into another's.

    Arguments:
        now: a model whose operations have the same ids, parameters and statuses as those of `new`.
        new: the model with the parameters, bodies and schemas after the last step.
    """
    old, wanted, sent = _schemas_by_name(now), _schemas_by_name(new), _request_schema_names(new)
    names, last = old, now
    for name, schema in wanted.items():
        if name in old:
            place = SchemaPlace(("schema ", Name(name)), name in sent)
            if last is not now:
                names, last = _schemas_by_name(now), now
            current = names[name]
            kept = {key: getattr(current, key) for key in _OF_PLACES}
            schema = replace(schema, **kept)
            for phrase, breaking, mark, change in _schema_changes(place, current, schema):
                now = _change_schema(now, name, change)
                yield phrase, breaking, "schema changed", mark, now
    for operation in new.operations:
        for step in _operation_steps(now, operation):
            now = step[-1]
            yield step


def _operation_steps(now: Api, new: Operation) -> Iterator[ModelStep]:
    """Yield the steps of one operation: parameters, body, then responses."""

    def put(**changes: object) -> Api:
        return with_operation(now, new.id, **changes)

    of: Phrase = (" of ", Name(new.id))
    old = by_id(now)[new.id]
    for parameter in new.parameters:
        old_parameter = next(p for p in old.parameters if p.name == parameter.name)
        for phrase, breaking, changed in _parameter_changes(old_parameter, parameter, of):
            now = put(parameters=tuple(
                changed if p.name == changed.name else p for p in by_id(now)[new.id].parameters
            ))  # fmt: skip
            yield phrase, breaking, "parameter changed", parameter.name.mark, now
    place = SchemaPlace(("body", *of), True)
    for phrase, breaking, mark, content in _content_changes(place, old.body, new.body):
        now = put(body=content)
        yield phrase, breaking, "body changed", mark or new.title.mark, now
    for response in new.responses:
        before = next(r for r in old.responses if r.status == response.status)
        phrase = (f"response {response.status}", *of)
        item = before
        for words, breaking, mark, content in _content_changes(
            SchemaPlace(phrase, False), before.content, response.content
        ):
            item = replace(item, content=content)
            now = put(responses=_replace_response(by_id(now)[new.id].responses, item))
            yield words, breaking, "response changed", mark or response.description.mark, now
        if item.headers != response.headers:
            names = {reveal(h.name).casefold() for h in response.headers}
            lost = any(reveal(h.name).casefold() not in names for h in item.headers)
            item = replace(item, headers=response.headers)
            now = put(responses=_replace_response(by_id(now)[new.id].responses, item))
            words = ("headers of ", *phrase, " changed")
            yield words, lost, "response changed", response.description.mark, now


def _parameter_changes(
    old: Parameter, new: Parameter, of: Phrase
) -> Iterator[tuple[Phrase, bool, Parameter]]:
    """Yield the changes of a parameter's schema; a required one has an example at every step."""
    place = SchemaPlace(("parameter ", Name(reveal(new.name)), *of), True)
    item = old
    for flag in ("required", "send"):
        if getattr(old, flag) and not getattr(new, flag):
            item = replace(item, **{flag: False})
            yield (*place.phrase, f" is not {_FLAGS[flag]} any more"), False, item
    for phrase, breaking, _, change in _schema_changes(place, item.schema, new.schema):
        item = replace(item, schema=change(item.schema))
        yield phrase, breaking, item
    for flag in ("required", "send"):
        if getattr(new, flag) and not getattr(old, flag):
            item = replace(item, **{flag: True})
            yield (*place.phrase, f" is {_FLAGS[flag]} now"), flag == "required", item


def _replace_response(responses: tuple[Response, ...], new: Response) -> tuple[Response, ...]:
    """Replace the response with the same status."""
    return tuple(new if r.status == new.status else r for r in responses)


def _content_changes(
    place: SchemaPlace, old: Content | None, new: Content | None
) -> Iterator[tuple[Phrase, bool, Mark | None, Content | None]]:
    """Yield the changes of a message's content; another kind of content is a single change."""
    if old is None or new is None or old.kind != new.kind:
        if old != new:
            what = " has a body now" if old is None else " has no body any more"
            if old is not None and new is not None:
                what = f" is {new.media_type} now"
            # Only a body added to a response breaks nobody: callers can ignore it.
            yield (*place.phrase, what), place.is_sent or old is not None, _first_mark(new), new
        return
    item = old
    for phrase, breaking, mark, change in _schema_changes(place, old.schema, new.schema):
        item = replace(item, source=change(item.schema))
        yield phrase, breaking, mark, item
    if item.media_type != new.media_type:
        front = (*place.phrase, " changed: media type")
        item = replace(item, media_type=new.media_type)
        yield from_to(front, old.media_type, new.media_type), True, _first_mark(new), item
    if item.description != new.description:
        phrase = from_to(
            (*place.phrase, " reworded: description"), old.description, new.description
        )
        yield phrase, False, _first_mark(new), replace(item, description=new.description)


def _first_mark(content: Content | None) -> Mark | None:
    """Return the place of the first text of a content."""
    if content is None:
        return None
    marks = [content.description, *(field.name for field in content.schema.fields)]
    return next((text.mark for text in marks if text is not None), None)


def _schema_changes(place: SchemaPlace, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    """Yield the changes that turn one schema into the other."""
    mark = next((field.name.mark for field in new.fields), None)
    if old.type != new.type or (old.items is None) != (new.items is None):
        front = (*place.subject, " changed: type")
        yield from_to(front, old.words, new.words), True, mark, lambda _: new
        return
    for key in _COMPARED:
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            front = (*place.subject, f" changed: {_KEYWORDS.get(key, key)}")
            phrase: Phrase = front if key in _PARTS else from_to(front, before, after)
            if isinstance(after, bool):
                word = _KEYWORDS.get(key, key)
                phrase = (
                    *place.subject,
                    f" is {word} now" if after else f" is not {word} any more",
                )
            yield phrase, _breaks(key, before, after, place.is_sent), mark, _set_keyword(key, after)
    if old.items is not None and new.items is not None:
        for phrase, breaking, where, change in _schema_changes(place.items, old.items, new.items):
            yield phrase, breaking, where, _change_items(change)
    yield from _field_list_changes(place, old, new)


def _set_keyword(key: str, value: Any) -> Callable[[Schema], Schema]:
    """Return a function that sets a keyword of a schema."""
    return lambda schema: replace(schema, **{key: value})


def _change_items(change: Callable[[Schema], Schema]) -> Callable[[Schema], Schema]:
    """Return a function that changes the items of a schema."""
    return lambda s: s if s.items is None else replace(s, items=change(s.items))


def _breaks(key: str, old: Any, new: Any, is_sent: bool) -> bool:
    """Check whether a change of a keyword breaks callers: it refuses values allowed before."""
    if key == "name":
        return True
    if key == "nullable":
        return bool(old) == is_sent  # requests can't have null any more, or answers have it now
    if not is_sent or new is None:
        return False
    if key == "enum":
        return bool(new) and (not old or not set(old) <= set(new))
    if key in _LOWER_LIMITS:
        return old is None or old < new
    if key in _UPPER_LIMITS:
        return old is None or old > new
    return key in ("pattern", "format")


def _field_list_changes(place: SchemaPlace, old: Schema, new: Schema) -> Iterator[SchemaChange]:
    """Yield the added, changed, removed and reordered fields of a schema."""
    before = {reveal(field.name): field for field in old.fields}
    after = {reveal(field.name): field for field in new.fields}
    order = [*after, *(name for name in before if name not in after)]

    def putting(field: Field) -> Callable[[Schema], Schema]:
        def put(schema: Schema) -> Schema:
            fields = {reveal(f.name): f for f in schema.fields} | {reveal(field.name): field}
            return replace(schema, fields=tuple(fields[name] for name in order if name in fields))

        return put

    for name, field in after.items():
        if name not in before:
            is_needed = field.required and place.is_sent
            front = "required field " if is_needed else "field "
            phrase = (front, Name(place.below(name).path), " added to ", *place.phrase)
            yield phrase, is_needed, field.name.mark, putting(field)
            continue
        item = before[name]
        for phrase, breaking, changed in _field_changes(place.below(name), item, field):
            yield phrase, breaking, field.name.mark, putting(changed)
    for name, field in before.items():
        if name not in after:
            phrase = (*place.below(name).subject, " is gone")
            mark = next((f.name.mark for f in new.fields), None)
            name_ = reveal(field.name)
            yield phrase, True, mark, _remove_field(name_)
    kept = [name for name in before if name in after]
    if kept != [name for name in after if name in before]:
        phrase = ("order of fields of ", *place.subject, " changed")
        yield phrase, False, None, _sort_fields(list(after))


def _remove_field(name: str) -> Callable[[Schema], Schema]:
    """Return a function that removes a field of a schema."""
    return lambda s: replace(s, fields=tuple(f for f in s.fields if reveal(f.name) != name))


def _sort_fields(names: list[str]) -> Callable[[Schema], Schema]:
    """Return a function that puts the fields of a schema in order."""
    return lambda s: replace(
        s, fields=tuple(sorted(s.fields, key=lambda f: names.index(reveal(f.name))))
    )


def _field_changes(
    place: SchemaPlace, old: Field, new: Field
) -> Iterator[tuple[Phrase, bool, Field]]:
    """Yield the changes that turn one field into the other."""
    item = old
    for flag, word in _FLAGS.items():
        if (value := getattr(new, flag)) != getattr(old, flag):
            item = replace(item, **{flag: value})
            what = f" is {word} now" if value else f" is not {word} any more"
            # Senders have to add a required field; readers can't rely on an optional one.
            is_breaking = value == place.is_sent if flag == "required" else flag != "send"
            yield (*place.subject, what), is_breaking, item
    for phrase, breaking, _, change in _schema_changes(place, old.schema, new.schema):
        item = replace(item, schema=change(item.schema))
        yield phrase, breaking, item
    if item.description != new.description:
        front = (*place.subject, " reworded: description")
        item = replace(item, description=new.description)
        yield from_to(front, old.description or None, new.description or None), False, item
    if item.media_type != new.media_type:
        subject = (*place.subject, " changed: media type")
        yield from_to(subject, old.media_type, new.media_type), True, new


def _all_schemas(api: Api) -> Iterator[tuple[Schema, bool]]:
    """Yield every schema, inner ones first, and whether requests use it.

    A schema that is used in several places comes once for requests and once for responses.
    """
    visited: set[tuple[int, bool]] = set()

    def walk(schema: Schema, is_sent: bool) -> Iterator[tuple[Schema, bool]]:
        if (id(schema), is_sent) in visited:
            return
        visited.add((id(schema), is_sent))
        kinds = (row.schema for row in schema.alternatives)
        others = (schema.items, schema.values, *schema.prefix, *kinds)
        for inner in (*others, *(field.schema for field in schema.fields)):
            if inner is not None:
                yield from walk(inner, is_sent)
        yield schema, is_sent

    for operation in api.operations:
        for parameter in operation.parameters:
            yield from walk(parameter.schema, True)
        if operation.body is not None:
            yield from walk(operation.body.schema, True)
        for response in operation.responses:
            if response.content is not None:
                yield from walk(response.content.schema, False)


def _schemas_by_name(api: Api) -> dict[str, Schema]:
    """Return the named schemas of an API."""
    schemas: dict[str, Schema] = {}
    for schema, _ in _all_schemas(api):
        if schema.name is not None:
            schemas.setdefault(schema.name, schema)
    return schemas


def _request_schema_names(api: Api) -> set[str]:
    """Return the names of schemas that requests use."""
    return {
        schema.name for schema, is_sent in _all_schemas(api) if schema.name is not None and is_sent
    }


def _change_schema(api: Api, name: str, change: Callable[[Schema], Schema]) -> Api:
    """Change a named schema wherever an API uses it."""
    # By id(): most schemas are used in several places.
    changed_schemas: dict[int, Schema] = {}

    def changed(schema: Schema) -> Schema:
        if id(schema) not in changed_schemas:
            fields = map_unless_same(
                schema.fields, lambda f: replace_unless_same(f, schema=changed(f.schema))
            )
            items = None if schema.items is None else changed(schema.items)
            values = None if schema.values is None else changed(schema.values)
            kinds = map_unless_same(
                schema.alternatives, lambda a: replace_unless_same(a, schema=changed(a.schema))
            )
            copy = replace_unless_same(
                schema, fields=fields, items=items, values=values, alternatives=kinds,
                prefix=map_unless_same(schema.prefix, changed),
            )  # fmt: skip
            changed_schemas[id(schema)] = change(copy) if copy.name == name else copy
        return changed_schemas[id(schema)]

    def content(old: Content | None) -> Content | None:
        if old is None or (schema := changed(old.schema)) is old.schema:
            return old
        return replace(old, source=schema)

    def operation(old: Operation) -> Operation:
        responses = map_unless_same(
            old.responses, lambda r: replace_unless_same(r, content=content(r.content))
        )
        parameters = map_unless_same(
            old.parameters, lambda p: replace_unless_same(p, schema=changed(p.schema))
        )
        copy = replace_unless_same(
            old, body=content(old.body), responses=responses, parameters=parameters
        )
        return old if copy is old or copy == old else copy

    return replace(api, operations=tuple(map(operation, api.operations)))
