"""Where values are put, and what may be refused there: the closed list, and nothing else.

The rules are written anew here, of plain words, so that they can contradict the reader's.
"""

from __future__ import annotations

import ipaddress
import re
import string
import unicodedata
from enum import StrEnum

from generator.verify.hostile.values import TOKEN


class Slot(StrEnum):
    """A place for a value."""

    PATH_VALUE = "path value"
    PATH_NAME = "path name"
    PATH_TEXT = "path text"
    QUERY_VALUE = "query value"
    QUERY_NAME = "query name"
    HEADER_VALUE = "header value"
    HEADER_NAME = "header name"
    CONSTANT = "constant header value"
    CONSTANT_NAME = "constant header name"
    COMMENT = "summary, as a comment"
    SENTENCE = "success sentence"
    BODY = "error body"
    TITLE = "titles and note"
    DESCRIPTION = "descriptions"
    REGION = "region name"
    ENDPOINT = "endpoint"
    HOST = "host of an endpoint"
    ERROR_CODE = "error code"
    ERROR_MESSAGE = "error message"
    ERROR_MEANING = "error description"
    MEDIA_TYPE = "media type"
    JSON_NAME = "name of a JSON field"
    JSON_NESTED = "name of a nested JSON field"
    JSON_FREE = "name in free JSON"
    JSON_VALUE = "JSON string"
    JSON_ITEM = "item of a JSON array"
    ENUM = "value of an enum"
    DEFAULT = "default"
    PATTERN = "pattern"
    FIELD = "field description"
    PAGING = "names of paging"
    END = "end of what runs long"
    ANSWER_NAME = "name in an answer"
    ANSWER_VALUE = "string in an answer"
    ANSWER_TEXT = "text of an answer"
    FORM_NAME = "name in a form"
    FORM_VALUE = "value in a form"
    FORM_ITEM = "repeated value in a form"
    PART_NAME = "name of a part"
    PART_TEXT = "text of a part"
    PART_JSON = "JSON of a part"
    PART_TYPED = "text of a part with a type"
    PART_FILE_NAME = "name of a part with a file"
    PART_FILE = "file of a part"
    BODY_FILE = "file of a body"
    OUTPUT = "file of an answer"
    RESULT_NAME = "name of an answer's header"
    RESULT_VALUE = "value of an answer's header"
    RESULT_MEANING = "description of an answer's header"


# What stands on pages alone; the others are what a sample sends, is told, or prints.
ON_PAGES = (
    *(Slot.TITLE, Slot.DESCRIPTION, Slot.REGION, Slot.ENDPOINT, Slot.HOST),
    *(Slot.ERROR_CODE, Slot.ERROR_MESSAGE, Slot.ERROR_MEANING, Slot.PATTERN, Slot.FIELD),
    *(Slot.PAGING, Slot.END, Slot.RESULT_MEANING),
)
# What a spec has, by its kind.
_JSON = (
    *(Slot.MEDIA_TYPE, Slot.JSON_NAME, Slot.JSON_NESTED, Slot.JSON_FREE, Slot.JSON_VALUE),
    *(Slot.JSON_ITEM, Slot.ENUM, Slot.DEFAULT, Slot.PATTERN, Slot.FIELD, Slot.PAGING, Slot.END),
    *(Slot.ANSWER_NAME, Slot.ANSWER_VALUE),
)
_FORM = (Slot.FORM_NAME, Slot.FORM_VALUE, Slot.ANSWER_TEXT)
_PARTS = (
    *(Slot.PART_NAME, Slot.PART_TEXT, Slot.PART_JSON, Slot.PART_FILE_NAME, Slot.PART_FILE),
    Slot.OUTPUT,
)
_FILE = (
    *(Slot.MEDIA_TYPE, Slot.BODY_FILE),
    *(Slot.RESULT_NAME, Slot.RESULT_VALUE, Slot.RESULT_MEANING),
)
PARAMETERS = "parameters"
KINDS = {
    PARAMETERS: tuple(Slot)[: tuple(Slot).index(Slot.MEDIA_TYPE)],
    "json": _JSON,
    "form": _FORM,
    "list": (*_FORM, Slot.FORM_ITEM),
    "parts": _PARTS,
    "typed": (*_PARTS, Slot.PART_TYPED),
    "file": _FILE,
}
# Where all values of an operation stand in one text.
JOINED = (Slot.COMMENT, Slot.SENTENCE, Slot.BODY, Slot.TITLE, Slot.PAGING, Slot.ANSWER_TEXT)


class Refusal(StrEnum):
    """Why a value may be refused.

    NUL in bash, and line breaks in cmd, need not be: where they can stand, they are encoded.
    """

    CMD = '" or ! in cmd'
    HEADER = "control, non-ASCII or edge space in a header value"
    SEGMENT = "empty, . or .. as a path segment"
    ENDPOINT = "no endpoint"
    NAME = "a name or id outside its pattern"
    FILE = "no name of a file on every system: a device, a dot, a separator or control"
    PART = "a control character in the name of a part"
    PATTERN = "no regular expression"
    CURL = "NUL in an argument; = in a --form name; quote or backslash in a --form file"
    END = "NUL in a text that ends there"
    HTTP = "{{, what can't be seen, or a line that is no part of a body, in a .http file"
    KEPT = "a header that clients keep for themselves or for a body"
    BLANK = "a text or name of nothing but white space"
    SURROGATE = "half of a surrogate pair"
    YAML = "a raw control character in YAML"


