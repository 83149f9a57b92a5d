"""The files that a sample sends and saves: set them up for a run, and check what was saved."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.model.api import Operation
from generator.model.messages import ContentKind
from generator.model.text import Text, reveal
from generator.verify.expected.cases import Answer, Case


def saved_file_name(operation: Operation) -> str:
    """Return the name of the file that a sample saves an answer as; empty if it saves none.

    Arguments:
        operation: the operation that the sample calls.
    """
    result = operation.result
    if result is None or result.kind is not ContentKind.FILE:
        return ""
    return reveal(result.schema.example) if isinstance(result.schema.example, Text) else ""


@contextmanager
def files_of(case: Case, operation: Operation, sent: list[str], work: Path) -> Iterator[None]:
    """Give a run of a sample the files that its case has, and put everything back.

    Arguments:
        case: the case.
        operation: the operation that the sample calls.
        sent: the names of the files that the sample sends.
        work: the folder that the sample runs in, with these files in it.
    """
    remove_saved_file(operation, work)
    missing = [work / name for name in sent if case.files == "missing"]
    taken = [work / saved_file_name(operation)] if case.files == "unsaved" else []
    kept = {file: file.read_bytes() for file in missing}
    for file in missing:
        file.unlink()
    for folder in taken:  # no program can write a file where a folder is
        folder.mkdir()
    try:
        yield
    finally:
        for file, data in kept.items():
            file.write_bytes(data)
        for folder in taken:
            folder.rmdir()


def remove_saved_file(operation: Operation, work: Path) -> None:
    """Remove the file that an earlier run of a sample saved, if there is one.

    Arguments:
        operation: the operation that the sample calls.
        work: the folder that the sample runs in.
    """
    if name := saved_file_name(operation):
        with suppress(FileNotFoundError):
            (work / name).unlink()


def saved_faults(operation: Operation, answer: Answer, outcome: str, work: Path) -> list[str]:
    """Check the file that a run of a sample saved.

    Arguments:
        operation: the operation that the sample calls.
        answer: what the mock server answered.
        outcome: "success" if the sample must save the answer's body; otherwise it must save
            nothing.
        work: the folder that the sample ran in.

    Returns:
        A list with one message if the file is missing, has other bytes than the answer's body, or
        exists without a success. Else an empty list.
    """
    name = saved_file_name(operation)
    if not name:
        return []
    try:
        data = (work / name).read_bytes()
    except FileNotFoundError:
        return [f"it did not save {name}"] if outcome == "success" else []
    if outcome != "success":
        return [f"it saved {name}, though there was no success"]
    return [] if data == answer.body else [f"it saved {len(data)} other bytes as {name}"]
