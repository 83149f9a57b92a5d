"""Samples → an OpenAPI Overlay 1.0 that puts them into a document of the API.

https://spec.openapis.org/overlay/v1.0.0.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Api
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.publishing.openapi_document import PathOperation, code_samples, path_operations
from generator.publishing.openapi_schemas import made
from generator.rendering.sample import PublishedOperation


def make_overlay(api: Api, entries: Sequence[PublishedOperation]) -> Value:
    """Make the overlay that gives each operation its samples.

    An update appends to arrays, so what is there is removed first: applied twice, the overlay does
    the same as once.

    Arguments:
        api: the API; the document's paths are expected to be those below its base path.
        entries: its operations, with their samples.
    """
    return made(
        ("overlay", Text("1.0.0")),
        ("info", made(
            ("title", Text(f"Code samples of {reveal(api.title)}", api.title.mark)),
            ("version", Text(api.version)),
        )),
        ("actions", tuple(action for o in path_operations(entries) for action in _actions(o))),
    )  # fmt: skip


def _actions(share: PathOperation) -> Iterator[Value]:
    samples = code_samples(share)
    if samples:
        target = f"$.paths[{_quoted(share.path)}].{share.method}"
        yield made(("target", Text(f"{target}['x-codeSamples']")), ("remove", True))
        yield made(("target", Text(target)), ("update", made(("x-codeSamples", samples))))


def _quoted(name: str) -> str:
    """Write a name as a JSONPath string (RFC 9535, 2.3.1.1), without escapes where that can be.

    Not every tool undoes them.
    """
    quote = '"' if "'" in name else "'"
    text = name.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{text}{quote}"
