"""The schema of language.yaml: each key, the values it may have, and a description for people."""

from __future__ import annotations

from generator.languages.encoders import BASE_STYLES, NAMED_STYLES
from generator.languages.shapes import SHAPES
from generator.languages.toolchain_grammar import COMMAND, EXPECT, KNOWN_VALUE, TOOLCHAIN
from generator.model import rules
from generator.model.naming import CASES
from generator.model.variants import Loop
from generator.sources.yaml_schema import (
    Choice,
    Flag,
    JsonSchema,
    Key,
    ListOf,
    MapOf,
    Pattern,
    Record,
    WholeNumber,
)

_ID = Pattern.of(rules.ID)
# What `gen embed` puts into pages, and what that is.
BLOCKS = {
    "sample": "a sample, or a part of one",
    "errors": "the documented errors of an operation",
    "regions": "the regions of an API or an operation",
}
MAKES = ("samples", "pages", "clients", "publications")
# What an API must have so that a target makes a file about the whole API: for clients and pages.
CLIENT_FEATURES = ("regions", "classes", "json", "files", "types")
PAGE_FEATURES = ("regions",)

_TEXT = Pattern()
_SENTENCE_NAME = Pattern("[a-z][A-Za-z0-9]*", "a word in camelCase")
_SENTENCE = Pattern(r"\S([^\n\r\t\x00-\x1f\x7f-\x9f]*\S)?", "text on one line")
_ANY = Pattern(empty=True)
_NAME = rf"([A-Za-z0-9_-]|\{{({'|'.join(CASES)})\}})+(\.[A-Za-z0-9_-]+)*"
_FILE = Pattern(_NAME, "a file name with {snake} or the like")
_PATH = Pattern(f"{_NAME}(/{_NAME})*", "a path with {snake} or the like, such as {snake}/client.py")
_PATTERN = Pattern(r"([A-Za-z0-9_]|\{(snake|camel|pascal)\})+", "an identifier with {pascal} or so")

# Two digits for the width: with a large one, str.format could fill the memory.
_LITERAL = r"([^{}]|\{\{|\}\})*"
_FORM = Pattern(
    rf"{_LITERAL}\{{0?(:0?([1-9][0-9]?)?[bdoxX]?)?\}}{_LITERAL}",
    "text with one number, such as \\u{:04x}",
)

