"""Patches in git's format, and the hunks between two versions of a file.

A hunk is a group of changed lines with the unchanged lines around them.
"""

from __future__ import annotations

import base64
import difflib
import hashlib
import re
import zlib
from collections.abc import Iterator
from itertools import chain

from generator.model.structs import Struct
from generator.system.logs import is_safe_for_logs

# Unchanged lines that are shown around a change, as diff and git do.
_CONTEXT = 3
_Opcode = tuple[str, int, int, int, int]
_NO_NEWLINE = "\\ No newline at end of file\n"


class Delta(Struct, frozen=True):
    """The lines in which two versions of a file differ.

    Attributes:
        hunks: the lines of each hunk, its header first, each with its newline. Bytes that are not
            UTF-8 become surrogates, as os.fsdecode makes them.
        added: the number of lines that only the new version has.
        removed: the number of lines that only the old version has.
        old_line: the number in the old version of the first line that differs, counted from 1; 0 if
            none differs.
        new_line: the same for the new version.
    """

    hunks: tuple[tuple[str, ...], ...]
    added: int
    removed: int
    old_line: int
    new_line: int


def make_delta(old: bytes | None, new: bytes | None) -> Delta:
    """Compare two versions of a file line by line.

    Lines end at LF alone, as in git, not at the other characters that Python splits lines at.

    Arguments:
        old: the old bytes; None if the file did not exist.
        new: the new bytes; None if the file no longer exists.
    """
    before, after = _split_lines(old), _split_lines(new)
    hunks: list[tuple[str, ...]] = []
    added = removed = old_line = new_line = 0
    for group in _group_opcodes(before, after):
        first, last = group[0], group[-1]
        ranges = f"-{_format_range(first[1], last[2])} +{_format_range(first[3], last[4])}"
        hunk = [f"@@ {ranges} @@\n"]
        for tag, a, b, c, d in group:
            if tag == "equal":
                hunk += _mark_lines(" ", before[a:b])
                continue
            if not added and not removed:
                old_line, new_line = a + 1, c + 1
            removed, added = removed + b - a, added + d - c
            hunk += _mark_lines("-", before[a:b])
            hunk += _mark_lines("+", after[c:d])
        hunks.append(tuple(hunk))
    return Delta(tuple(hunks), added, removed, old_line, new_line)


def _group_opcodes(before: list[str], after: list[str]) -> Iterator[list[_Opcode]]:
    """Yield the changes with the lines around them, as difflib does.

    The same lines at the beginning and at the end are not compared with others: this is ten times
    faster for a long file with one change. As in difflib, the longer end has the lines that could
    belong to both.
    """
    most = min(len(before), len(after))
    front = _common_length(before, after, most)
    back = _common_length(before[::-1], after[::-1], most)
    if front >= back:
        back = min(back, most - front)
    else:
        front = min(front, most - back)
    old, new = before[front : len(before) - back], after[front : len(after) - back]
    # The junk heuristic is fast but misses matches of frequent lines: only long files need it.
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 4000)
    group: list[_Opcode] = [
        ("equal", max(0, front - _CONTEXT), front, max(0, front - _CONTEXT), front)
    ]
    for tag, *places in matcher.get_opcodes():
        a, b, c, d = (place + front for place in places)
        if tag == "equal" and b - a > 2 * _CONTEXT:
            yield [*group, (tag, a, a + _CONTEXT, c, c + _CONTEXT)]
            a, c, group = b - _CONTEXT, d - _CONTEXT, []
        group.append((tag, a, b, c, d))
    a, c = len(before) - back, len(after) - back
    end = min(back, _CONTEXT)
    if any(opcode[0] != "equal" for opcode in group):
        yield [*group, ("equal", a, a + end, c, c + end)]


def _common_length(first: list[str], second: list[str], most: int) -> int:
    """Count the lines that two files have in common at the beginning, up to a limit."""
    return next((n for n in range(most) if first[n] != second[n]), most)


