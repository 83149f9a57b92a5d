"""Reader of the schemas of an OpenAPI document: makes a `Schema` with an example of each.

The example is the document's own, or else it is invented.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

from generator.model.budget import MAX_VALUES
from generator.model.schema import (
    ITEM_LIMITS,
    Field,
    Schema,
    Type,
)
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.openapi.examples import (
    OPEN,
    fit_example,
    json_type,
    read_value,
)
from generator.openapi.keywords import OWN_KEYS, Keywords, collect
from generator.openapi.references import References, items
from generator.openapi.scalars import NO_PATTERN, ScalarReader, read_limits
from generator.openapi.unsupported import Unsupported
from generator.openapi.validity import is_allowed, is_same
from generator.patterns.expressions import Steps
from generator.sources.document import At

# The most levels of nested schemas.
_DEEPEST = 10
# The most items of an invented array.
_MOST_ITEMS = 100
_SHOWN_AS_IT_IS = "it is not what its schema says; it is shown as it is"
_SIMPLE_TYPES = {"string", "integer", "number", "boolean"}
_TYPES = {*_SIMPLE_TYPES, "array", "object"}


def first_paragraph(at: At | None, key: str) -> Text | None:
    """Return the first paragraph of an object's text member as one line. None without a text."""
    value = at.value.get(key) if at is not None and isinstance(at.value, dict) else None
    if at is None or not isinstance(value, str):
        return None
    line = _line(value)
    return Text(line, at.child(key)) if line else None


# Many operations may refer to the same long text.
@lru_cache(maxsize=4096)
def _line(value: str) -> str:
    """Return the first paragraph of a text as one line."""
    if value.isprintable() and "  " not in value:  # the usual case, which is faster
        return value.strip(" ")
    return " ".join(value.strip().partition("\n\n")[0].split())


