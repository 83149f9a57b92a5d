"""The keywords of a schema, and those beside a `$ref`."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from generator.model.structs import Struct, field
from generator.openapi.references import References, items
from generator.sources.document import At

# Keywords whose values are examples, those that samples prefer first.
_EXAMPLES = ("example", "x-example", "examples", "const", "default")
EXAMPLE_KEYS = dict.fromkeys(_EXAMPLES).keys()
# Those whose values an author gave as examples.
_OWN_EXAMPLES = {"example", "x-example", "examples"}
# Keywords whose values are arbitrary JSON.
VALUE_KEYS = {*EXAMPLE_KEYS, "enum"}
# Keywords next to a `$ref` that take precedence over those of its target. Since OpenAPI 3.1, all
# keywords beside it count.
OWN_KEYS = ("description", "example", "examples", "default", "readOnly", "x-example", "nullable")
# Keywords that say nothing of what a schema allows, other than that null is.
ANNOTATIONS = {"description", "title", "deprecated", "externalDocs", "nullable", "readOnly"}
_COMPOSING = ("allOf", "oneOf", "anyOf")


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
        allows_null: whether null is one of the types or alternatives.
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
    allows_null: bool = False
    merged: set[int] = field(default_factory=set)

    @property
    def is_nullable(self) -> bool:
        """Whether null is allowed beside other values."""
        if self.allows_null or self.get("nullable", bool) is True:
            return True
        return "enum" in self.values and None in (self.get("enum", list) or [])

    @property
    def is_file(self) -> bool:
        """Whether a text is the content of a file: in OpenAPI 3.1, it has a media type."""
        if self.get("format", str) in ("binary", "file"):
            return True
        media_type = self.get("contentMediaType", str) or ""
        return bool(media_type) and not (
            media_type.endswith("json") or "contentEncoding" in self.values
        )

    @property
    def is_base64(self) -> bool:
        """Whether values are bytes that are written as Base64 (RFC 4648, section 4)."""
        encoding = self.get("contentEncoding", str)
        return self.get("format", str) == "byte" or str(encoding).lower() == "base64"

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
        if self.values.keys().isdisjoint(_OWN_EXAMPLES):
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
        if self.values.keys().isdisjoint(VALUE_KEYS):
            return []
        examples = self.own_examples()
        examples += [self.values[key].value for key in ("const", "default") if key in self.values]
        examples += [value for value in (self.get("enum", list) or []) if value is not None][:1]
        return [value for value in examples if value is not None]

    @property
    def is_null(self) -> bool:
        """Whether null is the example, or all that is allowed."""
        examples = self.own_examples()
        examples += [self.values["const"].value] if "const" in self.values else []
        if examples:
            return examples[0] is None
        only_null = self.allows_null and not self.type and not self.is_mixed
        return only_null or self.get("enum", list) == [None]

    @property
    def type(self) -> str:
        """The first of `types`, else the type that other keywords imply, else an empty string."""
        if self.types:
            return self.types[0]
        if self.properties or self.required or self.discriminators:
            return "object"
        if "additionalProperties" in self.values:
            return "object"
        if "items" in self.values or "prefixItems" in self.values:
            return "array"
        return ""


def is_null(value: Any) -> bool:
    """Say whether a schema allows only null."""
    return isinstance(value, dict) and (value.get("type") == "null" or value.get("enum") == [None])


def sole_part(at: At) -> At | None:
    """Return the reference that a schema consists of, with null beside it or without.

    Such a schema is written to describe a reference, or to allow null beside its values.

    Returns:
        The part of `allOf`, `oneOf` or `anyOf`. None if the schema is no such one.
    """
    value = at.value
    if not isinstance(value, dict) or "$ref" in value:
        return None
    others = [key for key in value if key not in ANNOTATIONS and not key.startswith("x-")]
    if len(others) != 1 or others[0] not in _COMPOSING:
        return None
    parts = list(items(at.child(others[0])))
    if others[0] != "allOf":
        parts = [part for part in parts if not is_null(part.value)]
    is_reference = len(parts) == 1 and isinstance(parts[0].value, dict) and "$ref" in parts[0].value
    return parts[0] if is_reference else None


def follow(at: At, references: References, beside: list[At] | None = None) -> At | None:
    """Follow the `$ref` of a schema, and report the keys beside it that are not read.

    Arguments:
        at: the schema.
        references: follows `$ref`.
        beside: a list to which each value on the way is added that has keys beside its `$ref`.

    Returns:
        The target. None if a reference can't be followed.
    """
    return references.resolve(at, None if references.has_siblings else OWN_KEYS, beside)


def is_read_only(parts: Iterable[At], references: References) -> bool:
    """Say whether one of the schemas of a property, or of their `allOf`, has `readOnly`.

    Then only answers have the property.
    """
    pending = list(parts)
    visited: set[int] = set()
    while pending:
        at = pending.pop()
        if id(at.value) in visited:
            continue
        visited.add(id(at.value))
        references.budget.read(1)
        beside: list[At] = []
        target = follow(at, references, beside)
        for part in (*beside, *([] if target is None else [target])):
            if not isinstance(part.value, dict):
                continue
            if part.value.get("readOnly") is True:
                return True
            if isinstance(part.value.get("allOf"), list):
                pending += items(part.child("allOf"))
    return False
