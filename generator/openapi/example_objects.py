"""Examples of parameters, bodies and answers, as written in an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.structs import Struct
from generator.openapi.external_examples import read_external_example
from generator.openapi.keys import EXAMPLE
from generator.openapi.references import References, members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At


class RawExample(Struct, frozen=True):
    """An example in a document: its JSON value, and where it stands."""

    value: Any
    at: At


class NamedExample(Struct, frozen=True):
    """An Example Object that has a name: its name, its value, and the object itself."""

    name: str
    example: RawExample
    at: At


class ExampleObjects:
    """Reads `example` and `examples` of Parameter and Media Type Objects.

    Arguments:
        references: follows `$ref`, and reads files beside the document.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, references: References, unsupported: Unsupported) -> None:
        self.references = references
        self.unsupported = unsupported

    def read_first(self, at: At, media_type: str = "", is_only: bool = True) -> RawExample | None:
        """Return the first example of a Parameter or Media Type Object. None if it has none.

        Arguments:
            at: the object.
            media_type: the media type of a Media Type Object of a body or an answer.
            is_only: whether samples and pages show no other example of it.
        """
        if not isinstance(at.value, dict):
            return None
        if is_only:
            self.report_others(at)
        if "example" in at.value:
            child = at.child("example")
            return RawExample(child.value, child)
        first = next(self.read_named(at, media_type), None)
        if first is not None and is_only:
            self.unsupported.check_keys(first.at, EXAMPLE)
        return None if first is None else first.example

    def report_others(self, at: At) -> None:
        """Report that only the first of several examples of an object is shown."""
        has_one = isinstance(at.value, dict) and "example" in at.value
        if len(list(members(self.references.lookup(at, "examples")))) + has_one > 1:
            what = "samples and pages show the first example"
            self.unsupported.add_note("examples", at.child("examples"), what)

    def read_named(self, at: At, media_type: str = "") -> Iterator[NamedExample]:
        """Yield the named examples of a Parameter or Media Type Object, in order.

        Arguments:
            at: the object.
            media_type: the media type of a Media Type Object of a body or an answer.
        """
        for name, child in members(self.references.lookup(at, "examples")):
            with self.references.unneeded():
                target = self.references.resolve(child)
            if target is None or not isinstance(target.value, dict):
                continue
            key = next((key for key in ("value", "dataValue") if key in target.value), None)
            member = None if key is None else target.child(key)
            if key is None and "externalValue" in target.value:
                file = target.child("externalValue")
                member = read_external_example(file, media_type, self.references, self.unsupported)
            if member is None:
                self.unsupported.check_keys(target, EXAMPLE)
            else:
                yield NamedExample(name, RawExample(member.value, member), target)
