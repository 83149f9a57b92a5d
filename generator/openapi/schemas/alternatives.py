"""Reader of the alternatives of a value: those of `oneOf`, `anyOf` and of several types.

Samples show one alternative. A client has a type for each of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.model.schema import SCALARS, Alternative, Schema, Type
from generator.model.structs import replace
from generator.model.text import Text
from generator.openapi.references import items
from generator.openapi.schemas.discriminators import last_name
from generator.openapi.schemas.examples import OPEN, read_value
from generator.openapi.schemas.keywords import ANNOTATIONS, EXAMPLE_KEYS, Keywords, is_null
from generator.openapi.schemas.places import Place
from generator.sources.document import At

if TYPE_CHECKING:
    from generator.openapi.schemas.schema_reader import SchemaReader

# Keywords beside the alternatives that say nothing more about a value.
_BESIDE = {*ANNOTATIONS, *EXAMPLE_KEYS, "discriminator", "type"}
# Those that count for each of the alternatives.
_SHARED = ("properties", "required", "additionalProperties")
# The most alternatives of one schema. What has more is any value.
_MOST = 200


def with_alternatives(
    schema: Schema, keywords: Keywords, hint: str, place: Place, reader: SchemaReader
) -> Schema:
    """Return a schema with the alternatives that its keywords list, if there are any.

    Arguments:
        schema: the schema of the alternative that samples show.
        keywords: the keywords of the schema.
        hint: a word for invented examples, such as the name of the field.
        place: where the value is. Only JSON has alternatives.
        reader: reads the schemas of the alternatives.
    """
    if place is not Place.JSON:
        return schema
    key, parts = _parts(keywords.at)
    if parts:
        discriminator = _discriminator(keywords.at)
        shared = _shared(keywords.at, reader.shared)
        alternatives = [
            Alternative(Text(word), _read_part(part, hint, place, shared, reader))
            for number, part in enumerate(parts, 1)
            for word in _words(keywords.at, part, f"{key}-{number}")
        ]
        if shared and any(row.schema.alternatives for row in alternatives):
            return schema  # those within would not have what is shared
        return replace(schema, alternatives=tuple(alternatives), discriminator=discriminator)
    if schema.type is not Type.ANY:
        return schema
    enum = keywords.get("enum", list) or []
    if enum and all(isinstance(value, (str, int)) or value is None for value in enum):
        return replace(schema, enum=tuple(read_value(v) for v in enum if v is not None))
    types = keywords.types if not enum and len(keywords.types) > 1 else []
    if types and all(type_ in SCALARS for type_ in types):
        rows = tuple(Alternative(Text(type_), Schema(Type(type_))) for type_ in types)
        return replace(schema, alternatives=rows)
    return schema


def _parts(at: At) -> tuple[str, list[At]]:
    """Return the keyword that lists alternatives, and those but null.

    There are none if the schema says more than what all alternatives share.
    """
    value = at.value
    if not isinstance(value, dict):
        return "", []
    said = {*_BESIDE, *_SHARED}
    others = [key for key in value if key not in said and not key.startswith("x-")]
    if others not in (["oneOf"], ["anyOf"]):
        return "", []
    parts = [part for part in items(at.child(others[0])) if not is_null(part.value)]
    are_schemas = all(isinstance(p.value, dict) and set(p.value) != {"required"} for p in parts)
    return others[0], parts if 1 < len(parts) <= _MOST and are_schemas else []


def _shared(at: At, known: dict[int, At]) -> tuple[At, ...]:
    """Return the keywords beside the alternatives of a schema as a schema; nothing without any.

    Arguments:
        at: the schema that has the alternatives.
        known: those that were made before, by the identity of the schema.
    """
    values = {key: at.value[key] for key in _SHARED if key in at.value}
    if not values:
        return ()
    return (known.setdefault(id(at.value), At(values, at.document, at.parent, at.key)),)


def _read_part(
    part: At, hint: str, place: Place, shared: tuple[At, ...], reader: SchemaReader
) -> Schema:
    """Make the schema of an alternative. It has no name of its own if it shares keywords."""
    schema = reader.read(part, hint, place, shared)
    return replace(schema, name=None) if shared else schema


def _discriminator(at: At) -> Text | None:
    """Return the name of the property that tells the alternatives apart."""
    row = at.value.get("discriminator")
    name = row.get("propertyName") if isinstance(row, dict) else None
    return Text(name) if isinstance(name, str) and name else None


def _words(at: At, part: At, label: str) -> list[str]:
    """Return the values of the discriminator for an alternative, or else a name of it."""
    name = last_name(part.value.get("$ref"))
    row = at.value.get("discriminator")
    mapping = row.get("mapping") if isinstance(row, dict) else None
    rows = mapping.items() if isinstance(mapping, dict) else []
    words = [str(word) for word, target in rows if name and last_name(target) == name]
    return words or [name or label]


def with_values(schema: Schema, keywords: Keywords, place: Place, reader: SchemaReader) -> Schema:
    """Return the schema of an object without named properties, with that of its members."""
    extra = keywords.values.get("additionalProperties")
    if schema.fields or extra is None or not isinstance(extra.value, dict) or not extra.value:
        return schema
    return replace(schema, values=reader.read(extra, "example", place.within))


def cut(keywords: Keywords, names: dict[str, str]) -> Schema:
    """Return the schema in place of one that stands around it already.

    It says which one that is, if that one has a name.
    """
    name = names.get(keywords.name)
    if name is None or not keywords.properties:
        return replace(OPEN, example=read_value({}))
    return Schema(Type.OBJECT, same_as=name, example=read_value({}))
