"""Find the operations that a request can mean, and what is near to a path that nobody documents."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from urllib.parse import unquote_to_bytes

from generator.model.api import Api, Operation
from generator.model.structs import Struct
from generator.model.text import Placeholder, join_pieces
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import fits_pieces, path_pieces

_MOST_NEAR = 3
# The most characters of a path that others are compared with.
_LONGEST = 300


class Route(Struct, frozen=True):
    """An operation with its path, ready to be compared with requests.

    Attributes:
        api: the API.
        operation: the operation.
        pieces: the texts around the placeholders of each segment of the path.
        names: the names of the placeholders of each segment.
        path: the path as the documentation writes it.
    """

    api: Api
    operation: Operation
    pieces: tuple[tuple[bytes, ...], ...]
    names: tuple[tuple[str, ...], ...]
    path: str

    @property
    def order(self) -> tuple[bool, ...]:
        """The key by which routes are sorted: segments without placeholders first."""
        return tuple(bool(names) for names in self.names)

    def fits(self, segments: Sequence[bytes]) -> bool:
        """Say whether the segments of a request's path are those of the route."""
        return len(segments) == len(self.pieces) and all(
            fits_pieces(list(pieces), segment)
            for pieces, segment in zip(self.pieces, segments, strict=True)
        )

    def texts(self, request: ReceivedRequest) -> dict[str, str]:
        """Return the texts of the path's parameters as they were sent.

        Those that share a segment are left out: nothing says where one ends.
        """
        path = "/" + "/".join(raw_segments(request))
        texts = {}
        for segment, names, pieces in zip(
            path.split("/")[1:], self.names, self.pieces, strict=False
        ):
            if len(names) == 1:
                first, last = (len(piece) for piece in pieces)
                text = segment
                if first or last:  # literals may be percent-encoded
                    decoded = unquote_to_bytes(segment)
                    inner = decoded[first : len(decoded) - last]
                    text = inner.decode("latin-1").replace("%", "%25").replace("+", "%2B")
                    text = "".join(c if c < "\x80" else f"%{ord(c):02X}" for c in text)
                texts[names[0]] = text
        return texts


def raw_segments(request: ReceivedRequest) -> list[str]:
    """Return the segments of a request's path as they were sent."""
    target = request.target
    if not target.startswith("/"):
        target = "/" + target.partition("://")[2].partition("/")[2]
    return target.partition("?")[0].split("/")[1:]


def make_routes(apis: Sequence[Api]) -> list[Route]:
    """Return the routes of all operations, those without placeholders first."""
    routes = []
    for api in apis:
        for operation in api.operations:
            base = (operation.server or api).base_path
            pieces = tuple(map(tuple, path_pieces(api, operation)))
            names: list[tuple[str, ...]] = [()]
            for piece in (base, *operation.path):
                if isinstance(piece, Placeholder):
                    names[-1] = (*names[-1], piece.name)
                else:
                    names += [() for _ in range(piece.count("/"))]
            path = base + join_pieces(operation.path)
            routes.append(Route(api, operation, pieces, tuple(names[1:]), path))
    return sorted(routes, key=lambda route: route.order)


def nearest_paths(routes: Sequence[Route], request: ReceivedRequest) -> list[str]:
    """Return the documented paths that are most like that of a request, with their methods."""
    path = "/" + "/".join(raw_segments(request))[:_LONGEST]
    methods: dict[str, list[str]] = {}
    for route in routes:
        methods.setdefault(route.path, []).append(route.operation.method)
    ranked = sorted(_ranked(methods, path), reverse=True)[:_MOST_NEAR]
    return [f"{' '.join(dict.fromkeys(methods[near]))} {near}" for _, near in ranked]


def _ranked(paths: dict[str, list[str]], path: str) -> Iterator[tuple[float, str]]:
    """Return each path with its likeness, those that have something in common alone."""
    matcher = SequenceMatcher(None, b=path, autojunk=False)
    sent = path.split("/")
    for documented in list(paths)[:2_000]:
        words = documented.split("/")
        filled = "/".join(
            sent[i] if "{" in word and i < len(sent) else word for i, word in enumerate(words)
        )
        matcher.set_seq1(filled[:_LONGEST])
        if matcher.quick_ratio() > 0.5 and (ratio := matcher.ratio()) > 0.5:
            yield ratio, documented
