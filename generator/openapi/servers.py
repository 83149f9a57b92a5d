"""Servers of an OpenAPI document → the endpoint, and the regions that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import counted
from generator.model.api import Region
from generator.model.hosts import ascii_authority, endpoint_fault, is_loopback
from generator.model.naming import UniqueNames, as_id
from generator.model.rules import REGION_ID
from generator.model.structs import Struct
from generator.model.text import Placeholder, Text, reveal, split_placeholders
from generator.openapi import swagger
from generator.openapi.parts import Parts
from generator.openapi.references import items
from generator.openapi.schemas import prose
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Called where a document says no host: one that nobody can have (RFC 2606).
_NOBODY = "https://api.example.com"
_URL = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://([^/?#]*)([^?#]*)(.*)", re.DOTALL)
# The scheme of a URL with variables, and what stands before its path.
_FRONT = re.compile(r"((?:[^{}/]|\{[^{}]*\})*)://((?:[^{}/?#]|\{[^{}]*\})*)")
_LEADING = re.compile(r"\{([^{}]*)\}(?!://)")
# Regions that are made of one document; nobody chooses among more.
_MOST_REGIONS = 1000
_TODO = "write https:// and the host alone"


class ServerChoice(Struct, frozen=True):
    """Where an API is; see `Api` for what its fields are.

    Attributes:
        called: scheme and host that samples call.
        cleartext: the servers of `endpoint` and `regions` that are reached without TLS, but for
            those on the reader's own machine.
    """

    endpoint: tuple[str | Placeholder, ...]
    base_path: str
    regions: tuple[Region, ...] = ()
    default_region: str | None = None

    called: str = _NOBODY
    cleartext: tuple[At, ...] = ()

    def compare(self, parts: Parts, owner: At, losses: Unsupported) -> None:
        """Note that an operation or a path has servers of its own, if they are others."""
        own = next(_rows(parts, owner, losses), None)
        url = _relative(owner, parts) if own is None else own.endpoint + own.base
        here = self.base_path if own is None else self.called + self.base_path
        if _base(url) != here if own is None else url != here:
            what = "samples call the API's own"
            losses.add("servers of an operation", owner.child("servers"), what)

    def note_cleartext(self, losses: Unsupported) -> None:
        """Note that everybody on the way can read the secrets that samples send."""
        for at in self.cleartext:
            what = "samples send secrets to it without encryption; write https:// if it has that"
            losses.add("server without TLS", at, what)


class _ServerRow(Struct, frozen=True):
    """One server that samples can call.

    Attributes:
        at: where it stands.
        url: its URL with its variables.
        variables: what the document says of these.
        endpoint, base: scheme and host, and the path behind them, with the variables' defaults.
        about: what the document says of the server.
    """

    at: At
    url: str
    variables: dict[str, Any]
    endpoint: str
    base: str
    about: Text | None


class _Parsed(Struct, frozen=True):
    """The parts of a URL (RFC 3986, 3); `rest` is the query and the fragment."""

    endpoint: str
    base: str
    rest: str


def _parse(url: str) -> _Parsed | str:
    """Take a URL apart, or say why no sample can call it."""
    match = _URL.fullmatch(url)
    if match is None:
        return "it says no host"
    scheme = match[1].lower()
    if scheme not in ("http", "https"):
        return f"{scheme} is not HTTP"
    endpoint = f"{scheme}://{ascii_authority(match[2])}"
    fault = endpoint_fault(endpoint)
    return _Parsed(endpoint, _base(match[3]), match[4]) if fault is None else fault


def read_servers(parts: Parts, root: At, losses: Unsupported) -> ServerChoice:
    """Read the servers of a document; the first that samples can call is what they call."""
    rows = list(_rows(parts, root, losses))
    if not rows:
        losses.add("servers", root, f"none says a host; samples call {_NOBODY}")
        return ServerChoice((_NOBODY,), _base(_relative(root, parts)))
    first = rows[0]
    _, host, path = _front(first.url)
    region = next((n for n in _names(host) if len(_words(first.variables.get(n))) > 1), None)
    for name in _names(path):
        if len(_words(first.variables.get(name))) > 1:
            losses.add("server variable", first.at, f"samples have the default of {name}")
    if region is None:
        return _several(rows, losses)
    for row in rows[1:]:
        losses.add("another server", row.at, "samples call the first")
    return _of_variable(first, region, losses)


def _of_variable(row: _ServerRow, region: str, losses: Unsupported) -> ServerChoice:
    """Make regions of the values of a variable in a host."""
    endpoints: dict[str, str] = {}
    faults = []
    for word in _words(row.variables[region]):
        if len(endpoints) == _MOST_REGIONS:
            faults.append(f"there are more than {_MOST_REGIONS}")
            continue
        parsed = _parse(_filled(row.url, row.variables, {region: word}))
        if isinstance(parsed, str):
            faults.append(parsed)
        elif parsed.base != row.base:
            faults.append("its paths begin otherwise than those of the default")
        else:
            endpoints[word] = parsed.endpoint
    if faults:
        number = counted(len(faults), "value")
        what = f"{number} of {region} left out, the first since {faults[0]}"
        losses.add("server region", row.at, what)
    if not endpoints:
        return _alone(row)
    ids: dict[str, str] = {}
    names = UniqueNames(filter(_is_id, endpoints))
    for word in endpoints:
        ids[word if _is_id(word) else names.choose(_region_id(word), "-")] = word
    default = str(row.variables[region].get("default", ""))
    default = default if default in endpoints else next(iter(endpoints))
    scheme, host, _ = _front(_filled(row.url, row.variables, {region: f"{{{region}}}"}))
    pieces = split_placeholders(f"{scheme}://{host}".lower())
    pattern = tuple(p if isinstance(p, str) else Placeholder("region") for p in pieces)
    has_pattern = all(
        id_ == word and endpoints[word] == _with_region(pattern, word) for id_, word in ids.items()
    )
    made = tuple(Region(id_, Text(word), endpoints[word]) for id_, word in ids.items())
    called = endpoints[default]
    cleartext = (row.at,) if any(map(_is_cleartext, endpoints.values())) else ()
    chosen = next(id_ for id_, word in ids.items() if word == default)
    return ServerChoice(
        pattern if has_pattern else (called,), row.base, made, chosen, called, cleartext
    )


def _with_region(pattern: tuple[str | Placeholder, ...], id_: str) -> str:
    return "".join(piece if isinstance(piece, str) else id_ for piece in pattern)


def _is_cleartext(endpoint: str) -> bool:
    return endpoint.startswith("http:") and not is_loopback(endpoint)


def _alone(row: _ServerRow) -> ServerChoice:
    """Make the place of an API that has one server."""
    cleartext = (row.at,) if _is_cleartext(row.endpoint) else ()
    return ServerChoice((row.endpoint,), row.base, called=row.endpoint, cleartext=cleartext)


def _front(url: str) -> tuple[str, str, str]:
    """Split a URL with variables into its scheme, its host and port, and the rest."""
    match = _FRONT.match(url)
    return ("", "", url) if match is None else (match[1], match[2], url[match.end() :])


def _rows(parts: Parts, root: At, losses: Unsupported) -> Iterator[_ServerRow]:
    """Read the servers that samples can call, and report the others."""
    is_swagger = isinstance(root.value.get("swagger"), (str, float))
    told: list[tuple[At, Any]] = [(at, at.value) for at in items(parts.under(root, "servers"))]
    if is_swagger:
        told = [*swagger.servers(root)]
    for at, server in told:
        url = server.get("url") if isinstance(server, dict) else None
        if not isinstance(url, str):
            losses.add("server", at, f"it has no url; {_TODO}")
            continue
        given = server.get("variables")
        variables = given if isinstance(given, dict) else {}
        url = _with_scheme(url.strip(" \t\r\n"), variables)
        parsed = _parse(_filled(url, variables))
        if _is_relative(url):
            if len(told) > 1:
                losses.add("another server", at, "it says no host")
        elif _LEADING.match(url):
            what = "no sample calls it, since its variable has no default"
            losses.add("server", at, f"{what}; say a default with scheme and host")
        elif isinstance(parsed, str):
            losses.add("server", at, f"no sample calls it, since {parsed}; {_TODO}")
        else:
            if parsed.rest:
                losses.add("server query", at, "samples leave out what follows its path")
            for name in _names(_front(url)[1]):
                if _default(variables, name) is None:
                    what = f"nothing says a default of {name}; samples have its name"
                    losses.add("server variable", at, what)
            about = None if is_swagger else prose(at, "description")
            yield _ServerRow(at, url, variables, parsed.endpoint, parsed.base, about)


def _is_relative(url: str) -> bool:
    """Say whether a URL is a path on the document's own host (RFC 3986, 4.2)."""
    return url in ("", ".") or (url.startswith(("/", "./", "../")) and not url.startswith("//"))


