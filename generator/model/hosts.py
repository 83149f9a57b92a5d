"""Check and normalize hosts, so that every URL parser reads the same host.

An endpoint is a scheme and a host, such as https://api.example.com. Samples send the reader's key
to it. URL parsers disagree about user information, numbers and unusual characters in front of the
path, so none of these is accepted (RFC 3986, section 7.6; RFC 9110, section 4.2.4). Names follow
RFC 1123, section 2.1, plus the underscore that some hosts have. Numbers follow
https://url.spec.whatwg.org/#concept-host-parser.
"""

from __future__ import annotations

import re
import unicodedata

_LABEL = "[A-Za-z0-9_]([A-Za-z0-9_-]{0,61}[A-Za-z0-9_])?"
HOST = rf"https?://{_LABEL}(\.{_LABEL}){{0,126}}(:[1-9][0-9]{{0,4}})?"
_OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9])"
# A last label that makes browsers read the host as an address, as in 127.1 or 0x7f000001.
_NUMBER = "[0-9]+|0[xX][0-9A-Fa-f]*"
_MAX_NAME = 253
_MAX_LABEL = 63
_MAX_PORT = 65535
# Characters that IDNA 2003 and IDNA 2008 encode differently, so that a name means two hosts.
_DEVIATIONS = frozenset("ßς\u200c\u200d")
# Unicode categories of the characters in a label of IDNA 2008 (RFC 5892, section 2.1).
_LETTERS_AND_DIGITS = frozenset(("Ll", "Lo", "Lm", "Mn", "Mc", "Nd"))


def endpoint_fault(endpoint: str) -> str | None:
    """Say what is wrong with an endpoint.

    Arguments:
        endpoint: a scheme, a host and maybe a port, such as `https://api.example.com:8080`.

    Returns:
        What is wrong, as the end of a sentence. None if nothing is wrong.
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
        authority: what stands between `//` and the path of a URL (RFC 3986, section 3.2).

    Returns:
        What is wrong, as the end of a sentence. None if nothing is wrong.
    """
    if not authority.isprintable() or re.search(r"\s", authority):
        return "its host has a space or an invisible character"
    if "@" in authority:
        return "it has a user name before the host (RFC 9110, 4.2.4)"
    if authority.startswith("["):
        return "its host is an address in brackets, which not every client can call"
    host, colon, port = authority.partition(":")
    if colon and not (re.fullmatch("[1-9][0-9]{0,4}", port) and int(port) <= _MAX_PORT):
        return f"its port is no number from 1 to {_MAX_PORT}"
    return _name_fault(host)


def _name_fault(host: str) -> str | None:
    """Say what is wrong with a host without a port, None if nothing is."""
    if not host:
        return "it has no host"
    if not host.isascii():
        return "its host is not in ASCII: write the form that begins with xn-- (RFC 5890, 2.3.2.1)"
    if len(host) > _MAX_NAME:
        return f"its host has more than {_MAX_NAME} characters"
    labels = host.split(".")
    if "" in labels:
        return "its host has a dot too many"
    if any(len(label) > _MAX_LABEL for label in labels):
        return f"a part of its host has more than {_MAX_LABEL} characters"
    if not all(re.fullmatch(_LABEL, label) for label in labels):
        return "its host has other characters than letters, digits, and hyphens between them"
    is_address = re.fullmatch(rf"{_OCTET}(\.{_OCTET}){{3}}", host)
    if re.fullmatch(_NUMBER, labels[-1]) and not is_address:
        return "its host is a number that clients read in different ways (RFC 3986, 7.4)"
    if not all(map(_is_decodable, labels)):
        return "a part of its host begins with xn-- and is no international name (RFC 3492)"
    return None


def _is_decodable(label: str) -> bool:
    """Say whether a label that begins with xn-- is valid Punycode for non-ASCII characters."""
    if not label.lower().startswith("xn--"):
        return True
    try:
        return not label[4:].encode().decode("punycode").isascii()
    except ValueError:  # every codec error is one
        return False


def ascii_authority(authority: str) -> str:
    """Write a host in lower case, with international labels in ASCII.

    A label is a part of a host between dots. Versions of IDNA encode some labels differently. A
    label is only encoded if all versions agree. Any other label stays as it is, and
    `authority_fault` then reports it.

    Arguments:
        authority: a host, with or without a port.

    Returns:
        The same host and port (RFC 5891, section 5; RFC 3986, section 6.2.2.1). A host with more
        characters than a host may have is not changed.
    """
    host, colon, port = authority.partition(":")
    if len(host) > _MAX_NAME:  # a fault anyway, and slow to encode
        return authority
    return ".".join(map(_ascii_label, host.lower().split("."))) + colon + port


def _ascii_label(label: str) -> str:
    """Encode one label if all versions of IDNA agree on it."""
    if label.isascii() or len(label) > _MAX_LABEL or not _is_undisputed(label):
        return label
    from encodings import idna

    try:
        return idna.ToASCII(label).decode("ascii")
    except UnicodeError:
        return label


def _is_undisputed(label: str) -> bool:
    """Say whether all versions of IDNA encode a label the same way.

    Python's codec implements IDNA 2003, which knows Unicode 3.2. So the label may only have
    characters of that version, in the normalized form that no version of IDNA changes.
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
    """Say whether an endpoint is on the reader's own machine (RFC 6761, section 6.3).

    Arguments:
        endpoint: an endpoint in which `endpoint_fault` finds nothing wrong.
    """
    host = endpoint.partition("://")[2].partition(":")[0].lower()
    is_name = host == "localhost" or host.endswith(".localhost")
    return is_name or bool(re.fullmatch(r"127\.[0-9.]+", host))


ENDPOINT_RULE = "scheme and host without a trailing slash: https://api.example.com"


def advise_endpoint(text: str) -> str:
    """Say what to do about an endpoint with a path or a slash, or without a scheme.

    Arguments:
        text: the endpoint as the author wrote it, perhaps with `{region}`.

    Returns:
        The advice. It is empty if something else is wrong.
    """
    scheme, separator, rest = text.rpartition("://")
    host, slash, path = rest.partition("/")
    endpoint = f"{scheme if separator else 'https'}://{host}"
    if endpoint_fault(endpoint.replace("{region}", "region")) or re.search("[?#]", path):
        return ""
    if not slash:
        return "" if separator or "." not in host else f"use {endpoint}"
    if not path.strip("/"):
        return f"use {endpoint}, without a slash behind it"
    return f"use {endpoint}, and begin basePath with /{path.rstrip('/')}"


def endpoint_problem(text: str, written: str | None = None) -> tuple[str, str] | None:
    """Say what is wrong with an endpoint, and what to do about it.

    Arguments:
        text: the endpoint to check.
        written: the endpoint as the author wrote it, for the message to quote. None if that is
            `text`.

    Returns:
        What is wrong and what to do. None if nothing is wrong.
    """
    fault = endpoint_fault(text)
    if fault is None:
        return None
    todo = advise_endpoint(written or text) or f"use {ENDPOINT_RULE}"
    return f"{(written or text)!r} is no endpoint: {fault}", todo


def split_server(text: str) -> tuple[str, str]:
    """Split a server, such as `https://api.example.com/v1`, into its endpoint and its base path.

    Both may be empty.
    """
    start = text.find("/", text.find("://") + 3) if "://" in text else 0
    return (text, "") if start < 0 else (text[:start], text[start:])
