"""The expected text of parameters: how OpenAPI expands each style (RFC 6570, section 3.2).

An expansion is data here: what stands in front, between the items, and between a name and a value.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, unquote_to_bytes

from generator.model.messages import Parameter, ParameterStyle
from generator.model.schema import SCALARS
from generator.model.text import reveal
from generator.model.values import Object, Value
from generator.verify.expected.values import format_scalar

_DELIMITERS = {ParameterStyle.SPACE: "%20", ParameterStyle.PIPE: "%7C"}
# The first text, and the text between items, by style in a path and by `explode`.
_PATHS = {
    (ParameterStyle.FORM, False): ("", ","),
    (ParameterStyle.FORM, True): ("", ","),
    (ParameterStyle.LABEL, False): (".", ","),
    (ParameterStyle.LABEL, True): (".", "."),
    (ParameterStyle.MATRIX, False): (";{name}=", ","),
    (ParameterStyle.MATRIX, True): (";", ";"),
}


@dataclass(frozen=True, slots=True)
class QueryPair:
    """A name and a value in a query.

    Attributes:
        text: both, percent-encoded, with an equals sign between them.
        is_written: whether the text must arrive as it is. Else each client may encode more of it.
    """

    text: str
    is_written: bool

    @property
    def decoded(self) -> tuple[bytes, bytes]:
        """The name and the value, percent-decoded."""
        name, _, value = self.text.partition("=")
        return unquote_to_bytes(name), unquote_to_bytes(value)


def expected_query(parameter: Parameter, value: Value) -> list[QueryPair]:
    """Return the names and values that a parameter adds to a query."""
    name, members = _encoded(reveal(parameter.name)), _members(value)
    safe = ":/?@!$()*,;=" if parameter.reserved else ""
    if parameter.schema.type in SCALARS:
        return [QueryPair(f"{name}={quote(format_scalar(value), safe=safe)}", bool(safe))]
    if parameter.style is ParameterStyle.DEEP:
        own = reveal(parameter.name)
        return [QueryPair(f"{_encoded(f'{own}[{key}]')}={quote(text, safe=safe)}", bool(safe))
                for key, text in members]  # fmt: skip
    if parameter.explode:
        return [QueryPair(f"{_encoded(key) or name}={quote(text, safe=safe)}", bool(safe))
                for key, text in members]  # fmt: skip
    safe = safe.replace(",", "")
    first = 0 if isinstance(value, Object) else 1
    words = [quote(word, safe=safe) for pair in members for word in pair[first:]]
    return [QueryPair(f"{name}={_DELIMITERS.get(parameter.style, ',').join(words)}", True)]


def expected_segment(parameter: Parameter, value: Value) -> str:
    """Return the text of a parameter in a path, percent-encoded."""
    if parameter.schema.type in SCALARS:
        return _encoded(format_scalar(value))
    name, explode = _encoded(reveal(parameter.name)), parameter.explode
    first, between = _PATHS[parameter.style, explode]
    is_matrix = parameter.style is ParameterStyle.MATRIX and explode
    words = []
    for key, text in _members(value):
        if isinstance(value, Object) and not explode:
            words += [_encoded(key), _encoded(text)]
        elif key or is_matrix:
            words.append(f"{_encoded(key) or name}={_encoded(text)}")
        else:
            words.append(_encoded(text))
    return first.format(name=name) + between.join(words)


def expected_field(parameter: Parameter, value: Value) -> str:
    """Return the value of a header, in which nothing is percent-encoded."""
    if parameter.schema.type in SCALARS:
        return format_scalar(value)
    if not isinstance(value, Object):
        return ",".join(text for _, text in _members(value))
    sign = "=" if parameter.explode else ","
    return ",".join(f"{key}{sign}{text}" for key, text in _members(value))


def expected_cookies(parameter: Parameter, value: Value) -> list[str]:
    """Return the cookies of a parameter, with percent-encoded values."""
    name, members = reveal(parameter.name), _members(value)
    if parameter.schema.type in SCALARS or parameter.explode:
        return [f"{key or name}={_encoded(text)}" for key, text in members]
    first = 0 if isinstance(value, Object) else 1
    words = [_encoded(word) for pair in members for word in pair[first:]]
    return [f"{name}={','.join(words)}"]


def normal_encoding(text: str) -> str:
    """Return a text in which only what has to be is percent-encoded (RFC 3986, section 6.2.2)."""

    def decode(match: re.Match[str]) -> str:
        character = chr(int(match[1], 16))
        is_unreserved = re.fullmatch("[A-Za-z0-9._~-]", character)
        return character if is_unreserved else match[0].upper()

    return re.sub("%([0-9A-Fa-f]{2})", decode, text)


def _members(value: Value) -> list[tuple[str, str]]:
    """Return the items of an array, with empty names, or the names and values of an object."""
    if isinstance(value, Object):
        return [(reveal(key), format_scalar(member)) for key, member in value.members]
    return [("", format_scalar(item)) for item in (value if isinstance(value, tuple) else (value,))]


def _encoded(text: str) -> str:
    return quote(text, safe="")
