"""Reader of the schemas of scalars."""

from __future__ import annotations

from typing import Any

from generator.model.schema import Schema, Type, fits
from generator.model.structs import replace
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.openapi.references import References
from generator.openapi.schemas.defaults import with_default
from generator.openapi.schemas.examples import example_number, example_text, scalar_converter
from generator.openapi.schemas.keywords import EXAMPLE_KEYS, Keywords
from generator.openapi.schemas.limits import (
    LARGEST_LIMIT,
    NO_PATTERN,
    scalar_limits,
    without_unfit_format,
)
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import Steps, TooManyStepsError
from generator.sources.document import At

# Numbers of a smaller magnitude are ignored: they vanish when added to usual numbers.
_SMALLEST = 1e-9
# An invented text that nobody takes for a value of the API.
_NEUTRAL = "string"


class ScalarReader:
    """Makes the schemas of scalars, with an example each.

    Arguments:
        references: follows `$ref`.
        unsupported: the collection to which everything is added that samples do not support.

    Attributes:
        patterns: the position of each `pattern` that was read.
    """

    def __init__(self, references: References, unsupported: Unsupported) -> None:
        self.references = references
        self.unsupported = unsupported
        self.patterns: dict[str, At] = {}

    def read(self, keywords: Keywords, type_: Type, hint: str | None) -> Schema:
        """Make the schema of a scalar, without its pattern if that takes too many steps.

        Arguments:
            keywords: the keywords of the scalar.
            type_: string, integer, number or boolean.
            hint: a word for an invented example. None if such an example says nothing: `string`, or
                0.
        """
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
        self.references.budget.match(steps.taken)
        for kind, what in dropped:
            self.unsupported.add(kind, keywords.at, what)
        if schema.pattern is not None:
            self.patterns.setdefault(reveal(schema.pattern), keywords.values["pattern"])
        if schema.format is None:
            return schema
        return without_unfit_format(schema, keywords.values["format"], self.unsupported)

    def _make_scalar(
        self, keywords: Keywords, type_: Type, hint: str | None, steps: Steps
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
        for index, candidate in enumerate(candidates):
            converted = scalar_converter(type_)(candidate)
            if converted is not None and fits(converted, schema, steps):
                if index:
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
            words = hint or "example" if hint is not None else _NEUTRAL
            value = Text(words) if type_ is Type.STRING else 1
        return replace(schema, example=value), dropped

    def _invent_value(
        self, keywords: Keywords, type_: Type, hint: str | None, steps: Steps
    ) -> Value:
        """Invent a value of a scalar. None if none is found."""
        limits: dict[str, Any] = {}
        if type_ is Type.BOOLEAN:
            return True
        if type_ is Type.STRING:
            for key in ("format", "pattern"):
                limits[key] = keywords.get(key, str)
            if limits["format"] is None:
                limits["format"] = keywords.get("contentEncoding", str)  # such as base64
            for key in ("minLength", "maxLength"):
                limits[key] = keywords.size(key)
            text = example_text(_NEUTRAL if hint is None else hint, limits, steps)
            return None if text is None else Text(text)
        for key in ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"):
            limits[key] = keywords.get(key, int, float)
            if limits[key] is not None and not _SMALLEST < abs(limits[key]) <= LARGEST_LIMIT:
                limits[key] = 0 if limits[key] == 0 and key != "multipleOf" else None
        for key, bound in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if keywords.get(key, bool) is True:  # OpenAPI 3.0
                limits[key], limits[bound] = limits[bound], None
        first = 0 if hint is None else 1
        return example_number(limits, type_ is Type.INTEGER, first)
