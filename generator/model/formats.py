"""The formats of values: those of the OpenAPI registry, and checks of values against them.

A name that begins with `x-` is a format of an API's own. gen shows it, and checks nothing.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Callable
from datetime import date, datetime

from generator.model.schema import Type
from generator.model.structs import Struct

_STRING = (Type.STRING,)
_INTEGER = (Type.INTEGER, Type.NUMBER)
# Large whole numbers may be texts, since many readers of JSON keep 53 bits.
_LARGE = (Type.INTEGER, Type.NUMBER, Type.STRING)
_NUMBER = (Type.NUMBER,)
_DECIMAL = (Type.NUMBER, Type.STRING)

_HOURS = r"[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]+)?"
_TIME = rf"{_HOURS}([Zz]|[+-][0-9]{{2}}:[0-9]{{2}})"
_DATE = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
# RFC 3339, appendix A.
_DAYS = r"([0-9]+Y([0-9]+M([0-9]+D)?)?|[0-9]+M([0-9]+D)?|[0-9]+D)"
_CLOCK = r"T([0-9]+H([0-9]+M([0-9]+S)?)?|[0-9]+M([0-9]+S)?|[0-9]+S)"
_DURATION = rf"P({_DAYS}({_CLOCK})?|{_CLOCK}|[0-9]+W)"
_UUID = r"[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"
_LABEL = r"[0-9A-Za-z]([0-9A-Za-z-]{0,61}[0-9A-Za-z])?"
_HOST = rf"(?=.{{1,253}}$){_LABEL}(\.{_LABEL})*"
# RFC 5321, sections 4.1.2 and 4.1.3; 64 characters are left of the @ at most.
_ATOM = r"[0-9A-Za-z!#$%&'*+/=?^_`{|}~-]+"
_QUOTED = r'"([ !#-\[\]-~]|\\[ -~])*"'
_EMAIL = rf"(?=[^@]{{1,64}}@|\")({_ATOM}(\.{_ATOM})*|{_QUOTED})@({_HOST}|\[[0-9A-Za-z:.-]+\])"
# RFC 3986, appendix A.
_PCHAR = r"([0-9A-Za-z._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_QUERY = rf"(\?({_PCHAR}|[/?])*)?(#({_PCHAR}|[/?])*)?"
_USER = r"(([0-9A-Za-z._~!$&'()*+,;=:-]|%[0-9A-Fa-f]{2})*@)?"
_NAME = r"(\[[0-9A-Fa-fv:._~!$&'()*+,;=-]+\]|([0-9A-Za-z._~!$&'()*+,;=-]|%[0-9A-Fa-f]{2})*)"
_AUTHORITY = rf"//{_USER}{_NAME}(:[0-9]*)?(/{_PCHAR}*)*"
_ROOTED = rf"/({_PCHAR}+(/{_PCHAR}*)*)?"
_SCHEME = r"[A-Za-z][0-9A-Za-z+.-]*:"
_URI = rf"{_SCHEME}({_AUTHORITY}|{_ROOTED}|({_PCHAR}+(/{_PCHAR}*)*)?){_QUERY}"
_FIRST = r"([0-9A-Za-z._~!$&'()*+,;=@-]|%[0-9A-Fa-f]{2})"
_RELATIVE = rf"({_AUTHORITY}|{_ROOTED}|({_FIRST}+(/{_PCHAR}*)*)?){_QUERY}"
# RFC 6570: literals, and expressions in braces.
_TEMPLATE = r"([^\s\"'<>\\^`{|}\x00-\x20]|\{[+#./;?&=,!@|]?[0-9A-Za-z_.%:*,]+\})*"
_POINTER = r"(/([^~/]|~[01])*)*"
_BASE64 = r"([0-9A-Za-z+/]{4})*([0-9A-Za-z+/]{2}==|[0-9A-Za-z+/]{3}=)?"
_BASE64URL = r"([0-9A-Za-z_-]{4})*([0-9A-Za-z_-]{2}(==)?|[0-9A-Za-z_-]{3}=?)?"
_DECIMAL_TEXT = r"[+-]?[0-9]+(\.[0-9]+)?([Ee][+-]?[0-9]+)?"
_HTTP_DATE = (
    r"(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-9]{2} "
    r"(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"
)
_LARGEST_FLOAT = 3.4028234663852886e38


class Format(Struct, frozen=True):
    """A format.

    Attributes:
        types: the types of the values that can have it.
        is_valid: says whether a value of such a type has the format; None if any value has.
        example: a value that has the format, as text.
        is_plain: whether its values have unreserved characters alone (RFC 3986, section 2.3), so
            that they stand in a URL as they are.
    """

    types: tuple[Type, ...] = _STRING
    is_valid: Callable[[str | int | float], bool] | None = None
    example: str = ""
    is_plain: bool = False


def is_own_format(name: str) -> bool:
    """Say whether a format is one of an API's own."""
    return name.startswith("x-")


