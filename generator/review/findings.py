"""What is found out about changed files: their causes."""

from __future__ import annotations

from generator.errors import Mark
from generator.model.structs import Struct
from generator.review.sentences import Phrase


class Cause(Struct, frozen=True):
    """One reason why files changed.

    Attributes:
        phrase: the reason in words.
        breaking: whether it can break callers of the API or users of its client.
        marks: the places that were edited, in today's specs and templates; none if the reason has
            no place there.
        kind: the kind of change, such as `region added`.
        apis: the id and the version of each API that has this reason; none if it is no difference
            of a spec.
        files: the paths of the files that changed for this reason; may be empty.
        loss: words about a name that a client loses; may be empty.
        is_grouped: whether the files are listed with another cause, which stands for several
            differences. Then `files` is empty.
    """

    phrase: Phrase
    breaking: bool
    marks: tuple[Mark, ...]
    kind: str
    apis: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    loss: Phrase = ()
    is_grouped: bool = False


class Findings(Struct, frozen=True):
    """The causes of the changed files of some APIs.

    Attributes:
        causes: the causes, including those that changed no file.
        explained: the paths of the changed files whose causes are known.
        crlf: the paths of files that have CRLF line ends where gen writes LF.
        hosts: for files by path, the pair of endpoints whose replacement alone turns the old file
            into the new one.
        pairs: the old and the new endpoint of each region whose endpoint changed, by the name of
            the API.
    """

    causes: list[Cause]
    explained: set[str]
    crlf: set[str]
    hosts: dict[str, tuple[str, str]]
    pairs: dict[str, tuple[tuple[str, str], ...]]
