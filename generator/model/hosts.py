"""Check the hosts that samples call: every URL parser must read the same host.

Samples send the reader's key to this host. URL parsers disagree about user information, numbers
and odd characters before the path (RFC 3986, 7.6; RFC 9110, 4.2.4), so none of these is accepted.
Names follow RFC 1123, 2.1, with the underscore that some hosts have. Numbers follow
https://url.spec.whatwg.org/#concept-host-parser.
"""

from __future__ import annotations

import re
import unicodedata

_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HOST = rf"https?://{_LABEL}(\.{_LABEL}){{0,126}}(:[1-9][0-9]{{0,4}})?"
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
# What browsers take for a number, such as 127.1, 0177.0.0.1 or 0x7f000001.
_NUMBER = "[0-9]+|0[xX][0-9A-Fa-f]*"
_LONGEST_NAME = 253
_LONGEST_LABEL = 63
_LAST_PORT = 65535
# Letters that IDNA 2003 writes in another way than IDNA 2008: a name that has one is two hosts.
_DEVIATIONS = frozenset("ßς\u200c\u200d")
# What a label of IDNA 2008 consists of (RFC 5892, 2.1), beside ASCII's hyphen.
_LETTERS_AND_DIGITS = frozenset(("Ll", "Lo", "Lm", "Mn", "Mc", "Nd"))


def endpoint_fault(endpoint: str) -> str | None:
    """Say what is wrong with a scheme and a host.

    Arguments:
        endpoint: such as `https://api.example.com:8080`.

    Returns:
        What is wrong, as the end of a sentence; None if nothing is.
    """
    scheme, separator, authority = endpoint.partition("://")
    if not separator or scheme not in ("http", "https"):
        return "it begins neither with https:// nor with http://"
    if re.search("[/?#]", authority):
        return "it has more than scheme, host and port"
    return authority_fault(authority)


def authority_fault(authority: str) -> str | None:
    """Say what is wrong with a host and its port.

    Arguments:
        authority: what stands between `//` and the path of a URL (RFC 3986, 3.2).

    Returns:
        What is wrong, as the end of a sentence; None if nothing is.
    """
    if not authority.isprintable() or re.search(r"\s", authority):
        return "its host has a space or an invisible character"
    if "@" in authority:
        return "it has a user name before the host (RFC 9110, 4.2.4)"
    if authority.startswith("["):
        return "its host is an address in brackets, which not every client can call"
    host, colon, port = authority.partition(":")
    if colon and not (re.fullmatch("[1-9][0-9]{0,4}", port) and int(port) <= _LAST_PORT):
        return f"its port is no number from 1 to {_LAST_PORT}"
    return _name_fault(host)


def _name_fault(host: str) -> str | None:
    if not host:
        return "it has no host"
    if not host.isascii():
        return "its host is not in ASCII: write the form that begins with xn-- (RFC 5890, 2.3.2.1)"
    if len(host) > _LONGEST_NAME:
        return f"its host has more than {_LONGEST_NAME} characters"
    labels = host.split(".")
    if "" in labels:
        return "its host has a dot too many"
    if any(len(label) > _LONGEST_LABEL for label in labels):
        return f"a part of its host has more than {_LONGEST_LABEL} characters"
    if not all(re.fullmatch(_LABEL, label) for label in labels):
        return "its host has other characters than letters, digits, and hyphens between them"
    is_address = re.fullmatch(rf"{_OCTET}(\.{_OCTET}){{3}}", host)
    if re.fullmatch(_NUMBER, labels[-1]) and not is_address:
        return "its host is a number that clients read in different ways (RFC 3986, 7.4)"
    if not all(map(_is_decodable, labels)):
        return "a part of its host begins with xn-- and is no international name (RFC 3492)"
    return None


def _is_decodable(label: str) -> bool:
    if not label.lower().startswith("xn--"):
        return True
    try:
        return not label[4:].encode().decode("punycode").isascii()
    except ValueError:  # which is what every error of a codec is
        return False


def ascii_authority(authority: str) -> str:
    """Write an international host name in ASCII, and letters of ASCII in lower case.

    There are several versions of IDNA, which make different hosts of some names. A name is
    written in ASCII where all versions agree. Any other name stays as it is, and has a fault.

    Arguments:
        authority: a host, perhaps with a port.

    Returns:
        The same host (RFC 5891, 5; RFC 3986, 6.2.2.1).
    """
    host, colon, port = authority.partition(":")
    if len(host) > _LONGEST_NAME:  # which is a fault, and may take long
        return authority
    return ".".join(map(_ascii_label, host.lower().split("."))) + colon + port


def _ascii_label(label: str) -> str:
    if label.isascii() or len(label) > _LONGEST_LABEL or not _is_undisputed(label):
        return label
    from encodings import idna

    try:
        return idna.ToASCII(label).decode("ascii")
    except UnicodeError:
        return label


def _is_undisputed(label: str) -> bool:
    """Say whether all versions of IDNA read a label alike.

    The codec of Python is IDNA 2003, which knows the characters of Unicode 3.2. The label must
    consist of these, in the one form that no version changes before it encodes them.
    """
    old = unicodedata.ucd_3_2_0
    return (
        unicodedata.normalize("NFKC", label.casefold()) == label
        and not _DEVIATIONS.intersection(label)
        and not unicodedata.category(label[0]).startswith("M")
        and label[2:4] != "--"
        and all(
            c in "-0123456789"
            or (old.category(c) == unicodedata.category(c) in _LETTERS_AND_DIGITS)
            for c in label
        )
    )


def is_loopback(endpoint: str) -> bool:
    """Say whether an endpoint without a fault is the reader's own machine (RFC 6761, 6.3)."""
    host = endpoint.partition("://")[2].partition(":")[0].lower()
    is_name = host == "localhost" or host.endswith(".localhost")
    return is_name or bool(re.fullmatch(r"127\.[0-9.]+", host))


ENDPOINT_RULE = "scheme and host without a trailing slash: https://api.example.com"


def endpoint_problem(text: str, written: str | None = None) -> tuple[str, str] | None:
    """Say what is wrong with an endpoint, and what to do; None if nothing is.

    Arguments:
        text: scheme and host.
        written: how the message quotes it, if not as it is.
    """
    fault = endpoint_fault(text)
    if fault is None:
        return None
    return f"{(written or text)!r} is no endpoint: {fault}", f"use {ENDPOINT_RULE}"
