"""Servers of an OpenAPI document → the endpoint, and the regions that there are."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator import swagger
from generator.described import prose
from generator.grammar import HOST, REGION_ID
from generator.ids import as_id, numbered
from generator.losses import Losses
from generator.model import Region
from generator.openapi_parts import Parts
from generator.reading import At
from generator.references import items
from generator.struct import Struct
from generator.text import Placeholder, Text, reveal, split_placeholders

# Called where a document says no host: one that nobody can have (RFC 2606).
_NOBODY = "https://api.example.com"
_URL = re.compile(r"([a-zA-Z]+|\{[^{}]*\})://((?:[^/{}]|\{[^{}]*\})*)(/.*)?")


class Server(Struct, frozen=True):
    """Where an API is; see `Api` for what its fields are."""

    endpoint: tuple[str | Placeholder, ...]
    base_path: str
    regions: tuple[Region, ...] = ()
    default_region: str | None = None

    called: str = _NOBODY

    def compare(self, parts: Parts, owner: At, losses: Losses) -> None:
        """Note that an operation or a path has servers of its own, if they are others."""
        own = next(_rows(parts, owner, losses), None)
        url = _relative(owner, parts) if own is None else _url(own)
        here = self.base_path if own is None else self.called + self.base_path
        if _base(url) != here if own is None else url != here:
            what = "samples call the API's own"
            losses.add("servers of an operation", owner.child("servers"), what)


class _Row(Struct, frozen=True):
    """One server: scheme and host, the path behind it, and the variables in both."""

    at: At
    host: str
    path: str
    variables: dict[str, Any]
    about: Text | None


def read_servers(parts: Parts, root: At, losses: Losses) -> Server:
    """Read the servers of a document; the first is what samples call."""
    rows = list(_rows(parts, root, losses))
    if not rows:
        losses.add("servers", root, f"none says a host; samples call {_NOBODY}")
        return Server((_NOBODY,), _base(_relative(root, parts)))
    first = rows[0]
    region = next((n for n in _names(first.host) if len(_words(first.variables.get(n))) > 1), None)
    host = _filled(first.host, first.variables, keep=region)
    base = _base(_filled(first.path, first.variables))
    for name in _names(first.path):
        if len(_words(first.variables.get(name))) > 1:
            losses.add("server variable", first.at, f"samples have the default of {name}")
    if region is None:
        return _several(rows, host, base, losses)
    for row in rows[1:]:
        losses.add("another server", row.at, "samples call the first")
    words = _words(first.variables[region])
    default = str(first.variables[region].get("default", words[0]))
    default = default if default in words else words[0]
    ids = {word: word if _is_id(word) else _region_id(word) for word in words}
    pattern = split_placeholders(host.replace(f"{{{region}}}", "{region}"))
    endpoints = {word: host.replace(f"{{{region}}}", word) for word in words}
    usable = [word for word in words if re.fullmatch(HOST, endpoints[word])]
    unique = {ids[word]: word for word in usable}
    if default not in usable:
        only = _endpoint(host.replace(f"{{{region}}}", default))
        return Server((only,), base, called=only)
    has_pattern = all(ids[word] == word for word in unique.values())
    made = tuple(Region(id_, Text(word), endpoints[word]) for id_, word in unique.items())
    called = endpoints[default]
    return Server(pattern if has_pattern else (called,), base, made, ids[default], called)


def _url(row: _Row) -> str:
    """Give the URL of a server, with the defaults of its variables."""
    return _filled(row.host, row.variables) + _base(_filled(row.path, row.variables))


def _rows(parts: Parts, root: At, losses: Losses) -> Iterator[_Row]:
    told: list[tuple[At, Any]] = []
    if isinstance(root.value.get("swagger"), (str, float)):
        told = [(root, server) for server in swagger.servers(root)]
    else:
        told = [(at, at.value) for at in items(parts.under(root, "servers"))]
    for at, server in told:
        url = server.get("url") if isinstance(server, dict) else None
        if not isinstance(url, str):
            continue
        given = server.get("variables")
        variables = given if isinstance(given, dict) else {}
        match = _URL.fullmatch(_opened(url.strip(), variables))
        if match is None:
            if len(told) > 1:
                losses.add("another server", at, f"{url} says no host")
            continue
        scheme = _filled(match[1], variables).lower()
        words = _words(variables.get(match[1].strip("{}")))
        scheme = "https" if "https" in words else scheme
        if scheme not in ("http", "https"):
            losses.add("another server", at, f"{scheme} is not HTTP")
            continue
        about = prose(at, "description") if at is not root else None
        yield _Row(at, f"{scheme}://{match[2]}", match[3] or "", variables, about)


def _opened(url: str, variables: dict[str, Any]) -> str:
    """Fill in a variable that is all of scheme and host."""
    match = re.match(r"\{([^{}]*)\}", url)
    if match is None or "://" in url[: match.end() + 3]:
        return url
    told = variables.get(match[1])
    value = str(told.get("default", "")) if isinstance(told, dict) else ""
    return (value if "://" in value else _NOBODY) + url[match.end() :]


def _several(rows: list[_Row], host: str, base: str, losses: Losses) -> Server:
    """Make regions of servers that differ in their hosts alone."""
    first = _endpoint(host)
    made: dict[str, Region] = {}
    for row in rows:
        endpoint = _filled(row.host, row.variables)
        is_other = endpoint not in {region.endpoint for region in made.values()}
        if not is_other or not re.fullmatch(HOST, endpoint):
            continue
        if _base(_filled(row.path, row.variables)) != base:
            losses.add("another server", row.at, "its paths begin otherwise than the first's")
            continue
        name = row.about or Text(endpoint.partition("://")[2])
        id_ = numbered(_region_id(reveal(name)), made)
        made[id_] = Region(id_, name, endpoint)
    if len(made) < 2:
        return Server((first,), base, called=first)
    return Server((first,), base, tuple(made.values()), next(iter(made)), first)


def _endpoint(host: str) -> str:
    return host if re.fullmatch(HOST, host) else _NOBODY


def _relative(root: At, parts: Parts) -> str:
    if isinstance(root.value.get("swagger"), (str, float)):
        told = root.value.get("basePath")
        return told if isinstance(told, str) else ""
    for at in items(parts.under(root, "servers")):
        url = at.value.get("url") if isinstance(at.value, dict) else None
        if isinstance(url, str) and url.startswith("/"):
            return url
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


def _filled(text: str, variables: dict[str, Any], keep: str | None = None) -> str:
    """Replace variables by their defaults, those without one by their names."""
    made = ""
    for piece in split_placeholders(text):
        if isinstance(piece, str):
            made += piece
        elif piece.name == keep:
            made += f"{{{keep}}}"
        else:
            told = variables.get(piece.name)
            value = told.get("default") if isinstance(told, dict) else None
            made += str(value) if value not in (None, "") else as_id(piece.name, "example")
    return made


def _is_id(word: str) -> bool:
    return bool(re.fullmatch(REGION_ID.pattern, word))


def _region_id(text: str) -> str:
    """Make an id of a region; `all` means every region."""
    made = as_id(text, "region")
    return "every" if made == "all" else made