def format_fault(name: str, value: str | int | float) -> tuple[str, str] | None:
    """Check a value against a format.

    Arguments:
        name: the name of the format, such as `date-time`.
        value: the value, such as an example, of a type that the format is for.

    Returns:
        What is wrong and what to do. None if nothing is wrong, or if gen does not know the format.
    """
    row = FORMATS.get(name)
    if row is None or row.is_valid is None or row.is_valid(value):
        return None
    return f"{value!r} is no {name}", f"write it like {row.example}, or choose another format"


def applies_to(name: str, type_: Type) -> bool:
    """Say whether values of a type can have a format; true if gen does not know the format."""
    return name not in FORMATS or type_ in FORMATS[name].types


def _matcher(pattern: str, flags: int = re.ASCII) -> Callable[[str | int | float], bool]:
    """Return a test whether a regular expression matches a whole text."""
    compiled = re.compile(pattern, flags)
    return lambda value: compiled.fullmatch(str(value)) is not None


def _reader(pattern: str, read: Callable[[str], object]) -> Callable[[str | int | float], bool]:
    """Return a test whether a text matches a regular expression, and a function can read it."""
    matches = _matcher(pattern)

    def is_valid(value: str | int | float) -> bool:
        try:
            return matches(value) and read(str(value)) is not None
        except ValueError:
            return False

    return is_valid


def _within(least: int, most: int) -> Callable[[str | int | float], bool]:
    """Return a test whether a number is whole and within limits; a text may be one."""

    def is_valid(value: str | int | float) -> bool:
        if isinstance(value, str):
            return re.fullmatch("-?[0-9]{1,20}", value, re.ASCII) is not None and is_valid(
                int(value)
            )
        return value == value // 1 and least <= value <= most

    return is_valid


def _integer(bits: int, types: tuple[Type, ...] = _INTEGER) -> Format:
    """Return the format of whole numbers with a sign."""
    return Format(types, _within(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1), "1")


def _natural(bits: int, types: tuple[Type, ...] = _INTEGER) -> Format:
    """Return the format of whole numbers without a sign."""
    return Format(types, _within(0, 2**bits - 1), "1")


def _read_time(text: str) -> datetime:
    """Read a time of RFC 3339, with or without a date. 60 seconds are a leap second."""
    time = text.upper().rpartition("T")[2].replace(":60", ":59")
    day = text[:10] if "T" in text.upper() else "2000-01-01"
    return datetime.fromisoformat(f"{day}T{re.sub(r'[.][0-9]+', '', time)}")


def _is_iri(pattern: str) -> Callable[[str | int | float], bool]:
    """Return a test of an IRI: a URI that may have characters beyond ASCII (RFC 3987)."""
    matches = _matcher(pattern)
    return lambda value: matches(re.sub(r"[^\x00-\x9f\s]", "a", str(value)))


