"""The keys of the spec language: which values each key may have, and what it is for."""

from __future__ import annotations

import re

from generator.model import rules
from generator.model.hosts import (
    ENDPOINT_RULE,
    HOST,
    advise_endpoint,
    endpoint_problem,
    split_server,
)
from generator.model.schema import ITEM_LIMITS, LENGTH_LIMITS, NUMBER_LIMITS, Limits
from generator.sources.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_schema import (
    AnyNumber,
    AnyValue,
    Choice,
    Either,
    Flag,
    JsonSchema,
    Key,
    ListOf,
    MapOf,
    Pattern,
    Record,
    Recursive,
    ScalarOr,
    ValueReader,
    WholeNumber,
)
from generator.spec.errors.grammar import ERROR
from generator.spec.records import answer_examples, credentials, response_headers
from generator.spec.records.descriptions import DEPRECATED, DOCS, TAGS
from generator.spec.records.follow_ups import LONG_RUNNING, PAGING
from generator.spec.samples.keys import EXAMPLES, SAMPLES

ID = Pattern.of(rules.ID)
REGION_ID = Pattern.of(rules.REGION_ID)
OPERATION_ID = Pattern.of(rules.OPERATION_ID)
FIELD_NAME = Pattern.of(rules.FIELD_NAME)
FIELD_VALUE = credentials.FIELD_VALUE
MEDIA_TYPE = Pattern.of(rules.MEDIA_TYPE)
SENT_MEDIA_TYPE = Pattern.of(rules.SENT_MEDIA_TYPE)
VERSION = Pattern(
    "[A-Za-z0-9]([A-Za-z0-9._-]{0,62}[A-Za-z0-9_-])?",
    "up to 64 of A-Z a-z 0-9 . _ -, beginning with a letter or digit and not ending in a dot",
)


def _server_problem(text: str) -> tuple[str, str] | None:
    """Say what is wrong with the host of a server, and what to do about it."""
    host = split_server(text)[0]
    return None if not host else endpoint_problem(host, text)


ENDPOINT = Pattern(HOST, ENDPOINT_RULE, fault=endpoint_problem, advise=advise_endpoint)
ENDPOINT_TEMPLATE = Pattern(
    r"https?://([A-Za-z0-9.:_-]|\{[^{}]*\})+",
    "scheme and host without a trailing slash: https://{region}.example.com",
    advise=advise_endpoint,
)
# Each segment is made of the pchar of RFC 3986, so that it is the same in a URL and in the string
# literals of every language.
_PCHAR_ALONE = r"([A-Za-z0-9._~!$&'()*+,;=:@-]|%[0-9A-Fa-f]{2})"
_PCHAR = rf"({_PCHAR_ALONE}|\{{[^{{}}]+\}})"
PATH = Pattern(
    f"(/{_PCHAR}*)+",
    "segments that begin with /, forbidden characters as %XX; a query stands under parameters",
)
_FRAGMENT_PATH = Pattern(
    rf"{PATH.pattern}(#({_PCHAR_ALONE}|[/?])+)?",
    PATH.rule,
)
SERVER = Pattern(
    rf"({HOST})?(/{_PCHAR_ALONE}+)*/?",
    "scheme, host and path, or the path alone: https://files.example.com/v2",
    fault=_server_problem,
)
ENV = credentials.ENV
TARGET = ID
TEXT = credentials.TEXT
FILE = Pattern(r"[A-Za-z0-9_.][A-Za-z0-9._/-]*\.ya?ml", "a .yaml file beside or below this one")

STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject", "label", "matrix")
METHODS = ("GET", "PUT", "POST", "DELETE", "OPTIONS", "HEAD", "PATCH")

REGION = Record(
    {
        "name": Key(TEXT, "Name of the region, for people.", required=True),
        "endpoint": Key(ENDPOINT, "Scheme and host, where they are not the API's pattern."),
    },
    scalar_key="name",
)
REGIONS = MapOf(REGION_ID, REGION)
_REGION_IDS = ListOf(REGION_ID, non_empty=True)
# Regions of a table, all but those of `except`, or those of `only` alone.
_CHOICE = {
    "only": Key(_REGION_IDS, "The regions, by id; no others."),
    "except": Key(_REGION_IDS, "All regions but these, by id."),
}
_SHARED_TABLE = Record(
    {"table": Key(FILE, "The file that holds the region table.", required=True), **_CHOICE}
)


def names_table(node: Node) -> bool:
    """Say whether a mapping names the file of a region table, with `only` or `except` or alone.

    If not, it is a table itself, which may have a region with the id `table`.
    """
    if not isinstance(node, MappingNode) or "table" not in node.entries:
        return False
    name, others = node.entries["table"][1], [child for _, child in node.entries.values()]
    is_file = isinstance(name, ScalarNode) and re.fullmatch(FILE.pattern, name.value) is not None
    return is_file or any(isinstance(child, SequenceNode) for child in others)


