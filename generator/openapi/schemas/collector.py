"""Collector of the keywords of a schema, including those of the schemas that it is composed of.

Schemas of OpenAPI 3.1 are JSON Schema 2020-12. Those of 3.0 and Swagger 2.0 are similar enough to
be read the same way. `$ref` and all schemas of `allOf` are followed. Of `oneOf` and `anyOf`, only
one alternative is used: the first that allows the document's example, else the first that is not
null.
"""

from __future__ import annotations

from typing import Any

from generator.errors import shortened
from generator.openapi.keys import DISCRIMINATOR, SCHEMA_OBJECT
from generator.openapi.references import References, items, members
from generator.openapi.schemas.discriminators import as_reference, last_name
from generator.openapi.schemas.keywords import (
    EXAMPLE_KEYS,
    OWN_KEYS,
    VALUE_KEYS,
    Keywords,
    follow,
    is_null,
)
from generator.openapi.schemas.validity import is_allowed
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Keywords that describe a schema. Where several parts have one, that of the first part is meant.
_ANNOTATIONS = {*EXAMPLE_KEYS, "description", "title", "readOnly", "writeOnly", "deprecated"}
# Keywords of which the larger value, or the smaller one, is the stricter.
_LARGER_IS_STRICTER = {"minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties"}
_SMALLER_IS_STRICTER = {"maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties"}
# The types of JSON Schema, and that of files in Swagger 2.0.
_TYPES = {"string", "integer", "number", "boolean", "array", "object", "null", "file"}
# The most levels of schemas within `allOf`, `oneOf` and `anyOf`.
_DEEPEST = 40
# Stands for an example that the document does not give: None is the example null.
NO_EXAMPLE = object()


def collect(
    at: At,
    references: References,
    unsupported: Unsupported,
    more: tuple[At, ...] = (),
    example: Any = NO_EXAMPLE,
) -> Keywords | None:
    """Collect the keywords of a schema.

    Arguments:
        at: the schema in the document. It may be a `$ref`.
        references: follows `$ref`.
        unsupported: the collection to which keywords are added that examples can't take into
            account.
        more: schemas that apply to the same value, as if `allOf` held them all.
        example: the example that the document gives for the value elsewhere. The alternatives of
            `oneOf` and `anyOf` that are used are those that allow it.

    Returns:
        The keywords. None if a reference can't be followed.

    Raises:
        BudgetError: if the document takes too many steps to read.
    """
    keywords = Keywords(at)
    reader = _Collector(keywords, references, unsupported, example)
    if not reader.read(at, 0):
        return None
    for part in more:
        reader.read(part, 1)
    return keywords


