"""Bytes that are changed at random, whatever they mean."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

_ODD = (
    b"\0", b"\x1b[2J", b"\xff\xfe", b"\xef\xbb\xbf", b"\xed\xa0\x80", b"\xc0\x80",
    b"\xf4\x90\x80\x80", b"\xe2\x80\xae", b"\xe2\x80\xa8", b"\xc2\x85", b"\r", b"\r\n", b"\t",
    b"\n---\n", b"\n...\n", b"%YAML 1.1\n", b"#", b": ", b"- ", b"{", b"}", b"[", b"]", b"'", b'"',
    b"|", b">", b"&a ", b"*a", b"!!str ", b"<<: ", b"\n  ", b"\\u0000", b"\\ud800", b"{{", b"{%",
    b"#}", b"1e999", b"\x7f", b"\xff",
)  # fmt: skip


def change_bytes(random: Random, data: bytes, others: Sequence[bytes]) -> bytes:
    """Change one thing of some bytes.

    Arguments:
        random: decides.
        data: the bytes.
        others: files of the same kind, parts of which may be taken.

    Returns:
        The new bytes.
    """
    at = random.randrange(len(data) + 1)
    end = min(len(data), at + random.choice((1, 1, 4, 40)))
    other = random.choice(others) if others else data
    start = random.randrange(len(other) + 1)
    kind = random.randrange(14)
    if kind == 0 and data:
        place = min(at, len(data) - 1)
        return data[:place] + bytes([data[place] ^ 1 << random.randrange(8)]) + data[place + 1 :]
    if kind == 1:
        return data[:at]
    if kind == 2:
        return data[:at] + other[start:]
    if kind == 3:
        return data[:at] + data[end:]
    if kind == 4:
        return data.replace(b"\n", b"\r\n")
    if kind == 5:
        codec = random.choice(("utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-8-sig", "utf-7"))
        return data.decode("utf-8", "replace").encode(codec)
    if kind == 6:
        return data.replace(b"\n", b"\r")
    if kind == 7:
        return data[:at] + data[at:end] * random.choice((2, 50, 2000)) + data[end:]
    if kind == 8:
        return _change_lines(random, data)
    if kind == 9:
        return data[:at] + bytes(random.randrange(256) for _ in range(4)) + data[end:]
    if kind == 10:
        return random.choice(
            (b"", b"\n", b"\0", b"\xef\xbb\xbf", b"{}", b"[]", b"null", b"a", b"---")
        )
    return data[:at] + random.choice(_ODD) + data[random.choice((at, at, end)) :]


def _change_lines(random: Random, data: bytes) -> bytes:
    """Move, drop, repeat or indent one line."""
    lines = data.splitlines(keepends=True)
    if not lines:
        return data
    at, to = random.randrange(len(lines)), random.randrange(len(lines))
    line = lines[at]
    new = random.choice(([], [line, line], [b" " + line], [line[1:]], [line.rstrip() + b" "]))
    if random.random() < 0.3:
        lines.insert(to, line)
    else:
        lines[at : at + 1] = new
    return b"".join(lines)