def _with_scheme(url: str, variables: dict[str, Any]) -> str:
    """Fill in the variable that a URL begins with: its scheme, or all of scheme and host."""
    scheme, _, _ = _front(url)
    if "https" in _words(variables.get(scheme.strip("{}"))):
        return f"https{url.removeprefix(scheme)}"
    match = _LEADING.match(url)
    value = _default(variables, match[1]) if match is not None else None
    return url if match is None or value is None else value + url[match.end() :]


def _several(rows: list[_ServerRow], losses: Unsupported) -> ServerChoice:
    """Make regions of servers that differ in their hosts alone."""
    first = rows[0]
    made: dict[str, Region] = {}
    endpoints: set[str] = set()
    ids = UniqueNames()
    cleartext = []
    for row in rows:
        if row.endpoint in endpoints:
            continue
        if row.base != first.base:
            losses.add("another server", row.at, "its paths begin otherwise than the first's")
            continue
        if len(made) == _MOST_REGIONS:
            losses.add("another server", row.at, f"there are more than {_MOST_REGIONS}")
            continue
        endpoints.add(row.endpoint)
        name = row.about or Text(row.endpoint.partition("://")[2])
        id_ = ids.choose(_region_id(reveal(name)), "-")
        made[id_] = Region(id_, name, row.endpoint)
        if _is_cleartext(row.endpoint):
            cleartext.append(row.at)
    if len(made) < 2:
        return _alone(first)
    chosen = next(iter(made))
    called = first.endpoint
    return ServerChoice(
        (called,), first.base, tuple(made.values()), chosen, called, tuple(cleartext)
    )


