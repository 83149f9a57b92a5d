"""What language.yaml says of a target: its files, toolchains, names and expected outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.model.structs import Struct


class ExpectedOutcome(Struct, frozen=True):
    """What a run is expected to do; None where any will do. `exit` None means: not 0.

    `stdout` is all of it, `stderr` a part; `lines` are the most that stderr may have.
    """

    exit: int | None = None
    stdout: str | None = None
    stderr: str | None = None
    lines: int | None = None


class Trust(Struct, frozen=True):
    """What makes a run trust the certificates of a test authority."""

    env: Mapping[str, str]
    prepare: tuple[str, ...]
    run: tuple[str, ...]


class WarmStart(Struct, frozen=True):
    """A program that loads once what every run loads, and then forks for each.

    `name` is its file's name, `program` what is in it, and `run` the command that starts it.
    """

    name: str
    program: bytes
    run: tuple[str, ...]


class Toolchain(Struct, frozen=True, eq=False):
    """One way to check and run a sample; commands are argument lists with placeholders.

    `versions` are commands by what they tell the version of; `known` are the cases that are known
    to fail, with the reason; `trust` is None where there is no way. `build_all`, `once` and `warm`
    only save time, and are empty or None where nothing does.
    """

    name: str
    needs: tuple[str, ...]
    versions: Mapping[str, tuple[str, ...]]
    get: str
    platform: str | None
    env: Mapping[str, str]
    build: tuple[str, ...]
    check: tuple[str, ...]
    run: tuple[str, ...]
    trust: Trust | None
    known: Mapping[str, str]
    build_all: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    warm: WarmStart | None = None


class Formatter(Struct, frozen=True):
    """The community's formatter: the command that fails if a file is not as it leaves it.

    `width` is the columns within which the built-in templates print the formatter's own form;
    `suffix` is what the names of its files end in, and `unbroken` matches lines that it leaves
    alone however long they are.
    """

    needs: str
    check: tuple[str, ...]
    width: int
    suffix: str = ""
    unbroken: str = ""

    def has_form(self, line: str) -> bool:
        """Say whether a line of a built-in template is as the formatter leaves it."""
        if len(line) <= self.width:
            return True
        return bool(self.unbroken) and re.fullmatch(self.unbroken, line) is not None


class File(Struct, frozen=True):
    """A file of a target: a pattern for its path, and its template's path in the folders.

    `needs` is what an API must have that a client has this file; empty if all have it. `each` is
    what a publication has one of: "operation", "site" (one for all APIs), else of each API.
    """

    pattern: str
    template: str
    needs: str = ""
    each: str = ""


class ProgramTemplate(Struct, frozen=True):
    """A program that calls one operation of a client, by which `gen verify` proves it."""

    id: str
    file: File


class Target(Struct, frozen=True, eq=False):
    """Something a language folder can make: of an operation, or of the whole API.

    A sample or a page is one of `files`. `programs` prove a client. `shapes` are what requests and
    answers may have beyond a plain call. `comment` begins a comment that ends with its line.
    `lang` is what `x-codeSamples` calls its language, if that is not the language's title.
    `is_builtin` is False if the user's folders have a say in it.
    """

    id: str
    title: str
    files: tuple[File, ...]
    programs: tuple[ProgramTemplate, ...]
    fence: str
    formatter: Formatter | None
    toolchains: tuple[Toolchain, ...]
    expect: Mapping[str, ExpectedOutcome]
    language: str
    makes: str
    is_builtin: bool
    shapes: frozenset[str] = frozenset()
    comment: str = ""
    lang: str = ""

    @property
    def file(self) -> File:
        """The one file of a sample or a page."""
        return self.files[0]

    @property
    def is_sample(self) -> bool:
        """Whether it is what a reader copies and runs."""
        return self.makes == "samples"

    @property
    def is_page(self) -> bool:
        """Whether it shows samples."""
        return self.makes == "pages"

    @property
    def is_client(self) -> bool:
        """Whether it is made of an API as a whole, and called by programs."""
        return self.makes == "clients"

    @property
    def is_publication(self) -> bool:
        """Whether it is what `gen publish` makes: of an API, from its samples."""
        return self.makes == "publications"


class NameStyle(Struct, frozen=True):
    """How names of one kind are written in a client.

    `end` is what each ends in; `taken` are patterns of names that are not free, in which
    `{pascal}` and the like stand for the API's id.
    """

    case: str = "snake"
    end: str = ""
    taken: tuple[str, ...] = ()


class NamingRules(Struct, frozen=True):
    """How a language writes identifiers.

    `reserved` are words of the language, `taken` these and the templates' `own` variables, `files`
    the names that files can't have. With `environment`, variables are environment variables, so
    that one can hide a credential. `operations`, `regions`, `errors`, `classes` and `fields` are
    for clients, whose class of all errors `error` is the pattern of.
    """

    case: str = "snake"
    clash: str = "_"
    ignore_case: bool = False
    environment: bool = False
    reserved: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    operations: NameStyle = NameStyle()
    regions: NameStyle = NameStyle()
    errors: NameStyle = NameStyle()
    classes: NameStyle = NameStyle()
    fields: NameStyle = NameStyle()
    error: str = ""


def fill_pattern(pattern: str, facts: Mapping[str, str]) -> str:
    """Fill in the `{placeholders}` of a step or an expectation; unknown ones stay as they are."""
    front, rows = _pieces(pattern)
    for name, text in rows:
        front += facts.get(name, f"{{{name}}}") + text
    return front


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a pattern: what is before its placeholders, and each name with what is behind it."""
    front, *rest = re.split(r"\{(\w+)\}", pattern)
    return front, list(zip(rest[::2], rest[1::2], strict=True))
