"""Targets: each is one kind of output that a language makes.

Most targets make samples, such as Java with OkHttp. Others make pages, clients or publications. A
target says which files it makes, how to format, build and run them, and what a run prints.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from generator.model.structs import Struct, field
from generator.model.variants import Variant


class ExpectedOutcome(Struct, frozen=True):
    """The outcome that a run of a sample must have, in `gen verify`.

    There is a usual outcome for each kind of run. A target can replace the usual exit code, output
    and so on; there, None means that the usual one stays.

    Attributes:
        exit: the exit code; None in the usual outcome for any code but 0.
        stdout: the whole standard output; None in the usual outcome if it is empty.
        stderr: texts of which the standard error must have one. In the usual outcome of some kinds
            of runs, the text must be all of it.
        lines: the most lines of the standard error, besides those of the answer's body; None in the
            usual outcome for any number.
    """

    exit: int | None = None
    stdout: str | None = None
    stderr: tuple[str, ...] | None = None
    lines: int | None = None


class Trust(Struct, frozen=True):
    """How a sample is made to trust the certificate authority of the test server.

    Attributes:
        env: environment variables to set when the sample runs.
        prepare: a command to run once before the samples; empty for none.
        run: the command that runs the sample in place of `Toolchain.run`; empty to use that one.
    """

    env: Mapping[str, str]
    prepare: tuple[str, ...]
    run: tuple[str, ...]


class WarmStart(Struct, frozen=True):
    """A starter: a program that loads libraries once, and then runs samples as often as it is told.

    Attributes:
        name: the name of the starter's file.
        program: the content of that file.
        run: the command that starts the program.
        build: the command that compiles the program; empty if it need not be compiled.
        each_sample: whether a process runs only one sample, again and again. Otherwise one process
            runs all samples of the target, each run in a fork of itself.
    """

    name: str
    program: bytes
    run: tuple[str, ...]
    build: tuple[str, ...] = ()
    each_sample: bool = False


class Toolchain(Struct, frozen=True, eq=False):
    """One way to build, check and run samples, such as with a certain compiler and library.

    A command is a list of arguments, with placeholders such as `{file}`. An empty list means that
    there is no such command.

    Attributes:
        name: the name of the toolchain in reports.
        needs: the programs that must be on the PATH.
        versions: for each component, such as `JDK`, the command that prints its version.
        get: a text that says what is needed, or how to get it.
        install: by system, such as `debian`, the command that installs what is needed. `any` is the
            command for other systems, and `docs` the address of a page that says how to get it.
        platform: the only `sys.platform` that the toolchain works on; None for any.
        env: environment variables for all commands. A variable with an empty value is unset.
        build: the command that compiles one sample.
        check: the command that checks the syntax of one sample.
        run: the command that runs one sample.
        trust: how a sample is made to trust the certificate authority of the test server; None if
            that is impossible.
        known_failures: for cases of `gen verify` that are known to fail, the reasons, by the id of
            the case or the name of a column of cases.
        build_all: the command that builds or checks all samples at once, to save time.
        once: the command that prepares files by which later runs save time.
        warm: the program that saves time by forking for each run; None if there is none.
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
    install: Mapping[str, str] = field(default_factory=dict)

    def known_failure(self, case: str, column: str) -> str:
        """Return why a case, or its column, is known to fail in `gen verify`; else empty."""
        return self.known_failures.get(case) or self.known_failures.get(column, "")


class Formatter(Struct, frozen=True):
    """The code formatter that a language's community uses.

    Attributes:
        needs: the name of the formatter's program, which must be on the PATH.
        check: the command that fails if a file is not formatted.
        width: the most columns that the formatter gives a line; 0 if gen does not run it.
        suffix: how the names of files to format end; empty for all files.
        unbroken: a regular expression of lines that the formatter never breaks, however long;
            empty for none.
    """

    needs: str
    check: tuple[str, ...]
    width: int
    suffix: str = ""
    unbroken: str = ""

    def has_form(self, line: str) -> bool:
        """Say whether the formatter leaves a line from a built-in template as it is.

        It does if the line fits `width` or matches `unbroken`.
        """
        if len(line) <= self.width:
            return True
        return bool(self.unbroken) and re.fullmatch(self.unbroken, line) is not None


