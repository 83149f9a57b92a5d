"""Examples of parameters and contents, as written in an OpenAPI document."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.model.structs import Struct
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
    """Reads `example` and `examples` (OpenAPI 3.1.1, section 4.8.19).

    Arguments:
        references: follows `$ref`.
        unsupported: the collection to which everything is added that samples do not support.
    """

    def __init__(self, references: References, unsupported: Unsupported) -> None:
        self.references = references
        self.unsupported = unsupported

    def read(self, at: At, is_only: bool = True) -> RawExample | None:
        """Return the first example of a Parameter or Media Type Object. None if it has none.

        Arguments:
            at: the object.
            is_only: whether samples and pages show no other example of it.
        """
        if not isinstance(at.value, dict):
            return None
        if is_only:
            self.report_others(at)
        if "example" in at.value:
            child = at.child("example")
            return RawExample(child.value, child)
        first = next(self.named(at), None)
        if first is not None and is_only:
            self.unsupported.check_keys(first.at, EXAMPLE)
        return None if first is None else first.example

    def report_others(self, at: At) -> None:
        """Report that only the first of several examples of an object is shown."""
        has_one = isinstance(at.value, dict) and "example" in at.value
        if len([*members(self.references.lookup(at, "examples"))]) + has_one > 1:
            what = "samples and pages show the first example"
            self.unsupported.add_note("examples", at.child("examples"), what)

    def named(self, at: At) -> Iterator[NamedExample]:
        """Yield the named examples of a Parameter or Media Type Object, in order."""
        for name, child in members(self.references.lookup(at, "examples")):
            with self.references.unneeded():
                target = self.references.resolve(child)
            if target is None or not isinstance(target.value, dict):
                continue
            for key in ("value", "dataValue"):
                if key in target.value:
                    value = RawExample(target.value[key], target.child(key))
                    yield NamedExample(name, value, target)
                    break
            else:
                self.unsupported.check_keys(target, EXAMPLE)
