"""What a sample has to make of an answer: what it prints, and what it saves as a file."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path

from generator.model import Kind, Operation
from generator.text import Text, reveal
from generator.verify.answers import Answer


def facts(operation: Operation, answer: Answer) -> dict[str, str]:
    """Give what language.yaml may name of an answer in its expectations.

    Arguments:
        operation: whose answer it is.
        answer: the answer.

    Returns:
        `sentence`, what is printed after success; `returned`, the same for clients; `status`;
        `body`, as text; `content`, the same unless answers of the operation are saved as files;
        `head`, where it is shown.
    """
    is_head = operation.method == "HEAD"
    result = operation.result
    is_file = result is not None and result.kind is Kind.FILE
    body = "" if is_head else answer.body.decode(errors="replace")
    names = {reveal(header.name) for header in operation.success.headers}
    lines = [f"{name}: {value}" for name, value in answer.fields if name in names]
    sentence = body
    if is_file:
        sentence = f"Saved {output_name(operation)}"
    elif result is None or is_head:
        sentence = reveal(operation.success.description)
    return {
        "sentence": "\n".join([sentence, *lines]),
        "returned": "\n".join([_returned(operation, sentence), *lines]),
        "status": str(answer.status),
        "body": body,
        "content": "" if is_file else body,
        "head": answer.head().decode("latin-1") if is_head or names else "",
    }


def _returned(operation: Operation, sentence: str) -> str:
    """Say what of an answer a client gives back, as its programs print it.

    That is all of it. Of JSON, names are in order, since a program writes it anew of what it was
    given; of a list that comes in pages, it is given the items.
    """
    result, paging = operation.result, operation.paging
    if result is None or result.kind is not Kind.JSON or operation.method == "HEAD":
        return sentence
    try:
        value = json.loads(sentence)
    except ValueError:
        return sentence
    if paging is not None and paging.items is not None and not operation.success.headers:
        value = value.get(reveal(paging.items))
    return json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True)


def output_name(operation: Operation) -> str:
    """Give the name of the file that an answer is saved as; empty if it is not."""
    result = operation.result
    if result is None or result.kind is not Kind.FILE:
        return ""
    return reveal(result.schema.example) if isinstance(result.schema.example, Text) else ""


def clear(operation: Operation, work: Path) -> None:
    """Remove what an earlier run saved."""
    if name := output_name(operation):
        with suppress(FileNotFoundError):
            (work / name).unlink()


def saved_faults(operation: Operation, answer: Answer, outcome: str, work: Path) -> list[str]:
    """Say what is wrong with the file that a run saved, or that it did."""
    name = output_name(operation)
    if not name:
        return []
    try:
        data = (work / name).read_bytes()
    except FileNotFoundError:
        return [f"it did not save {name}"] if outcome == "success" else []
    if outcome != "success":
        return [f"it saved {name}, though there was no success"]
    return [] if data == answer.body else [f"it saved {len(data)} other bytes as {name}"]
