"""The styles of parameters: which one samples use, and which parameters they can't write.

https://spec.openapis.org/oas/v3.1.1.html, sections 4.8.12.3 and 4.8.12.4, and RFC 6570.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote

from generator.model.messages import Parameter, ParameterStyle, Where
from generator.model.schema import SCALARS, Schema, Type, article
from generator.model.structs import Struct, replace
from generator.model.text import Placeholder, reveal
from generator.model.values import Object, Value, scalar_text
from generator.openapi.parts import RawParameter
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

Pieces = tuple[str | Placeholder, ...]

_STYLES = {
    "spaceDelimited": ParameterStyle.SPACE,
    "pipeDelimited": ParameterStyle.PIPE,
    "deepObject": ParameterStyle.DEEP,
    "label": ParameterStyle.LABEL,
    "matrix": ParameterStyle.MATRIX,
}
# The styles of each place. The first is that of a parameter without a style.
_OF_PLACES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form", "cookie"),
}
_DELIMITED = ("spaceDelimited", "pipeDelimited")
_PREFIXED = ("label", "matrix")


class WrittenStyle(Struct, frozen=True):
    """How samples write a parameter.

    Attributes:
        style: the style.
        explode: whether each item or member is written by itself.
        reason: why samples can't write the parameter. It is empty if they can.
    """

    style: ParameterStyle = ParameterStyle.FORM
    explode: bool = False
    reason: str = ""


def choose_style(row: RawParameter, schema: Schema, unsupported: Unsupported) -> WrittenStyle:
    """Choose how samples write a parameter, and report what they write otherwise.

    Arguments:
        row: the parameter.
        schema: its values, as samples send them.
        unsupported: the collection to which everything is added that they write otherwise.
    """
    styles = _OF_PLACES[row.where]
    style = row.style or styles[0]
    if schema.type not in (Type.ARRAY, Type.OBJECT):
        return _choose_plain(row, style, unsupported)
    if style not in styles:
        return WrittenStyle(reason=f"no sample writes the style {style} in its {row.where}")
    has_one = style in (*_DELIMITED, "deepObject")
    if style == "deepObject" and schema.type is not Type.OBJECT:
        what = f"OpenAPI does not define deepObject for {article(schema.type)}"
        return WrittenStyle(reason=what)
    explode = row.explode if row.explode is not None else style in ("form", "cookie")
    if style in _DELIMITED and explode:
        what = f"OpenAPI does not define it for {style}; samples write form"
        unsupported.add("explode", _explode_place(row), what)
        style, has_one = "form", False
    if row.where == "cookie" and explode and style == "form":
        what = "OpenAPI does not define form with explode here; samples send a cookie for each"
        unsupported.add_note("style", row.at, what)
    if style == "deepObject":
        explode = True
    elif has_one or (schema.type is Type.ARRAY and style == "simple"):
        explode = False  # commas join the items in any case
    return WrittenStyle(_STYLES.get(style, ParameterStyle.FORM), explode)


def _choose_plain(row: RawParameter, style: str, unsupported: Unsupported) -> WrittenStyle:
    """Choose how samples write a scalar. Only `label` and `matrix` make a difference."""
    styles = _OF_PLACES[row.where]
    if style not in styles or style == "deepObject":
        unsupported.add("style", row.at, f"{style} is written as {styles[0]}")
    if row.explode is not None and "explode" in row.at.value:
        what = "samples write the value without it"
        unsupported.add_note("explode", row.at.child("explode"), what)
    return WrittenStyle(explode=row.where == "query")


def _explode_place(row: RawParameter) -> At:
    """Return the place of `explode`, or in Swagger 2.0 that of the parameter."""
    return row.at.child("explode") if "explode" in row.at.value else row.at


def separator_fault(parameter: Parameter) -> str:
    """Say why the items of a parameter can't be joined: one has the text that separates them.

    Percent-encoding keeps a comma in an item apart from one between items. It can't do that for
    what is always encoded, or never.

    Returns:
        The reason. It is empty if they can be joined.
    """
    value, separator = parameter.schema.sent(), ""
    if parameter.style in (ParameterStyle.SPACE, ParameterStyle.PIPE):
        separator = parameter.style.separator
    elif parameter.style is ParameterStyle.LABEL and parameter.explode:
        separator = "."
    elif parameter.where is Where.HEADER:
        separator = ","
    words = _words(value)
    is_one = parameter.schema.type in SCALARS
    if separator and not is_one and any(separator in word for word in words):
        return f"a value has {separator!r} in it, which separates values here"
    return ""


def cookie_fault(row: RawParameter, parameter: Parameter) -> str:
    """Say why the value of a cookie can't be sent as it is, as its style wants; empty if it can."""
    words = _words(parameter.schema.sent()) if row.style == "cookie" else []
    if all(quote(word, safe="") == word for word in words):
        return ""
    return "the style cookie percent-encodes nothing, and its value needs that"


def _words(value: Value) -> list[str]:
    """Return a scalar, the items of an array, or the names and values of an object as texts."""
    if isinstance(value, Object):
        return [word for key, v in value.members for word in (reveal(key), scalar_text(v))]
    return [scalar_text(item) for item in (value if isinstance(value, tuple) else (value,))]


def add_prefixes(
    pieces: Pieces, raw: Iterable[RawParameter], parameters: Iterable[Parameter]
) -> Pieces:
    """Add the prefixes of `label` and `matrix` to a path (RFC 6570, sections 3.2.5 and 3.2.7).

    An array or an object has its prefixes in its value, since each item may have one.

    Arguments:
        pieces: the path, split at its placeholders.
        raw: the parameters as the document has them.
        parameters: the parameters as samples send them.
    """
    styled = {row.name: row.style for row in raw if row.where == "path" and row.style in _PREFIXED}
    if not styled:
        return pieces
    names = {
        reveal(parameter.name)
        for parameter in parameters
        if parameter.where is Where.PATH and parameter.style is ParameterStyle.FORM
    }
    prefixed: list[str | Placeholder] = []
    for piece in pieces:
        if isinstance(piece, Placeholder) and piece.name in names & styled.keys():
            is_label = styled[piece.name] == "label"
            prefixed.append("." if is_label else f";{quote(piece.name, safe='')}=")
        prefixed.append(piece)
    return _merge_texts(prefixed)


def as_query_parameter(row: RawParameter, name: str) -> RawParameter:
    """Return a parameter whose placeholder stands behind the question mark of a path."""
    return replace(row, name=name, where="query", required=True)


def is_placeholder(value: str) -> bool:
    """Say whether a query value is a placeholder."""
    return bool(re.fullmatch(r"\{[^{}]+\}", value))


def _merge_texts(pieces: list[str | Placeholder]) -> Pieces:
    """Merge neighbouring texts of a path into one."""
    merged: list[str | Placeholder] = []
    for piece in pieces:
        last = merged[-1] if merged else None
        if isinstance(piece, str) and isinstance(last, str):
            merged[-1] = last + piece
        else:
            merged.append(piece)
    return tuple(merged)