_API = Record(
    {
        "id": Key(ID, "Short name, the first folder below out/.", required=True),
        "title": Key(TEXT, "Name of the API.", required=True),
        "description": Key(TEXT, "What it is for."),
        "docs": DOCS,
        "markdown": Key(Flag(), "Whether descriptions are CommonMark; false if not given."),
        "version": Key(VERSION, "Version as it stands in URLs.", required=True),
    }
)

TYPES = ("string", "integer", "number", "boolean", "array", "object", "file", "any")
# RFC 6838, section 4.2.
_LENGTH = WholeNumber(0, 2**31 - 1)


def _limit_keys(limits: Limits) -> dict[str, Key]:
    """Make the keys of a pair of limits."""
    reader: ValueReader = AnyNumber()
    least, most = "The least number.", "The greatest number."
    if limits.unit:
        reader, least, most = _LENGTH, f"The fewest {limits.unit}s.", f"The most {limits.unit}s."
    return {limits.least: Key(reader, least), limits.most: Key(reader, most)}


SEND = "Whether samples send it although it is optional; false if not given."
_INNER = Recursive("items", lambda: _items())
# The keys that may appear wherever a spec describes a value.
_VALUE = {
    "type": Key(Choice(TYPES), "What it is: a string, an array if it has items, an object if it "
                  "has fields, unless this says otherwise."),
    "schema": Key(ID, "One of the spec's schemas, in place of type and what belongs to it."),
    "enum": Key(AnyValue(), "The only values there are."),
    "default": Key(AnyValue(), "What the API takes if nothing is sent."),
    **_limit_keys(NUMBER_LIMITS),
    **_limit_keys(LENGTH_LIMITS),
    "pattern": Key(TEXT, "Regular expression (ECMA-262) that must match somewhere."),
    "format": Key(TEXT, "What a text or a number is, such as uuid, date-time or int64."),
    **_limit_keys(ITEM_LIMITS),
    "items": Key(_INNER, "What each item of an array is."),
    "prefixItems": Key(ListOf(_INNER), "What the first items of an array are, if they differ."),
    "values": Key(_INNER, "What each member of an object without fields is."),
    "anyOf": Key(MapOf(TEXT, _INNER), "What it is one of, by name; samples have what else it is."),
    "discriminator": Key(TEXT, "The field whose value is the name of one of anyOf."),
    "inside": Key(ID, "The schema around it that it is again, with type: object."),
    "sameAs": Key(ID, "The schema that it is, if this description of it differs from others."),
    "nullable": Key(Flag(), "Whether it may be null in JSON, too; false if not given."),
    "secret": Key(Flag(), "Whether nobody may log it; false if not given."),
    "example": Key(AnyValue(), "The value that samples send, and that answers have."),
}  # fmt: skip
_FIELDS = MapOf(TEXT, Recursive("field", lambda: _field()))
_VALUE_OR_OBJECT = {**_VALUE, "fields": Key(_FIELDS, "What an object has, by name.")}
_ITEMS: ValueReader = Record(
    {"description": Key(TEXT, "What each is."), **_VALUE_OR_OBJECT},
    scalar_key="type",
)
_FIELD: ValueReader = Record(
    {
        "description": Key(TEXT, "What it is.", wanted=True),
        "deprecated": DEPRECATED,
        "required": Key(Flag(), "Whether it must be there; false if not given."),
        "send": Key(Flag(), SEND),
        "mediaType": Key(MEDIA_TYPE, "For parts of multipart/form-data: their Content-Type."),
        "explode": Key(
            Flag(), "For arrays in multipart/form-data: whether each item is a part of its own."
        ),
        **_VALUE_OR_OBJECT,
    }
)


def _items() -> ValueReader:
    """Return the grammar of `items`, which contains itself."""
    return _ITEMS


def _field() -> ValueReader:
    """Return the grammar of a field, which contains itself."""
    return _FIELD


_CONTENT = Record(
    {
        "description": Key(TEXT, "What it is."),
        "mediaType": Key(SENT_MEDIA_TYPE, "How it is written; application/json if not given."),
        **_VALUE_OR_OBJECT,
    }
)
_SCHEMA = Record({"description": Key(TEXT, "What it is."), **_VALUE_OR_OBJECT})

_PARAMETER = Record(
    {
        "in": Key(
            Choice(("path", "query", "header", "cookie")), "Where it goes, if not in the path."
        ),
        "description": Key(TEXT, "What it is.", wanted=True),
        "deprecated": DEPRECATED,
        "required": Key(Flag(), "Whether requests must have it; false if not given."),
        "send": Key(Flag(), SEND),
        "style": Key(
            Choice(STYLES),
            "How an array or an object is written; form if not given, which is simple in paths and "
            "headers.",
        ),
        "explode": Key(
            Flag(),
            "Whether each item of an array or member of an object is written by itself; true in a "
            "query if not given.",
        ),
        "allowReserved": Key(
            Flag(), "Whether a query has reserved characters of the value as they are."
        ),
        **_VALUE_OR_OBJECT,
    }
)

