"""Schemas of OpenAPI → `Schema`, each with an example: the document's own, else one made up."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from generator.model.budget import MAX_VALUES
from generator.model.schema import Field, Schema, Type, fits
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import MAX_SAFE_INTEGER, Object, Value
from generator.openapi import examples as invented
from generator.openapi.examples import OPEN, coerced, fit_example, json_type, read_value
from generator.openapi.keywords import OWN_KEYS, Keywords, collect
from generator.openapi.references import References
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import Steps, TooManyStepsError, usable
from generator.sources.document import At

_DEEPEST = 10
# More items than anybody reads.
_MANY = 100
_TYPES = {"string", "integer", "number", "boolean", "array", "object"}
# Steps below it are lost in the numbers that they are added to.
_LEAST = 1e-9
_NO_PATTERN = "this regular expression is ECMA-262's alone, or takes too long; left out"


def prose(at: At | None, key: str) -> Text | None:
    """Give the first paragraph of a text of an object as a line; None if there is none."""
    value = at.value.get(key) if at is not None and isinstance(at.value, dict) else None
    if at is None or not isinstance(value, str):
        return None
    line = _line(value)
    return Text(line, at.child(key)) if line else None


# A long text that a thousand operations refer to is looked at once, and kept once.
@lru_cache(maxsize=4096)
def _line(value: str) -> str:
    if value.isprintable() and "  " not in value:  # as most are, which have no other white space
        return value.strip(" ")
    return " ".join(value.strip().partition("\n\n")[0].split())


class SchemaReader:
    """Reads schemas, each once.

    Arguments:
        references: follows `$ref`.
        losses: gets what is not supported.
        names: gives the id of a shared schema by its name in the document.
    """

    def __init__(self, references: References, losses: Unsupported, names: dict[str, str]) -> None:
        self.references = references
        self.losses = losses
        self.names = names
        self.budget = references.budget
        self._made: dict[tuple[tuple[int, bool], str], Schema] = {}
        self._cut_here: dict[tuple[tuple[int, bool], str], Schema] = {}
        self._patterns: dict[str, At] = {}
        self._cuts = 0
        self._open: set[int] = set()

    def schema(self, at: At, hint: str = "", takes_files: bool = False) -> Schema:
        """Read a schema.

        Arguments:
            at: where it stands.
            hint: what a value of it is for, such as the name of its field.
            takes_files: whether bytes are a file here, where they are text in JSON.

        Raises:
            BudgetError: if it is larger than samples may be, or nothing is left of the budget.
        """
        key = (self._identity(at), hint if not takes_files else f"{hint}\0")
        known = self._made.get(key)
        if known is not None:
            return known
        if key in self._cut_here:
            self._cuts += 1
            return self._cut_here[key]
        told = collect(at, self.references, self.losses)
        if told is None or id(told.at.value) in self._open or len(self._open) > _DEEPEST:
            self._cuts += 1
            return replace(OPEN, example=Object())  # a circle, or beyond what anybody reads
        cuts = self._cuts
        self._open.add(id(told.at.value))
        try:
            made = self._bounded(self._described(told, hint, takes_files), told.at)
        finally:
            self._open.discard(id(told.at.value))
        if told.name and made.type is Type.OBJECT and made.fields:
            made = replace(made, name=self.names.get(told.name))
        # Where a circle is cut depends on where it was entered, and holds for what is there alone.
        known_in = self._made if cuts == self._cuts else self._cut_here
        known_in[key] = made
        if not self._open:
            self._cut_here.clear()
        return made

    def _identity(self, at: At) -> tuple[int, bool]:
        """Give what a schema is known by: what its reference leads to, if it is nothing else."""
        value = at.value
        if isinstance(value, dict) and "$ref" in value and value.keys().isdisjoint(OWN_KEYS):
            target = self.references.resolve(at)
            if target is not None:
                return id(target.value), True
        return id(value), False

    def _bounded(self, made: Schema, at: At) -> Schema:
        """Give a schema whose values and rows are not too many to be written out.

        Raises:
            BudgetError: if what samples have to send is.
        """
        self.budget.read(1 + len(made.fields) + len(made.enum))
        self.budget.check(made)
        if self.budget.rows(made) <= MAX_VALUES or not (made.fields or made.items):
            return made
        what = f"its fields hold more than {MAX_VALUES:,} others; those of objects are left out"
        self.losses.add("schema", at, what)
        if made.items is not None:
            return replace(made, items=self._opened(made.items))
        fields = tuple(replace(f, schema=self._opened(f.schema)) for f in made.fields)
        return replace(made, fields=fields)

    def _opened(self, schema: Schema) -> Schema:
        """Give a schema that says nothing of what an object or an array holds."""
        if not (schema.fields or schema.items):
            return schema
        value = self.budget.sent(schema)
        return replace(OPEN, example=Object() if value is None else value)

    def keywords(self, at: At) -> Keywords | None:
        """Give the keywords of a schema, None behind a problem."""
        return collect(at, self.references, self.losses)

    def _described(self, told: Keywords, hint: str, takes_files: bool) -> Schema:
        type_ = told.type
        if told.is_mixed:
            given = _given(told)
            first = self._described(replace(told, is_mixed=False), hint, takes_files)
            return replace(OPEN, example=read_value(given[0]) if given else self.budget.sent(first))
        if type_ not in _TYPES:
            given = _given(told)
            type_ = json_type(given[0]) if given else ""
            if type_ in ("", "array", "object"):
                example = read_value(given[0]) if given else Object()
                return replace(OPEN, example=example)
        if type_ == "object":
            return self._object(told)
        if type_ == "array":
            return self._array(told, hint)
        if takes_files and told.get("format", str) in ("binary", "file"):
            return Schema(Type.FILE)
        return self._scalar(told, Type(type_), hint)

    def _object(self, told: Keywords) -> Schema:
        fields = []
        for name, at in told.properties.items():
            if not name.strip():
                continue  # which no table of fields could show
            schema = self.schema(at, name)
            child = at.value if isinstance(at.value, dict) else {}
            about = prose(at, "description") or self._about(at) or Text(name, at)
            required = name in told.required and child.get("readOnly") is not True
            fields.append(Field(Text(name, at), about, required, schema))
        made = Schema(Type.OBJECT, fields=tuple(fields))
        given = next((value for value in _given(told) if isinstance(value, dict)), None)
        if given is not None:
            return self.fit(made, given, told.at)
        if not fields:
            return replace(made, example=Object(self._some(told)))
        return made

    def _about(self, at: At) -> Text | None:
        """Give the description of what a property's `$ref` leads to."""
        if not (isinstance(at.value, dict) and "$ref" in at.value):
            return None
        return prose(self.references.resolve(at), "description")

    def _some(self, told: Keywords) -> tuple[tuple[Text, Value], ...]:
        """Make as many members of an object as it must have, which says nothing of their names."""
        least = told.get("minProperties", int) or 0
        extra = told.values.get("additionalProperties")
        if extra is None or not isinstance(extra.value, dict):
            return ()
        item = self.schema(extra, "example")
        self.budget.check(item)
        count = max(1, min(least, 20)) if extra.value else min(least, 20)
        names = ("example", *(f"example{number}" for number in range(2, count + 1)))
        return tuple((Text(name), item.sent()) for name in names[:count])

    def _array(self, told: Keywords, hint: str) -> Schema:
        at = told.values.get("items")
        items = OPEN if at is None or not isinstance(at.value, dict) else self.schema(at, hint)
        if self.budget.sent(items) is None:
            items = replace(items, example=Object())
        least, most = _size(told, "minItems"), _size(told, "maxItems")
        if least is not None and most is not None and least > most:
            least = most = None
        made = Schema(Type.ARRAY, items=items, min_items=least, max_items=most)
        given = next((value for value in _given(told) if isinstance(value, list)), None)
        if given is not None:
            return self.fit(made, given, told.at)
        if most == 0:
            return replace(made, example=())
        if least is not None and least > 1:
            is_set = told.get("uniqueItems", bool) is True
            several = _several(items, min(least, _MANY), is_set)
            if len(several) < least:
                self.losses.add("limits", told.at, f"samples have {len(several)} items")
                made = replace(made, min_items=None)
            return replace(made, example=several)
        return made

    def _scalar(self, told: Keywords, type_: Type, hint: str) -> Schema:
        steps = Steps()
        try:
            made, lost = self._limited(told, type_, hint, steps)
        except TooManyStepsError:
            self.losses.add("pattern", told.values["pattern"], _NO_PATTERN)
            rest = {key: at for key, at in told.values.items() if key != "pattern"}
            made, lost = self._limited(replace(told, values=rest), type_, hint, Steps())
        self.budget.match(steps.taken)
        for kind, what in lost:
            self.losses.add(kind, told.at, what)
        if made.pattern is not None:
            self._patterns.setdefault(reveal(made.pattern), told.values["pattern"])
        return made

    def _limited(
        self, told: Keywords, type_: Type, hint: str, steps: Steps
    ) -> tuple[Schema, list[tuple[str, str]]]:
        """Describe a scalar.

        Arguments:
            told: its keywords.
            type_: its type.
            hint: what a value of it is for.
            steps: those in which values are matched against its pattern.

        Returns:
            Its schema, and the kinds and sentences of what is lost.

        Raises:
            TooManyStepsError: if there are not enough steps.
        """
        lost: list[tuple[str, str]] = []
        enum = told.get("enum", list) or []
        words = [value for value in map(coerced(type_), enum) if value is not None]
        made = Schema(
            type_,
            enum=tuple(dict.fromkeys(words)) if type_ is not Type.BOOLEAN else (),
            **_limits(told, type_, self.losses),
        )
        limits = replace(made, enum=())
        if not all(fits(word, limits, steps) for word in made.enum):
            lost.append(("limits", "they are not those of the words in enum; left out"))
            made = Schema(type_, enum=made.enum)
        if "const" in told.values and not made.enum and type_ is not Type.BOOLEAN:
            const = coerced(type_)(told.values["const"].value)
            made = replace(made, enum=() if const is None else (const,))
        for given in _given(told):
            usual = coerced(type_)(given)
            if usual is not None and fits(usual, made, steps) and usual != Text(""):
                return replace(made, example=usual), lost
        if any(key in told.values for key in ("example", "examples")):
            lost.append(("example", "its schema does not allow it; another is made"))
        value: Value = made.enum[0] if made.enum else self._invented(told, type_, hint, steps)
        if value is not None and not fits(value, made, steps):
            made = Schema(type_, enum=made.enum)
        if value is None:
            lost.append(("limits", "no value was found for them; any will do"))
            made = Schema(type_)
            value = Text(hint or "example") if type_ is Type.STRING else 1
        return replace(made, example=value), lost

    def _invented(self, told: Keywords, type_: Type, hint: str, steps: Steps) -> Value:
        facts: dict[str, Any] = {}
        if type_ is Type.BOOLEAN:
            return True
        if type_ is Type.STRING:
            for key in ("format", "pattern"):
                facts[key] = told.get(key, str)
            for key in ("minLength", "maxLength"):
                facts[key] = _size(told, key)
            made = invented.example_text(hint, facts, steps)
            return None if made is None else Text(made)
        for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
            facts[key] = told.get(key, int, float)
            if facts[key] is not None and not _LEAST < abs(facts[key]) <= MAX_SAFE_INTEGER:
                facts[key] = 0 if facts[key] == 0 and key != "multipleOf" else None
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if told.get(key, bool) is True:  # OpenAPI 3.0
                facts[key], facts[bound] = facts[bound], None
        return invented.example_number(facts, type_ is Type.INTEGER)

    def fit(self, schema: Schema, given: Any, at: At) -> Schema:
        """Give a schema the example that a document gives for it.

        What the schema requires and the example lacks is added; where the example is otherwise
        than the schema says, the schema says less.
        """
        steps: dict[str, Steps] = {}
        fitted, value, is_odd = fit_example(schema, given, self.budget, steps)
        for pattern in (pattern for pattern, row in steps.items() if row.left < 0):
            self.losses.add("pattern", self._patterns.get(pattern, at), _NO_PATTERN)
        if is_odd:
            self.losses.add("example", at, "it is not what its schema says; it is shown as it is")
        return replace(fitted, example=Object() if value is None else value)