class _Collector:
    """Adds the keywords of a schema and its parts to `keywords`."""

    def __init__(
        self,
        keywords: Keywords,
        references: References,
        unsupported: Unsupported,
        example: Any = NO_EXAMPLE,
    ) -> None:
        self.keywords = keywords
        self.references = references
        self.unsupported = unsupported
        self.example = example
        # The names of the alternatives that were chosen, by the identity of their schema.
        self.chosen: dict[int, str] = {}
        # The name of the schema whose values are read, or of the alternative that was chosen.
        self.subject = ""

    def read(self, at: At, depth: int) -> bool:
        """Read one part. Return whether its reference could be followed."""
        keywords, beside = self.keywords, list[At]()
        target = follow(at, self.references, beside)
        if target is None:
            return False
        if depth > _DEEPEST:
            what = f"it is nested in more than {_DEEPEST} others; it is left out"
            self.unsupported.add("schema", at, what)
            return False
        if depth == 0 and target is not at:
            keywords.at = target
            keywords.name = _shared_name(target)
        if depth == 0:
            self.subject = keywords.name
        for part in beside:
            if self.references.has_siblings:
                self._add_schema(part, depth)
            else:
                for key in OWN_KEYS:
                    if key in part.value:
                        keywords.values.setdefault(key, part.child(key))
        if isinstance(target.value, dict):
            self._add_schema(target, depth)
        else:
            self._report_no_object(target)  # such as true, which allows any value
        return True

    def _add_schema(self, at: At, depth: int) -> None:
        """Add the keywords of a schema, or those beside a `$ref`."""
        if id(at.value) in self.keywords.merged:
            return  # merging it again would add nothing
        self.keywords.merged.add(id(at.value))
        self._add_own(at)
        if depth and at.value.get("description"):
            what = "pages show the descriptions of properties, not those of their parts"
            self.unsupported.add_note("description", at.child("description"), what)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in at.value:
                self._add_parts(key, at.child(key), depth)
        self._add_discriminator(at, depth)

    def _add_own(self, at: At) -> None:
        """Add the keywords that stand in a schema itself."""
        keywords, value = self.keywords, at.value
        self.references.budget.read(1 + len(value))
        self.unsupported.check_keys(at, SCHEMA_OBJECT)
        for key in value:
            if key not in ("$ref", "allOf", "oneOf", "anyOf", "properties", "required", "type"):
                self._add_keyword(key, at.child(key))
            if key in VALUE_KEYS:
                self.references.budget.example(value[key])
        for name, child in members(at.child("properties") if "properties" in value else None):
            self.references.budget.read()
            if keywords.properties.setdefault(name, child) is not child:
                keywords.more[name] = (*keywords.more.get(name, ()), child)
        required = value.get("required")
        if isinstance(required, list):
            self.references.budget.read(len(required))
            keywords.required.update(name for name in required if isinstance(name, str))
        type_ = value.get("type")
        types = type_ if isinstance(type_, list) else [type_]
        keywords.allows_null |= "null" in types
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

    def _report_types(self, types: list[Any], at: At) -> None:
        """Report the types of a schema that samples can't have."""
        for unknown in (t for t in types if not isinstance(t, str) or t not in _TYPES):
            what = f"there is no type {shortened(str(unknown), 80)}; samples and pages show any"
            self.unsupported.add("type", at, what)
        without_null = [t for t in types if t != "null"]
        if self.keywords.types and without_null != self.keywords.types:
            what = "another part of its schema has other types; samples keep to those"
            self.unsupported.add("allOf", at, what)

    def _add_keyword(self, key: str, at: At) -> None:
        """Add a keyword. Of limits and enums that several schemas have, the strictest counts."""
        values = self.keywords.values
        first = values.setdefault(key, at)
        if first is at or first.value == at.value or key in _ANNOTATIONS or key[:2] == "x-":
            return
        old, new = first.value, at.value
        if key == "enum" and isinstance(old, list) and isinstance(new, list):
            self.references.budget.read(len(old) * len(new))
            if all(word in old for word in new):
                values[key] = at
                return
            if all(word in new for word in old):
                return
        if key in {*_LARGER_IS_STRICTER, *_SMALLER_IS_STRICTER} and _are_numbers(old, new):
            if (new > old) == (key in _LARGER_IS_STRICTER):
                values[key] = at
            return
        what = f"another part of its schema says otherwise about {key}; samples keep to that"
        self.unsupported.add("allOf", at, what)

    def _add_discriminator(self, at: At, depth: int) -> None:
        """Add the value of a discriminator (OpenAPI 3.1.1, section 4.8.25)."""
        if "discriminator" not in at.value:
            return
        place = at.child("discriminator")
        discriminator = place.value
        if isinstance(discriminator, str):  # Swagger 2.0
            discriminator = {"propertyName": discriminator}
        else:
            self.unsupported.check_keys(place, DISCRIMINATOR)
        if not isinstance(discriminator, dict):
            return
        name = discriminator.get("propertyName")
        if not isinstance(name, str):
            what = "it names no property; examples are made without it"
            self.unsupported.add("discriminator", place, what)
            return
        mapping = discriminator.get("mapping")
        mapping = mapping if isinstance(mapping, dict) else {}
        schema = self.chosen.get(id(at.value)) or self.subject
        value = next((word for word, row in mapping.items() if last_name(row) == schema), schema)
        is_base = (depth == 0 or not schema) and id(at.value) not in self.chosen
        if mapping and is_base and value not in mapping:
            value = next(iter(mapping))
            self._add_extending(place, value, mapping[value], len(mapping), depth)
        if not value:
            what = "the alternative has no name; examples are made without it"
            self.unsupported.add("discriminator", place, what)
        else:
            self.keywords.discriminators.setdefault(name, str(value))

    def _add_extending(self, at: At, value: str, row: Any, count: int, depth: int) -> None:
        """Add the keywords of the first schema that extends one, as its discriminator says."""
        if count > 1:
            what = "examples show the first schema of its mapping"
            self.unsupported.add("discriminator", at, what)
        target = At({"$ref": as_reference(row)}, at.document, at, "mapping")
        if self.references.quiet().resolve(target) is not None:
            self.read(target, depth + 1)
        else:
            what = f"{shortened(str(value), 80)} leads to no schema; examples are made without it"
            self.unsupported.add("discriminator", at, what)

    def _add_parts(self, key: str, at: At, depth: int) -> None:
        """Add the keywords of the schemas in `allOf`, `oneOf` or `anyOf`."""
        parts = list(items(at))
        self.references.budget.read(len(parts))
        if key != "allOf":
            count = len(parts)
            parts = [part for part in parts if not is_null(part.value)]
            if len(parts) < count:
                self.keywords.allows_null = True
            if len(parts) > 1:
                parts = [self._choose(key, at, parts, depth)]
            if parts and at.parent is not None and isinstance(parts[0].value, dict):
                reference = parts[0].value.get("$ref")
                self.chosen[id(at.parent.value)] = last_name(reference)
                self.subject = last_name(reference) or self.subject
        for part in parts:
            self.read(part, depth + 1)

    def _choose(self, key: str, at: At, parts: list[At], depth: int) -> At:
        """Return the alternative that examples show, and report the others."""
        examples = [] if self.example is NO_EXAMPLE else [self.example]
        examples += self.keywords.own_examples()
        chosen = parts[0]
        if examples and depth < _DEEPEST // 4:
            allowing = (p for p in parts[:100] if is_allowed(p, examples[0], self.references))
            chosen = next(allowing, parts[0])
        which = (
            "the first alternative" if chosen is parts[0] else "the alternative that allows them"
        )
        if any(_only_requires(part.value) for part in parts):
            # They vary the required properties, not the kind of value.
            what = f"samples have the properties that {which} requires"
            self.unsupported.add(key, at, what)
            return chosen
        self.unsupported.add(key, at, f"examples show {which}")
        if depth < _DEEPEST // 4 and len(self._alternative_types(parts)) > 1:
            self.keywords.is_mixed = True
        return chosen

    def _alternative_types(self, parts: list[At]) -> set[str]:
        """Return the types of the first 20 alternatives."""
        types = set()
        for part in parts[:20]:
            keywords = Keywords(part)
            if _Collector(keywords, self.references, Unsupported()).read(part, _DEEPEST // 2):
                types.add(keywords.type)
        return types


def _only_requires(value: Any) -> bool:
    """Say whether a schema has no keyword but `required`."""
    return isinstance(value, dict) and set(value) == {"required"}


def _are_numbers(*values: Any) -> bool:
    """Say whether all values are numbers."""
    return all(isinstance(v, (int, float)) and not isinstance(v, bool) for v in values)


def _shared_name(at: At) -> str:
    """Return the name of a reusable schema; empty if the schema is not reusable."""
    keys = at.pointer
    if keys[:2] == ("components", "schemas") and len(keys) == 3:
        return str(keys[2])
    return str(keys[1]) if keys[:1] == ("definitions",) and len(keys) == 2 else ""
