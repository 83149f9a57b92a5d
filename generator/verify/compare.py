"""What was run is what is published: the same bytes but for the values it was bound to."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path

from generator.rendering.request import Request
from generator.system.regular_files import read_regular, unreadable_error


def committed_faults(
    out: Path, paths: Iterable[str], published: Mapping[str, bytes], required: bool = False
) -> list[str]:
    """Say which files in the output folder differ from what is rendered.

    Arguments:
        out: the output folder.
        paths: the files' paths in it.
        published: the bytes that are rendered, by path.
        required: whether it is a fault if there is no such file.

    Raises:
        GenError: if a file is there and can't be read.
    """
    faults = (committed_fault(out, path, published[path], required) for path in paths)
    return [fault for fault in faults if fault]


def committed_fault(out: Path, path: str, published: bytes, required: bool = False) -> str:
    """Say how one file differs, or nothing; as `committed_faults`."""
    place = out / path
    try:
        data = read_regular(os.fspath(place))
    except (FileNotFoundError, NotADirectoryError):
        return f"{place.as_posix()} is not there; run gen render" if required else ""
    except OSError as error:
        raise unreadable_error(place.as_posix(), error) from error
    if data == published:
        return ""
    return f"{place.as_posix()} is not what is rendered; run gen render"


def unbound_lines(published: str, local: str, old: Request, new: Request) -> list[str]:
    """Give the lines of the published sample that differ from the local one by more than values.

    Arguments:
        published: the sample as it is published.
        local: the sample as it is run.
        old: the request of the published one.
        new: the same, bound to a server of its own.

    Returns:
        The lines that can't be explained by endpoint and time limit; empty if all can. Where a
        line is laid out otherwise, since a value is longer or shorter, white space and commas in
        front of a closing bracket don't count.
    """
    here, there = published.splitlines(), local.splitlines()
    odd: list[str] = []
    pairs = [(old.endpoint, new.endpoint), (str(old.timeout), str(new.timeout))]
    matcher = SequenceMatcher(None, here, there, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            block, other = here[start:end], there[other_start:other_end]
            if not re.fullmatch(_binding_pattern(_squeeze(block), pairs), _squeeze(other)):
                odd += block or other
    return odd


def _squeeze(lines: Sequence[str]) -> str:
    text = re.sub(r"\s+", " ", "\n".join(lines))
    return re.sub(r",(?=[)\]}])", "", re.sub(r" ?([()\[\]{}]) ?", r"\1", text))


def _binding_pattern(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Make the pattern of `text` in which each bound value may stand for the other.

    A number is bound only where it is a whole one, or the first digits of one in groups: 30_000.
    """
    found = "|".join(
        f"(?<!\\w){old}(?![0-9A-Za-z])" if old.isdigit() else re.escape(old) for old, _ in pairs
    )
    other = dict(pairs)
    pieces = re.split(f"({found})", text)
    return "".join(
        f"(?:{re.escape(piece)}|{re.escape(other[piece])})" if index % 2 else re.escape(piece)
        for index, piece in enumerate(pieces)
    )
