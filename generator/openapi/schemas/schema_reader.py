"""Reader of the schemas of an OpenAPI document: makes a `Schema` with an example of each.

The example is the document's own, or else it is invented.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from generator.errors import shortened
from generator.model.budget import MAX_VALUES
from generator.model.schema import SCALARS, Field, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text
from generator.model.values import Object, Value, plain
from generator.openapi.losses import report_keywords
from generator.openapi.references import References
from generator.openapi.schemas.alternatives import cut, with_alternatives, with_values
from generator.openapi.schemas.arrays import ArrayReader
from generator.openapi.schemas.collector import collect
from generator.openapi.schemas.examples import OPEN, enum_types, fit_example, json_type, read_value
from generator.openapi.schemas.keywords import OWN_KEYS, Keywords, follow, is_read_only, sole_part
from generator.openapi.schemas.limits import NO_PATTERN, without_unfit_format
from generator.openapi.schemas.made_values import request_value
from generator.openapi.schemas.places import Place
from generator.openapi.schemas.scalars import ScalarReader
from generator.openapi.schemas.validity import is_allowed, is_same
from generator.openapi.texts.texts import full_text, is_deprecated
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import Steps
from generator.sources.document import At

# The identities of Schema Objects, a word for invented examples, and the place of the value.
_Key = tuple[tuple[tuple[int, bool], ...], str, Place]
# The most levels of nested schemas.
_DEEPEST = 30
_TYPES = {"string", "integer", "number", "boolean", "array", "object"}
_SHOWN_AS_IT_IS = "it is not what its schema says; it is shown as it is"


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
        self.scalars = ScalarReader(references, unsupported)
        self.arrays = ArrayReader(self)
        self._cache: dict[_Key, Schema] = {}
        self._cut_cache: dict[_Key, Schema] = {}
        self._cuts = 0
        self.shared: dict[int, At] = {}  # what alternatives share, by the identity of their schema
        self._open: set[int] = set()

    def read(
        self, at: At, hint: str = "", place: Place = Place.JSON, more: tuple[At, ...] = ()
    ) -> Schema:
        """Make the schema of a Schema Object, with an example.

        Arguments:
            at: the Schema Object.
            hint: a word for invented examples, such as the name of the field.
            place: where the value is.
            more: further Schema Objects that apply to the same value.

        Raises:
            BudgetError: if the schema is larger than samples may be, or the document takes too many
                steps to read.
        """
        identities = tuple(self._identity(part) for part in (at, *more))
        key = (identities, hint, place)
        cached = self._cache.get(key)
        if cached is not None:
            return cached
        if key in self._cut_cache:
            self._cuts += 1
            return self._cut_cache[key]
        keywords = collect(at, self.references, self.unsupported, more)
        part = sole_part(at)
        if part is not None and keywords is not None:  # then it has the name of that part
            return _nullable(self.read(part, hint, place, more), keywords, place)
        if keywords is None or id(keywords.at.value) in self._open or len(self._open) > _DEEPEST:
            self._cuts += 1
            if keywords is not None:
                self._report_cut(keywords.at)
                return cut(keywords, self.names)
            return replace(OPEN, example=Object())
        cuts = self._cuts + self.references.misses
        self._open.add(id(keywords.at.value))
        try:
            schema = self._limit_size(self._make_schema(keywords, hint, place), keywords.at)
        finally:
            self._open.discard(id(keywords.at.value))
        if keywords.name and (schema.fields or schema.alternatives):
            schema = replace(schema, name=self.names.get(keywords.name))
        # One with a cut circle, or without what leads nowhere, is good for the outermost alone.
        cache = self._cache if cuts == self._cuts + self.references.misses else self._cut_cache
        cache[key] = schema
        if not self._open:
            self._cut_cache.clear()
        return schema

    def _identity(self, at: At) -> tuple[int, bool]:
        """Return a key that is equal for all references to one schema that add no keywords."""
        if isinstance(at.value, dict) and "$ref" in at.value:
            beside: list[At] = []
            target = follow(at, self.references, beside)
            if target is not None and not self._add_keywords(beside):
                return id(target.value), True
        return id(at.value), False

    def _add_keywords(self, beside: list[At]) -> bool:
        """Say whether one of the values with a `$ref` has keywords beside it that count."""
        if self.references.has_siblings:
            return bool(beside)
        return any(not part.value.keys().isdisjoint(OWN_KEYS) for part in beside)

    def read_for_example(self, at: At, example: Any) -> Schema | None:
        """Make the schema of a Schema Object, with the alternatives that allow an example.

        Returns:
            The schema. None if the one that `read` returns is right: the Schema Object has no
            alternatives, or a reference can't be followed.
        """
        target = follow(at, self.references)
        if target is None or not isinstance(target.value, dict):
            return None
        if target.value.keys().isdisjoint(("oneOf", "anyOf", "allOf")):
            return None
        usual = collect(at, self.references, Unsupported())
        keywords = collect(at, self.references, self.unsupported, (), example)
        if usual is None or keywords is None or usual.merged == keywords.merged:
            return None
        schema = self._make_schema(keywords, "", Place.JSON)
        has_name = keywords.name and schema.alternatives
        return replace(schema, name=self.names.get(keywords.name)) if has_name else schema

    def _report_cut(self, at: At) -> None:
        """Report a schema that is not read, since it is in itself or nested too deep."""
        if id(at.value) in self._open:
            what = "it contains itself; samples and pages show any value in its place there"
            self.unsupported.add_note("schema", at, what)
        else:
            what = f"it is nested deeper than {_DEEPEST} levels; samples and pages show any value"
            self.unsupported.add("schema", at, what)

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

    def _make_schema(self, keywords: Keywords, hint: str, place: Place) -> Schema:
        """Make the schema of a set of keywords."""
        is_null = keywords.is_null and self.allows(keywords.at, None)
        schema = self._make_kind(keywords, hint, place, is_null)
        has_null = place.is_json or (place is Place.PART and schema.type not in SCALARS)
        if is_null and not has_null:
            what = "null has no place in a URL, a header or a form; another value is made"
            self.unsupported.add("example", keywords.at, what)
        schema = with_alternatives(_nullable(schema, keywords, place), keywords, hint, place, self)
        return replace(schema, example=None, is_null=True) if is_null and has_null else schema

    def _make_kind(
        self, keywords: Keywords, hint: str, place: Place, is_null: bool = False
    ) -> Schema:
        """Make the schema of a set of keywords, as if its example was not null."""
        type_ = keywords.type
        if keywords.is_mixed or (not type_ and len(enum_types(keywords)) > 1):
            return self._read_mixed(keywords, hint, place, is_null)
        if type_ in _TYPES:
            report_keywords(keywords, type_, self.unsupported, is_null)
        else:
            examples = keywords.example_values()
            type_ = json_type(examples[0]) if examples else ""
            report_keywords(keywords, type_, self.unsupported, is_null)
            if type_ in ("", "array", "object"):
                example = read_value(examples[0]) if examples else Object()
                return replace(OPEN, example=example)
        if type_ == "object":
            return self._read_object(keywords, place)
        if type_ == "array":
            return self.arrays.read(keywords, hint, place)
        if place is Place.PART and keywords.is_file:
            return Schema(Type.FILE)
        return self.scalars.read(keywords, Type(type_), None if place is Place.ERROR else hint)

    def _read_mixed(self, keywords: Keywords, hint: str, place: Place, is_null: bool) -> Schema:
        """Make the schema of values of several types."""
        if keywords.is_mixed:
            what = "pages say that any value will do; samples send one of the first type"
            self.unsupported.add_note("type", keywords.at, what)
            single = replace(keywords, is_mixed=False)
            first = self._make_kind(single, hint, place, is_null)
        else:
            report_keywords(keywords, "", self.unsupported, is_null)
            first = replace(OPEN, example=Object())
        examples = keywords.example_values()
        allowed = [value for value in examples if self.allows(keywords.at, value)]
        if examples and not allowed:
            what = "its schema does not allow it; another is made"
            self.unsupported.add("example", keywords.at, what)
        value = read_value(allowed[0]) if allowed else request_value(first, self.budget)
        return replace(OPEN, example=value)

    def allows(self, at: At, value: Any) -> bool:
        """Say whether a Schema Object allows a value; see `is_allowed`."""
        return is_allowed(at, value, self.references)

    def _read_object(self, keywords: Keywords, place: Place) -> Schema:
        """Make the schema of an object."""
        fields = []
        for name, at in keywords.properties.items():
            more = keywords.more.get(name, ())
            is_required = name in keywords.required or name in keywords.discriminators
            with self.references.unneeded(not is_required):
                if follow(at, self.references) is None:
                    continue  # it leads nowhere, which is reported
                if not name.strip():
                    what = "no table can show a property without a name; it is left out"
                    self.unsupported.add("properties", at, what)
                    continue
                schema = self.read(at, name, place.within, more)
                read_only = is_read_only((at, *more), self.references)
                required = is_required and not read_only
            if name in keywords.discriminators:
                schema = self._discriminate(schema, keywords.discriminators[name], keywords.at)
            target = follow(at, self.references)
            description = full_text(at, "description") or full_text(target, "description")
            word = Text(name, at)
            field = Field(word, description or Text("", at), required, schema, read_only=read_only)
            if is_deprecated(at) or (target is not None and is_deprecated(target)):
                field = replace(field, deprecated=True)
            fields.append(field)
        fields += self.undescribed_fields(keywords, place)
        object_schema = with_values(
            Schema(Type.OBJECT, fields=tuple(fields)), keywords, place, self
        )
        example = next((v for v in keywords.example_values() if isinstance(v, dict)), None)
        if example is not None:
            return self.with_example(object_schema, example, keywords.at, keywords.at)
        if not fields:
            return replace(object_schema, example=Object(self._invent_members(keywords, place)))
        return object_schema

    def undescribed_fields(self, keywords: Keywords, place: Place) -> Iterator[Field]:
        """Make the fields that a schema requires without a property that describes them.

        The value of a discriminator's property is the name of the alternative. Other values are
        those of `additionalProperties`, or else any values.
        """
        extra = keywords.values.get("additionalProperties")
        names = {*keywords.discriminators, *keywords.required} - keywords.properties.keys()
        for name in sorted(name for name in names if name.strip()):
            word, nothing = Text(name, keywords.at), Text("", keywords.at)
            if name in keywords.discriminators:
                value = Text(keywords.discriminators[name])
                yield Field(word, nothing, True, Schema(example=value))
            elif extra is not None and extra.value is False:
                what = f"it requires {shortened(name, 80)}, but allows no property of that name"
                self.unsupported.add("required", keywords.at, f"{what}; samples leave it out")
            elif extra is not None and isinstance(extra.value, dict):
                yield Field(word, nothing, True, self.read(extra, name, place.within))
            else:
                yield Field(word, nothing, True, replace(OPEN, example=Text(name)))

    def _discriminate(self, schema: Schema, value: str, at: At) -> Schema:
        """Return the schema of a discriminator's property, with the value of the alternative."""
        word = Text(value)
        if schema.type is not Type.STRING or (schema.enum and word not in schema.enum):
            what = f"its property does not allow {shortened(value, 80)}; samples have another value"
            self.unsupported.add("discriminator", at, what)
            return schema
        return replace(schema, example=word, is_null=False)

    def _invent_members(self, keywords: Keywords, place: Place) -> tuple[tuple[Text, Value], ...]:
        """Invent members for an object without named properties.

        There are as many as `minProperties` requires, but at most 20.
        """
        least = keywords.get("minProperties", int) or 0
        extra = keywords.values.get("additionalProperties")
        if extra is None or not isinstance(extra.value, dict):
            return ()
        item = self.read(extra, "example", place.within)
        self.budget.check(item)
        count = max(1, min(least, 20)) if extra.value else min(least, 20)
        names = ("example", *(f"example{number}" for number in range(2, count + 1)))
        return tuple((Text(name), item.sent()) for name in names[:count])

    def read_json_text(self, value: Any, at: At, source: At | None) -> Any:
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
                None if the document has no schema, which allows any value.
        """
        if value is None:
            if source is not None and not self.allows(source, None):
                self.unsupported.add("example", at, _SHOWN_AS_IT_IS)
            return replace(schema, example=None, is_null=True)
        value = self.read_json_text(value, at, source)
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
        fitted = replace(fitted, example=Object() if example is None else example, is_null=False)
        return without_unfit_format(fitted, at, self.unsupported)


def _parse_json(text: str) -> Any:
    """Return the value of JSON in a text. None if the text is no JSON."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _nullable(schema: Schema, keywords: Keywords, place: Place) -> Schema:
    """Return a schema that allows null if its keywords say so. Only JSON has null."""
    is_nullable = place.is_json and keywords.is_nullable
    return replace(schema, nullable=True) if is_nullable else schema
