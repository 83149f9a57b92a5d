"""The text of parameters in a URL and in cookies, by their styles (RFC 6570).

Names, items and members are percent-encoded one by one. What separates them is not, so that a
server can tell a comma in an item from one between items. A separator that can't stand in a URL is
always encoded, which is the same for every server.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from urllib.parse import quote

from generator.model.api import Operation
from generator.model.credentials import Credential
from generator.model.messages import Parameter, ParameterStyle, Where
from generator.model.schema import Type
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, scalar_text
from generator.rendering.expressions import percent_encode

_SEPARATORS = {ParameterStyle.SPACE: "%20", ParameterStyle.PIPE: "%7C"}
# The reserved characters that a value in a query can have as they are (RFC 3986, section 3.4).
# An ampersand ends the value, and servers read a plus as a space. Browsers encode an apostrophe.
_RESERVED_IN_QUERY = ":/?@!$()*,;="


def write_query(parameter: Parameter, value: Value) -> Iterator[str]:
    """Yield the text of each parameter in a query: a name, an equals sign, and a value.

    Arguments:
        parameter: the parameter.
        value: what is sent. For an array, it may also be one text in which commas separate the
            items.
    """
    name = percent_encode(reveal(parameter.name))
    safe = _RESERVED_IN_QUERY if parameter.reserved else ""
    items = _items(parameter, value)
    if items is None:
        yield f"{name}={quote(scalar_text(value), safe=safe)}"
    elif parameter.style is ParameterStyle.DEEP:
        for key, text in items:
            yield f"{percent_encode(f'{reveal(parameter.name)}[{key}]')}={quote(text, safe=safe)}"
    elif parameter.explode:
        for key, text in items:
            yield f"{percent_encode(key) or name}={quote(text, safe=safe)}"
    else:
        separator = _SEPARATORS.get(parameter.style, ",")
        if separator in safe:
            safe = safe.replace(separator, "")
        yield f"{name}={separator.join(quote(word, safe=safe) for word in _words(items))}"


def write_path(parameter: Parameter, value: Value) -> str:
    """Write an array or an object in a path, with the prefix that its style has.

    Arguments:
        parameter: the parameter.
        value: what is sent. For an array, it may also be one text in which commas separate the
            items.
    """
    items = [
        (percent_encode(key), percent_encode(text)) for key, text in _items(parameter, value) or ()
    ]
    name = percent_encode(reveal(parameter.name))
    if not parameter.explode:
        joined = ",".join(_words(items))
        return {ParameterStyle.LABEL: f".{joined}", ParameterStyle.MATRIX: f";{name}={joined}"}.get(
            parameter.style, joined
        )
    if parameter.style is ParameterStyle.MATRIX:
        return "".join(f";{key or name}={text}" for key, text in items)
    written = [f"{key}={text}" if key else text for key, text in items]
    if parameter.style is ParameterStyle.LABEL:
        return "".join(f".{word}" for word in written)
    return ",".join(written)


def write_cookies(parameter: Parameter, value: Value) -> Iterator[str]:
    """Yield the text of each cookie: a name, an equals sign, and a value.

    Values are percent-encoded, since RFC 6265 forbids spaces and semicolons in them.

    Arguments:
        parameter: the parameter.
        value: what is sent. For an array, it may also be one text in which commas separate the
            items.
    """
    name, items = reveal(parameter.name), _items(parameter, value)
    if items is None:
        yield f"{name}={percent_encode(scalar_text(value))}"
    elif parameter.explode:
        for key, text in items:
            yield f"{key or name}={percent_encode(text)}"
    else:
        yield f"{name}={','.join(map(percent_encode, _words(items)))}"


def _items(parameter: Parameter, value: Value) -> list[tuple[str, str]] | None:
    """Return the items of an array, with empty names, or the names and values of an object.

    None for a scalar.
    """
    if isinstance(value, Object):
        return [(reveal(key), scalar_text(member)) for key, member in value.members]
    if isinstance(value, tuple):
        return [("", scalar_text(item)) for item in value]
    if parameter.schema.type is Type.ARRAY and isinstance(value, Text):
        return [("", item) for item in reveal(value).split(",")]
    return None


def _words(items: Sequence[tuple[str, str]]) -> list[str]:
    """Return names and values in one row, without empty names."""
    return [word for key, text in items for word in ((key, text) if key else (text,))]


def format_query(operation: Operation, secrets: Sequence[tuple[Text, Credential]]) -> str:
    """Write the query of an operation for people, with all its parameters as placeholders."""
    query = [n for p in operation.parameters if p.where is Where.QUERY for n in _query_names(p)]
    query += [(reveal(name), reveal(name)) for name, _ in secrets]
    marks = (
        f"{'&' if i else '?'}{percent_encode(n)}={{{value}}}" for i, (n, value) in enumerate(query)
    )
    return "".join(marks)


def _query_names(parameter: Parameter) -> list[tuple[str, str]]:
    """Return each name that a parameter has in a query, with the name of its placeholder."""
    name, fields = reveal(parameter.name), [reveal(f.name) for f in parameter.schema.fields]
    if not fields or not parameter.is_repeated:
        return [(name, name)]
    if parameter.style is ParameterStyle.DEEP:
        return [(f"{name}[{field}]", field) for field in fields]
    return [(field, field) for field in fields]