def patch(path: str, old: bytes | None, new: bytes | None, difference: Delta) -> bytes:
    """Return the patch that turns one version of a file into the other, in git's format.

    Arguments:
        path: the file's path relative to the folder that the patch is for, with `/`.
        old: the old bytes; None to create the file.
        new: the new bytes; None to remove the file.
        difference: what `make_delta` returned for the two versions.
    """
    before, after = _quote_path(f"a/{path}"), _quote_path(f"b/{path}")
    head = [f"diff --git {before} {after}\n"]
    if old is None:
        head.append("new file mode 100644\n")
    if new is None:
        head.append("deleted file mode 100644\n")
    if difference.hunks:
        head.append(f"--- {_end_path(before) if old is not None else '/dev/null'}\n")
        head.append(f"+++ {_end_path(after) if new is not None else '/dev/null'}\n")
    return "".join([*head, *chain(*difference.hunks)]).encode("utf-8", "surrogateescape")


def binary_patch(path: str, old: bytes | None, new: bytes | None) -> bytes:
    """Return the patch of a file in git's binary form, where no line is text from the file.

    The patch has both versions in full, compressed and in base 85, as `git diff --binary` writes
    it.

    Arguments:
        path: the file's path relative to the folder that the patch is for, with `/`.
        old: the old bytes; None to create the file.
        new: the new bytes; None to remove the file.
    """
    head = f"diff --git {_quote_path(f'a/{path}')} {_quote_path(f'b/{path}')}\n"
    mode = " 100644"
    if old is None:
        head, mode = f"{head}new file mode 100644\n", ""
    if new is None:
        head, mode = f"{head}deleted file mode 100644\n", ""
    head += f"index {_object_id(old)}..{_object_id(new)}{mode}\nGIT binary patch\n"
    return head.encode() + _literal(new or b"") + _literal(old or b"")


def _object_id(data: bytes | None) -> str:
    """Return git's object id of a file's bytes."""
    if data is None:
        return "0" * 40
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _literal(data: bytes) -> bytes:
    """Write bytes as git does: a letter for the length begins each line of 52 bytes at most."""
    packed = zlib.compress(data)
    lines = [b"literal %d\n" % len(data)]
    for start in range(0, len(packed), 52):
        part = packed[start : start + 52]
        size = len(part) - 1 + (ord("A") if len(part) <= 26 else ord("a") - 26)
        lines.append(b"%c%b\n" % (size, base64.b85encode(part, pad=True)))
    return b"".join([*lines, b"\n"])


def _split_lines(data: bytes | None) -> list[str]:
    """Split bytes into lines, each with its newline."""
    text = (data or b"").decode("utf-8", "surrogateescape")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _format_range(start: int, end: int) -> str:
    """Format a range of lines for a hunk's header; an empty one names the line before it."""
    size = end - start
    if size == 1:
        return str(start + 1)
    return f"{start + 1 if size else start},{size}"


def _mark_lines(mark: str, lines: list[str]) -> Iterator[str]:
    """Yield lines with a mark in front, and the note of a missing last newline."""
    for line in lines:
        if line.endswith("\n"):
            yield mark + line
        else:
            yield f"{mark}{line}\n"
            yield _NO_NEWLINE


def _quote_path(path: str) -> str:
    """Write a path as git does: as a C string if it has special characters."""
    if not re.search(r'["\\\x00-\x1f\x7f]', path) and is_safe_for_logs(path):
        return path
    named = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    return f'"{"".join(named.get(c) or _octal(c) for c in path)}"'


def _octal(character: str) -> str:
    """Write a character as octal escapes of its bytes, if a log could act on it."""
    if is_safe_for_logs(character) and character not in "#\t\n":
        return character
    data = character.encode("utf-8", "surrogateescape")
    return "".join(f"\\{byte:03o}" for byte in data)


def _end_path(path: str) -> str:
    """Add a tab to a path that has a space, so that git sees where it ends."""
    return f"{path}\t" if " " in path else path