class File(Struct, frozen=True):
    """A file that a target makes.

    Attributes:
        pattern: the path or name of the file. Placeholders such as `{snake}` stand for the id of
            the operation or API, here in snake case.
        template: the path of the template that makes the file, relative to a template folder.
        needs: only for files about a whole API: what the API must have so that gen makes this
            file, such as "regions"; empty if every API gets the file.
        each: only for publications: "operation" for one file for each operation, "site" for one
            file for all APIs, empty for one file for each API.
    """

    pattern: str
    template: str
    needs: str = ""
    each: str = ""


class LoopTemplate(Struct, frozen=True):
    """The template of samples with a loop, such as those that ask for all pages of a list.

    Attributes:
        template: the path of the template, relative to a template folder.
        taken: the names of variables that its code defines, besides those of the other samples.
    """

    template: str
    taken: tuple[str, ...] = ()


class KnownValue(Struct, frozen=True):
    """Values that are known not to arrive as they are, which `gen verify --hostile` leaves out.

    Attributes:
        places: the places where they don't, such as "success sentence".
        text: a text that such values have.
        why: what happens.
        is_whole: whether such a value is the text, and others that have it do arrive.
    """

    places: tuple[str, ...]
    text: str
    why: str
    is_whole: bool = False

    def has(self, value: str) -> bool:
        """Say whether a value is one of these."""
        return value == self.text if self.is_whole else self.text in value


class ProgramTemplate(Struct, frozen=True):
    """The template of programs that test a client; each program calls one operation through it.

    Attributes:
        id: the id of the program in language.yaml.
        file: the program's template, and the pattern of its file's name.
    """

    id: str
    file: File


