"""Reader of YAML documents: makes nodes that know their positions and keep scalars as text.

YAML 1.1 turns `1.10` into a number and `no` into false, lets the last of two equal keys win, and
expands a kilobyte of aliases into gigabytes. So this reader does not interpret scalars. It refuses
equal keys, aliases, tags, several documents, and files that are too large or nested too deep.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from generator.errors import Mark, Problem, shortened
from generator.model.structs import Struct, field
from generator.model.values import read_number
from generator.sources.yaml_syntax import syntax_problem

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
# A comment behind a value, and the character behind its # if that is no space.
_COMMENT = re.compile(r"[ \t]+(?P<sign>#)(?P<next>[^\s#]?)")
_WORDS = ("", "~", "null", "true", "false")
TOO_DEEP = (f"nested deeper than {MAX_DEPTH} levels", "flatten it")


class ScalarNode(Struct):
    """A scalar, as text.

    `plain` is true if the scalar has no quotes. Then `null`, `~` and nothing at all may mean that
    the value is missing. `comment` is the place of the comment behind it on its line, None if there
    is none; `has_space` says whether a space follows the # of the comment.
    """

    mark: Mark
    value: str
    plain: bool
    comment: Mark | None = None
    has_space: bool = True


class SequenceNode(Struct):
    """A list of nodes."""

    mark: Mark
    items: list[Node] = field(default_factory=list)


class MappingNode(Struct):
    """A mapping, in the order of the file. `entries` has the nodes of key and value by key."""

    mark: Mark
    entries: dict[str, tuple[ScalarNode, Node]] = field(default_factory=dict)


class BrokenNode(Struct):
    """Takes the place of a node that has a problem. The problem was reported."""

    mark: Mark


Node = ScalarNode | SequenceNode | MappingNode | BrokenNode


def missing_value(node: ScalarNode, is_text: bool = True) -> Problem:
    """Return the problem of a value that is missing: nothing, null or ~, without quotes.

    Arguments:
        node: the node without a value.
        is_text: whether a text belongs there, which may be the word null.
    """
    if not node.value and node.comment is not None:
        what = "a value is missing, since an unquoted # begins a comment"
        return Problem(node.comment, what, "put the text in quotes")
    todo = f'write it, or "{node.value}" in quotes' if node.value and is_text else ""
    return Problem(node.mark, "a value is missing", todo or "write it after the colon")


def read_yaml(data: bytes, file: str, problems: list[Problem]) -> Node | None:
    """Read one YAML document.

    Arguments:
        data: the bytes of the file: UTF-8, at most `MAX_BYTES`.
        file: the name of the file, for messages.
        problems: the list to which every problem is added. Nothing is read after a syntax error.

    Returns:
        The root node. Each node with a problem is a `BrokenNode`, so that no problem is reported
        twice. None if no part of the document can be used, or if it is empty.
    """
    start = Mark(file)
    if len(data) > MAX_BYTES:
        limit = f"{MAX_BYTES // 1024 // 1024} MiB"
        problems.append(Problem(start, f"the file is larger than {limit}", "split it"))
        return None
    text = decode(data, file, problems)
    return None if text is None else _Builder(text, file, problems).document()


def decode(data: bytes, file: str, problems: list[Problem]) -> str | None:
    """Decode a file in UTF-8, with or without a BOM.

    Arguments:
        data: the bytes of the file.
        file: the name of the file, for messages.
        problems: the list to which a problem is added.

    Returns:
        The text. None if it is not UTF-8.
    """
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - (data.rfind(b"\n", 0, error.start) + 1) + 1
        mark = Mark(file, line, column)
        problems.append(Problem(mark, "this is not UTF-8", "save the file as UTF-8"))
        return None


def texts_cut_by_comments(node: Node) -> Iterator[Problem]:
    """Return a warning for each text without quotes that a # ends, as in `Order #5`.

    A comment has a space behind its #. Behind a number or a boolean, it can't be meant as text.
    """
    if isinstance(node, MappingNode):
        for _, child in node.entries.values():
            yield from texts_cut_by_comments(child)
    elif isinstance(node, SequenceNode):
        for child in node.items:
            yield from texts_cut_by_comments(child)
    elif isinstance(node, ScalarNode) and not node.has_space and node.comment is not None:
        is_text = read_number(node.value) is None and node.value not in _WORDS
        if is_text:
            what = f"{shortened(node.value, 40)!r} ends here, since an unquoted # begins a comment"
            todo = "put the text in quotes, or write a space behind the # of a comment"
            yield Problem(node.comment, what, todo, is_warning=True)


class _Builder:
    """Builds nodes from the events of PyYAML's parser, the C one where it is installed."""

    def __init__(self, text: str, file: str, problems: list[Problem]) -> None:
        import yaml

        self.yaml = yaml
        self.text = text
        self.file = file
        self.problems = problems

    def document(self) -> Node | None:
        """Build the root node of the only document."""
        yaml = self.yaml
        loader = getattr(yaml, "CLoader", yaml.Loader)
        start = Mark(self.file)
        root: Node | None = None
        documents = 0
        try:
            self.events = yaml.parse(self.text, Loader=loader)
            for event in self.events:
                if isinstance(event, yaml.DocumentStartEvent):
                    documents += 1
                    if documents > 1:
                        self._problem(event, "a second document starts here", "use a file for each")
                        return None
                elif isinstance(event, yaml.NodeEvent):
                    root = self._node(event, 1)
        except _TooDeepError:
            return None
        except yaml.MarkedYAMLError as error:
            problem = syntax_problem(error, self.text, self.file)
            if "maximum nesting depth" in problem.what:  # libyaml's own limit, reached first
                problem = Problem(problem.mark, *TOO_DEEP)
            self.problems.append(problem)
            return None
        except yaml.YAMLError as error:  # a character that YAML forbids; it has no mark
            self.problems.append(self._bad_character(error))
            return None
        if root is None and not documents:
            self.problems.append(Problem(start, "the file is empty", "describe an API in it"))
        return root

    def _problem(self, event: Any, what: str, todo: str) -> None:
        """Report a problem at an event."""
        self.problems.append(Problem(self._mark(event), what, todo))

    def _mark(self, event: Any) -> Mark:
        """Return the position of an event."""
        at = event.start_mark
        return Mark(self.file, at.line + 1, at.column + 1)

    def _bad_character(self, error: Exception) -> Problem:
        """Return the problem of a character that YAML forbids, with its position."""
        for number, line in enumerate(self.text.split("\n"), 1):
            for column, character in enumerate(line, 1):
                if (character < " " and character not in "\t\r") or character == "\x7f":
                    mark = Mark(self.file, number, column)
                    what = f"YAML can't hold U+{ord(character):04X} as it is"
                    todo = f'write it in double quotes as "\\x{ord(character):02x}"'
                    return Problem(mark, what, todo)
        what = " ".join(str(error).split())
        return Problem(Mark(self.file), f"not YAML: {what}", "correct the syntax")

    def _node(self, event: Any, depth: int) -> Node:
        """Build the node that an event starts. Report a node that is refused, and replace it."""
        yaml = self.yaml
        if depth > MAX_DEPTH:
            self._problem(event, *TOO_DEEP)
            raise _TooDeepError
        if isinstance(event, yaml.AliasEvent):
            self._problem(event, f"*{event.anchor} is an alias", "write the value out")
            return BrokenNode(self._mark(event))
        is_refused = False
        if event.anchor:
            anchor = event.anchor
            self._problem(event, f"&{anchor} is an anchor", "remove it; aliases are not read")
        if event.tag and event.tag != "!":
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            self._problem(event, f"{tag} is a tag", "remove it; every value is read as text")
            is_refused = True
        node: Node
        if isinstance(event, yaml.ScalarEvent):
            node = self._scalar(event)
        elif isinstance(event, yaml.SequenceStartEvent):
            sequence = SequenceNode(self._mark(event))
            while not isinstance(item := next(self.events), yaml.SequenceEndEvent):
                sequence.items.append(self._node(item, depth + 1))
            node = sequence
        else:
            node = self._mapping(event, depth)
        return BrokenNode(node.mark) if is_refused else node

    def _scalar(self, event: Any) -> ScalarNode | BrokenNode:
        """Build a scalar."""
        value: str = event.value
        try:
            value.encode()
        except UnicodeEncodeError:
            what = "half of a surrogate pair is no character"
            self._problem(event, what, "write the whole character, or both \\u escapes of it")
            return BrokenNode(self._mark(event))
        plain = not event.style  # None in the Python parser, empty in the C parser
        node = ScalarNode(self._mark(event), value, plain)
        end = event.end_mark
        if plain and (comment := _COMMENT.match(self.text, end.index)) is not None:
            at = end.column + 1 + comment.start("sign") - end.index
            node.comment = Mark(self.file, end.line + 1, at)
            node.has_space = not comment["next"]
        return node

    def _mapping(self, event: Any, depth: int) -> MappingNode:
        """Build a mapping."""
        yaml = self.yaml
        mapping = MappingNode(self._mark(event))
        while not isinstance(item := next(self.events), yaml.MappingEndEvent):
            key = self._node(item, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if isinstance(key, BrokenNode):
                continue
            if not isinstance(key, ScalarNode):
                self._problem(item, "a key must be a single word or text", "write a name here")
            elif key.plain and key.value == "<<":
                self._problem(item, "<< is a merge key", "write the keys out")
            elif key.value in mapping.entries:
                first = mapping.entries[key.value][0].mark.line
                what = f"{key.value} stands twice, first on line {first}"
                self._problem(item, what, "remove or rename one of them")
            else:
                mapping.entries[key.value] = (key, value)
        return mapping


class _TooDeepError(Exception):
    """Stops reading a document that is nested too deep, which was reported."""