def refusal(slot: Slot, text: str) -> Refusal | None:
    """Say why the reader has to refuse a text in a slot; None if it has to take it."""
    match slot:
        case Slot.PATH_VALUE | Slot.PATH_TEXT:
            return Refusal.SEGMENT if text in ("", ".", "..") else None
        case Slot.HEADER_VALUE | Slot.CONSTANT | Slot.RESULT_VALUE:
            plain = all(" " <= c <= "~" for c in text) and not set(text[:1] + text[-1:]) & {" "}
            return None if plain else Refusal.HEADER
        case Slot.HEADER_NAME | Slot.CONSTANT_NAME:
            if not (1 <= len(text) <= 256 and set(text) <= set(TOKEN)):
                return Refusal.NAME
            return Refusal.KEPT if is_kept(text) else None
        case Slot.ENDPOINT | Slot.HOST:
            return None if is_endpoint(text) else Refusal.ENDPOINT
        case Slot.PATH_NAME if "{" in text or "}" in text:
            return Refusal.NAME
        case Slot.RESULT_NAME:
            return None if 1 <= len(text) <= 256 and set(text) <= set(TOKEN) else Refusal.NAME
        case Slot.PART_FILE | Slot.BODY_FILE | Slot.OUTPUT:
            return None if is_file(text) else Refusal.FILE
        case Slot.PART_NAME | Slot.PART_FILE_NAME if _has_control(text):
            return Refusal.PART if text.strip() else Refusal.BLANK
        case Slot.PATTERN if text.strip() and not is_pattern(text):
            return Refusal.PATTERN
        case _ if slot in ANYTHING:
            return None
    return None if text.strip() else Refusal.BLANK


# Where every text may stand.
ANYTHING = (
    *(Slot.QUERY_VALUE, Slot.ERROR_MESSAGE, Slot.MEDIA_TYPE, Slot.JSON_FREE, Slot.JSON_VALUE),
    *(Slot.JSON_ITEM, Slot.ENUM, Slot.DEFAULT, Slot.ANSWER_VALUE, Slot.ANSWER_TEXT),
    *(Slot.FORM_VALUE, Slot.FORM_ITEM, Slot.PART_TEXT, Slot.PART_JSON, Slot.PART_TYPED),
)


def is_file(name: str) -> bool:
    """Say whether a file on every system can have a name, beside a sample and no elsewhere."""
    stem = name.partition(".")[0].lower()
    numbered = stem[:3] in ("com", "lpt") and len(stem) == 4 and stem[3] in string.digits
    odd = any(c in '/\\<>:"|?*' or unicodedata.category(c) in ("Cc", "Zl", "Zp") for c in name)
    at_edges = set(name[:1] + name[-1:]) & set(" .")
    is_device = stem in ("con", "prn", "aux", "nul") or numbered
    return bool(name) and name != "-" and not (odd or at_edges or is_device)


def _has_control(text: str) -> bool:
    return any(unicodedata.category(c) == "Cc" for c in text)


def is_pattern(text: str) -> bool:
    """Say whether a text is a regular expression."""
    try:
        re.compile(text)
    except (re.error, OverflowError):
        return False
    return True


def is_kept(name: str) -> bool:
    """Say whether some client leaves out a header of this name, or writes it itself."""
    low = name.casefold()
    kept = {"connection", "expect", "host", "keep-alive", "te", "trailer", "transfer-encoding"}
    kept |= {"upgrade", "allow", "expires", "last-modified", "__proto__"}
    return low in kept or low.startswith(("content-", "proxy-", "sec-")) or low.endswith("-")


def is_endpoint(text: str) -> bool:
    """Say whether a text is http://host or https://host, perhaps with a port."""
    scheme, separator, rest = text.partition("://")
    host, colon, port = rest.partition(":")
    is_port = port[:5] == port and port.isascii() and port.isdigit() and port[0] != "0"
    labels = host.split(".")
    return (
        scheme in ("http", "https")
        and bool(separator)
        and len(host) <= 253
        and all(map(_is_label, labels))
        and ((is_port and int(port) < 65536) or not colon)
        and (not _is_number(labels[-1]) or _is_address(host))
    )


def _is_number(text: str) -> bool:
    """Say whether browsers take the last part of a host for one of an address."""
    is_hex = text[:2].lower() == "0x" and set(text[2:]) <= set(string.hexdigits)
    return text.isdigit() or is_hex


def _is_label(text: str) -> bool:
    letters = string.ascii_letters + string.digits + "_"
    ends = set(text[:1] + text[-1:])
    return 1 <= len(text) <= 63 and set(text) <= set(letters + "-") and ends <= set(letters)


def _is_address(text: str) -> bool:
    try:
        return str(ipaddress.IPv4Address(text)) == text
    except ValueError:
        return False
