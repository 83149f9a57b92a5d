"""The language of language.yaml: which keys there are, what may stand there, what each is for."""

from __future__ import annotations

from generator.languages.encoders import BASES, NAMED
from generator.model import rules
from generator.model.naming import CASES
from generator.sources.yaml_schema import (
    Choice,
    Each,
    Field,
    Flag,
    Number,
    Record,
    Schema,
    Table,
    Words,
)

# Values of sys.platform, and what people call them.
PLATFORMS = {"linux": "Linux", "darwin": "macOS", "win32": "Windows"}

_ID = Words.of(rules.ID)
MAKES = ("samples", "pages", "clients", "publications")

_TEXT = Words()
_ANY = Words(empty=True)
_COMMAND = Each(_ANY, unique=False)
_NAME = rf"([A-Za-z0-9_-]|\{{({'|'.join(CASES)})\}})+(\.[A-Za-z0-9_-]+)*"
_FILE = Words(_NAME, "a file name with {snake} or the like")
_PATH = Words(f"{_NAME}(/{_NAME})*", "a path with {snake} or the like, such as {snake}/client.py")
_PATTERN = Words(r"([A-Za-z0-9_]|\{(snake|camel|pascal)\})+", "an identifier with {pascal} or so")

# No more than a few digits: what str.format reads besides can fill all memory.
_LITERAL = r"([^{}]|\{\{|\}\})*"
_FORM = Words(
    rf"{_LITERAL}\{{0?(:0?([1-9][0-9]?)?[bdoxX]?)?\}}{_LITERAL}",
    "text with one number, such as \\u{:04x}",
)

