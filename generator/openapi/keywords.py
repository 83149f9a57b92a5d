"""Collector of the keywords of a schema, including those of the schemas that it is composed of.

Schemas of OpenAPI 3.1 are JSON Schema 2020-12. Those of 3.0 and Swagger 2.0 are similar enough to
be read the same way. `$ref` and all schemas of `allOf` are followed. Of `oneOf` and `anyOf`, only
the first alternative that is not null is used.
"""

from __future__ import annotations

from typing import Any

from generator.model.schema import LENGTH_LIMITS, NUMBER_LIMITS, Limits, Type
from generator.model.structs import Struct, field
from generator.model.text import Text
from generator.model.values import MAX_SAFE_INTEGER
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.patterns.expressions import try_compile
from generator.sources.document import At

# Keywords that examples do not take into account.
_UNSUPPORTED = (
    "discriminator",
    "not",
    "if",
    "patternProperties",
    "dependentSchemas",
    "dependentRequired",
    "prefixItems",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
)
# Keywords whose values are arbitrary JSON.
_VALUE_KEYS = {"example", "x-example", "examples", "const", "default", "enum"}
NO_PATTERN = "gen can't match this regular expression, or not in bounded time; it is left out"
# The most levels of schemas within `allOf`, `oneOf` and `anyOf`.
_DEEPEST = 40
# Keywords next to a `$ref` that take precedence over those of its target.
OWN_KEYS = ("description", "example", "examples", "default", "readOnly", "writeOnly", "x-example")


class Keywords(Struct):
    """The keywords of one schema.

    Attributes:
        at: the schema in the document, with its references followed.
        name: its name among the document's reusable schemas. It is empty if it is not one of them.
        values: the keywords by name. If the schema is composed of several that have a keyword, the
            first one wins.
        properties: the schemas of an object's properties, by name.
        required: the names of the required properties.
        types: the values of `type`, without null.
        is_mixed: whether values of several types are allowed.
        is_nullable: whether null is allowed.
    """

    at: At
    name: str = ""
    values: dict[str, At] = field(default_factory=dict)
    properties: dict[str, At] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    types: list[str] = field(default_factory=list)
    is_mixed: bool = False
    is_nullable: bool = False

    def get(self, key: str, *kinds: type) -> Any:
        """Return the value of a keyword.

        Arguments:
            key: the name of the keyword.
            kinds: the Python types that the value may have. A boolean is no number.

        Returns:
            The value. None if the schema lacks the keyword, or if the value has another type.
        """
        keyword = self.values.get(key)
        if keyword is None or not isinstance(keyword.value, kinds):
            return None
        return None if isinstance(keyword.value, bool) and bool not in kinds else keyword.value

    def size(self, key: str) -> int | None:
        """Return the value of a keyword that limits a length or a number of items.

        Returns:
            The value. None unless it is an integer from 0 to 2^31 - 1.
        """
        size = self.get(key, int)
        return size if size is not None and 0 <= size < 2**31 else None

    def example_values(self) -> list[Any]:
        """Return the values of keywords that can serve as examples, the most specific first.

        They are those of `example`, `x-example`, `examples`, `const`, `default` and `enum`, at most
        one of each. The list may be empty.
        """
        if self.values.keys().isdisjoint(_VALUE_KEYS):
            return []
        examples = [
            self.values[key].value for key in ("example", "x-example") if key in self.values
        ]
        examples += (self.get("examples", list) or [])[:1]
        examples += [self.values[key].value for key in ("const", "default") if key in self.values]
        examples += [value for value in (self.get("enum", list) or []) if value is not None][:1]
        return [value for value in examples if value is not None]

    @property
    def is_null(self) -> bool:
        """Whether null is all that is allowed, or the document's example of a scalar."""
        if not self.is_nullable or self.type in ("array", "object"):
            return False
        keys = ("example", "x-example", "const")
        given = [self.values[key].value for key in keys if key in self.values]
        given += (self.get("examples", list) or [])[:1]
        return given[0] is None if given else not self.types and not self.is_mixed

    @property
    def type(self) -> str:
        """The first of `types`, else the type that other keywords imply, else an empty string."""
        if self.types:
            return self.types[0]
        if self.properties or self.required or "additionalProperties" in self.values:
            return "object"
        if "items" in self.values:
            return "array"
        return ""


def collect(at: At, references: References, unsupported: Unsupported) -> Keywords | None:
    """Collect the keywords of a schema.

    Arguments:
        at: the schema in the document. It may be a `$ref`.
        references: follows `$ref`.
        unsupported: the collection to which keywords are added that examples can't take into
            account.

    Returns:
        The keywords. None if a reference can't be followed.

    Raises:
        BudgetError: if the document takes too many steps to read.
    """
    keywords = Keywords(at)
    reader = _Collector(keywords, references, unsupported)
    return keywords if reader.read(at, 0) else None


