"""The samples of one operation: what each of them sends, and its name for people."""

from __future__ import annotations

import re

from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Value


class Variant(Struct, frozen=True):
    """One of the samples of an operation. Each target makes one file of it.

    Attributes:
        id: its short name, different from those of the operation's other samples. It is empty if
            the operation has no other samples.
        title: its name for people.
        description: what it shows. None if the spec does not say.
        values: the values that it sends in place of the spec's examples: for a parameter by its
            name, for the body by `BODY`.
    """

    id: str
    title: Text
    description: Text | None = None
    values: tuple[tuple[Text, Value], ...] = ()

    @property
    def sent(self) -> dict[str, Value]:
        """`values` by name."""
        return {reveal(name): value for name, value in self.values}


class OwnSample(Struct, frozen=True):
    """A sample that the author of the spec wrote. It is published in place of one that gen makes.

    Attributes:
        target: the target whose sample it is.
        file: the path of its file, from the folder of the spec.
        variant: the id of the variant that it shows.
        code: the text of its file, byte for byte.
    """

    target: Text
    file: Text
    variant: str
    code: str


# The sample of an operation without named examples.
ONLY = Variant("", Text(""))
# The end of the names of files whose own names a language reserves. No variant has this id.
RESERVED_ID = "sample"


def in_file_name(id_: str) -> str:
    """Return what the names of files tell variants apart by, in every case of every system.

    No two variants of an operation may have it in common.
    """
    return re.sub("[^a-z0-9]", "", id_.lower())
