"""Collector of the keywords of a schema, including those of the schemas that it is composed of.

Schemas of OpenAPI 3.1 are JSON Schema 2020-12. Those of 3.0 and Swagger 2.0 are similar enough to
be read the same way. `$ref` and all schemas of `allOf` are followed. Of `oneOf` and `anyOf`, only
one alternative is used: the first that allows the document's example, else the first that is not
null.
"""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from generator.model.structs import Struct, field
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.openapi.validity import is_allowed
from generator.sources.document import At

# Keywords that examples do not take into account.
_UNSUPPORTED = (
    "not",
    "if",
    "patternProperties",
    "dependentSchemas",
    "dependentRequired",
    "contains",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
)
# Keywords whose values an author gave as examples.
_EXAMPLE_KEYS = {"example", "x-example", "examples"}
# Keywords whose values are arbitrary JSON.
_VALUE_KEYS = {"example", "x-example", "examples", "const", "default", "enum"}
# Keywords of which the larger value, or the smaller one, is the stricter.
_LARGER_IS_STRICTER = {"minimum", "minLength", "minItems", "minProperties"}
_SMALLER_IS_STRICTER = {"maximum", "maxLength", "maxItems", "maxProperties"}
# The most levels of schemas within `allOf`, `oneOf` and `anyOf`.
_DEEPEST = 40
# Keywords next to a `$ref` that take precedence over those of its target. OpenAPI 3.1 has more.
OWN_KEYS = ("description", "example", "examples", "default", "readOnly", "writeOnly", "x-example")


