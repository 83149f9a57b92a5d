"""Write an OpenAPI Overlay 1.0: a list of changes that adds samples to an OpenAPI document.

See https://spec.openapis.org/overlay/v1.0.0.html
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from generator.model.api import Api
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.publishing.openapi_schemas import make_object
from generator.publishing.path_operations import PathOperation, code_samples, path_operations
from generator.rendering.sample import PublishedOperation


def make_overlay(api: Api, entries: Sequence[PublishedOperation]) -> Value:
    """Make the overlay that adds samples to each operation of an OpenAPI document.

    An update of an overlay appends to arrays. So the overlay first removes old samples, and has
    the same result if it is applied twice.

    Arguments:
        api: the API that the document describes. The base path of the API must not be in the
            document's paths.
        entries: the operations of the API, with their samples.

    Returns:
        The Overlay Object, as a JSON value.
    """
    return make_object(
        ("overlay", Text("1.0.0")),
        ("info", make_object(
            ("title", Text(f"Code samples of {reveal(api.title)}", api.title.mark)),
            ("version", Text(api.version)),
        )),
        ("actions", tuple(action for o in path_operations(entries) for action in _actions(o))),
    )  # fmt: skip


def _actions(group: PathOperation) -> Iterator[Value]:
    """Yield the actions that replace the samples of some operations."""
    samples = code_samples(group)
    if samples:
        target = f"$.paths[{_quote_jsonpath(group.path)}].{group.method}"
        yield make_object(("target", Text(f"{target}['x-codeSamples']")), ("remove", True))
        yield make_object(
            ("target", Text(target)), ("update", make_object(("x-codeSamples", samples)))
        )


def _quote_jsonpath(name: str) -> str:
    """Write a name as a JSONPath string (RFC 9535, section 2.3.1.1).

    It has no escapes if it can do without, since some tools don't decode them.
    """
    quote = '"' if "'" in name else "'"
    text = name.replace("\\", "\\\\").replace(quote, f"\\{quote}")
    return f"{quote}{text}{quote}"
