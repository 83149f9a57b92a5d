"""Values of parameters that the user sets with the option `--set` of the command line."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.errors import GenError, one_of
from generator.model.api import Api
from generator.model.messages import Parameter
from generator.model.rules import value_fault
from generator.model.schema import Type
from generator.model.text import Text, reveal
from generator.model.values import Value, read_number


def parameter_values(
    apis: Sequence[Api], operations: Iterable[str], settings: Iterable[str]
) -> dict[str, Value]:
    """Read the values of `--set`, and check that the parameters can have them.

    Arguments:
        apis: the APIs whose parameters can be set.
        operations: the ids of the operations that the run is limited to; empty for all operations.
        settings: texts such as `sessionId=42`. The text after the first `=` may be empty, and may
            contain more `=`.

    Returns:
        The values, by the name of the parameter.

    Raises:
        GenError: if a setting is wrong. The error has one message for each wrong setting.
    """
    operation_ids = set(operations)
    parameters: dict[str, list[Parameter]] = {}
    for api in apis:
        for operation in api.operations:
            if not operation_ids or operation.id in operation_ids:
                for parameter in operation.parameters:
                    parameters.setdefault(reveal(parameter.name), []).append(parameter)
    values: dict[str, Value] = {}
    problems = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            problems.append(f"--set {setting}: there is no =; write PARAM=VALUE")
        elif not name:
            problems.append(f"--set {setting}: this names no parameter; write PARAM=VALUE")
        elif name not in parameters:
            problems.append(
                f"--set {setting}: there is no parameter {name}; {one_of(parameters, name)}"
            )
        elif not _is_utf8(value):
            problems.append(f"--set {setting}: this is not UTF-8; write it in UTF-8")
        elif fault := next(filter(None, (_setting_fault(p, value) for p in parameters[name])), ""):
            problems.append(f"--set {setting}: {fault}; choose another value")
        elif name in values:
            problems.append(f"--set {setting}: {name} is set twice; remove one of them")
        values[name] = Text(value)
    if problems:
        raise GenError(*problems)
    return values


def _setting_fault(parameter: Parameter, value: str) -> str:
    """Say why a parameter can't have a value, or return an empty string."""
    if parameter.schema.type is Type.OBJECT:
        return f"{reveal(parameter.name)} is an object, which --set can't give"
    for _, text in parameter.pairs(Text(value)):
        if fault := value_fault(parameter.where, reveal(text)):
            return fault
    schema = parameter.schema
    scalar = schema.items if schema.type is Type.ARRAY and schema.items is not None else schema
    for item in value.split(",") if scalar is not schema else [value]:
        is_valid = {
            Type.BOOLEAN: item in ("true", "false"),
            Type.INTEGER: isinstance(read_number(item), int),
            Type.NUMBER: read_number(item) is not None,
        }
        if not is_valid.get(scalar.type, True):
            return f"{item!r} is no {scalar.type}"
    return ""


def _is_utf8(text: str) -> bool:
    """Say whether a command-line argument was UTF-8: Python turns other bytes into surrogates."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