_NUMERIC = Record(
    {
        "below": Field(Number(1, 0x110000), "For code points below this one; all if not given."),
        "unit": Field(Choice(("character", "utf16", "utf8")), "What is numbered; a character."),
        "form": Field(_FORM, "How one number is written, as str.format reads it.", required=True),
    }
)
_STYLE = Record(
    {
        "base": Field(Choice(tuple(BASES)), "A common style that this one extends."),
        "named": Field(Choice(tuple(NAMED)), "A style that no table can say."),
        "open": Field(_TEXT, "What stands before the text."),
        "close": Field(_TEXT, "What stands behind it."),
        "escapes": Field(Table(_TEXT, _ANY), "Characters, and what is written for each."),
        "patterns": Field(
            Table(_TEXT, _ANY), "Regular expressions, and what is written for a match."
        ),
        "never": Field(_TEXT, "Characters that this style can't hold."),
        "only": Field(_TEXT, "Regular expression of the only texts that this style can hold."),
        "ascii": Field(Flag(), "Whether only ASCII stands for itself."),
        "numeric": Field(Each(_NUMERIC), "How every other character is written."),
    }
)
_KIND = Record(
    {
        "case": Field(Choice(CASES), "Case of these names.", required=True),
        "end": Field(_TEXT, "What each ends in, unless it does already."),
        "taken": Field(Each(_PATTERN), "Names that the templates or the language have already."),
    }
)
_NAMES = Record(
    {
        "case": Field(Choice(CASES), "Case of local variables.", required=True),
        "clash": Field(_TEXT, "Put behind a name that is taken; _ if not given."),
        "ignoreCase": Field(Flag(), "Whether names that differ in case are the same."),
        "environment": Field(Flag(), "Whether variables are environment variables, as in a shell."),
        "reserved": Field(Each(_TEXT), "Words of the language, and names it has for everybody."),
        "taken": Field(Each(_TEXT), "Names that the templates use themselves."),
        "files": Field(Each(_TEXT), "Names that a file can't have; it gets Sample put behind."),
        "operations": Field(_KIND, "For clients: the methods, one an operation."),
        "regions": Field(_KIND, "For clients: the members that regions have."),
        "errors": Field(_KIND, "For clients: the classes, one a documented status and code."),
        "classes": Field(_KIND, "For clients: the classes of what requests and answers carry."),
        "fields": Field(_KIND, "For clients: the fields of these classes."),
        "error": Field(_PATTERN, "For clients: the class of all errors; {pascal} is the API's id."),
    }
)
_OUTCOME = Record(
    {
        "exit": Field(Number(0, 255), "Exit code."),
        "stdout": Field(
            _ANY, "All of stdout, with {sentence}, {returned}, {status}, {body} and {head}."
        ),
        "stderr": Field(_ANY, "A part of stderr, with {status}, {body}, {env} and {raised}."),
        "lines": Field(Number(1, 1000), "The most lines that stderr may have."),
    }
)
_EXPECT = Record(
    {
        "success": Field(_OUTCOME, "After an answer of success."),
        "error": Field(_OUTCOME, "After an error of the API."),
        "redirect": Field(_OUTCOME, "After a redirect, which no sample follows."),
        "noKey": Field(_OUTCOME, "Without the environment variable."),
        "noAnswer": Field(_OUTCOME, "When no answer came."),
    }
)
_ENV = Table(Words("[A-Za-z_][A-Za-z0-9_]*", "the name of an environment variable"), _ANY)
_TRUST = Record(
    {
        "env": Field(_ENV, "Environment variables; {authority} is a PEM file."),
        "prepare": Field(_COMMAND, "Runs once before, such as to make a store in {work}."),
        "run": Field(_COMMAND, "Stands for the toolchain's own run."),
    }
)
_WARM = Record(
    {
        "starter": Field(
            _TEXT, "Program in this folder, or in one that it borrows from.", required=True
        ),
        "run": Field(_COMMAND, "Starts {starter}.", required=True),
    }
)
_TOOLCHAIN = Record(
    {
        "name": Field(_TEXT, "What this way is called in reports.", required=True),
        "needs": Field(Each(_TEXT), "Programs that must be on the PATH.", required=True),
        "versions": Field(
            Table(_TEXT, _COMMAND), "What it consists of: commands that tell the version of each."
        ),
        "get": Field(_TEXT, "How to get what it needs."),
        "platform": Field(Choice(tuple(PLATFORMS)), "The only sys.platform it is for."),
        "env": Field(_ENV, "Environment variables for all its steps; an empty one is unset."),
        "build": Field(_COMMAND, "Compiles {file} into the folder {work}."),
        "check": Field(_COMMAND, "Checks the syntax, where nothing is compiled."),
        "buildAll": Field(_COMMAND, "Builds or checks all {files} at once, which saves time."),
        "once": Field(_COMMAND, "Makes in {shared} what saves every run time; it may fail."),
        "warm": Field(_WARM, "What forks for every run but a sample's first, which saves time."),
        "run": Field(_COMMAND, "Runs what {file}, {work} and {stem} name.", required=True),
        "trust": Field(_TRUST, "What makes a run trust a test authority."),
        "known": Field(
            Table(_TEXT, _TEXT), "Cases, or columns of them, that are known to fail, and why."
        ),
    }
)
_FORMATTER = Record(
    {
        "needs": Field(_TEXT, "Program that must be on the PATH.", required=True),
        "check": Field(_COMMAND, "Fails if {file} is not formatted.", required=True),
        "width": Field(Number(20, 1000), "Columns it keeps lines within, if gen runs it itself."),
        "suffix": Field(_TEXT, "What the names of its files end in; all files if not given."),
        "unbroken": Field(
            _TEXT, "Regular expression of lines that it leaves alone however long they are."
        ),
    }
)
_CLIENT_FILE = Record(
    {
        "template": Field(_TEXT, "Template in this folder.", required=True),
        "for": Field(
            Choice(("regions", "classes", "json", "files")),
            "For clients: what an API must have that this file is made for.",
        ),
        "each": Field(Choice(("operation",)), "For publications: of what there is one each."),
    },
    short="template",
)
_PROGRAM = Record(
    {
        "template": Field(_TEXT, "Template in this folder.", required=True),
        "file": Field(_FILE, "Name of the file, as a sample's.", required=True),
    }
)
_CONTAINER = Record(
    {
        "open": Field(_TEXT, "What stands before it.", required=True),
        "close": Field(_TEXT, "What stands behind it.", required=True),
        "broken": Field(_TEXT, "What stands before it in place of open, on several lines."),
        "empty": Field(_TEXT, "How an empty one is written, if not as open and close."),
        "pad": Field(_TEXT, "What stands within open and close on one line."),
        "before": Field(_TEXT, "What stands before each name."),
        "pair": Field(_TEXT, "What stands between a name and its value."),
        "after": Field(_TEXT, "What stands behind each value."),
        "most": Field(Number(1, 1000), "How many members it can have."),
        "names": Field(_TEXT, "Regular expression that each name must match."),
    }
)
_VALUES = Record(
    {
        "text": Field(_TEXT, "Encoder of texts.", required=True),
        "name": Field(_TEXT, "Encoder of names; that of texts if not given."),
        "integer": Field(_TEXT, "Encoder of whole numbers; JSON's form if not given."),
        "number": Field(_TEXT, "Encoder of other numbers; JSON's form if not given."),
        "null": Field(_TEXT, "What is written for null.", required=True),
        "true": Field(_TEXT, "What is written for true.", required=True),
        "false": Field(_TEXT, "What is written for false.", required=True),
        "arrays": Field(
            Each(_CONTAINER, some=True), "Ways to write arrays, the best first.", required=True
        ),
        "objects": Field(
            Each(_CONTAINER, some=True), "Ways to write objects, the best first.", required=True
        ),
        "width": Field(Number(20, 1000), "Columns that a line may fill; any if not given."),
        "indent": Field(Number(0, 8), "Spaces that each level stands deeper; 2 if not given."),
        "trailing": Field(Flag(), "Whether a comma stands behind the last of several lines."),
        "hug": Field(Flag(), "Whether what closes stands behind the last, on the same line."),
    }
)
# What a request or an answer may have that not every target can do.
SHAPES = (
    "json-body",
    "form-body",
    "multipart-body",
    "file-body",
    "repeated-fields",
    "typed-fields",
    "text-result",
    "file-result",
    "result-headers",
    "bearer-credentials",
    "basic-credentials",
    "query-credentials",
    "cookie-credentials",
    "cookie-parameters",
    "object-parameters",
    "styled-parameters",
    "own-credentials",
)
_TARGET = Record(
    {
        "title": Field(_TEXT, "Heading on pages and name in lists.", required=True),
        "template": Field(_TEXT, "Template in this folder; clients and publications have files."),
        "file": Field(
            _FILE, "Name of the file; {snake}, {camel}, {pascal} or {kebab} is the operation's id."
        ),
        "files": Field(
            Table(_PATH, _CLIENT_FILE),
            "For clients and publications: files and their templates; {snake} and the like are the "
            "API's id, or the operation's where there is one each.",
        ),
        "site": Field(
            Table(_PATH, _TEXT),
            "For publications: files of which there is one for all APIs, and their templates.",
        ),
        "programs": Field(
            Table(_ID, _PROGRAM),
            "For clients: programs that call one operation, by which gen verify proves them.",
        ),
        "shapes": Field(
            Each(Choice(SHAPES)), "For samples and clients: what else than plain calls it can do."
        ),
        "fence": Field(Words("[a-z0-9+-]+", "a word"), "Info string of its code in Markdown."),
        "lang": Field(
            _TEXT,
            "What x-codeSamples calls its language; the folder's title if not given.",
        ),
        "comment": Field(_TEXT, "What begins a comment that ends with its line."),
        "formatter": Field(_FORMATTER, "The community's formatter."),
        "toolchains": Field(Each(_TOOLCHAIN), "Ways to check and run it; the first that can."),
        "expect": Field(_EXPECT, "What a run does where it differs from the other languages."),
    }
)
# Filters that every language has; an encoder can't have their names.
SHARED_FILTERS = frozenset(
    [
        *CASES,
        "as_json",
        "as_text",
        "assign",
        "block",
        "columns",
        "count",
        "csp_hash",
        "directive",
        "fence",
        "fit",
        "highlight",
        "hug",
        "indent",
        "listing",
        "name",
        "operator",
        "part",
        "percent",
        "prose",
        "sorted",
        "word",
        "wrap",
    ]
)
LANGUAGE = Record(
    {
        "title": Field(_TEXT, "Name of the language.", required=True),
        "makes": Field(Choice(MAKES), "What the targets are; samples if not given."),
        "borrows": Field(
            Each(_ID), "Languages whose encoders and reserved words this one has, too."
        ),
        "names": Field(_NAMES, "How identifiers are written."),
        "encoders": Field(
            Table(Words("[a-z][a-z_]*", "lower-case letters and _"), Each(_STYLE)),
            "Filters of the templates: for each, its styles in order of preference.",
        ),
        "values": Field(
            Table(Words("[a-z][a-z_]*", "lower-case letters and _"), _VALUES),
            "Filters that write numbers, arrays, objects and what else JSON has.",
        ),
        "targets": Field(Table(_ID, _TARGET), "Targets by id.", required=True),
    }
)


def json_schema() -> Schema:
    """Give the JSON Schema (2020-12) of a language.yaml."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A language as gen reads it",
        **LANGUAGE.schema(),
    }
