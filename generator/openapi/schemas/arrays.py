"""Reader of the schemas of arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.schema import ITEM_LIMITS, Schema, Type
from generator.model.structs import replace
from generator.model.values import Object, Value
from generator.openapi.losses import report_description
from generator.openapi.references import items
from generator.openapi.schemas.examples import OPEN
from generator.openapi.schemas.keywords import Keywords
from generator.openapi.schemas.limits import read_limits
from generator.openapi.schemas.made_values import make_items, request_value
from generator.openapi.schemas.places import Place

if TYPE_CHECKING:
    from generator.openapi.schemas.schema_reader import SchemaReader

# The most items of an invented array.
_MOST_ITEMS = 100


class ArrayReader:
    """Makes the schemas of arrays, with an example each.

    Arguments:
        schemas: reads the schemas of items.
    """

    def __init__(self, schemas: SchemaReader) -> None:
        self.schemas = schemas
        self.references = schemas.references
        self.unsupported = schemas.unsupported
        self.budget = schemas.budget

    def read(self, keywords: Keywords, hint: str, place: Place) -> Schema:
        """Make the schema of an array, whose items are in the same place."""
        if "prefixItems" in keywords.values:
            return self._read_tuple(keywords, hint, place)
        at = keywords.values.get("items")
        item = OPEN
        if at is not None and isinstance(at.value, dict):
            report_description(at, self.references, self.unsupported)
            item = self.schemas.read(at, hint, place)
        if self.budget.sent(item) is None and not item.is_null:
            item = replace(item, example=Object())
        limits = read_limits(keywords, ITEM_LIMITS, self.unsupported)
        schema = Schema(Type.ARRAY, items=item, **limits)
        least, most = ITEM_LIMITS.of(schema)
        example = next((v for v in keywords.example_values() if isinstance(v, list)), None)
        if example is not None:
            return self.schemas.with_example(schema, example, keywords.at, keywords.at)
        if most == 0:
            return replace(schema, example=())
        if least is not None and least > 1:
            is_set = keywords.get("uniqueItems", bool) is True
            values = make_items(item, min(least, _MOST_ITEMS), is_set)
            if len(values) < least:
                self.unsupported.add("limits", keywords.at, f"samples have {len(values)} items")
                schema = replace(schema, min_items=None)
            return replace(schema, example=values)
        return schema

    def _read_tuple(self, keywords: Keywords, hint: str, place: Place) -> Schema:
        """Make the schema of an array whose first items have schemas of their own."""
        at = keywords.values["prefixItems"]
        what = "samples have items of these schemas; pages say that any items will do"
        self.unsupported.add_note("prefixItems", at, what)
        limits = read_limits(keywords, ITEM_LIMITS, self.unsupported)
        schema = Schema(Type.ARRAY, items=replace(OPEN, example=Object()), **limits)
        least, most = ITEM_LIMITS.of(schema)
        for child in items(at):
            report_description(child, self.references, self.unsupported)
        prefix = tuple(self.schemas.read(child, hint, place) for child in items(at))
        schema = replace(schema, prefix=prefix)
        values: list[Value] = [self._item_value(item) for item in prefix]
        example = next((v for v in keywords.example_values() if isinstance(v, list)), None)
        if example is not None:
            return self.schemas.with_example(schema, example, keywords.at, keywords.at)
        rest = keywords.values.get("items")
        missing = min(int(least or 0), _MOST_ITEMS) - len(values)
        if missing > 0:
            item = OPEN
            if rest is not None and isinstance(rest.value, dict):
                item = self.schemas.read(rest, hint, place)
            values += [self._item_value(item)] * missing
        return replace(schema, example=tuple(values if most is None else values[: int(most)]))

    def _item_value(self, schema: Schema) -> Value:
        """Return the value that samples send for an item of an array."""
        value = request_value(schema, self.budget)
        return Object() if value is None and not schema.is_null else value