class _Collector:
    """Adds the keywords of a schema and its parts to `keywords`."""

    def __init__(
        self, keywords: Keywords, references: References, unsupported: Unsupported
    ) -> None:
        self.keywords = keywords
        self.references = references
        self.unsupported = unsupported
        # The identities of the schemas that were merged. Merging one again would add nothing.
        self.merged: set[int] = set()

    def read(self, at: At, depth: int) -> bool:
        """Read one part. Return whether its reference could be followed."""
        value, keywords = at.value, self.keywords
        if isinstance(value, dict) and "$ref" in value:
            for key in OWN_KEYS:
                if key in value:
                    keywords.values.setdefault(key, at.child(key))
        target = self.references.resolve(at)
        if target is None or depth > _DEEPEST:
            return False
        if depth == 0 and target is not at:
            keywords.at = target
            keywords.name = _shared_name(target)
        if not isinstance(target.value, dict):
            return True  # the schemas true and false, which do not affect examples
        if id(target.value) in self.merged:
            return True
        self.merged.add(id(target.value))
        self._add_own(target)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in target.value:
                self._add_parts(key, target.child(key), depth)
        return True

    def _add_own(self, at: At) -> None:
        """Add the keywords that stand in a schema itself."""
        keywords, value = self.keywords, at.value
        self.references.budget.read(1 + len(value))
        for key in value:
            if key not in ("$ref", "allOf", "oneOf", "anyOf", "properties", "required", "type"):
                keywords.values.setdefault(key, at.child(key))
            if key in _VALUE_KEYS:
                self.references.budget.example(value[key])
            if key in _UNSUPPORTED:
                self.unsupported.add(key, at.child(key), "examples are made without it")
        for name, child in members(at.child("properties") if "properties" in value else None):
            self.references.budget.read()
            keywords.properties.setdefault(name, child)
        required = value.get("required")
        if isinstance(required, list):
            self.references.budget.read(len(required))
            keywords.required.update(name for name in required if isinstance(name, str))
        type_ = value.get("type")
        types = type_ if isinstance(type_, list) else [type_]
        keywords.is_nullable |= "null" in types or value.get("nullable") is True
        if not keywords.types:
            keywords.types = [t for t in types if isinstance(t, str) and t != "null"]
            keywords.is_mixed = keywords.is_mixed or len(keywords.types) > 1

    def _add_parts(self, key: str, at: At, depth: int) -> None:
        """Add the keywords of the schemas in `allOf`, `oneOf` or `anyOf`."""
        parts = list(items(at))
        self.references.budget.read(len(parts))
        if key != "allOf":
            self.keywords.is_nullable |= any(_is_null(part.value) for part in parts)
            parts = [part for part in parts if not _is_null(part.value)]
            if any(_only_requires(part.value) for part in parts):
                parts = parts[:1]  # they vary the required properties, not the kind of value
            elif len(parts) > 1:
                self.unsupported.add(key, at, "examples show the first alternative")
                if depth < _DEEPEST // 4 and len(self._alternative_types(parts)) > 1:
                    self.keywords.is_mixed = True
                parts = parts[:1]
        for part in parts:
            self.read(part, depth + 1)

    def _alternative_types(self, parts: list[At]) -> set[str]:
        """Return the types of the first 20 alternatives."""
        types = set()
        for part in parts[:20]:
            keywords = Keywords(part)
            if _Collector(keywords, self.references, Unsupported()).read(part, _DEEPEST // 2):
                types.add(keywords.type)
        return types


def _is_null(value: Any) -> bool:
    """Say whether a schema allows only null."""
    return isinstance(value, dict) and (value.get("type") == "null" or value.get("enum") == [None])


def _only_requires(value: Any) -> bool:
    """Say whether a schema has no keyword but `required`."""
    return isinstance(value, dict) and set(value) == {"required"}


def _shared_name(at: At) -> str:
    """Return the name of a reusable schema; empty if the schema is not reusable."""
    keys = at.pointer
    if keys[:2] == ("components", "schemas") and len(keys) == 3:
        return str(keys[2])
    return str(keys[1]) if keys[:1] == ("definitions",) and len(keys) == 2 else ""


# Keywords that limit the values of a scalar.
_LIMIT_KEYS = {"minLength", "maxLength", "pattern", "format", "minimum", "maximum"}


def read_scalar_limits(keywords: Keywords, type_: Type, unsupported: Unsupported) -> dict[str, Any]:
    """Return the limits of a scalar as arguments of `Schema`. Leave out contradictory limits."""
    if keywords.values.keys().isdisjoint(_LIMIT_KEYS):
        return {}
    if type_ is Type.STRING:
        pattern = keywords.get("pattern", str)
        pattern_text = None
        if pattern and pattern.strip():
            if try_compile(pattern) is not None:
                pattern_text = Text(pattern)
            else:
                unsupported.add("pattern", keywords.values["pattern"], NO_PATTERN)
        format_ = keywords.get("format", str)
        text_limits = {"pattern": pattern_text, "format": Text(format_) if format_ else None}
        return {**read_limits(keywords, LENGTH_LIMITS), **text_limits}
    if type_ is Type.BOOLEAN:
        return {}
    return read_limits(keywords, NUMBER_LIMITS)


def read_limits(keywords: Keywords, limits: Limits) -> dict[str, Any]:
    """Read a pair of limits as arguments of `Schema`, without limits that contradict each other."""
    values: dict[str, Any] = {}
    for keyword, attribute in limits.keywords:
        limit = keywords.size(keyword) if limits.unit else keywords.get(keyword, int, float)
        is_too_large = limit is not None and abs(limit) > MAX_SAFE_INTEGER
        values[attribute] = None if is_too_large else limit
    least, most = values.values()
    if least is not None and most is not None and least > most:
        return dict.fromkeys(values)
    return values
