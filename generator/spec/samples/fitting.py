"""Named examples that a spec can't have, since they do not fit the schemas beside them."""

from __future__ import annotations

from generator.model.api import Api, Operation
from generator.model.fitting import allows
from generator.model.structs import replace
from generator.model.variants import Variant


def without_unfit_examples(api: Api) -> tuple[Api, list[tuple[Operation, Variant]]]:
    """Leave out each named example with a value that its schema does not allow.

    OpenAPI documents can have such examples, since gen does not hold them to their schemas.

    Returns:
        The API, and each example that was left out with its operation.
    """
    operations: list[Operation] = []
    left_out: list[tuple[Operation, Variant]] = []
    for operation in api.operations:
        kept = tuple(variant for variant in operation.examples if allows(operation, variant))
        left_out += [(operation, v) for v in operation.examples if v not in kept]
        operations.append(replace(operation, examples=kept) if operation.examples else operation)
    return replace(api, operations=tuple(operations)), left_out
