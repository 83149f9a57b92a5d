"""Collector of the keywords of a schema, including those of the schemas that it is composed of.

Schemas of OpenAPI 3.1 are JSON Schema 2020-12. Those of 3.0 and Swagger 2.0 are similar enough to
be read the same way. `$ref` and all schemas of `allOf` are followed. Of `oneOf` and `anyOf`, only
the first alternative that is not null is used.
"""

from __future__ import annotations

from typing import Any

from generator.errors import shortened
from generator.model.structs import Struct, field
from generator.openapi.keys import SCHEMA_OBJECT
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Keywords whose values are examples, those that samples prefer first.
_EXAMPLES = ("example", "x-example", "examples", "const", "default")
EXAMPLE_KEYS = dict.fromkeys(_EXAMPLES).keys()
# Keywords whose values are arbitrary JSON.
_VALUE_KEYS = {*EXAMPLE_KEYS, "enum"}
# Keywords that describe a schema. Where several parts have one, that of the first part is meant.
_ANNOTATIONS = {*EXAMPLE_KEYS, "description", "title", "readOnly", "writeOnly", "deprecated"}
# The types of JSON Schema, and that of files in Swagger 2.0.
_TYPES = {"string", "integer", "number", "boolean", "array", "object", "null", "file"}
# The most levels of schemas within `allOf`, `oneOf` and `anyOf`.
_DEEPEST = 40
# Keywords next to a `$ref` that take precedence over those of its target.
OWN_KEYS = ("description", "example", "examples", "default", "readOnly", "x-example")


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
    """

    at: At
    name: str = ""
    values: dict[str, At] = field(default_factory=dict)
    properties: dict[str, At] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    types: list[str] = field(default_factory=list)
    is_mixed: bool = False

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
    def type(self) -> str:
        """The first of `types`, else the type that other keywords imply, else an empty string."""
        if self.types:
            return self.types[0]
        if self.properties or "additionalProperties" in self.values:
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
        target = self.references.resolve(at, OWN_KEYS)
        if target is None or depth > _DEEPEST:
            return False
        if depth == 0 and target is not at:
            keywords.at = target
            keywords.name = _shared_name(target)
        if not isinstance(target.value, dict):
            self._report_no_object(target)  # such as true, which allows any value
            return True
        if id(target.value) in self.merged:
            return True
        self.merged.add(id(target.value))
        self._add_own(target)
        if depth and target.value.get("description"):
            what = "pages show the descriptions of properties, not those of their parts"
            self.unsupported.add_note("description", target.child("description"), what)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in target.value:
                self._add_parts(key, target.child(key), depth)
        return True

    def _add_own(self, at: At) -> None:
        """Add the keywords that stand in a schema itself."""
        keywords, value = self.keywords, at.value
        self.references.budget.read(1 + len(value))
        self.unsupported.check_keys(at, SCHEMA_OBJECT)
        for key in value:
            if key not in ("$ref", "allOf", "oneOf", "anyOf", "properties", "required", "type"):
                child = at.child(key)
                first = keywords.values.setdefault(key, child)
                if first is not child and key not in _ANNOTATIONS and key[:2] != "x-":
                    self._compare_parts(first, child, key)
            if key in _VALUE_KEYS:
                self.references.budget.example(value[key])
        for name, child in members(at.child("properties") if "properties" in value else None):
            self.references.budget.read()
            first = keywords.properties.setdefault(name, child)
            if first is not child:
                self._compare_parts(first, child, name)
        required = value.get("required")
        if isinstance(required, list):
            self.references.budget.read(len(required))
            keywords.required.update(name for name in required if isinstance(name, str))
        type_ = value.get("type")
        types = type_ if isinstance(type_, list) else [type_]
        if type_ is not None:
            self._report_types(types, at.child("type"))
        if not keywords.types:
            keywords.types = [t for t in types if isinstance(t, str) and t != "null"]
            keywords.is_mixed = keywords.is_mixed or len(keywords.types) > 1

    def _report_no_object(self, at: At) -> None:
        """Report a schema that is no object, unless it is the schema true."""
        if at.value is False:
            self.unsupported.add("schema", at, "it allows no value; samples send one all the same")
        elif at.value is not True:
            self.unsupported.add("schema", at, "it is no schema; samples and pages show any value")

    def _compare_parts(self, first: At, other: At, key: str) -> None:
        """Report what a part of a schema says otherwise than a part before it."""
        if first.value != other.value:
            what = f"another part of its schema says otherwise about {key}; samples keep to that"
            self.unsupported.add("allOf", other, what)

    def _report_types(self, types: list[Any], at: At) -> None:
        """Report the types of a schema that samples can't have."""
        if "null" in types:
            self.unsupported.add_note("null", at, "no sample shows null, and no page says so")
        for unknown in (t for t in types if not isinstance(t, str) or t not in _TYPES):
            what = f"there is no type {shortened(str(unknown), 80)}; samples and pages show any"
            self.unsupported.add("type", at, what)
        known = [t for t in types if t != "null"]
        if self.keywords.types and known != self.keywords.types:
            what = "another part of its schema has other types; samples keep to those"
            self.unsupported.add("allOf", at, what)

    def _add_parts(self, key: str, at: At, depth: int) -> None:
        """Add the keywords of the schemas in `allOf`, `oneOf` or `anyOf`."""
        parts = list(items(at))
        self.references.budget.read(len(parts))
        if key != "allOf":
            count = len(parts)
            parts = [part for part in parts if not _is_null(part.value)]
            if len(parts) < count:
                self.unsupported.add_note("null", at, "no sample shows null, and no page says so")
            if any(_only_requires(part.value) for part in parts):
                # They vary the required properties, not the kind of value.
                what = "samples have the properties that the first alternative requires"
                if len(parts) > 1:
                    self.unsupported.add(key, at, what)
                parts = parts[:1]
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
