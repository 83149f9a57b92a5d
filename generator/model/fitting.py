"""Say whether a whole value fits its schema, at any depth."""

from __future__ import annotations

from generator.model.api import Operation
from generator.model.messages import BODY
from generator.model.schema import Schema, Type, fits
from generator.model.text import Text, reveal
from generator.model.values import Object, Value
from generator.model.variants import Variant
from generator.patterns.expressions import TooManyStepsError

_KINDS: dict[Type, tuple[type, ...]] = {
    Type.STRING: (Text,),
    Type.FILE: (Text,),
    Type.BOOLEAN: (bool,),
    Type.INTEGER: (int,),
    Type.NUMBER: (int, float),
    Type.ARRAY: (tuple,),
    Type.OBJECT: (Object,),
}


def allows(operation: Operation, variant: Variant) -> bool:
    """Say whether the schemas of an operation allow all values of one of its variants.

    Those of a spec always are. OpenAPI documents can have other examples.
    """
    schemas = {reveal(parameter.name): parameter.schema for parameter in operation.parameters}
    if operation.body is not None and variant.values:
        schemas[BODY] = operation.body.schema
    return all(fits_whole(value, schemas[name]) for name, value in variant.sent.items())


def fits_whole(value: Value, schema: Schema) -> bool:
    """Say whether a value fits its schema, with all that is in it.

    It does not if that takes too many steps to find out.
    """
    if schema.type is Type.ANY:
        return True
    if value is None:
        return schema.nullable or schema.is_null
    kinds = _KINDS[schema.type]
    if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
        return False
    try:
        if not fits(value, schema):
            return False
    except TooManyStepsError:
        return False
    if isinstance(value, tuple):
        return schema.items is not None and all(fits_whole(one, schema.items) for one in value)
    if isinstance(value, Object) and schema.fields:
        values = {reveal(name): member for name, member in value.members}
        fields = {reveal(field.name): field for field in schema.fields}
        return values.keys() <= fields.keys() and all(
            fits_whole(values[name], field.schema) if name in values else not field.required
            for name, field in fields.items()
        )
    return True