# The formats of https://spec.openapis.org/registry/format/, by name.
FORMATS: dict[str, Format] = {
    "base64url": Format(is_valid=_matcher(_BASE64URL), example="ZXhhbXBsZQ"),
    "binary": Format((Type.FILE,)),
    "byte": Format(is_valid=_matcher(_BASE64), example="ZXhhbXBsZQ=="),
    "char": Format(is_valid=_matcher(".", re.DOTALL), example="a"),
    "commonmark": Format(),
    "date": Format(
        is_valid=_reader(_DATE, date.fromisoformat), example="2026-01-31", is_plain=True
    ),
    "date-time": Format(
        is_valid=_reader(f"{_DATE}[Tt]{_TIME}", _read_time), example="2026-01-31T12:00:00Z"
    ),
    "date-time-local": Format(
        is_valid=_reader(f"{_DATE}[Tt]{_HOURS}", _read_time), example="2026-01-31T12:00:00"
    ),
    "decimal": Format(_DECIMAL, _matcher(_DECIMAL_TEXT), "1.5"),
    "decimal128": Format(_DECIMAL, _matcher(_DECIMAL_TEXT), "1.5"),
    "double": Format(_NUMBER),
    "double-int": Format(_INTEGER, _within(-(2**53) + 1, 2**53 - 1), "1"),
    "duration": Format(is_valid=_matcher(_DURATION), example="P1DT12H", is_plain=True),
    "email": Format(is_valid=_matcher(_EMAIL), example="ada@example.com"),
    "float": Format(_NUMBER, lambda value: abs(float(value)) <= _LARGEST_FLOAT, "1.5"),
    "hostname": Format(is_valid=_matcher(_HOST), example="www.example.com", is_plain=True),
    "html": Format(),
    "http-date": Format(is_valid=_matcher(_HTTP_DATE), example="Sat, 31 Jan 2026 12:00:00 GMT"),
    "idn-email": Format(is_valid=_matcher(r"[^@\s]+@[^@\s]+", 0), example="ada@example.com"),
    "idn-hostname": Format(is_valid=_matcher(r"[^\s/:@]+", 0), example="www.example.com"),
    "int16": _integer(16),
    "int32": _integer(32),
    "int64": _integer(64, _LARGE),
    "int8": _integer(8),
    "ipv4": Format(
        is_valid=_reader("[0-9.]+", ipaddress.IPv4Address), example="192.0.2.1", is_plain=True
    ),
    "ipv6": Format(
        is_valid=_reader("[0-9A-Fa-f:.]+", ipaddress.IPv6Address), example="2001:db8::1"
    ),
    "iri": Format(is_valid=_is_iri(_URI), example="https://example.com/a"),
    "iri-reference": Format(is_valid=_is_iri(f"({_URI}|{_RELATIVE})"), example="/a"),
    "json-pointer": Format(is_valid=_matcher(_POINTER, 0), example="/a/0"),
    "media-range": Format(),
    "password": Format(),
    "regex": Format(),
    "relative-json-pointer": Format(
        is_valid=_matcher(rf"(0|[1-9][0-9]*)(#|{_POINTER})", 0), example="1/a"
    ),
    "sf-binary": Format(),
    "sf-boolean": Format(),
    "sf-decimal": Format(_NUMBER),
    "sf-integer": Format(_INTEGER),
    "sf-string": Format(),
    "sf-token": Format(),
    "time": Format(is_valid=_reader(_TIME, _read_time), example="12:00:00Z"),
    "time-local": Format(is_valid=_reader(_HOURS, _read_time), example="12:00:00"),
    "uint16": _natural(16),
    "uint32": _natural(32),
    "uint64": _natural(64, _LARGE),
    "uint8": _natural(8),
    "unixtime": Format(_INTEGER),
    "uri": Format(is_valid=_matcher(_URI), example="https://example.com/a"),
    "uri-reference": Format(is_valid=_matcher(f"({_URI}|{_RELATIVE})"), example="/a"),
    "uri-template": Format(is_valid=_matcher(_TEMPLATE, 0), example="https://example.com/{id}"),
    "uuid": Format(
        is_valid=_matcher(_UUID), example="123e4567-e89b-12d3-a456-426614174000", is_plain=True
    ),
}
