"""Add, change and remove regions in the text of a YAML file. The rest of the file stays as it is.

A region is one of several hosts that serve an API. YAML allows more layouts than this module
handles. Therefore `save_documents` reads an edited text again before it writes the file, and
compares the model with the expected one.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable

import yaml

from generator.model.structs import Struct
from generator.spec.yaml_editor import EditableYaml, Node, find_end, format_entry, yaml_loader

_LINE_END = re.compile("\r\n|[\n\r\x85\u2028\u2029]")  # those of YAML 1.1, which PyYAML follows
_NEW_LINE = re.compile("\r\n|\n|\r")
_QUOTES = ("'", '"')

_Change = tuple[int, int, str]


class RegionRow(Struct, frozen=True):
    """A row of a region table, as the file has it.

    Attributes:
        id: the id of the region.
        name: its name for people.
        endpoint: its own scheme and host; None if they follow from the endpoint of each API.
    """

    id: str
    name: str
    endpoint: str | None = None


class _Entry(Struct, frozen=True):
    """A key and its value, and the span of both without commas and line ends around it."""

    start: int
    end: int
    key: yaml.ScalarNode
    value: Node


class EditableMapping:
    """A mapping in a YAML file, such as a region table or the keys of one region.

    Methods that edit return the new text of the whole file. They change neither the file nor this
    object.

    Arguments:
        document: the file with the mapping.
        node: the mapping in that file, with at least one entry.
        flow: whether the mapping stands in a flow mapping, which is one in braces.
    """

    def __init__(self, document: EditableYaml, node: yaml.MappingNode, flow: bool = False) -> None:
        self.document = document
        self.text = text = document.text
        tokens = list(yaml.scan(text, Loader=yaml_loader()))
        keys = _token_starts(tokens, yaml.KeyToken)  # an explicit key begins with its question mark
        self._commas = _token_starts(tokens, yaml.FlowEntryToken)
        self._scalars = [
            (token.start_mark.index, token.end_mark.index)
            for token in tokens
            if isinstance(token, yaml.ScalarToken)
        ]
        self._lines = [0, *(match.end() for match in _LINE_END.finditer(text))]
        self._flow = flow or bool(node.flow_style)
        self._stop = node.end_mark.index
        self._entries = [
            _Entry(
                keys[bisect_right(keys, key.start_mark.index) - 1],
                find_end(text, value),
                key,
                value,
            )
            for key, value in node.value
        ]
        self.keys = {entry.key.value: entry.key for entry in self._entries}

    def insertion_index(self, id_: str) -> int:
        """Return the index at which to insert an entry with a new key.

        If the keys are sorted, it is where the new key keeps them sorted. Else it is the number of
        entries, which means after the last.
        """
        ids = list(self.keys)
        return bisect_left(ids, id_) if ids == sorted(ids) else len(ids)

    def with_entry(self, index: int, key: str, value: str | list[str]) -> str:
        """Return the text of the file with a new entry.

        If all other keys have the same quotes, the new key gets these quotes. The same goes for
        values.

        Arguments:
            index: the index of the entry that the new one goes in front of. The number of entries
                means after the last.
            key: the key of the entry.
            value: the value of the entry, as `format_entry` takes it.
        """
        styles = (
            _common_quotes(entry.key for entry in self._entries),
            _common_quotes(entry.value for entry in self._entries),
        )
        new = format_entry(key, value, styles, self._flow)
        first = self._entries[0]
        before = self._entries[index - 1] if index else None
        if not self._flow:
            return self._with_block_entry(before, new)
        if before is not None and self._is_alone(index - 1):
            return self._with_line(before, self._comma(index - 1), new)
        if index < len(self._entries) and self._is_alone(index):
            after = self._entries[index]
            return self._splice((after.start, after.start, f"{new},{self._break(after)}"))
        if before is None:
            return self._splice((first.start, first.start, f"{new}, "))
        return self._splice((before.end, before.end, f", {new}"))

    def _with_block_entry(self, before: _Entry | None, new: str) -> str:
        """Return the text with a new line in a block mapping."""
        first = self._entries[0]
        if before is None:
            return self._splice((first.start, first.start, new + self._break(first)))
        at, column = self._line_end(before.end), first.start - self._line_start(first.start)
        # Comments that are indented deeper belong to the entry above them.
        deeper = re.compile(f"[ ]{{{column + 1},}}#")
        while comment := deeper.match(self.text, self._next_line(at)):
            at = self._line_end(comment.end())
        return self._splice((at, at, self._break(first, at) + new))

    def _with_line(self, before: _Entry, comma: int | None, new: str) -> str:
        """Return the text with a new line in a flow mapping that has one line per entry."""
        at, end, line = before.end, self._line_end(before.end), self._break(before)
        if comma is None:
            if _is_blank(self.text[at:end]):
                return self._splice((at, at, ","), (end, end, line + new))
            return self._splice((at, at, f",{line}{new}"))
        if comma < end and _is_blank(self.text[comma + 1 : end]):
            return self._splice((end, end, f"{line}{new},"))
        return self._splice((at, at, f", {new}"))

    def without_entry(self, index: int) -> str:
        """Return the text of the file without one entry and the comment on its line.

        Other comments stay.

        Arguments:
            index: the index of the entry in the mapping.
        """
        text, entry = self.text, self._entries[index]
        before = self._entries[index - 1] if index else None
        start, end, cuts = entry.start, entry.end, list[_Change]()
        comma = self._comma(index)
        last = self._comma(index - 1) if index else None
        if last is not None and self._goes_with(last, entry, comma):
            start = last
        elif comma is not None:
            end = comma + 1
        elif last is not None:
            cuts.append((last, last + 1, ""))
        first, stop = self._line_start(start), self._line_end(end)
        head, tail, kept = text[first:start], text[end:stop], self._comments(start, end)
        if _is_blank(tail) and (before is None or before.end < self._line_start(end)):
            tail = ""  # no other entry is on this line, so its comment is about the removed one
        if kept or not head.strip():  # remove whole lines, except comments and other entries
            kept = head.rstrip() + self._new_line(end) + kept if head.strip() else kept
            if tail.strip():
                kept += re.sub(r"\S.*", "", head) + tail.lstrip()
            else:
                stop = self._next_line(stop)
        elif start == last or _is_blank(tail):
            kept = (head if start == last else head.rstrip()) + tail
        else:
            kept = head + tail.lstrip()
        result = self._splice(*cuts, (first, stop, kept))
        if stop < len(text) or text[-1:] in "\r\n" or _is_block_scalar(before):
            return result
        return re.sub("(\r\n|\n|\r)\\Z", "", result)  # the file had no line end at its end before

    def with_key(self, old: str, new: str) -> str:
        """Return the text of the file with another key for an entry."""
        return self.document.with_scalar(self.keys[old], new, self._flow)

    def with_name(self, id_: str, name: str) -> str:
        """Return the text of the file with another name for a region of this table."""
        node, flow = self._inner(id_)
        if isinstance(node, yaml.MappingNode):
            (node,) = (value for key, value in node.value if key.value == "name")
        return self.document.with_scalar(node, name, flow)

    def with_endpoint(self, id_: str, endpoint: str | None) -> str:
        """Return the text of the file with another endpoint for a region of this table.

        Arguments:
            id_: the id of the region.
            endpoint: its scheme and host; None to leave them out.
        """
        node, flow = self._inner(id_)
        if isinstance(node, yaml.MappingNode):
            inner = EditableMapping(self.document, node, flow)
            keys = list(inner.keys)
            if endpoint is None:
                return inner.without_entry(keys.index("endpoint"))
            if "endpoint" not in keys:
                return inner.with_entry(len(keys), "endpoint", endpoint)
            return self.document.with_scalar(node.value[keys.index("endpoint")][1], endpoint, flow)
        assert endpoint is not None  # a region that is a name alone has none to be removed
        styles = _common_quotes([self.keys[id_]]), _common_quotes([node])
        new = format_entry("_", [node.value, endpoint], styles, self._flow)
        start = node.start_mark.index
        return self._splice((start, find_end(self.text, node), new.partition(": ")[2]))

    def _inner(self, id_: str) -> tuple[Node, bool]:
        """Return the value of an entry, and whether what is in it stands in a flow mapping."""
        (node,) = (entry.value for entry in self._entries if entry.key.value == id_)
        return node, self._flow or bool(getattr(node, "flow_style", False))

    def _goes_with(self, last: int, entry: _Entry, comma: int | None) -> bool:
        """Return whether to remove the comma before an entry rather than the one after it."""
        gap = self.text[last + 1 : entry.start]
        if gap.strip() or (comma is not None and self._comments(entry.start, entry.end)):
            return False
        rest = self.text[entry.end : self._line_end(entry.end)]
        return not _LINE_END.search(gap) or (comma is None and not _is_blank(rest))

    def _comments(self, start: int, end: int) -> str:
        """Return the comment lines between two positions, as one text."""
        lines = []
        for line, stop in zip(self._lines, self._lines[1:], strict=False):
            text = self.text[line:stop]
            if start < line and stop <= end and text.lstrip().startswith("#"):
                at = line + text.index("#")
                scalar = bisect_right(self._scalars, (at, len(self.text))) - 1
                if self._scalars[scalar][1] <= at:
                    lines.append(text)
        return "".join(lines)

    def _comma(self, index: int) -> int | None:
        """Return the position of the comma after an entry; None without one."""
        is_last = index + 1 == len(self._entries)
        stop = self._stop if is_last else self._entries[index + 1].start
        at = bisect_left(self._commas, self._entries[index].end)
        return self._commas[at] if at < len(self._commas) and self._commas[at] < stop else None

    def _is_alone(self, index: int) -> bool:
        """Return whether an entry has its lines for itself, without other entries or a brace."""
        entry = self._entries[index]
        if self.text[self._line_start(entry.start) : entry.start].strip():
            return False
        rest = self._entries[index + 1 :]
        return not rest or rest[0].start > self._line_end(entry.end)

    def _line_start(self, at: int) -> int:
        """Return the start of the line at a position."""
        return self._lines[bisect_right(self._lines, at) - 1]

    def _line_end(self, at: int) -> int:
        """Return the end of the line at a position, without its line end."""
        match = _LINE_END.search(self.text, at)
        return match.start() if match else len(self.text)

    def _next_line(self, at: int) -> int:
        """Return the start of the line after a position."""
        match = _LINE_END.search(self.text, at)
        return match.end() if match else len(self.text)

    def _new_line(self, at: int) -> str:
        """Return the line end that the file uses after a position, else its first one."""
        match = _NEW_LINE.search(self.text, at) or _NEW_LINE.search(self.text)
        return match[0] if match else "\n"

    def _break(self, entry: _Entry, at: int | None = None) -> str:
        """Return a line end followed by the indentation of an entry."""
        head = self.text[self._line_start(entry.start) : entry.start]
        return self._new_line(entry.end if at is None else at) + re.sub(r"\S", " ", head)

    def _splice(self, *changes: _Change) -> str:
        """Return the text with each span of `changes` replaced; the spans are in order."""
        text = self.text
        for start, end, new in reversed(changes):
            text = text[:start] + new + text[end:]
        return text


def _common_quotes(nodes: Iterable[Node]) -> str | None:
    """Return the quotes that all these scalars have; None if they differ or have none."""
    styles = {node.style for node in nodes if isinstance(node, yaml.ScalarNode)}
    style = styles.pop() if len(styles) == 1 else None
    return style if style in _QUOTES else None


def _token_starts(tokens: Iterable[yaml.Token], kind: type[yaml.Token]) -> list[int]:
    """Return the positions of all tokens of a kind."""
    return [token.start_mark.index for token in tokens if isinstance(token, kind)]


def _is_blank(rest: str) -> bool:
    """Return whether the rest of a line is white space or a comment."""
    return not rest.strip() or rest.lstrip().startswith("#")


def _is_block_scalar(entry: _Entry | None) -> bool:
    """Return whether an entry ends in a block scalar, which includes the line end after it."""
    node = entry.value if entry else None
    while isinstance(node, yaml.MappingNode):
        node = node.value[-1][1]
    return isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
