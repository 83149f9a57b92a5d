"""Reader of the schemas of an OpenAPI document: makes a `Schema` with an example of each.

The example is the document's own, or else it is invented.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from generator.model.budget import MAX_VALUES
from generator.model.schema import (
    ITEM_LIMITS,
    Field,
    Schema,
    Type,
    fits,
)
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import MAX_SAFE_INTEGER, Object, Value
from generator.openapi.defaults import with_default
from generator.openapi.examples import (
    OPEN,
    example_number,
    example_text,
    fit_example,
    json_type,
    read_value,
    scalar_converter,
)
from generator.openapi.keywords import EXAMPLE_KEYS, OWN_KEYS, Keywords, collect
from generator.openapi.limits import NO_PATTERN, read_limits, scalar_limits
from generator.openapi.losses import report_description, report_keywords
from generator.openapi.references import References
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import Steps, TooManyStepsError
from generator.sources.document import At

# The most levels of nested schemas.
_DEEPEST = 10
# The most items of an invented array.
_MOST_ITEMS = 100
_TYPES = {"string", "integer", "number", "boolean", "array", "object"}
# Numbers of a smaller magnitude are ignored: they vanish when added to usual numbers.
_SMALLEST = 1e-9


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
        self._cache: dict[tuple[tuple[int, bool], str], Schema] = {}
        self._cut_cache: dict[tuple[tuple[int, bool], str], Schema] = {}
        self._patterns: dict[str, At] = {}
        self._cuts = 0
        self._open: set[int] = set()

    def read(self, at: At, hint: str = "", takes_files: bool = False) -> Schema:
        """Make the schema of a Schema Object, with an example.

        Arguments:
            at: the Schema Object.
            hint: a word for invented examples, such as the name of the field.
            takes_files: whether binary data is a file here. If not, it is text, as in JSON.

        Raises:
            BudgetError: if the schema is larger than samples may be, or the document takes too many
                steps to read.
        """
        key = (self._identity(at), hint if not takes_files else f"{hint}\0")
        cached = self._cache.get(key)
        if cached is not None:
            return cached
        if key in self._cut_cache:
            self._cuts += 1
            return self._cut_cache[key]
        keywords = collect(at, self.references, self.unsupported)
        if keywords is None or id(keywords.at.value) in self._open or len(self._open) > _DEEPEST:
            self._cuts += 1
            if keywords is not None:
                self._report_cut(keywords.at)
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
        if isinstance(value, dict) and "$ref" in value and value.keys().isdisjoint(OWN_KEYS):
            target = self.references.resolve(at, OWN_KEYS)
            if target is not None:
                return id(target.value), True
        return id(value), False

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

    def _make_schema(self, keywords: Keywords, hint: str, takes_files: bool) -> Schema:
        """Make the schema of a set of keywords."""
        type_ = keywords.type
        if keywords.is_mixed:
            what = "pages say that any value will do; samples send one of the first type"
            self.unsupported.add_note("type", keywords.at, what)
            examples = keywords.example_values()
            first = self._make_schema(replace(keywords, is_mixed=False), hint, takes_files)
            return replace(
                OPEN, example=read_value(examples[0]) if examples else self.budget.sent(first)
            )
        if type_ in _TYPES:
            report_keywords(keywords, type_, self.unsupported)
        else:
            examples = keywords.example_values()
            type_ = json_type(examples[0]) if examples else ""
            report_keywords(keywords, type_, self.unsupported)
            if type_ in ("", "array", "object"):
                example = read_value(examples[0]) if examples else Object()
                return replace(OPEN, example=example)
        if type_ == "object":
            return self._read_object(keywords)
        if type_ == "array":
            return self._read_array(keywords, hint)
        if takes_files and keywords.get("format", str) in ("binary", "file"):
            return Schema(Type.FILE)
        return self._read_scalar(keywords, Type(type_), hint)

    def _read_object(self, keywords: Keywords) -> Schema:
        """Make the schema of an object."""
        fields = []
        for name, at in keywords.properties.items():
            if not name.strip():
                what = "no table can show a property without a name; it is left out"
                self.unsupported.add("properties", at, what)
                continue
            schema = self.read(at, name)
            child = at.value if isinstance(at.value, dict) else {}
            description = (
                first_paragraph(at, "description") or self._target_description(at) or Text(name, at)
            )
            required = name in keywords.required and child.get("readOnly") is not True
            fields.append(Field(Text(name, at), description, required, schema))
        object_schema = Schema(Type.OBJECT, fields=tuple(fields))
        example = next((v for v in keywords.example_values() if isinstance(v, dict)), None)
        if example is not None:
            return self.with_example(object_schema, example, keywords.at)
        if not fields:
            return replace(object_schema, example=Object(self._invent_members(keywords)))
        return object_schema

    def _target_description(self, at: At) -> Text | None:
        """Return the description of the schema that a property's `$ref` leads to."""
        if not (isinstance(at.value, dict) and "$ref" in at.value):
            return None
        return first_paragraph(self.references.resolve(at, OWN_KEYS), "description")

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
        at = keywords.values.get("items")
        items = OPEN
        if at is not None and isinstance(at.value, dict):
            report_description(at, self.references, self.unsupported)
            items = self.read(at, hint)
        if self.budget.sent(items) is None:
            items = replace(items, example=Object())
        limits = read_limits(keywords, ITEM_LIMITS, self.unsupported)
        schema = Schema(Type.ARRAY, items=items, **limits)
        least, most = ITEM_LIMITS.of(schema)
        example = next((v for v in keywords.example_values() if isinstance(v, list)), None)
        if example is not None:
            return self.with_example(schema, example, keywords.at)
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

    def _read_scalar(self, keywords: Keywords, type_: Type, hint: str) -> Schema:
        """Make the schema of a scalar, without its pattern if that takes too many steps."""
        steps = Steps()
        try:
            schema, dropped = self._make_scalar(keywords, type_, hint, steps)
            schema = with_default(schema, keywords, dropped, steps)
        except TooManyStepsError:
            self.unsupported.add("pattern", keywords.values["pattern"], NO_PATTERN)
            rest = {key: at for key, at in keywords.values.items() if key != "pattern"}
            without = replace(keywords, values=rest)
            schema, dropped = self._make_scalar(without, type_, hint, Steps())
            schema = with_default(schema, without, dropped, Steps())
        self.budget.match(steps.taken)
        for kind, what in dropped:
            self.unsupported.add(kind, keywords.at, what)
        if schema.pattern is not None:
            self._patterns.setdefault(reveal(schema.pattern), keywords.values["pattern"])
        return schema

    def _make_scalar(
        self, keywords: Keywords, type_: Type, hint: str, steps: Steps
    ) -> tuple[Schema, list[tuple[str, str]]]:
        """Make the schema of a scalar, and list the kind and consequence of what is not supported.

        It raises a `TooManyStepsError` if matching the pattern takes more than `steps`.
        """
        dropped: list[tuple[str, str]] = []
        enum = keywords.get("enum", list) or []
        enum_values = [value for value in map(scalar_converter(type_), enum) if value is not None]
        schema = Schema(
            type_,
            enum=tuple(dict.fromkeys(enum_values)) if type_ is not Type.BOOLEAN else (),
            **scalar_limits(keywords, type_, self.unsupported),
        )
        limits = replace(schema, enum=())
        if not all(fits(word, limits, steps) for word in schema.enum):
            dropped.append(("limits", "the values of enum exceed them; left out"))
            schema = Schema(type_, enum=schema.enum)
        if "const" in keywords.values and not schema.enum and type_ is not Type.BOOLEAN:
            const = scalar_converter(type_)(keywords.values["const"].value)
            schema = replace(schema, enum=() if const is None else (const,))
        candidates = keywords.example_values()
        for candidate in candidates:
            converted = scalar_converter(type_)(candidate)
            if converted is not None and fits(converted, schema, steps) and converted != Text(""):
                if candidate is not candidates[0]:
                    dropped.append(("example", "its schema does not allow it; another is shown"))
                return replace(schema, example=converted), dropped
        if candidates and not EXAMPLE_KEYS.isdisjoint(keywords.values):
            dropped.append(("example", "its schema does not allow it; another is made"))
        value: Value = (
            schema.enum[0] if schema.enum else self._invent_value(keywords, type_, hint, steps)
        )
        if value is not None and not fits(value, schema, steps):
            schema = Schema(type_, enum=schema.enum)
        if value is None:
            dropped.append(("limits", "no value was found for them; any will do"))
            schema = Schema(type_)
            value = Text(hint or "example") if type_ is Type.STRING else 1
        return replace(schema, example=value), dropped

    def _invent_value(self, keywords: Keywords, type_: Type, hint: str, steps: Steps) -> Value:
        """Invent a value of a scalar. None if none is found."""
        limits: dict[str, Any] = {}
        if type_ is Type.BOOLEAN:
            return True
        if type_ is Type.STRING:
            for key in ("format", "pattern"):
                limits[key] = keywords.get(key, str)
            for key in ("minLength", "maxLength"):
                limits[key] = keywords.size(key)
            text = example_text(hint, limits, steps)
            return None if text is None else Text(text)
        for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
            limits[key] = keywords.get(key, int, float)
            if limits[key] is not None and not _SMALLEST < abs(limits[key]) <= MAX_SAFE_INTEGER:
                limits[key] = 0 if limits[key] == 0 and key != "multipleOf" else None
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if keywords.get(key, bool) is True:  # OpenAPI 3.0
                limits[key], limits[bound] = limits[bound], None
        return example_number(limits, type_ is Type.INTEGER)

    def with_example(self, schema: Schema, value: Any, at: At) -> Schema:
        """Return a schema with the example that a document gives for its values.

        Required fields that the example lacks are added to it. Where the example contradicts the
        schema, the returned schema is loosened, so that it allows the example.

        Arguments:
            schema: the schema that the example belongs to.
            value: the example, as a JSON value.
            at: the position of the example, for reports.
        """
        if value is None:
            self.unsupported.add("example", at, "no sample shows null; an empty object is shown")
        steps: dict[str, Steps] = {}
        fitted, example, contradicts = fit_example(schema, value, self.budget, steps)
        for pattern in (pattern for pattern, row in steps.items() if row.left < 0):
            self.unsupported.add("pattern", self._patterns.get(pattern, at), NO_PATTERN)
        if contradicts:
            self.unsupported.add(
                "example", at, "it is not what its schema says; it is shown as it is"
            )
        return replace(fitted, example=Object() if example is None else example)


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