def _relative(root: At, parts: Parts) -> str:
    """Give the path of servers that say no host, or only a variable for it."""
    if isinstance(root.value.get("swagger"), (str, float)):
        told = root.value.get("basePath")
        return told if isinstance(told, str) else ""
    for at in items(parts.under(root, "servers")):
        server = at.value if isinstance(at.value, dict) else {}
        url, given = server.get("url"), server.get("variables")
        if not isinstance(url, str):
            continue
        path = _LEADING.sub("", url, count=1) if _LEADING.match(url) else url
        if _is_relative(path):
            return _filled(path, given if isinstance(given, dict) else {})
    return ""


def _base(path: str) -> str:
    """Write a base path in URL characters, without a slash at its end."""
    from urllib.parse import quote

    made = quote(path.partition("?")[0].partition("#")[0], safe="/%~!$&'()*+,;=:@")
    made = re.sub(r"/{2,}", "/", re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", made)).rstrip("/")
    parts = [part for part in made.split("/") if part not in ("", ".", "..")]
    return "".join(f"/{part}" for part in parts)


def _names(text: str) -> list[str]:
    return [piece.name for piece in split_placeholders(text) if isinstance(piece, Placeholder)]


def _words(told: Any) -> list[str]:
    """Give the values that a server variable can have, as far as they are told."""
    words = told.get("enum") if isinstance(told, dict) else None
    return [word for word in words if isinstance(word, str)] if isinstance(words, list) else []


def _default(variables: dict[str, Any], name: str) -> str | None:
    """Give the default of a server variable, None if there is none."""
    told = variables.get(name)
    value = told.get("default") if isinstance(told, dict) else None
    return str(value) if isinstance(value, (str, int, float)) and value != "" else None


def _filled(text: str, variables: dict[str, Any], own: Mapping[str, str] | None = None) -> str:
    """Replace variables by values of one's own, their defaults, or at last their names."""
    made = ""
    for piece in split_placeholders(text):
        if isinstance(piece, str):
            made += piece
            continue
        value = (own or {}).get(piece.name)
        value = _default(variables, piece.name) if value is None else value
        made += as_id(piece.name, "example") if value is None else value
    return made


def _is_id(word: str) -> bool:
    return bool(re.fullmatch(REGION_ID.pattern, word))


def _region_id(text: str) -> str:
    """Make an id of a region; `all` means every region."""
    made = as_id(text, "region")
    return "every" if made == "all" else made
