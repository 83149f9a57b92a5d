"""The keys of `gen.toml`: which values each key may have, and what it is for."""

from __future__ import annotations

import re

from generator.errors import Problem
from generator.model.hosts import split_server
from generator.model.structs import Struct
from generator.sources.toml_nodes import TomlScalar
from generator.sources.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_schema import (
    Choice,
    Either,
    Flag,
    JsonSchema,
    Key,
    ListOf,
    MapOf,
    Pattern,
    Record,
    ValueReader,
    WholeNumber,
)
from generator.spec import grammar
from generator.spec.records.credentials import obtain_record


class OfKind(Struct, frozen=True):
    """Reads values of one TOML type; a number is no text, and a text is no number.

    Arguments:
        kind: the kind, as a `TomlScalar` has it.
        todo: how to write such a value.
        reader: the reader of the values.
    """

    kind: str
    todo: str
    reader: ValueReader

    def read(self, node: Node, problems: list[Problem]) -> object:
        if isinstance(node, TomlScalar) and node.kind == self.kind:
            return self.reader.read(node, problems)
        got = "a list" if isinstance(node, SequenceNode) else "a table"
        if isinstance(node, TomlScalar):
            got = repr(node.value) if node.kind == "text" else node.value
        if not isinstance(node, ScalarNode | SequenceNode | MappingNode):
            return None
        what = f"{got} is not {self.kind}"
        problems.append(Problem(node.mark, what, self.todo))
        return None

    def schema(self) -> JsonSchema:
        schema = self.reader.schema()
        return {**schema, "type": "string"} if self.kind == "text" else schema


def _text(pattern: ValueReader = grammar.TEXT) -> OfKind:
    """Return the reader of texts that a pattern describes."""
    return OfKind("text", "write one text in quotes", pattern)


class OneOrMore(Struct, frozen=True):
    """Reads a list of tables; a table alone is a list of one."""

    tables: ListOf

    def read(self, node: Node, problems: list[Problem]) -> list[object] | None:
        if isinstance(node, MappingNode):
            node = SequenceNode(node.mark, [node])
        return self.tables.read(node, problems)

    def schema(self) -> JsonSchema:
        return {"anyOf": [self.tables.item.schema(), self.tables.schema()]}


def _path_fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a path, which must mean the same on every system."""
    if re.search(r"[\\:]", text) or text.startswith(("/", "~")):
        todo = "write it relative to the folder of this file, with / between its parts"
        return f"{text!r} is no path within the project", todo
    if not text.isprintable():
        return "this path has an invisible character", "remove it"
    if any(part.startswith(".") and part not in (".", "..") for part in text.split("/")):
        return f"a part of {text!r} begins with a dot", "name a path of other parts"
    return None


def _server_fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with the URL of a server, which needs a host."""
    if split_server(text)[0]:
        return None
    return f"{text!r} has no host", "write scheme and host: https://api.example.com"


PATH = Pattern(fault=_path_fault)
_SERVER = Pattern(grammar.SERVER.pattern, grammar.SERVER.rule, fault=_server_fault)
_TARGETS = ListOf(_text(grammar.TARGET), non_empty=True)
_NAMES = ListOf(_text(), non_empty=True)
# For some operations, by id, a list of names.
_TABLE = MapOf(grammar.ID, _NAMES)


def _is_table(node: Node) -> bool:
    """Say whether a node is a table."""
    return isinstance(node, MappingNode)


_NAMES_OR_TABLE = Either(_is_table, _TABLE, _NAMES)

PUBLISH = Record(
    {
        "format": Key(_text(grammar.ID), "Format of gen publish.", required=True),
        "tabs": Key(_text(grammar.ID), "How Markdown shows samples."),
        "out": Key(_text(PATH), "Output folder, one of its own.", required=True),
        "shared": Key(
            OfKind("true or false", "write it without quotes", Flag()),
            "Whether the output folder may have files that gen did not make, which stay.",
        ),
    }
)

EMBED = Record(
    {
        "pages": Key(
            ListOf(_text(PATH), non_empty=True),
            "Pages that gen embed works on, folders of them, and patterns with * and **.",
        ),
        "site": Key(_text(grammar.ID), "Docs site that pages in Markdown are for."),
    }
)

OPENAPI = Record(
    {
        "leaveOut": Key(_NAMES, "Operations, by id, of which nothing is made."),
        "server": Key(
            _text(_SERVER),
            "URL of the server that samples call; the document's first if not given.",
        ),
        "defaultRegion": Key(
            _text(grammar.REGION_ID),
            "Region that samples call; that of the document's first server if not given.",
        ),
        "credentials": Key(
            _NAMES_OR_TABLE,
            "Security schemes that samples rather send, where an operation takes several; a list, "
            "or one for each of some operations, by id.",
        ),
        "mediaTypes": Key(
            _NAMES_OR_TABLE,
            "Media types that samples rather send, where a body may have several; a list, or one "
            "for each of some operations, by id.",
        ),
        "examples": Key(
            Either(_is_table, _TABLE, _text(Choice(("all", "first")))),
            "Which named examples are samples: all, the first of each operation, or for some "
            "operations, by id, a list of names; all if not given.",
        ),
        "send": Key(
            MapOf(grammar.TEXT, _NAMES),
            "Optional parameters, and fields such as body.owner.name, that samples send, by "
            "operation.",
        ),
        "env": Key(
            MapOf(grammar.TEXT, _text(grammar.ENV)),
            "Environment variable that samples read a secret from, by security scheme.",
        ),
        "obtain": Key(
            MapOf(grammar.TEXT, obtain_record(_text)),
            "How readers get a secret, by security scheme.",
        ),
    }
)

CONFIG = Record(
    {
        "spec": Key(_text(PATH), "A spec, an OpenAPI document, or a folder of them; spec."),
        "out": Key(_text(PATH), "Output folder of gen render; out."),
        "templates": Key(
            ListOf(_text(PATH)),
            "Folders whose templates come before the built-in ones.",
        ),
        "targets": Key(_TARGETS, "Targets to publish, in this order, where a spec lists none."),
        "timeout": Key(
            OfKind("a number", "write it without quotes", WholeNumber(1, 3600)),
            "Seconds a sample waits for an answer, where a spec does not say.",
        ),
        "snippetTags": Key(
            _text(Choice(grammar.SNIPPET_SITES)),
            "Site whose tags stand around the request of each sample, where a spec does not say.",
        ),
        "regionTable": Key(
            _text(Choice(grammar.REGION_TABLES)),
            "Where the region table stands, where a spec does not say.",
        ),
        "publish": Key(
            OneOrMore(ListOf(PUBLISH, unique=False, non_empty=True)),
            "What gen publish makes; a [[publish]] for each format.",
        ),
        "embed": Key(EMBED, "Pages of yours that gen embed puts samples into."),
        "openapi": Key(OPENAPI, "What OpenAPI documents do not say."),
    }
)


def json_schema() -> JsonSchema:
    """Return the JSON Schema (2020-12) of `gen.toml`, for editors and other tools."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "The settings of a project that uses gen",
        **CONFIG.schema(),
    }
