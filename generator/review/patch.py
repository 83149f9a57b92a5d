"""The difference of two versions of a file, as hunks, and as a patch that `git apply` takes."""

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

# Lines around a change, as diff and git show them.
_CONTEXT = 3
_NO_NEWLINE = "\\ No newline at end of file\n"


class Delta(Struct, frozen=True):
    """What differs between two versions of a file.

    Attributes:
        hunks: the lines of each hunk, its header first, each with its newline. What is no UTF-8
            stands as surrogates, as os.fsdecode has it.
        added: the number of lines that only the new version has.
        removed: the number of lines that only the old one has.
        old_line: the first line that differs, counted from 1 in the old version.
        new_line: the same in the new one.
    """

    hunks: tuple[tuple[str, ...], ...]
    added: int
    removed: int
    old_line: int
    new_line: int


def delta(old: bytes | None, new: bytes | None) -> Delta:
    """Compare two versions of a file, None for one that is not there.

    Lines end at LF alone, as in git: no other character that Python takes for a line end is one.
    """
    before, after = _lines(old), _lines(new)
    # Without its guess what is junk, which leaves common lines out of long files.
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=len(before) > 4000)
    hunks: list[tuple[str, ...]] = []
    added = removed = old_line = new_line = 0
    for group in matcher.get_grouped_opcodes(_CONTEXT):
        first, last = group[0], group[-1]
        ranges = f"-{_range(first[1], last[2])} +{_range(first[3], last[4])}"
        hunk = [f"@@ {ranges} @@\n"]
        for tag, a, b, c, d in group:
            if tag == "equal":
                hunk += _marked(" ", before[a:b])
                continue
            if not added and not removed:
                old_line, new_line = a + 1, c + 1
            removed, added = removed + b - a, added + d - c
            hunk += _marked("-", before[a:b])
            hunk += _marked("+", after[c:d])
        hunks.append(tuple(hunk))
    return Delta(tuple(hunks), added, removed, old_line, new_line)


def patch(path: str, old: bytes | None, new: bytes | None, made: Delta) -> bytes:
    """Write the patch of a file in git's format.

    Arguments:
        path: relative to the folder that the patch is for, with `/`.
        old: the old version, None to create the file.
        new: the new version, None to remove it.
        made: what differs between them.
    """
    before, after = _quoted(f"a/{path}"), _quoted(f"b/{path}")
    head = [f"diff --git {before} {after}\n"]
    if old is None:
        head.append("new file mode 100644\n")
    if new is None:
        head.append("deleted file mode 100644\n")
    if made.hunks:
        head.append(f"--- {_tabbed(before) if old is not None else '/dev/null'}\n")
        head.append(f"+++ {_tabbed(after) if new is not None else '/dev/null'}\n")
    return "".join([*head, *chain(*made.hunks)]).encode("utf-8", "surrogateescape")


def binary_patch(path: str, old: bytes | None, new: bytes | None) -> bytes:
    """Write the patch of a file in git's binary form, of which no line is text from the file.

    It has the whole of both versions, compressed and in base 85, as `git diff --binary` writes it.

    Arguments:
        path: relative to the folder that the patch is for, with `/`.
        old: the old version, None to create the file.
        new: the new version, None to remove it.
    """
    head = f"diff --git {_quoted(f'a/{path}')} {_quoted(f'b/{path}')}\n"
    mode = " 100644"
    if old is None:
        head, mode = f"{head}new file mode 100644\n", ""
    if new is None:
        head, mode = f"{head}deleted file mode 100644\n", ""
    head += f"index {_object_id(old)}..{_object_id(new)}{mode}\nGIT binary patch\n"
    return head.encode() + _literal(new or b"") + _literal(old or b"")


def _object_id(data: bytes | None) -> str:
    """Give the id that git has for a file's bytes."""
    if data is None:
        return "0" * 40
    return hashlib.sha1(b"blob %d\0%b" % (len(data), data), usedforsecurity=False).hexdigest()


def _literal(data: bytes) -> bytes:
    """Write bytes as git does: each line has a letter for how many it holds, 52 at most."""
    packed = zlib.compress(data)
    lines = [b"literal %d\n" % len(data)]
    for start in range(0, len(packed), 52):
        part = packed[start : start + 52]
        size = len(part) - 1 + (ord("A") if len(part) <= 26 else ord("a") - 26)
        lines.append(b"%c%b\n" % (size, base64.b85encode(part, pad=True)))
    return b"".join([*lines, b"\n"])


def _lines(data: bytes | None) -> list[str]:
    text = (data or b"").decode("utf-8", "surrogateescape")
    return re.findall(r"[^\n]*\n|[^\n]+", text)


def _range(start: int, end: int) -> str:
    """Give lines as a hunk's header has them: an empty range stands behind its line."""
    size = end - start
    if size == 1:
        return str(start + 1)
    return f"{start + 1 if size else start},{size}"


def _marked(mark: str, lines: list[str]) -> Iterator[str]:
    for line in lines:
        if line.endswith("\n"):
            yield mark + line
        else:
            yield f"{mark}{line}\n"
            yield _NO_NEWLINE


def _quoted(path: str) -> str:
    """Write a path as git does: in quotes, as in C, if it has characters that need it."""
    if not re.search(r'["\\\x00-\x1f\x7f]', path) and is_safe_for_logs(path):
        return path
    named = {"\t": "\\t", "\n": "\\n", "\r": "\\r", '"': '\\"', "\\": "\\\\"}
    return f'"{"".join(named.get(c) or _octal(c) for c in path)}"'


def _octal(character: str) -> str:
    """Write a character as the numbers of its bytes, if it can't stand in a log as it is."""
    if is_safe_for_logs(character) and character not in "#\t\n":
        return character
    data = character.encode("utf-8", "surrogateescape")
    return "".join(f"\\{byte:03o}" for byte in data)


def _tabbed(path: str) -> str:
    """Show where a path with a space in it ends."""
    return f"{path}\t" if " " in path else path
