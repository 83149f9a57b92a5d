"""Defaults of scalars, which pages show beside the example."""

from __future__ import annotations

from typing import Any

from generator.model.schema import SCALARS, Schema, Type, fits
from generator.model.structs import replace
from generator.openapi.schemas.examples import scalar_converter
from generator.openapi.schemas.keywords import Keywords
from generator.patterns.expressions import Steps
from generator.sources.document import At


def keeps_default(default: At | None, type_: Any) -> bool:
    """Say whether pages show the default of a schema, beside its example.

    Arguments:
        default: the default; None if the schema has none.
        type_: the type of the schema. Defaults of arrays and objects are not kept.
    """
    is_scalar = default is not None and isinstance(type_, str) and type_ in SCALARS
    return is_scalar and scalar_converter(Type(type_))(default.value) is not None  # type: ignore[union-attr]


def with_default(
    schema: Schema, keywords: Keywords, dropped: list[tuple[str, str]], steps: Steps
) -> Schema:
    """Return the schema of a scalar with its default, if the schema allows that.

    Arguments:
        schema: the schema without a default.
        keywords: the keywords of the schema in the document.
        dropped: the list to which a default is added that the schema does not allow.
        steps: what may be spent on matching the pattern.
    """
    at = keywords.values.get("default")
    default = None if at is None else scalar_converter(schema.type)(at.value)
    if default is None:
        return schema
    if not fits(default, schema, steps):
        dropped.append(("default", "its schema does not allow it; no page shows it"))
        return schema
    return replace(schema, default=default)
