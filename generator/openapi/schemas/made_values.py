"""Values that samples send and answers show where a document gives no example."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model.budget import MAX_VALUES, Budget, BudgetError
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value

# The file name extensions of media types.
_EXTENSIONS = {
    "application/pdf": "pdf", "application/zip": "zip", "application/gzip": "gz",
    "application/x-tar": "tar", "application/xml": "xml", "text/xml": "xml", "text/csv": "csv",
    "text/html": "html", "text/plain": "txt", "text/markdown": "md", "text/x-markdown": "md",
    "application/yaml": "yaml", "application/x-yaml": "yaml", "application/json": "json",
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/svg+xml": "svg",
    "audio/mpeg": "mp3", "audio/wav": "wav", "video/mp4": "mp4",
}  # fmt: skip
# The number of values after which an invented response has only required fields.
_MOST_RESPONSE_VALUES = 300
# The most fields that samples send of an object that requires none, and the number of values after
# which a request has only required fields.
_MOST_OPTIONAL_FIELDS = 5
_MOST_REQUEST_VALUES = 60


def request_value(schema: Schema, budget: Budget) -> Value:
    """Return the value that samples send for a schema, and spend one step for each value in it.

    It is that of `Schema.sent`, except that an object which requires no field has some of its
    fields: the first file, or else up to five, scalars before others. This holds at every depth.
    After 60 values, optional fields are left out.

    Arguments:
        schema: the schema of the value.
        budget: limits the work that the document causes.

    Raises:
        BudgetError: if the required values alone are too many, or not enough steps are left.
    """
    budget.read(budget.check(schema))
    remaining = _MOST_REQUEST_VALUES

    def make_value(part: Schema) -> Value:
        nonlocal remaining
        remaining -= 1
        if part.example is not None or part.is_null:
            return part.example
        if part.type is Type.OBJECT:
            fields = [field for field in part.fields if field.required]
            members = [(field.name, make_value(field.schema)) for field in fields]
            for field in () if fields else _optional_fields(part):
                if remaining > 0:
                    value = make_value(field.schema)
                    if value != Object() or not field.schema.fields:
                        members.append((field.name, value))
            return Object(tuple(members))
        if part.type is Type.ARRAY and part.items is not None:
            return _array_of_one(part, part.items, make_value)
        return part.sent()

    value = make_value(schema)
    budget.read(_MOST_REQUEST_VALUES - max(remaining, 0))
    return value


def _array_of_one(
    array: Schema, items: Schema, make_value: Callable[[Schema], Value]
) -> tuple[Value, ...]:
    """Make an array with one item; none if the item would contain the array, or has no value."""
    if items.same_as is not None and not array.min_items:
        return ()
    item = make_value(items)
    return () if item is None and not items.is_null else (item,)


def _is_inner(field: Field) -> bool:
    """Say whether a field is an object of a schema around it, which would contain itself."""
    return field.schema.same_as is not None


def _optional_fields(schema: Schema) -> list[Field]:
    """Choose the fields that samples send of an object that requires none, in its own order."""
    fields = [field for field in schema.fields if not (field.read_only or _is_inner(field))]
    files = [field for field in fields if field.schema.type is Type.FILE][:1]
    fields = [field for field in fields if field.schema.type is not Type.FILE]
    fields.sort(key=lambda field: field.schema.type not in SCALARS)
    chosen = [*files, *fields][:_MOST_OPTIONAL_FIELDS]
    return [field for field in schema.fields if field in chosen]


def with_response_example(schema: Schema) -> Schema:
    """Return the schema of a response with an example that has all fields.

    Schemas refer to each other, so that an example may have millions of fields. After 300 values,
    optional fields are left out. If no example can be made, the schema is returned as it is.

    Raises:
        BudgetError: if the required fields alone are too many.
    """
    remaining = _MOST_RESPONSE_VALUES

    def make_value(part: Schema) -> Value:
        nonlocal remaining
        remaining -= 1
        if remaining < -MAX_VALUES:
            what = f"it requires more than {MAX_VALUES:,} values"
            raise BudgetError(what, "give a shorter example, or require less")
        if part.example is not None or part.is_null:
            return part.example
        if part.type is Type.OBJECT:
            fields = [f for f in part.fields if f.required or (remaining > 0 and not _is_inner(f))]
            return Object(tuple((field.name, make_value(field.schema)) for field in fields))
        if part.type is Type.ARRAY and part.items is not None:
            return _array_of_one(part, part.items, make_value)
        return part.sent()

    value = make_value(schema)
    return schema if value is None else replace(schema, example=value)


def make_items(items: Schema, count: int, is_set: bool) -> tuple[Value, ...]:
    """Make several items. If they have to be unique, there may be fewer than `count`."""
    item = items.sent()
    if is_set and items.enum:
        return items.enum[:count]
    if is_set and isinstance(item, int) and items.type is Type.INTEGER:
        return tuple(range(item, item + count))
    if is_set and isinstance(item, Text):
        more = (Text(f"{reveal(item)}{number}") for number in range(2, count + 1))
        return (item, *more)
    return (item,) * count


def file_name(stem: str, media_type: str) -> Text:
    """Make the name of a file to send or to save.

    Arguments:
        stem: the name without its extension. Characters that files should not have are replaced.
        media_type: the media type of the file, without parameters; may be empty.
    """
    stem = re.sub(r"[^A-Za-z0-9_-]+", "-", stem).strip("-_")[:40] or "file"
    extension = _EXTENSIONS.get(media_type, "xml" if media_type.endswith("+xml") else "bin")
    return Text(f"{stem}.{extension}")
