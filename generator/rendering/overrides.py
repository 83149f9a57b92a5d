"""Values of parameters that the command line gives by `--set`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.errors import GenError, one_of
from generator.model.api import Api
from generator.model.messages import Parameter
from generator.model.rules import value_fault
from generator.model.schema import Type
from generator.model.text import Text, reveal
from generator.model.values import Value, number


def parameter_values(
    apis: Sequence[Api], operations: Iterable[str], settings: Iterable[str]
) -> dict[str, Value]:
    """Read the settings of `--set`.

    Arguments:
        apis: what the run is for.
        operations: ids of operations it is limited to; all if there is none.
        settings: texts such as `sessionId=42`; the value may be empty and may hold `=`.

    Raises:
        GenError: if there is no such parameter, or it can't have the value; all are listed.
    """
    chosen = set(operations)
    known: dict[str, list[Parameter]] = {}
    for api in apis:
        for operation in api.operations:
            if not chosen or operation.id in chosen:
                for parameter in operation.parameters:
                    known.setdefault(reveal(parameter.name), []).append(parameter)
    values: dict[str, Value] = {}
    faults = []
    for setting in settings:
        name, equals, value = setting.partition("=")
        if not equals:
            faults.append(f"--set {setting}: there is no =; write PARAM=VALUE")
        elif not name:
            faults.append(f"--set {setting}: this names no parameter; write PARAM=VALUE")
        elif name not in known:
            faults.append(f"--set {setting}: there is no parameter {name}; {one_of(known, name)}")
        elif not _is_utf8(value):
            faults.append(f"--set {setting}: this is not UTF-8; write it in UTF-8")
        elif fault := next(filter(None, (_set_fault(p, value) for p in known[name])), ""):
            faults.append(f"--set {setting}: {fault}; choose another value")
        elif name in values:
            faults.append(f"--set {setting}: {name} is set twice; remove one of them")
        values[name] = Text(value)
    if faults:
        raise GenError(*faults)
    return values


def _set_fault(parameter: Parameter, value: str) -> str:
    """Say why a parameter can't be set to a text, or give an empty string."""
    if parameter.schema.type is Type.OBJECT:
        return f"{reveal(parameter.name)} is an object, which --set can't give"
    for _, text in parameter.pairs(Text(value)):
        if fault := value_fault(parameter.where, reveal(text)):
            return fault
    schema = parameter.schema
    of = schema.items if schema.type is Type.ARRAY and schema.items is not None else schema
    for item in value.split(",") if of is not schema else [value]:
        is_fit = {
            Type.BOOLEAN: item in ("true", "false"),
            Type.INTEGER: isinstance(number(item), int),
            Type.NUMBER: number(item) is not None,
        }
        if not is_fit.get(of.type, True):
            return f"{item!r} is no {of.type}"
    return ""


def _is_utf8(text: str) -> bool:
    """Say whether an argument of the command line was UTF-8; what was not is surrogates now."""
    return not any("\ud800" <= character <= "\udfff" for character in text)
