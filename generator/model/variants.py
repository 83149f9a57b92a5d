"""The samples of one operation: what each of them sends, and its name for people."""

from __future__ import annotations

import re
from enum import StrEnum

from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Value


class Loop(StrEnum):
    """What a sample repeats behind its call, if it does not end with one answer.

    `ALL_PAGES` asks for page after page of a list. `UNTIL_DONE` asks for the state of a task until
    the task has ended.
    """

    ALL_PAGES = "all-pages"
    UNTIL_DONE = "until-done"


# The names for people of samples with a loop, and of the single call beside them.
LOOP_TITLES = {
    Loop.ALL_PAGES: (Text("One page"), Text("All pages")),
    Loop.UNTIL_DONE: (Text("The call alone"), Text("Wait until it is done")),
}


class Variant(Struct, frozen=True):
    """One of the samples of an operation. Each target makes one file of it, unless it can't.

    Attributes:
        id: its short name, different from those of the operation's other samples. It is empty for
            the first one of an operation without named examples.
        title: its name for people.
        description: what it shows. None if the spec does not say.
        values: the values that it sends in place of the spec's examples: for a parameter by its
            name, for the body by `BODY`.
        loop: what it repeats; None if it is a single call.
    """

    id: str
    title: Text
    description: Text | None = None
    values: tuple[tuple[Text, Value], ...] = ()
    loop: Loop | None = None

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


def with_loops(examples: tuple[Variant, ...], loops: tuple[Loop, ...]) -> tuple[Variant, ...]:
    """Return the samples of an operation: single calls, and one for each loop.

    A loop begins with the call of the first sample.

    Arguments:
        examples: the operation's named examples; may be empty.
        loops: the loops that make sense for the operation.
    """
    calls = examples or ((Variant("", LOOP_TITLES[loops[0]][0]),) if loops else (ONLY,))
    values = calls[0].values
    return *calls, *(Variant(loop, LOOP_TITLES[loop][1], None, values, loop) for loop in loops)