_RESPONSE = Record(
    {
        "description": Key(TEXT, "What the answer says.", required=True),
        "body": Key(_CONTENT, "What comes back; nothing if not given."),
        "accept": Key(
            FIELD_VALUE,
            "What requests ask for, such as application/json;v=2; the body's mediaType if not "
            "given.",
        ),
        "headers": response_headers.HEADERS,
        "examples": answer_examples.ANSWER_EXAMPLES,
    },
    scalar_key="description",
)

_OPERATION = Record(
    {
        "title": Key(TEXT, "Name of the operation, the page's heading.", required=True),
        "summary": Key(TEXT, "What it does, in a sentence.", required=True),
        "description": Key(TEXT, "What it does, in full."),
        "note": Key(TEXT, "What a reader should know before calling it."),
        "tags": Key(ListOf(TEXT), "Groups that it is in; lists have it in the first."),
        "deprecated": DEPRECATED,
        "docs": DOCS,
        "method": Key(Choice(METHODS), "HTTP method.", required=True),
        "path": Key(
            _FRAGMENT_PATH,
            "Path below basePath, parameters in braces. Behind # is what tells it from another "
            "operation with the same path; it is never sent.",
            required=True,
        ),
        "security": Key(
            ListOf(TEXT), "Credentials that it takes, by id; all of the API's if not given."
        ),
        "otherSecurity": Key(
            ListOf(ListOf(TEXT)), "Credentials that do in their place, each list alone; [] is none."
        ),
        "regions": Key(Record(_CHOICE), "Where it is available; in all regions if not given."),
        "server": Key(
            SERVER,
            "Scheme, host and path in place of the API's; or a path in place of basePath.",
        ),
        "parameters": Key(MapOf(TEXT, _PARAMETER), "Parameters by name."),
        "body": Key(_CONTENT, "What requests carry; nothing if not given."),
        "responses": Key(
            MapOf(
                Pattern(
                    "[23][0-9][0-9]", "a status code from 200 to 399; errors stand under errors"
                ),
                _RESPONSE,
            ),
            "Answers of success: status code, and what it says if nothing comes back.",
            required=True,
        ),
        "errors": Key(ListOf(ID), "Rows of the API's error table that this operation can answer."),
        "examples": EXAMPLES,
        "samples": SAMPLES,
        "paging": Key(PAGING, "How to get all of a list that comes in pages."),
        "longRunning": Key(LONG_RUNNING, "How to follow what goes on behind the answer."),
    }
)

# Generators of docs sites that can include a part of a file that stands between two tags.
SNIPPET_SITES = ("docfx", "mkdocs", "sphinx")
# Where readers find the table of regions: once for each API, or on the page of every operation.
REGION_TABLES = ("once", "page")

SPEC = Record(
    {
        "api": Key(_API, "Which API this is.", required=True),
        "endpoint": Key(ENDPOINT_TEMPLATE, "Scheme and host; {region} is replaced.", required=True),
        "basePath": Key(PATH, "What all paths begin with; {version} is replaced."),
        "defaultRegion": Key(REGION_ID, "Region that published samples call."),
        "regions": Key(
            ScalarOr(FILE, Either(names_table, _SHARED_TABLE, REGIONS)),
            "The region table, or the file that holds it, and which of its regions there are.",
        ),
        "timeout": Key(
            WholeNumber(1, 3600), "Seconds a sample waits for an answer; 30 if not given."
        ),
        "credentials": Key(
            MapOf(ID, credentials.CREDENTIAL),
            "Secrets that requests carry, by id; one that is a header as it is can stand there.",
        ),
        "headers": Key(MapOf(FIELD_NAME, credentials.HEADER), "Headers that every request sends."),
        "errorBodies": Key(
            MapOf(ID, AnyValue()),
            "Shapes of an error's JSON, with $status, $code, $message; the first is the default. A "
            "text that begins with $ begins with two of them.",
        ),
        "errors": Key(MapOf(ID, ERROR), "The error table."),
        "tags": TAGS,
        "schemas": Key(MapOf(ID, _SCHEMA), "What several places have in common, by name."),
        "operations": Key(MapOf(OPERATION_ID, _OPERATION), "Operations by id.", required=True),
        "publish": Key(
            Record(
                {
                    "targets": Key(
                        ListOf(TARGET, non_empty=True), "Targets that `--lang all` means."
                    ),
                    "snippetTags": Key(
                        Choice(SNIPPET_SITES),
                        "Site whose tags stand around the request of each sample, to include it.",
                    ),
                    "regionTable": Key(
                        Choice(REGION_TABLES),
                        "Whether the region table stands once for each API, or on each operation's "
                        "page; once if not given.",
                    ),
                }
            ),
            "What is published.",
        ),
    }
)


def json_schema() -> JsonSchema:
    """Return the JSON Schema (2020-12) of specs, for editors and other tools."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "A REST API as gen reads it",
        **SPEC.schema(),
        "$defs": {"items": _ITEMS.schema(), "field": _FIELD.schema()},
    }
