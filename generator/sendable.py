"""What can be sent, and what can be a name: the few things that no encoding makes arrive."""

from __future__ import annotations

import re

_DEVICES = {"con", "prn", "aux", "nul"} | {f"{n}{i}" for n in ("com", "lpt") for i in range(10)}


def is_device_name(name: str) -> bool:
    """Say whether Windows reserves `name`, with any extension, for a device."""
    return name.split(".")[0].casefold() in _DEVICES


def segment_fault(value: str) -> str:
    """Say why `value` can't be a path segment on the wire, or give an empty string."""
    if value == "":
        return "an empty path segment can't be told from none"
    if value in (".", ".."):
        return f"clients remove a path segment of {value} (RFC 3986, 5.2.4)"
    return ""


def field_value_fault(value: str) -> str:
    """Say why `value` can't be the value of an HTTP field line, or give an empty string."""
    if value != value.strip(" "):
        return "a header value can't begin or end with a space"
    if re.search(r"[^ -~]", value):
        return "a header value is printable ASCII"
    return ""


def value_fault(where: str, value: str) -> str:
    """Say why `value` can't be sent as a parameter in `where`, or give an empty string."""
    if where == "path":
        return segment_fault(value)
    return field_value_fault(value) if where == "header" else ""


def file_name_fault(name: str) -> str:
    """Say why `name` can't be the name of a file beside a sample, or give an empty string."""
    if name in (".", "..", "-") or re.search(r'[/\\<>:"|?*\x00-\x1f\x7f-\x9f\u2028\u2029]', name):
        return f"{name!r} is no name of a file beside the sample"
    if not name or name != name.strip(" .") or is_device_name(name):
        return f"{name!r} is no name of a file on every system"
    return ""
