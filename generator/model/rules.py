"""Rules for names and for values in requests that no encoding can make valid."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model.structs import Struct

_DEVICES = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(10)}


def is_device_name(name: str) -> bool:
    """Say whether Windows reserves a file name for a device, with any extension: `con.txt`."""
    return name.split(".")[0].casefold() in _DEVICES


def segment_fault(value: str) -> str:
    """Say why a value can't be sent as a path segment. The result is empty if it can be sent."""
    if value == "":
        return "a path segment can't be empty"
    if value in (".", ".."):
        return f"clients remove a path segment of {value} (RFC 3986, 5.2.4)"
    return ""


def field_value_fault(value: str) -> str:
    """Say why a text can't be the value of an HTTP header. The result is empty if it can be."""
    if value != value.strip(" "):
        return "a header value can't begin or end with a space"
    if re.search(r"[^ -~]", value):
        return "a header value is printable ASCII"
    return ""


def value_fault(where: str, value: str) -> str:
    """Say why a value can't be sent as a parameter.

    Arguments:
        where: the kind of parameter: `path`, `query`, `header` or `cookie`.
        value: the value, before percent-encoding.

    Returns:
        The reason. It is empty if the value can be sent.
    """
    if where == "path":
        return segment_fault(value)
    return field_value_fault(value) if where == "header" else ""


def file_name_fault(name: str) -> str:
    """Say why a text can't be the name of a file in the folder of a sample. Empty if it can be."""
    if name in (".", "..", "-") or re.search(r'[/\\<>:"|?*\x00-\x1f\x7f-\x9f\u2028\u2029]', name):
        return f"{name!r} is no name of a file beside the sample"
    if not name or name != name.strip(" .") or is_device_name(name):
        return f"{name!r} is no name of a file on every system"
    return ""


# Headers that HTTP clients set themselves. A sample that sets one breaks the request
# (RFC 9110, sections 7.6 to 8).
CLIENT_FIELDS = {
    "connection",
    "content-length",
    "expect",
    "host",
    "keep-alive",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
# Headers that frame an answer, or that clients undo before a program sees them (RFC 9110, sections
# 7.6 and 8; RFC 9112, section 6).
TRANSFER_FIELDS = {
    "connection",
    "content-encoding",
    "content-length",
    "keep-alive",
    "proxy-connection",
    "trailer",
    "transfer-encoding",
    "upgrade",
}
# Headers that some HTTP clients silently leave out: .NET content-*, java.net.http proxy-*, and
# fetch the others (Fetch Standard, section 2.2.2).
_DROPPED_PREFIXES = ("content-", "proxy-", "sec-")
_DROPPED_FIELDS = ("allow", "expires", "last-modified", "__proto__")


def refused_field(name: str) -> bool:
    """Say whether samples can't set a header, because some HTTP clients change or drop it."""
    field = name.casefold()
    return (
        field in CLIENT_FIELDS
        or field == "content-type"
        or field.startswith(_DROPPED_PREFIXES)
        or field in _DROPPED_FIELDS
        or field.endswith("-")
    )


class TextRule(Struct, frozen=True):
    """A rule that a text has to follow.

    Attributes:
        pattern: a regular expression that the whole text must match. It means the same in Python
            and ECMA-262. If it is empty, any text matches.
        rule: the pattern in words, as the end of a message that begins with "use".
        empty: whether an empty text is allowed.
        fault: a further check of texts that match the pattern. It returns what is wrong and what to
            do, or None. It is not part of JSON Schemas, which have only the pattern.
        advise: says what to do about a text that does not match the pattern. Its result is empty
            for a text that needs `rule`, which stands for any text.
    """

    pattern: str = ""
    rule: str = ""
    empty: bool = False
    fault: Callable[[str], tuple[str, str] | None] | None = None
    advise: Callable[[str], str] | None = None


def _advise_id(text: str) -> str:
    """Suggest an id in place of a name with other characters: `list-payments` for `listPayments`.

    The result is empty if the words of the name make no id.
    """
    from generator.model.naming import as_id  # which imports this module

    id_ = as_id(text, "") if text.isascii() else ""
    is_id = re.fullmatch(REGION_ID.pattern, id_) and not is_device_name(id_)
    return f"use {id_}: {ID.rule}" if is_id else ""


TEXT_OR_NOTHING = TextRule(r"([\s\S]*\S[\s\S]*)?", "words, or nothing in quotes", empty=True)
PAGE_URL = TextRule(
    r"https?://[!#-;=?-\[\]_a-z~%]+",
    "a URL of printable ASCII: https://example.com/docs",
)
TEXT = TextRule(r"[\s\S]*\S[\s\S]*", "more than white space")
ID = TextRule(
    "[a-z][a-z0-9_-]{0,63}",
    "a lower-case letter, then up to 63 of a-z 0-9 _ -",
    advise=_advise_id,
)
# Names of files have at most 255 bytes. This leaves room for what stands around an id.
MAX_OPERATION_ID = 200
OPERATION_ID = TextRule(
    f"[a-z][a-z0-9_-]{{0,{MAX_OPERATION_ID - 1}}}",
    f"a lower-case letter, then up to {MAX_OPERATION_ID - 1} of a-z 0-9 _ -",
    advise=_advise_id,
)
REGION_ID = TextRule(
    f"(?!all$){ID.pattern}", f"{ID.rule}; not all, which means every region", advise=_advise_id
)
TEXT = TextRule(r"[\s\S]*\S[\s\S]*", "more than white space")
FIELD_NAME = TextRule(
    "[A-Za-z0-9!#$%&'*+.^_`|~-]{1,256}",
    "an HTTP field name: letters, digits and !#$%&'*+-.^_`|~",
)
FIELD_VALUE = TextRule(
    "([!-~]([ -~]*[!-~])?)?",
    "printable ASCII without spaces at either end",
    empty=True,
)
MEDIA_TYPE = TextRule(
    "[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}/[A-Za-z0-9][A-Za-z0-9!#$&^_.+-]{0,126}",
    "a media type without parameters: application/json",
)
_TOKEN = "[A-Za-z0-9!#$%&'*+.^_`|~-]+"
SENT_MEDIA_TYPE = TextRule(
    rf'{MEDIA_TYPE.pattern}(; {_TOKEN}=({_TOKEN}|"([ !#-\[\]-~]|\\[ -~])*"))*',
    "a media type: application/json, or text/plain; charset=us-ascii",
)
