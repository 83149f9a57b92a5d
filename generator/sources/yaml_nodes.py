"""Reader of YAML documents: makes nodes that know their positions and keep scalars as text.

YAML 1.1 turns `1.10` into a number and `no` into false, lets the last of two equal keys win, and
expands a kilobyte of aliases into gigabytes. So this reader does not interpret scalars. It refuses
equal keys, aliases, tags, several documents, and files that are too large or nested too deep.
"""

from __future__ import annotations

from typing import Any

from generator.errors import Mark, Problem
from generator.model.structs import Struct, field

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 64
TOO_DEEP = (f"nested deeper than {MAX_DEPTH} levels", "flatten it")


class ScalarNode(Struct):
    """A scalar, as text.

    `plain` is true if the scalar has no quotes. Then `null`, `~` and nothing at all may mean that
    the value is missing.
    """

    mark: Mark
    value: str
    plain: bool


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
            self.problems.append(self._syntax(error))
            return None
        except yaml.YAMLError as error:  # a character that YAML forbids; it has no mark
            self.problems.append(self._bad_character(error))
            return None
        if root is None and not documents:
            self.problems.append(Problem(start, "the file is empty", "describe an API in it"))
        return root

    def _syntax(self, error: Any) -> Problem:
        """Return the problem of a syntax error.

        Its position is the beginning of the faulty construct, if the parser only stopped much
        later.
        """
        at = error.problem_mark or error.context_mark
        what = " ".join(filter(None, [error.context, error.problem]))
        todo = "correct the syntax"
        if error.context_mark and what.endswith("scalar found unexpected end of stream"):
            at, todo = error.context_mark, "close the quotes"
        elif error.context_mark and "simple key" in what:
            at, todo = error.context_mark, "write a colon and a space behind the key"
        elif "mapping values are not allowed" in what:
            todo = "put a value with a colon in quotes, or correct the indentation"
        elif "cannot start any token" in what:
            todo = "put the value in quotes; indent with spaces"
        mark = Mark(self.file, at.line + 1, at.column + 1) if at else Mark(self.file)
        if "maximum nesting depth" in what:  # libyaml's own limit, which may be reached first
            return Problem(mark, *TOO_DEEP)
        return Problem(mark, f"not YAML: {what}", todo)

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
        return ScalarNode(self._mark(event), value, plain)

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
