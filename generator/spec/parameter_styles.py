"""Reader of the keys `style` and `explode` of parameters."""

from __future__ import annotations

from collections.abc import Callable

from generator.errors import Mark
from generator.model.messages import ParameterStyle, Where
from generator.model.schema import Schema, Type
from generator.model.text import reveal
from generator.sources.yaml_schema import ParsedRecord

# The styles of arrays and objects in each place.
_STYLES = {
    Where.PATH: (ParameterStyle.FORM, ParameterStyle.LABEL, ParameterStyle.MATRIX),
    Where.QUERY: (
        ParameterStyle.FORM, ParameterStyle.SPACE, ParameterStyle.PIPE, ParameterStyle.DEEP
    ),
    Where.HEADER: (ParameterStyle.FORM,),
    Where.COOKIE: (ParameterStyle.FORM,),
}  # fmt: skip
# The styles for which `explode` makes no difference.
_UNEXPLODED = (ParameterStyle.SPACE, ParameterStyle.PIPE, ParameterStyle.DEEP)


def read_style(
    row: ParsedRecord,
    schema: Schema,
    where: Where,
    on_problem: Callable[[Mark | None, str, str], None],
) -> tuple[ParameterStyle, bool]:
    """Read `style` and `explode` of a parameter.

    Arguments:
        row: the parameter.
        schema: its values.
        where: its place.
        on_problem: called with the place, the fault and what to do for each problem.

    Returns:
        The style, and whether each item or member is written by itself.
    """
    if schema.type not in (Type.ARRAY, Type.OBJECT):
        for key in ("style", "explode"):
            if row[key] is not None:
                on_problem(row.marks[key], f"{key} is for arrays and objects", "remove this line")
        return ParameterStyle.FORM, where is Where.QUERY
    explode = row["explode"]
    style = ParameterStyle.FORM if row["style"] is None else ParameterStyle(reveal(row["style"]))
    if style not in _STYLES[where]:
        todo = f"use {' or '.join(_STYLES[where])}"
        on_problem(row.marks["style"], f"{style} is no style of the {where}", todo)
    if style is ParameterStyle.DEEP and schema.type is not Type.OBJECT:
        on_problem(row.marks["style"], "deepObject is for objects", "choose another")
    if style in _UNEXPLODED and explode is not None:
        what = f"{style} is the same whatever explode says"
        on_problem(row.marks["explode"], what, "remove this line")
    is_joined = style in (ParameterStyle.SPACE, ParameterStyle.PIPE)
    is_array = schema.type is Type.ARRAY
    if is_array and style is ParameterStyle.FORM and where in (Where.PATH, Where.HEADER):
        if explode is not None:
            what = f"commas join the items of an array in a {where} whatever explode says"
            on_problem(row.marks["explode"], what, "remove this line")
        is_joined = True
    return style, (where is Where.QUERY if explode is None else explode is True) and not is_joined
