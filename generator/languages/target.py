"""Targets of a language: their files, formatter, toolchains and expected outcomes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.model.structs import Struct


class ExpectedOutcome(Struct, frozen=True):
    """The outcome that a run of a sample must have.

    Attributes:
        exit: the exit code; None for any but 0.
        stdout: the whole standard output; None for any.
        stderr: a part of the standard error; None for any.
        lines: the most lines of the standard error; None for any number.
    """

    exit: int | None = None
    stdout: str | None = None
    stderr: str | None = None
    lines: int | None = None


class Trust(Struct, frozen=True):
    """How a toolchain makes a run trust the certificate authority of a test.

    Attributes:
        env: environment variables to set.
        prepare: a command to run once before; may be empty.
        run: a command to run in place of the toolchain's own; may be empty.
    """

    env: Mapping[str, str]
    prepare: tuple[str, ...]
    run: tuple[str, ...]


class WarmStart(Struct, frozen=True):
    """A starter: a program that loads libraries once, and then forks for each run.

    Attributes:
        name: the name of its file.
        program: the content of its file.
        run: the command that starts it.
    """

    name: str
    program: bytes
    run: tuple[str, ...]


class Toolchain(Struct, frozen=True, eq=False):
    """One way to build, check and run samples; commands are argument lists with placeholders.

    Attributes:
        name: its name in reports.
        needs: programs that must be on the PATH.
        versions: commands that print a version, by the name of the component.
        get: how to install the needed programs.
        platform: the only `sys.platform` it works on; None for any.
        env: environment variables for all of its commands; an empty value unsets one.
        build: compiles one sample; may be empty.
        check: checks the syntax of one sample; may be empty.
        run: runs one sample.
        trust: how runs trust a test's certificate authority; None if they can't.
        known_failures: reasons by the id or column of a case that is known to fail.
        build_all: builds or checks all samples at once to save time; may be empty.
        once: prepares files that save time in later runs; may be empty.
        warm: the starter that saves time by forking; None if there is no such program.
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
    known_failures: Mapping[str, str]
    build_all: tuple[str, ...] = ()
    once: tuple[str, ...] = ()
    warm: WarmStart | None = None


class Formatter(Struct, frozen=True):
    """The code formatter that a language's community uses.

    Attributes:
        needs: the program that must be on the PATH.
        check: a command that fails if a file is not formatted.
        width: the most columns of a line in built-in templates; 0 if gen does not run it.
        suffix: the ending of the names of files to format; empty for all files.
        unbroken: regular expression of lines that it never breaks; empty for none.
    """

    needs: str
    check: tuple[str, ...]
    width: int
    suffix: str = ""
    unbroken: str = ""

    def has_form(self, line: str) -> bool:
        """Say whether the formatter leaves a line of a built-in template as it is."""
        if len(line) <= self.width:
            return True
        return bool(self.unbroken) and re.fullmatch(self.unbroken, line) is not None


class File(Struct, frozen=True):
    """A file of a target.

    Attributes:
        pattern: pattern of its path, with placeholders such as `{snake}`.
        template: path of its template, relative to a template folder.
        needs: a feature without which a client of an API lacks this file, such as "regions";
            empty if all clients have it.
        each: of a publication, "operation" for one file for each operation, "site" for one file
            for all APIs, empty for one file for each API.
    """

    pattern: str
    template: str
    needs: str = ""
    each: str = ""


class ProgramTemplate(Struct, frozen=True):
    """A program that calls one operation of a client, so that `gen verify` can test the client."""

    id: str
    file: File


class Target(Struct, frozen=True, eq=False):
    """A kind of output that a language makes: samples, pages, a client or a publication.

    Attributes:
        id: its id, which begins with that of the language.
        title: its name for people.
        files: its files; a sample or a page has one.
        programs: programs that test a client.
        fence: the info string of its code in Markdown.
        formatter: the formatter of its files, None if it has none.
        toolchains: ways to build and run it, in order of preference.
        expect: outcomes of runs that differ from the usual ones, by the kind of run.
        language: the id of its language.
        makes: "samples", "pages", "clients" or "publications".
        is_builtin: False if a template folder of the user has files for it.
        shapes: capabilities that it has beyond plain calls, such as `json-body`.
        comment: the characters that begin a comment up to the end of the line; may be empty.
        lang: the name of its language in `x-codeSamples`; empty for the language's title.
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
        """The only file of a sample or a page."""
        return self.files[0]

    @property
    def is_sample(self) -> bool:
        """Whether it makes samples, which readers copy and run."""
        return self.makes == "samples"

    @property
    def is_page(self) -> bool:
        """Whether it makes pages, which show samples."""
        return self.makes == "pages"

    @property
    def is_client(self) -> bool:
        """Whether it makes clients, which are libraries for a whole API."""
        return self.makes == "clients"

    @property
    def is_publication(self) -> bool:
        """Whether it makes publications, which `gen publish` writes."""
        return self.makes == "publications"


class NameStyle(Struct, frozen=True):
    """How names of one kind are written in a client.

    Attributes:
        case: the case of the names.
        end: the ending of each name; may be empty.
        taken: patterns of names that can't be chosen; `{pascal}` and the like are the API's id.
    """

    case: str = "snake"
    end: str = ""
    taken: tuple[str, ...] = ()


class NamingRules(Struct, frozen=True):
    """How a language writes identifiers.

    Attributes:
        case: the case of local variables.
        clash: text to append to a name that is taken.
        ignore_case: whether names that differ only in case are the same.
        environment: whether variables are environment variables, as in a shell, so that one could
            replace a credential.
        reserved: words of the language.
        taken: `reserved` and `template_variables` together.
        template_variables: names that the templates use themselves.
        files: names that files can't have.
        operations, regions, errors, classes, fields: for clients, how these names are written.
        error: for clients, the pattern of the base class of all errors.
    """

    case: str = "snake"
    clash: str = "_"
    ignore_case: bool = False
    environment: bool = False
    reserved: frozenset[str] = frozenset()
    taken: frozenset[str] = frozenset()
    template_variables: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()
    operations: NameStyle = NameStyle()
    regions: NameStyle = NameStyle()
    errors: NameStyle = NameStyle()
    classes: NameStyle = NameStyle()
    fields: NameStyle = NameStyle()
    error: str = ""


def fill_pattern(pattern: str, values: Mapping[str, str]) -> str:
    """Replace the `{placeholders}` of a pattern.

    Arguments:
        pattern: a path, an argument of a command or an expected output.
        values: texts by the name of their placeholder; other placeholders are not replaced.
    """
    filled, placeholders = _pieces(pattern)
    for name, text in placeholders:
        filled += values.get(name, f"{{{name}}}") + text
    return filled


@lru_cache(maxsize=1024)
def _pieces(pattern: str) -> tuple[str, list[tuple[str, str]]]:
    """Split a pattern into its first text, and each placeholder's name with the text after it."""
    first, *rest = re.split(r"\{(\w+)\}", pattern)
    return first, list(zip(rest[::2], rest[1::2], strict=True))
