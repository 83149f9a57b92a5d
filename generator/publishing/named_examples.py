"""Named examples of operations, as Example Objects of an OpenAPI document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from generator.model.messages import BODY, AnswerExample, ContentKind, Parameter
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.model.variants import Variant
from generator.publishing.openapi_schemas import NOTHING, make_object
from generator.rendering.sample import PublishedOperation


class ShownExample(Struct, frozen=True):
    """A value that the document shows as an example.

    Attributes:
        name: its name among the examples of the same place.
        value: the value; `NOTHING` to show none.
        summary: what it is, in a sentence; `NOTHING` for none.
        variant: the named example that it belongs to; None if it is no part of one.
        description: what it shows; None if nothing is said.
    """

    name: str
    value: Value
    summary: Value = NOTHING
    variant: Variant | None = None
    description: Text | None = None


def answer_examples(examples: Iterable[AnswerExample]) -> Iterator[ShownExample]:
    """Yield the named examples of an answer."""
    for example in examples:
        title = NOTHING if example.title == example.id else example.title
        name = reveal(example.id)
        yield ShownExample(name, example.value, title, description=example.description)


def body_examples(entry: PublishedOperation, sent: Value) -> Iterator[ShownExample]:
    """Yield the bodies that the samples of an operation send.

    Arguments:
        entry: the operation.
        sent: the body that a sample sends unless its variant has another.
    """
    operation = entry.operation
    if sent is NOTHING or not any(BODY in variant.sent for variant in operation.examples):
        yield ShownExample(operation.id, sent)
        return
    for variant in operation.examples:
        value = variant.sent.get(BODY, sent)
        yield ShownExample(variant.id, value, variant.title, variant)


def sent_bodies(entry: PublishedOperation) -> Iterator[tuple[Variant, Value]]:
    """Yield the JSON bodies that the samples of an operation send, each with its named example.

    If they all send the same one, it is yielded once, with the first.

    Arguments:
        entry: the operation.
    """
    operation, body = entry.operation, entry.request.body
    if operation.body is None or operation.body.kind is not ContentKind.JSON or body is None:
        return
    variants = [variant for variant in operation.examples if BODY in variant.sent]
    if not variants:
        yield operation.variants[0], body.value
        return
    for variant in operation.examples:
        yield variant, variant.sent.get(BODY, operation.body.schema.sent())


def parameter_examples(
    rows: Iterable[tuple[PublishedOperation, Parameter]],
) -> Iterator[ShownExample]:
    """Yield the values of a parameter in the samples of operations that share it.

    Nothing is yielded if no named example has a value of its own for it.

    Arguments:
        rows: the operations, each with the parameter as it describes that.
    """
    every = [
        (entry.operation.id, variant, parameter, variant.sent.get(reveal(parameter.name), NOTHING))
        for entry, parameter in rows
        for variant in entry.operation.examples
    ]
    if all(value is NOTHING for _, _, _, value in every):
        return
    for _, variant, parameter, value in every:
        if value is NOTHING and parameter.required:
            value = parameter.schema.sent()
        if value is not NOTHING:
            yield ShownExample(variant.id, value, variant.title, variant)


def write_examples(
    examples: Sequence[ShownExample], prose: Callable[[Text], Value]
) -> list[tuple[str, Value]]:
    """Return the member `example` for a single value, or `examples` by name.

    Arguments:
        examples: the examples. If several have the same name and differ, numbers tell them apart.
        prose: writes a text as CommonMark.
    """
    present = [example for example in examples if example.value is not NOTHING]
    is_named = any(example.variant is not None for example in present)
    if not is_named and len({example.value for example in present}) < 2:
        return [("example", example.value) for example in present[:1]]
    written: dict[str, Value] = {}
    for example in present:
        about = example.description if example.variant is None else example.variant.description
        value = make_object(
            ("summary", example.summary or NOTHING),
            ("description", NOTHING if about is None else prose(about)),
            ("value", example.value),
        )
        name, number = example.name, 1
        while written.get(name, value) != value:
            number += 1
            name = f"{example.name}-{number}"
        written[name] = value
    return [("examples", make_object(*written.items()))]