class Target(Struct, frozen=True, eq=False):
    """One kind of output that a language makes, such as samples for Java with OkHttp.

    Attributes:
        id: the id of the target, which begins with the id of the language.
        title: the name of the target for people.
        files: the files that the target makes; only one if it makes samples. If it makes pages,
            the first one is about an operation, and the others are about a whole API.
        programs: the templates of programs that test a client; empty for other targets.
        sample: the template of the call of one operation of a client, which web pages show as a
            sample; None for other targets, and for clients without one.
        fence: the name of the code's language in fenced code blocks of Markdown.
        formatter: the code formatter of the files; None if there is none.
        toolchains: ways to build and run the files, in order of preference.
        expect: by the kind of run, such as `redirect`, what must differ from the usual outcome.
        sample_expect: the same for runs of `sample`.
        language: the id of the language.
        makes: "samples", "pages", "clients" or "publications".
        is_builtin: False if a template folder of the user has files of the language, or of one
            that the language borrows from.
        shapes: what the templates can send and print besides plain calls, such as `json-body`.
        comment: the characters that begin a comment up to the end of the line; may be empty.
        header: the patterns of the lines of the comment on top of a sample.
        longest_line: the most characters of a line that the interpreter can read; 0 for any.
        continues: the end of a line that goes on in the next one; empty if none does.
        lang: the name of the language in `x-codeSamples` of an OpenAPI document; empty for the
            language's title.
        wording: the sentences that templates print, by name.
        loops: the templates of samples with a loop, by what they repeat; empty if the target makes
            no such samples.
        no_loops: why it makes none; empty if it makes some.
        companions: the ids of other publications that are made with this one, in the same folder.
        blocks: the paths of the templates of what `gen embed` puts into pages of this format, by
            their names, such as `sample`; empty if it puts nothing there.
        known_values: values that are known not to arrive.
    """

    id: str
    title: str
    files: tuple[File, ...]
    programs: tuple[ProgramTemplate, ...]
    fence: str
    formatter: Formatter | None
    toolchains: tuple[Toolchain, ...]
    expect: Mapping[str, ExpectedOutcome]
    sample_expect: Mapping[str, ExpectedOutcome]
    language: str
    makes: str
    is_builtin: bool
    shapes: frozenset[str] = frozenset()
    comment: str = ""
    lang: str = ""
    header: tuple[str, ...] = ()
    longest_line: int = 0
    continues: str = ""
    wording: Mapping[str, str] = field(default_factory=dict)
    loops: Mapping[str, LoopTemplate] = field(default_factory=dict)
    no_loops: str = ""
    sample: File | None = None
    companions: tuple[str, ...] = ()
    blocks: Mapping[str, str] = field(default_factory=dict)
    known_values: tuple[KnownValue, ...] = ()

    def template_of(self, variant: Variant) -> str:
        """Return the path of the template for one of an operation's samples; empty for none."""
        if variant.loop is None:
            return self.file.template
        return self.loops[variant.loop].template if variant.loop in self.loops else ""

    def names_in(self, variant: Variant) -> tuple[str, ...]:
        """Return the names of variables that the code of a sample's loop defines itself."""
        loop = None if variant.loop is None else self.loops.get(variant.loop)
        return () if loop is None else loop.taken

    @property
    def templates(self) -> tuple[str, ...]:
        """The paths of all templates of its files."""
        of_loops = (loop.template for loop in self.loops.values())
        return (*(file.template for file in self.files), *of_loops, *self.blocks.values())

    @property
    def file(self) -> File:
        """The file about an operation of a target that makes samples or pages; else the first."""
        return self.files[0]

    @property
    def api_pages(self) -> tuple[File, ...]:
        """The files about a whole API of a target that makes pages; else empty."""
        return self.files[1:] if self.is_page else ()

    @property
    def is_sample(self) -> bool:
        """Whether the target makes samples, which readers copy and run."""
        return self.makes == "samples"

    @property
    def is_page(self) -> bool:
        """Whether the target makes pages, which show samples."""
        return self.makes == "pages"

    @property
    def is_client(self) -> bool:
        """Whether the target makes clients. A client is a library that calls a whole API."""
        return self.makes == "clients"

    @property
    def is_publication(self) -> bool:
        """Whether the target makes publications: files that `gen publish` writes.

        Some have only blocks, which `gen embed` puts into pages that somebody else writes.
        """
        return self.makes == "publications"


class NameStyle(Struct, frozen=True):
    """How a client writes names of one kind, such as the names of its classes.

    Attributes:
        case: the case of the names, such as "snake".
        end: the ending of each name, such as `Error`; may be empty.
        taken: patterns of names that can't be chosen. Placeholders such as `{pascal}` stand for the
            API's id.
    """

    case: str = "snake"
    end: str = ""
    taken: tuple[str, ...] = ()


class NamingRules(Struct, frozen=True):
    """The rules by which identifiers of a language are chosen.

    Attributes:
        case: the case of local variables, such as "snake".
        clash: the text to append to a name that is taken already, such as `_`.
        ignore_case: whether the language takes names that differ only in case for the same name.
        environment: whether variables are environment variables, as in a shell. If so, no variable
            may have the name of a credential's environment variable.
        reserved: keywords and built-in names of the language.
        taken: `reserved` and `template_variables` together.
        template_variables: the names of variables that the templates define themselves.
        files: names that files can't have.
        operations, regions, errors, classes, fields: how clients write the names of methods,
            regions, error classes, other classes, and fields of classes.
        error: the pattern of the name of a client's base class of all errors.
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
    """Replace the `{placeholders}` of a pattern, and return the result.

    Arguments:
        pattern: a path, an argument of a command, or an expected output.
        values: for each name of a placeholder, the text to put in its place. Placeholders without
            a text stay as they are.
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