class Keywords(Struct):
    """The keywords of one schema.

    Attributes:
        at: the schema in the document, with its references followed.
        name: its name among the document's reusable schemas. It is empty if it is not one of them.
        values: the keywords by name. If the schema is composed of several that have a keyword, the
            first one wins.
        properties: the schemas of an object's properties, by name.
        more: further schemas of the same properties, of other parts of `allOf`.
        discriminators: the values that tell the alternative, by the name of the property.
        required: the names of the required properties.
        types: the values of `type`, without null.
        is_mixed: whether values of several types are allowed.
        merged: the identities of the schemas that were merged.
    """

    at: At
    name: str = ""
    values: dict[str, At] = field(default_factory=dict)
    properties: dict[str, At] = field(default_factory=dict)
    more: dict[str, tuple[At, ...]] = field(default_factory=dict)
    discriminators: dict[str, str] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    types: list[str] = field(default_factory=list)
    is_mixed: bool = False
    merged: set[int] = field(default_factory=set)

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

    def own_examples(self) -> list[Any]:
        """Return the values of `example`, `x-example` and `examples`, at most one of each."""
        if self.values.keys().isdisjoint(_EXAMPLE_KEYS):
            return []
        examples = [
            self.values[key].value for key in ("example", "x-example") if key in self.values
        ]
        return examples + (self.get("examples", list) or [])[:1]

    def example_values(self) -> list[Any]:
        """Return the values of keywords that can serve as examples, the most specific first.

        They are those of `own_examples`, then `const`, `default` and `enum`, at most one of each.
        The list may be empty, and has no null.
        """
        if self.values.keys().isdisjoint(_VALUE_KEYS):
            return []
        examples = self.own_examples()
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
        if "items" in self.values or "prefixItems" in self.values:
            return "array"
        return ""


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
        value, keywords = at.value, self.keywords
        if isinstance(value, dict) and "$ref" in value:
            if self.references.has_siblings and len(value) > 1:
                self._add_own(at)
                for key in ("allOf", "oneOf", "anyOf"):
                    if key in value:
                        self._add_parts(key, at.child(key), depth)
            for key in OWN_KEYS:
                if key in value:
                    keywords.values.setdefault(key, at.child(key))
        target = self.references.resolve(at)
        if target is None or depth > _DEEPEST:
            return False
        if depth == 0 and target is not at:
            keywords.at = target
            keywords.name = _shared_name(target)
        if depth == 0:
            self.subject = keywords.name
        if not isinstance(target.value, dict):
            return True  # the schemas true and false, which do not affect examples
        if id(target.value) in self.keywords.merged:
            return True  # merging it again would add nothing
        self.keywords.merged.add(id(target.value))
        self._add_own(target)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in target.value:
                self._add_parts(key, target.child(key), depth)
        self._add_discriminator(target, depth)
        return True

    def _add_own(self, at: At) -> None:
        """Add the keywords that stand in a schema itself."""
        keywords, value = self.keywords, at.value
        self.references.budget.read(1 + len(value))
        for key in value:
            if key not in ("$ref", "allOf", "oneOf", "anyOf", "properties", "required", "type"):
                self._add_keyword(key, at.child(key))
            if key in _VALUE_KEYS:
                self.references.budget.example(value[key])
            if key in _UNSUPPORTED:
                self.unsupported.add(key, at.child(key), "examples are made without it")
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
        if not keywords.types:
            keywords.types = [t for t in types if isinstance(t, str) and t != "null"]
            keywords.is_mixed = keywords.is_mixed or len(keywords.types) > 1

    def _add_keyword(self, key: str, at: At) -> None:
        """Add a keyword. Of limits and enums that several schemas have, the strictest counts."""
        values = self.keywords.values
        known = values.setdefault(key, at)
        if known is at:
            return
        old, new = known.value, at.value
        if key == "enum" and isinstance(old, list) and isinstance(new, list):
            self.references.budget.read(len(old) * len(new))
            if len(new) < len(old) and all(value in old for value in new):
                values[key] = at
        if not (_is_number(old) and _is_number(new)):
            return
        if (key in _LARGER_IS_STRICTER and new > old) or (
            key in _SMALLER_IS_STRICTER and new < old
        ):
            values[key] = at

    def _add_discriminator(self, at: At, depth: int) -> None:
        """Add the value of a discriminator (OpenAPI 3.1.1, section 4.8.25)."""
        discriminator = at.value.get("discriminator")
        if isinstance(discriminator, str):  # Swagger 2.0
            discriminator = {"propertyName": discriminator}
        name = discriminator.get("propertyName") if isinstance(discriminator, dict) else None
        if not isinstance(name, str) or not isinstance(discriminator, dict):
            return
        mapping = discriminator.get("mapping")
        mapping = mapping if isinstance(mapping, dict) else {}
        schema = self.chosen.get(id(at.value)) or self.subject
        value = next((word for word, row in mapping.items() if _last(row) == schema), schema)
        is_base = (depth == 0 or not schema) and id(at.value) not in self.chosen
        if mapping and is_base and value not in mapping:
            # The example is of the first schema that extends this one.
            value = next(iter(mapping))
            target = At({"$ref": _as_reference(mapping[value])}, at.document, at, "discriminator")
            if self.references.quiet().resolve(target) is not None:
                self.read(target, depth + 1)
        if not value:
            what = "the alternative has no name; examples are made without it"
            self.unsupported.add("discriminator", at.child("discriminator"), what)
        else:
            self.keywords.discriminators.setdefault(name, str(value))

    def _add_parts(self, key: str, at: At, depth: int) -> None:
        """Add the keywords of the schemas in `allOf`, `oneOf` or `anyOf`."""
        parts = list(items(at))
        self.references.budget.read(len(parts))
        if key != "allOf":
            parts = [part for part in parts if not _is_null(part.value)]
            if any(_only_requires(part.value) for part in parts):
                parts = parts[:1]  # they vary the required properties, not the kind of value
            elif len(parts) > 1:
                parts = self._choose(key, at, parts, depth)
            if parts and at.parent is not None and isinstance(parts[0].value, dict):
                reference = parts[0].value.get("$ref")
                self.chosen[id(at.parent.value)] = _last(reference)
                self.subject = _last(reference) or self.subject
        for part in parts:
            self.read(part, depth + 1)

    def _choose(self, key: str, at: At, parts: list[At], depth: int) -> list[At]:
        """Return the alternative that examples show, as a list, and report the others."""
        examples = [] if self.example is NO_EXAMPLE else [self.example]
        examples += self.keywords.own_examples()
        chosen = parts[0]
        if examples and depth < _DEEPEST // 4:
            allowing = (p for p in parts[:100] if is_allowed(p, examples[0], self.references))
            chosen = next(allowing, parts[0])
        which = (
            "the first alternative" if chosen is parts[0] else "the alternative that allows them"
        )
        self.unsupported.add(key, at, f"examples show {which}")
        if depth < _DEEPEST // 4 and len(self._alternative_types(parts)) > 1:
            self.keywords.is_mixed = True
        return [chosen]

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


def _is_number(value: Any) -> bool:
    """Say whether a value is a number."""
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _as_reference(target: Any) -> Any:
    """Return what a mapping leads to as a `$ref`. It may be just the name of a schema."""
    is_name = isinstance(target, str) and re.fullmatch(r"[A-Za-z0-9._-]+", target)
    is_file = is_name and target.endswith((".json", ".yaml", ".yml"))
    return f"#/components/schemas/{target}" if is_name and not is_file else target


def _last(reference: Any) -> str:
    """Return the last part of a reference, which names a schema; empty if it is no text."""
    if not isinstance(reference, str):
        return ""
    name = unquote(reference.rpartition("/")[2]).replace("~1", "/").replace("~0", "~")
    return re.sub(r"\.(ya?ml|json)$", "", name)


def _shared_name(at: At) -> str:
    """Return the name of a reusable schema; empty if the schema is not reusable."""
    keys = at.pointer
    if keys[:2] == ("components", "schemas") and len(keys) == 3:
        return str(keys[2])
    return str(keys[1]) if keys[:1] == ("definitions",) and len(keys) == 2 else ""