# Keywords that say what a value can be.
_TELLING = {"example", "x-example", "examples", "const", "default", "enum"}


def _given(told: Keywords) -> list[Any]:
    """Give what a schema says that its values can be, the most telling first."""
    if told.values.keys().isdisjoint(_TELLING):
        return []
    found = [told.values[key].value for key in ("example", "x-example") if key in told.values]
    found += (told.get("examples", list) or [])[:1]
    found += [told.values[key].value for key in ("const", "default") if key in told.values]
    found += [value for value in (told.get("enum", list) or []) if value is not None][:1]
    return [value for value in found if value is not None]


def _size(told: Keywords, key: str) -> int | None:
    found = told.get(key, int)
    return found if found is not None and 0 <= found < 2**31 else None


# Those of a scalar that say which values are allowed.
_LIMITING = {"minLength", "maxLength", "pattern", "minimum", "maximum"}


def _limits(told: Keywords, type_: Type, losses: Unsupported) -> dict[str, Any]:
    """Give the keywords of a scalar that `Schema` has, but what contradicts itself."""
    if told.values.keys().isdisjoint(_LIMITING):
        return {}
    if type_ is Type.STRING:
        least, most = _size(told, "minLength"), _size(told, "maxLength")
        if least is not None and most is not None and least > most:
            least = most = None
        pattern = told.get("pattern", str)
        made = None
        if pattern and pattern.strip():
            if usable(pattern) is not None:
                made = Text(pattern)
            else:
                losses.add("pattern", told.values["pattern"], _NO_PATTERN)
        return {"min_length": least, "max_length": most, "pattern": made}
    if type_ is Type.BOOLEAN:
        return {}
    low, high = told.get("minimum", int, float), told.get("maximum", int, float)
    low = None if low is not None and abs(low) > MAX_SAFE_INTEGER else low
    high = None if high is not None and abs(high) > MAX_SAFE_INTEGER else high
    if low is not None and high is not None and low > high:
        low = high = None
    return {"minimum": low, "maximum": high}


def _several(items: Schema, count: int, is_set: bool) -> tuple[Value, ...]:
    """Make several items: all different, if they have to be and can."""
    item = items.sent()
    if is_set and items.enum:
        return items.enum[:count]
    if is_set and isinstance(item, int) and items.type is Type.INTEGER:
        return tuple(range(item, item + count))
    if is_set and isinstance(item, Text):
        more = (Text(f"{reveal(item)}{number}") for number in range(2, count + 1))
        return (item, *more)
    return (item,) * count
