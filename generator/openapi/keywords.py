"""The keywords of a schema, collected from all that it is put together of.

Schemas of OpenAPI 3.1 are JSON Schema 2020-12; those of 3.0 and Swagger 2.0 are alike enough to be
read the same way. `$ref` and `allOf` are followed; of `oneOf` and `anyOf`, the first alternative
that is not null is taken.
"""

from __future__ import annotations

from typing import Any

from generator.model.structs import Struct, field
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# What can't be shown by an example, or not by one that is made.
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
# What holds values of JSON.
_VALUES = {"example", "x-example", "examples", "const", "default", "enum"}
_DEEPEST = 40
# Keywords that hold for the place where they stand, whatever a `$ref` beside them leads to.
OWN_KEYS = ("description", "example", "examples", "default", "readOnly", "writeOnly", "x-example")


class Keywords(Struct):
    """What a schema says.

    Attributes:
        at: where it stands, behind its references.
        name: its name among the document's shared schemas, empty if it has none.
        values: keywords by name, the first that says something wins.
        properties: the schemas of an object's members, by name.
        required: the names of those that have to be there.
        types: the values of `type`, without null.
        is_mixed: whether values of several types may.
    """

    at: At
    name: str = ""
    values: dict[str, At] = field(default_factory=dict)
    properties: dict[str, At] = field(default_factory=dict)
    required: set[str] = field(default_factory=set)
    types: list[str] = field(default_factory=list)
    is_mixed: bool = False

    def get(self, key: str, *kinds: type) -> Any:
        """Give the value of a keyword if it is of one of these types, else None."""
        found = self.values.get(key)
        if found is None or not isinstance(found.value, kinds):
            return None
        return None if isinstance(found.value, bool) and bool not in kinds else found.value

    @property
    def type(self) -> str:
        """Its type, or what its other keywords are about; empty if nothing says so."""
        if self.types:
            return self.types[0]
        if self.properties or "additionalProperties" in self.values:
            return "object"
        if "items" in self.values:
            return "array"
        return ""


def collect(at: At, references: References, losses: Unsupported) -> Keywords | None:
    """Collect the keywords of a schema.

    Returns:
        The keywords; None behind a problem with a reference.
    """
    made = Keywords(at)
    reader = _Collector(made, references, losses)
    return made if reader.read(at, 0) else None


class _Collector:
    def __init__(self, made: Keywords, references: References, losses: Unsupported) -> None:
        self.made = made
        self.references = references
        self.losses = losses
        # Schemas that are merged already: to merge one again adds nothing, however many lead to it.
        self.merged: set[int] = set()

    def read(self, at: At, depth: int) -> bool:
        """Read one part; say whether there was something."""
        value, made = at.value, self.made
        if isinstance(value, dict) and "$ref" in value:
            for key in OWN_KEYS:
                if key in value:
                    made.values.setdefault(key, at.child(key))
        found = self.references.resolve(at)
        if found is None or depth > _DEEPEST:
            return False
        if depth == 0 and found is not at:
            made.at = found
            made.name = _shared_name(found)
        if not isinstance(found.value, dict):
            return True  # true and false, which say nothing that an example could show
        if id(found.value) in self.merged:
            return True
        self.merged.add(id(found.value))
        self._own(found)
        for key in ("allOf", "oneOf", "anyOf"):
            if key in found.value:
                self._parts(key, found.child(key), depth)
        return True

    def _own(self, at: At) -> None:
        made, value = self.made, at.value
        self.references.budget.read(1 + len(value))
        for key in value:
            if key not in ("$ref", "allOf", "oneOf", "anyOf", "properties", "required", "type"):
                made.values.setdefault(key, at.child(key))
            if key in _VALUES:
                self.references.budget.example(value[key])
            if key in _UNSUPPORTED:
                self.losses.add(key, at.child(key), "examples are made without it")
        for name, child in members(at.child("properties") if "properties" in value else None):
            self.references.budget.read()
            made.properties.setdefault(name, child)
        required = value.get("required")
        if isinstance(required, list):
            self.references.budget.read(len(required))
            made.required.update(name for name in required if isinstance(name, str))
        told = value.get("type")
        types = told if isinstance(told, list) else [told]
        if not made.types:
            made.types = [t for t in types if isinstance(t, str) and t != "null"]
            made.is_mixed = made.is_mixed or len(made.types) > 1

    def _parts(self, key: str, at: At, depth: int) -> None:
        parts = list(items(at))
        self.references.budget.read(len(parts))
        if key != "allOf":
            parts = [part for part in parts if not _is_null(part.value)]
            if any(_only_requires(part.value) for part in parts):
                parts = parts[:1]  # variants of what stands beside them, no kinds of values
            elif len(parts) > 1:
                self.losses.add(key, at, "examples show the first alternative")
                if depth < _DEEPEST // 4 and len(self._types(parts)) > 1:
                    self.made.is_mixed = True
                parts = parts[:1]
        for part in parts:
            self.read(part, depth + 1)

    def _types(self, parts: list[At]) -> set[str]:
        """Give the types that alternatives have."""
        found = set()
        for part in parts[:20]:
            told = Keywords(part)
            if _Collector(told, self.references, Unsupported()).read(part, _DEEPEST // 2):
                found.add(told.type)
        return found


def _is_null(value: Any) -> bool:
    return isinstance(value, dict) and (value.get("type") == "null" or value.get("enum") == [None])


def _only_requires(value: Any) -> bool:
    return isinstance(value, dict) and set(value) == {"required"}


def _shared_name(at: At) -> str:
    """Give the name of a shared schema; empty if it is none."""
    keys = at.pointer
    if keys[:2] == ("components", "schemas") and len(keys) == 3:
        return str(keys[2])
    return str(keys[1]) if keys[:1] == ("definitions",) and len(keys) == 2 else ""
