"""Check the file that a sample saves an answer as."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

from generator.model.api import Operation
from generator.model.messages import ContentKind
from generator.model.text import Text, reveal
from generator.verify.expected.cases import Answer


def saved_file_name(operation: Operation) -> str:
    """Return the name of the file that a sample saves an answer as; empty if it saves none.

    Arguments:
        operation: the operation that the sample calls.
    """
    result = operation.result
    if result is None or result.kind is not ContentKind.FILE:
        return ""
    return reveal(result.schema.example) if isinstance(result.schema.example, Text) else ""


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
