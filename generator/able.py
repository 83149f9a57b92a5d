"""What targets can do: an operation that needs more is not made in one, and that is told."""

from __future__ import annotations

from collections.abc import Mapping

from generator.body import client_shapes
from generator.errors import Problem
from generator.model import Operation
from generator.target import Target
from generator.text import Text

# What shapes are called in messages.
_SHAPES = {
    "json-body": "a body of JSON",
    "form-body": "a form",
    "multipart-body": "multipart/form-data",
    "file-body": "a file as the body",
    "repeated-fields": "a form's field more than once",
    "typed-fields": "a field with a media type of its own",
    "bearer-credentials": "a bearer token",
    "basic-credentials": "a user's name and password",
    "query-credentials": "a credential in the query",
    "cookie-credentials": "a credential as a cookie",
    "object-parameters": "an object as a parameter",
    "cookie-parameters": "a parameter as a cookie",
    "styled-parameters": "an array in such a style",
    "own-credentials": "other credentials than all of the API's",
}


def is_able(
    target: Target,
    needed: Mapping[str, Text | None],
    operation: Operation,
    wanted: bool,
    lacks: list[Problem],
) -> bool:
    """Say whether a target can do what an operation needs.

    Arguments:
        target: the target; a page shows whatever there is.
        needed: the `shapes` that the operation needs.
        operation: the operation.
        wanted: whether somebody asked for it, and is to be told.
        lacks: gets what it can't do, if it is wanted.
    """
    if target.is_page:
        return True
    able = True
    if target.is_client:  # which makes itself of a request what samples are given
        needed = {**needed, **client_shapes(operation)}
    for shape, text in needed.items():
        if shape in target.shapes:
            continue
        able = False
        if shape in _SHAPES:
            what = f"{target.id} can't send {_SHAPES[shape]}"
        elif shape == "result-headers":
            what = f"{target.id} can't show a header of the answer"
        else:
            what = (
                f"{target.id} can't {'save' if shape == 'file-result' else 'show'} what comes back"
            )
        made = "is not made" if target.is_client else f"makes no sample of {operation.id}"
        mark = None if text is None else text.mark
        if wanted:
            todo = "describe it otherwise, or add the shape to the target's templates"
            lacks.append(Problem(mark, f"{what}, and {made}", todo))
    return able