class SchemaReader:
    """Reads Schema Objects, each once.

    Arguments:
        references: follows `$ref`.
        unsupported: the collection to which everything is added that samples do not support.
        names: the ids of reusable schemas by their names in the document.
    """

    def __init__(
        self, references: References, unsupported: Unsupported, names: dict[str, str]
    ) -> None:
        self.references = references
        self.unsupported = unsupported
        self.names = names
        self.budget = references.budget
        self._cache: dict[tuple[tuple[tuple[int, bool], ...], str], Schema] = {}
        self._cut_cache: dict[tuple[tuple[tuple[int, bool], ...], str], Schema] = {}
        self.scalars = ScalarReader(references, unsupported)
        self._cuts = 0
        self._open: set[int] = set()

    def read(
        self, at: At, hint: str = "", takes_files: bool = False, more: tuple[At, ...] = ()
    ) -> Schema:
        """Make the schema of a Schema Object, with an example.

        Arguments:
            at: the Schema Object.
            hint: a word for invented examples, such as the name of the field.
            takes_files: whether binary data is a file here. If not, it is text, as in JSON.
            more: further Schema Objects that apply to the same value.

        Raises:
            BudgetError: if the schema is larger than samples may be, or the document takes too many
                steps to read.
        """
        key = (
            (self._identity(at), *map(self._identity, more)),
            hint if not takes_files else f"{hint}\0",
        )
        cached = self._cache.get(key)
        if cached is not None:
            return cached
        if key in self._cut_cache:
            self._cuts += 1
            return self._cut_cache[key]
        keywords = collect(at, self.references, self.unsupported, more)
        is_circle = keywords is not None and id(keywords.at.value) in self._open
        if keywords is None or is_circle or len(self._open) > _DEEPEST:
            if keywords is not None and not is_circle:
                self.unsupported.add("schema", at, "it is nested too deep; any value is shown")
            self._cuts += 1
            return replace(OPEN, example=Object())  # a circle, or nested too deep
        cuts = self._cuts
        self._open.add(id(keywords.at.value))
        try:
            schema = self._limit_size(self._make_schema(keywords, hint, takes_files), keywords.at)
        finally:
            self._open.discard(id(keywords.at.value))
        if keywords.name and schema.type is Type.OBJECT and schema.fields:
            schema = replace(schema, name=self.names.get(keywords.name))
        # A schema that contains a cut circle depends on where the circle was entered. It can only
        # be reused until the outermost schema is complete.
        cache = self._cache if cuts == self._cuts else self._cut_cache
        cache[key] = schema
        if not self._open:
            self._cut_cache.clear()
        return schema

    def _identity(self, at: At) -> tuple[int, bool]:
        """Return a key that is equal for all references to one schema that add no keywords."""
        value = at.value
        has_own = isinstance(value, dict) and (
            len(value) > 1
            if self.references.has_siblings
            else not value.keys().isdisjoint(OWN_KEYS)
        )
        if isinstance(value, dict) and "$ref" in value and not has_own:
            target = self.references.resolve(at)
            if target is not None:
                return id(target.value), True
        return id(value), False

    def read_for_example(self, at: At, example: Any) -> Schema | None:
        """Make the schema of a Schema Object, with the alternatives that allow an example.

        Returns:
            The schema. None if the one that `read` returns is right: the Schema Object has no
            alternatives, or a reference can't be followed.
        """
        target = self.references.resolve(at)
        if target is None or not isinstance(target.value, dict):
            return None
        if target.value.keys().isdisjoint(("oneOf", "anyOf", "allOf")):
            return None
        usual = collect(at, self.references, Unsupported())
        keywords = collect(at, self.references, self.unsupported, (), example)
        if usual is None or keywords is None or usual.merged == keywords.merged:
            return None
        return self._make_schema(keywords, "", False)

    def _has_own_keys(self, reference: dict[str, Any]) -> bool:
        """Say whether a Reference Object has keywords that count besides those of its target."""
        if self.references.has_siblings:
            return len(reference) > 1
        return not reference.keys().isdisjoint(OWN_KEYS)

    def _limit_size(self, schema: Schema, at: At) -> Schema:
        """Return the schema, without its nested fields if they are too many to be written out.

        It raises a `BudgetError` if the values that samples have to send are too many.
        """
        self.budget.read(1 + len(schema.fields) + len(schema.enum))
        self.budget.check(schema)
        if self.budget.rows(schema) <= MAX_VALUES or not (schema.fields or schema.items):
            return schema
        what = f"its fields hold more than {MAX_VALUES:,} others; those of objects are left out"
        self.unsupported.add("schema", at, what)
        if schema.items is not None:
            return replace(schema, items=self._without_contents(schema.items))
        fields = tuple(replace(f, schema=self._without_contents(f.schema)) for f in schema.fields)
        return replace(schema, fields=fields)

    def _without_contents(self, schema: Schema) -> Schema:
        """Return a schema that does not describe the contents of an object or an array."""
        if not (schema.fields or schema.items):
            return schema
        value = self.budget.sent(schema)
        return replace(OPEN, example=Object() if value is None else value)

    def read_keywords(self, at: At) -> Keywords | None:
        """Return the keywords of a Schema Object. None if a reference can't be followed."""
        return collect(at, self.references, self.unsupported)

    def _make_schema(self, keywords: Keywords, hint: str, takes_files: bool) -> Schema:
        """Make the schema of a set of keywords."""
        type_ = keywords.type
        own = keywords.own_examples()
        if own and own[0] is None and self.allows(keywords.at, None):
            kind = Type(type_) if type_ in _SIMPLE_TYPES else Type.ANY
            return Schema(kind, is_null=True)
        if keywords.is_mixed or (not type_ and len(_enum_types(keywords)) > 1):
            examples = [v for v in keywords.example_values() if self.allows(keywords.at, v)]
            if examples:
                return replace(OPEN, example=read_value(examples[0]))
        if keywords.is_mixed:
            first = self._make_schema(replace(keywords, is_mixed=False), hint, takes_files)
            return replace(OPEN, example=self.budget.sent(first))
        if type_ not in _TYPES:
            examples = keywords.example_values()
            type_ = json_type(examples[0]) if examples else ""
            if type_ in ("", "array", "object"):
                example = read_value(examples[0]) if examples else Object()
                return replace(OPEN, example=example)
        if type_ == "object":
            return self._read_object(keywords)
        if type_ == "array":
            return self._read_array(keywords, hint)
        if takes_files and keywords.get("format", str) in ("binary", "file"):
            return Schema(Type.FILE)
        return self.scalars.read(keywords, Type(type_), hint)

    def allows(self, at: At, value: Any) -> bool:
        """Say whether a Schema Object allows a value; see `is_allowed`."""
        return is_allowed(at, value, self.references)

    def _read_object(self, keywords: Keywords) -> Schema:
        """Make the schema of an object."""
        fields = []
        for name, at in keywords.properties.items():
            if not name.strip():
                continue  # a table of fields can't show it
            schema = self.read(at, name, more=keywords.more.get(name, ()))
            if name in keywords.discriminators:
                schema = self._discriminate(schema, keywords.discriminators[name])
            child = at.value if isinstance(at.value, dict) else {}
            description = (
                first_paragraph(at, "description") or self._target_description(at) or Text(name, at)
            )
            is_required = name in keywords.required or name in keywords.discriminators
            required = is_required and child.get("readOnly") is not True
            fields.append(Field(Text(name, at), description, required, schema))
        for name, value in keywords.discriminators.items():
            if name not in keywords.properties and name.strip():
                word = Text(name)
                fields.append(Field(word, word, True, Schema(example=Text(value))))
        object_schema = Schema(Type.OBJECT, fields=tuple(fields))
        example = next((v for v in keywords.example_values() if isinstance(v, dict)), None)
        if example is not None:
            return self.with_example(object_schema, example, keywords.at, keywords.at)
        if not fields:
            return replace(object_schema, example=Object(self._invent_members(keywords)))
        return object_schema

    @staticmethod
    def _discriminate(schema: Schema, value: str) -> Schema:
        """Return the schema of a discriminator's property, with the value of the alternative."""
        word = Text(value)
        if schema.type is not Type.STRING or (schema.enum and word not in schema.enum):
            return schema
        return replace(schema, example=word)

    def _target_description(self, at: At) -> Text | None:
        """Return the description of the schema that a property's `$ref` leads to."""
        if not (isinstance(at.value, dict) and "$ref" in at.value):
            return None
        return first_paragraph(self.references.resolve(at), "description")

    def _invent_members(self, keywords: Keywords) -> tuple[tuple[Text, Value], ...]:
        """Invent members for an object without named properties.

        There are as many as `minProperties` requires, but at most 20.
        """
        least = keywords.get("minProperties", int) or 0
        extra = keywords.values.get("additionalProperties")
        if extra is None or not isinstance(extra.value, dict):
            return ()
        item = self.read(extra, "example")
        self.budget.check(item)
        count = max(1, min(least, 20)) if extra.value else min(least, 20)
        names = ("example", *(f"example{number}" for number in range(2, count + 1)))
        return tuple((Text(name), item.sent()) for name in names[:count])

    def _read_array(self, keywords: Keywords, hint: str) -> Schema:
        """Make the schema of an array."""
        if "prefixItems" in keywords.values:
            return self._read_tuple(keywords, hint)
        at = keywords.values.get("items")
        items = OPEN if at is None or not isinstance(at.value, dict) else self.read(at, hint)
        if self.budget.sent(items) is None:
            items = replace(items, example=Object())
        limits = read_limits(keywords, ITEM_LIMITS)
        schema = Schema(Type.ARRAY, items=items, **limits)
        least, most = ITEM_LIMITS.of(schema)
        example = next((v for v in keywords.example_values() if isinstance(v, list)), None)
        if example is not None:
            return self.with_example(schema, example, keywords.at, keywords.at)
        if most == 0:
            return replace(schema, example=())
        if least is not None and least > 1:
            is_set = keywords.get("uniqueItems", bool) is True
            values = _make_items(items, min(least, _MOST_ITEMS), is_set)
            if len(values) < least:
                self.unsupported.add("limits", keywords.at, f"samples have {len(values)} items")
                schema = replace(schema, min_items=None)
            return replace(schema, example=values)
        return schema

    def _read_tuple(self, keywords: Keywords, hint: str) -> Schema:
        """Make the schema of an array whose first items have schemas of their own."""
        values: list[Value] = []
        for child in items(keywords.values["prefixItems"]):
            item = self.read(child, hint)
            value = self.budget.sent(item)
            values.append(Object() if value is None and not item.is_null else value)
        schema = Schema(Type.ARRAY, items=replace(OPEN, example=Object()))
        example = next((v for v in keywords.example_values() if isinstance(v, list)), None)
        if example is not None:
            return self.with_example(schema, example, keywords.at, keywords.at)
        rest = keywords.values.get("items")
        least = min(keywords.size("minItems") or 0, _MOST_ITEMS)
        if len(values) < least and rest is not None and isinstance(rest.value, dict):
            value = self.budget.sent(self.read(rest, hint))
            values += [Object() if value is None else value] * (least - len(values))
        return replace(schema, example=tuple(values))

    def _read_json_text(self, value: Any, at: At, source: At | None) -> Any:
        """Return an example, or the value of the JSON that an author put into a text by mistake."""
        if not isinstance(value, str) or value.lstrip()[:1] not in ("{", "[") or source is None:
            return value
        parsed = _parse_json(value)
        if not isinstance(parsed, (dict, list)) or self.allows(source, value):
            return value
        if not self.allows(source, parsed):
            return value
        self.unsupported.add("example", at, "it is a text; samples show the JSON in it")
        return parsed

    def with_example(self, schema: Schema, value: Any, at: At, source: At | None = None) -> Schema:
        """Return a schema with the example that a document gives for its values.

        Required fields that the example lacks are added to it. Where the example contradicts the
        schema, the returned schema is loosened, so that it allows the example.

        Arguments:
            schema: the schema that the example belongs to.
            value: the example, as a JSON value.
            at: the position of the example, for reports.
            source: the Schema Object of the values. An example that it allows is used as it is.
        """
        if value is None and source is not None:
            if not self.allows(source, None):
                self.unsupported.add("example", at, _SHOWN_AS_IT_IS)
            return replace(schema, example=None, is_null=True)
        value = self._read_json_text(value, at, source)
        steps: dict[str, Steps] = {}
        fitted, example, contradicts = fit_example(schema, value, self.budget, steps)
        for pattern in (pattern for pattern, row in steps.items() if row.left < 0):
            self.unsupported.add("pattern", self.scalars.patterns.get(pattern, at), NO_PATTERN)
        is_valid = source is not None and self.allows(source, value)
        if is_valid and not is_same(plain(example), value):
            # What was changed is right in a part of the schema that the model does not show.
            fitted, example = OPEN, read_value(value)
        if contradicts and not is_valid:
            self.unsupported.add("example", at, _SHOWN_AS_IT_IS)
        return replace(fitted, example=Object() if example is None else example)


def _parse_json(text: str) -> Any:
    """Return the value of JSON in a text. None if the text is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _enum_types(keywords: Keywords) -> set[str]:
    """Return the JSON Schema types of the values of `enum`."""
    return {json_type(value) for value in keywords.get("enum", list) or [] if value is not None}


def _make_items(items: Schema, count: int, is_set: bool) -> tuple[Value, ...]:
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
