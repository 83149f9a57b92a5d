"""Check that samples and committed files are what is published.

A published file is what `gen render` makes. A committed file is the one with the same path in the
output folder. The sample that runs may differ from the published one in its endpoint and time
limit.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from difflib import SequenceMatcher
from pathlib import Path

from generator.rendering.loops.parts import StateLoop
from generator.rendering.request import Request
from generator.system.regular_files import read_regular, unreadable_error
from generator.verify.results import PUBLISHED, CaseResult, State


def committed_faults(
    out: Path, paths: Iterable[str], published: Mapping[str, bytes], required: bool = False
) -> list[str]:
    """Return a message for each committed file that differs from the rendered one.

    Arguments:
        out: the output folder, which has the committed files.
        paths: the paths of the files to compare, relative to `out`.
        published: the rendered bytes by path.
        required: whether a missing file is a fault.

    Raises:
        GenError: if a file exists and can't be read.
    """
    faults = (committed_fault(out, path, published[path], required) for path in paths)
    return [fault for fault in faults if fault]


def committed_fault(out: Path, path: str, published: bytes, required: bool = False) -> str:
    """Return a message if one committed file differs from the rendered one, else an empty text.

    Arguments:
        out: the output folder, which has the committed file.
        path: the file's path relative to `out`.
        published: the rendered bytes.
        required: whether a missing file is a fault.

    Raises:
        GenError: if the file exists and can't be read.
    """
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


def published_cell(out: Path | None, paths: Iterable[str], faults: Sequence[str]) -> CaseResult:
    """Return the cell of a sample that says whether the committed files are what is rendered.

    Arguments:
        out: the output folder; None if the files in it were not to be compared.
        paths: the paths of the sample's files, relative to `out`.
        faults: what is wrong with them.
    """
    cell = CaseResult(PUBLISHED, PUBLISHED, State.of(faults), tuple(faults))
    if faults or out is None or any((out / path).exists() for path in paths):
        return cell
    reason = f"there is no such file in {out.as_posix()}"
    return replace(cell, state=State.NOT_RUN, reason=reason)


def unbound_lines(published: str, local: str, old: Request, new: Request) -> list[str]:
    """Return the lines in which two samples differ by more than endpoint and time limit.

    Where lines differ, white space and commas before a closing bracket are ignored: a formatter may
    break a line elsewhere because a value is longer or shorter.

    Arguments:
        published: the text of the published sample.
        local: the text of the sample that runs.
        old: the request of the published sample.
        new: the same request with the endpoint and time limit of the local sample.

    Returns:
        The lines of the published sample. Where it has none, those of the local one. Empty if
        nothing else differs.
    """
    published_lines, local_lines = published.splitlines(), local.splitlines()
    unexplained: list[str] = []
    pairs = [(old.endpoint, new.endpoint), (str(old.timeout), str(new.timeout))]
    pairs += zip(_loop_numbers(old), _loop_numbers(new), strict=True)
    if re.fullmatch(_binding_pattern(_squeeze(published_lines), pairs), _squeeze(local_lines)):
        return []  # a bracket and the comma before it may be in different blocks
    matcher = SequenceMatcher(None, published_lines, local_lines, autojunk=False)
    for tag, start, end, other_start, other_end in matcher.get_opcodes():
        if tag != "equal":
            block, other = published_lines[start:end], local_lines[other_start:other_end]
            if not re.fullmatch(_binding_pattern(_squeeze(block), pairs), _squeeze(other)):
                unexplained += block or other
    return unexplained


def _loop_numbers(request: Request) -> list[str]:
    """Return the numbers that limit the loop of a sample, if it has one."""
    loop = request.loop
    if isinstance(loop, StateLoop):
        return [str(loop.most), str(loop.interval), str(loop.request.timeout)]
    return [] if loop is None else [str(loop.most)]


def _squeeze(lines: Sequence[str]) -> str:
    """Remove the white space and commas that depend on where lines break."""
    text = re.sub(r"\s+", " ", "\n".join(lines))
    return re.sub(r",(?=[)\]}])", "", re.sub(r" ?([()\[\]{}]) ?", r"\1", text))


def _binding_pattern(text: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return a pattern that matches `text` with either value of each pair at each place.

    A number counts only where it stands alone, as the first group of digits, as in 30_000, or with
    a letter for its type or unit, as in 30L.
    """
    alternatives = "|".join(
        f"(?<!\\w){old}(?![0-9]|[A-Za-z][0-9A-Za-z])" if old.isdigit() else re.escape(old)
        for old, _ in pairs
    )
    counterparts = {
        old: "|".join(re.escape(new) for other, new in pairs if other == old) for old, _ in pairs
    }
    pieces = re.split(f"({alternatives})", text)
    return "".join(
        f"(?:{re.escape(piece)}|{counterparts[piece]})" if index % 2 else re.escape(piece)
        for index, piece in enumerate(pieces)
    )