_NUMERIC = Record(
    {
        "below": Key(WholeNumber(1, 0x110000), "For code points below this one; all if not given."),
        "unit": Key(Choice(("character", "utf16", "utf8")), "What is numbered; a character."),
        "form": Key(_FORM, "How one number is written, as str.format reads it.", required=True),
    }
)
_STYLE = Record(
    {
        "base": Key(Choice(tuple(BASE_STYLES)), "A common style that this one extends."),
        "named": Key(Choice(tuple(NAMED_STYLES)), "A style that no table can say."),
        "open": Key(_TEXT, "What stands before the text."),
        "close": Key(_TEXT, "What stands behind it."),
        "escapes": Key(MapOf(_TEXT, _ANY), "Characters, and what is written for each."),
        "patterns": Key(
            MapOf(_TEXT, _ANY), "Regular expressions, and what is written for a match."
        ),
        "never": Key(_TEXT, "Characters that this style can't hold."),
        "only": Key(_TEXT, "Regular expression of the only texts that this style can hold."),
        "ascii": Key(Flag(), "Whether only ASCII stands for itself."),
        "numeric": Key(ListOf(_NUMERIC), "How every other character is written."),
    }
)
_KIND = Record(
    {
        "case": Key(Choice(CASES), "Case of these names.", required=True),
        "end": Key(_TEXT, "What each ends in, unless it does already."),
        "taken": Key(ListOf(_PATTERN), "Names that the templates or the language have already."),
    }
)
_NAMES = Record(
    {
        "case": Key(Choice(CASES), "Case of local variables.", required=True),
        "clash": Key(_TEXT, "Put behind a name that is taken; _ if not given."),
        "ignoreCase": Key(Flag(), "Whether names that differ in case are the same."),
        "environment": Key(Flag(), "Whether variables are environment variables, as in a shell."),
        "reserved": Key(ListOf(_TEXT), "Words of the language, and names it has for everybody."),
        "taken": Key(ListOf(_TEXT), "Names that the templates use themselves."),
        "files": Key(ListOf(_TEXT), "Names that a file can't have; it gets Sample put behind."),
        "operations": Key(_KIND, "For clients: the methods, one an operation."),
        "regions": Key(_KIND, "For clients: the members that regions have."),
        "errors": Key(_KIND, "For clients: the classes, one a documented status and code."),
        "classes": Key(_KIND, "For clients: the classes of what requests and answers carry."),
        "fields": Key(_KIND, "For clients: the fields of these classes."),
        "error": Key(_PATTERN, "For clients: the class of all errors; {pascal} is the API's id."),
    }
)
_FORMATTER = Record(
    {
        "needs": Key(_TEXT, "Program that must be on the PATH.", required=True),
        "check": Key(COMMAND, "Fails if {file} is not formatted.", required=True),
        "width": Key(
            WholeNumber(20, 1000), "Columns it keeps lines within, if gen runs it itself."
        ),
        "suffix": Key(_TEXT, "What the names of its files end in; all files if not given."),
        "unbroken": Key(
            _TEXT, "Regular expression of lines that it leaves alone however long they are."
        ),
    }
)
_CLIENT_FILE = Record(
    {
        "template": Key(_TEXT, "Template in this folder.", required=True),
        "for": Key(
            Choice(CLIENT_FEATURES),
            "For clients and pages: what an API must have that this file is made for; for pages, "
            "regions is a table of regions that stands once.",
        ),
        "each": Key(Choice(("operation",)), "For publications: of what there is one each."),
    },
    scalar_key="template",
)
_PROGRAM = Record(
    {
        "template": Key(_TEXT, "Template in this folder.", required=True),
        "file": Key(_FILE, "Name of the file, as a sample's.", required=True),
    }
)
_CALL = Record(
    {
        **_PROGRAM.fields,
        "expect": Key(EXPECT, "What a run of it does where it differs from other samples."),
    }
)
_CONTAINER = Record(
    {
        "open": Key(_TEXT, "What stands before it.", required=True),
        "close": Key(_TEXT, "What stands behind it.", required=True),
        "broken": Key(_TEXT, "What stands before it in place of open, on several lines."),
        "empty": Key(_TEXT, "How an empty one is written, if not as open and close."),
        "pad": Key(_TEXT, "What stands within open and close on one line."),
        "before": Key(_TEXT, "What stands before each name."),
        "pair": Key(_TEXT, "What stands between a name and its value."),
        "after": Key(_TEXT, "What stands behind each value."),
        "most": Key(WholeNumber(1, 1000), "How many members it can have."),
        "names": Key(_TEXT, "Regular expression that each name must match."),
    }
)
_VALUES = Record(
    {
        "text": Key(_TEXT, "Encoder of texts.", required=True),
        "name": Key(_TEXT, "Encoder of names; that of texts if not given."),
        "integer": Key(_TEXT, "Encoder of whole numbers; JSON's form if not given."),
        "number": Key(_TEXT, "Encoder of other numbers; JSON's form if not given."),
        "null": Key(_TEXT, "What is written for null.", required=True),
        "true": Key(_TEXT, "What is written for true.", required=True),
        "false": Key(_TEXT, "What is written for false.", required=True),
        "arrays": Key(
            ListOf(_CONTAINER, non_empty=True),
            "Ways to write arrays, the best first.",
            required=True,
        ),
        "objects": Key(
            ListOf(_CONTAINER, non_empty=True),
            "Ways to write objects, the best first.",
            required=True,
        ),
        "width": Key(WholeNumber(20, 1000), "Columns that a line may fill; any if not given."),
        "indent": Key(WholeNumber(0, 8), "Spaces that each level stands deeper; 2 if not given."),
        "trailing": Key(Flag(), "Whether a comma stands behind the last of several lines."),
        "align": Key(Flag(), "Whether values below each other begin in one column, as in Go."),
        "quote": Key(_TEXT, "What stands around each line, if literals end with their line."),
    }
)
# What samples can repeat.
LOOPS = {
    Loop.ALL_PAGES: "Samples that ask for all pages of a list.",
    Loop.UNTIL_DONE: "Samples that wait until a task is done.",
}
_FUNCTION = Record(
    {
        "code": Key(_TEXT, "Code of the call; {value} is what it encodes.", required=True),
        "use": Key(_TEXT, "What it needs: lines of imports."),
    },
    scalar_key="code",
)
_VALUES_IN_LITERAL = Record(
    {
        "open": Key(_TEXT, "What stands before the literal; nothing if not given."),
        "text": Key(_TEXT, "Encoder of the text in it.", required=True),
        "value": Key(_TEXT, "What stands in it for a value; {value} is its code.", required=True),
        "bare": Key(_TEXT, "The same for a variable, unless a letter, digit or _ follows."),
        "close": Key(_TEXT, "What stands behind it; nothing if not given."),
        "argument": Key(_TEXT, "What stands behind it for each value, where one does."),
        "end": Key(_TEXT, "What stands behind all arguments."),
        "calls": Key(Flag(), "Whether calls can stand in it, and not variables alone."),
    }
)
_EXPRESSIONS = Record(
    {
        "text": Key(_TEXT, "Encoder of a literal without values.", required=True),
        "literal": Key(_VALUES_IN_LITERAL, "How a literal with values in it is written."),
        "join": Key(_TEXT, "What joins literals and values, such as a plus sign."),
        "variable": Key(_TEXT, "Code of a variable alone, where that is not its name, {value}."),
        "secret": Key(
            _TEXT, "Code of a credential in a literal, where it has no variable: {env}, {hint}."
        ),
        "percent": Key(_FUNCTION, "Percent-encodes a segment of a path."),
        "query": Key(_FUNCTION, "Percent-encodes a value of the query."),
        "base64": Key(_FUNCTION, "Encodes UTF-8 in Base64."),
    }
)
_FIT = Record(
    {
        "width": Key(WholeNumber(20, 1000), "The most columns of a line.", required=True),
        "tight": Key(Flag(), "Whether there is no space within braces."),
    }
)
_HEADER = Record(
    {
        "install": Key(_TEXT, "How to get what the code needs."),
        "run": Key(
            _TEXT,
            "How to run it; {file} and {stem} are its name, {keys} sets all credentials.",
        ),
    }
)
_LOOP = Record(
    {
        "template": Key(_TEXT, "Template in this folder.", required=True),
        "taken": Key(ListOf(_TEXT), "Names that its code has besides those of other samples."),
    },
    scalar_key="template",
)
_LOOPS = Record(
    {
        **{loop.value: Key(_LOOP, what) for loop, what in LOOPS.items()},
        "none": Key(_TEXT, "Why there are no such samples; in place of templates."),
    }
)
_BLOCKS = Record(
    {
        name: Key(_TEXT, f"Template in this folder: {what}.", required=True)
        for name, what in BLOCKS.items()
    }
)
_TARGET = Record(
    {
        "title": Key(_TEXT, "Heading on pages and name in lists.", required=True),
        "template": Key(_TEXT, "Template in this folder; clients and publications have files."),
        "file": Key(
            _FILE, "Name of the file; {snake}, {camel}, {pascal} or {kebab} is the operation's id."
        ),
        "files": Key(
            MapOf(_PATH, _CLIENT_FILE),
            "For clients and publications: files and their templates; {snake} and the like are the "
            "API's id, or the operation's where there is one each. For pages: files about a whole "
            "API, besides the operation's.",
        ),
        "site": Key(
            MapOf(_PATH, _TEXT),
            "For publications: files of which there is one for all APIs, and their templates.",
        ),
        "with": Key(
            ListOf(_ID), "For publications: others that are made with it, in the same folder."
        ),
        "blocks": Key(
            _BLOCKS,
            "For publications: what gen embed puts into pages of this format.",
        ),
        "programs": Key(
            MapOf(_ID, _PROGRAM),
            "For clients: programs that call one operation, by which gen verify proves them.",
        ),
        "sample": Key(
            _CALL, "For clients: the call of one operation, which web pages show as a sample."
        ),
        "shapes": Key(
            ListOf(Choice(SHAPES)), "For samples and clients: what else than plain calls it can do."
        ),
        "loops": Key(_LOOPS, "Samples that go on behind their call, or why there are none."),
        "fence": Key(Pattern("[a-z0-9+-]+", "a word"), "Info string of its code in Markdown."),
        "lang": Key(
            _TEXT,
            "What x-codeSamples calls its language; the folder's title if not given.",
        ),
        "comment": Key(_TEXT, "What begins a comment that ends with its line."),
        "header": Key(_HEADER, "The comment on top of a sample: at most two lines."),
        "longestLine": Key(
            WholeNumber(80, 1_000_000),
            "Characters of a line, with those that continue it, that its interpreter can read.",
        ),
        "continues": Key(_TEXT, "What a line ends in that goes on in the next one."),
        "formatter": Key(_FORMATTER, "The community's formatter."),
        "toolchains": Key(ListOf(TOOLCHAIN), "Ways to check and run it; the first that can."),
        "knownValues": Key(
            ListOf(KNOWN_VALUE),
            "Values that are known not to arrive; gen verify --hostile leaves them out.",
        ),
        "expect": Key(EXPECT, "What a run does where it differs from the other languages."),
    }
)
# Names of the filters that every language has. No encoder can have one of them.
SHARED_FILTERS = frozenset(
    [
        *CASES,
        "arguments",
        "as_json",
        "as_text",
        "block",
        "compact",
        "compact_style",
        "blocks",
        "brief",
        "count",
        "csp_hash",
        "directive",
        "expression",
        "fence",
        "fit",
        "highlight",
        "indent",
        "link",
        "listing",
        "name",
        "operator",
        "percent",
        "prose",
        "say",
        "sentence",
        "sentences",
        "sorted",
        "spans",
        "word",
    ]
)
LANGUAGE = Record(
    {
        "title": Key(_TEXT, "Name of the language.", required=True),
        "makes": Key(Choice(MAKES), "What the targets are; samples if not given."),
        "optional": Key(Flag(), "Whether they are made only where a spec or --lang names them."),
        "borrows": Key(
            ListOf(_ID), "Languages whose encoders and reserved words this one has, too."
        ),
        "names": Key(_NAMES, "How identifiers are written."),
        "encoders": Key(
            MapOf(Pattern("[a-z][a-z_]*", "lower-case letters and _"), ListOf(_STYLE)),
            "Filters of the templates: for each, its styles in order of preference.",
        ),
        "values": Key(
            MapOf(Pattern("[a-z][a-z_]*", "lower-case letters and _"), _VALUES),
            "Filters that write numbers, arrays, objects and what else JSON has.",
        ),
        "expressions": Key(_EXPRESSIONS, "How URLs, and headers with a credential, are written."),
        "descriptions": Key(
            Choice(("html", "line", "markdown")),
            "What the filters blocks and spans write, by the encoders text and code, and for "
            "markdown cell and fenced; line is words on one line.",
        ),
        "fit": Key(_FIT, "How the filter fit joins lines."),
        "indent": Key(WholeNumber(1, 8), "Spaces that the templates have for each level."),
        "indentWith": Key(
            Pattern(r"[ \t]{1,16}", "at most 16 spaces or tabs"),
            "What the files have for each level, such as a tab.",
        ),
        "imports": Key(
            ListOf(_TEXT), "What lines of imports begin with, in the order of their groups."
        ),
        "wording": Key(
            MapOf(_SENTENCE_NAME, _SENTENCE),
            "Sentences that the templates print, by name, for the filter say; with {placeholders}.",
        ),
        "targets": Key(MapOf(_ID, _TARGET), "Targets by id.", required=True),
    }
)


def json_schema() -> JsonSchema:
    """Return the JSON Schema of language.yaml (draft 2020-12), for editors."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A language as gen reads it",
        **LANGUAGE.schema(),
    }
