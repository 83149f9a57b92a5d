"""Check the error table of a spec, and make its rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import Problem, one_of
from generator.model.follow_ups import JsonPath
from generator.model.messages import ApiError
from generator.model.statuses import StatusRange
from generator.model.text import Text, reveal
from generator.model.values import read_number
from generator.sources.yaml_nodes import MappingNode, Node, ScalarNode, SequenceNode
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.records.response_headers import read_response_headers

# The value of an error row's `body` that means "this error has no body".
NO_BODY = "none"
# The variables that can stand in an error body, each with the key of the row that gives its value.
_VARIABLES = {"$status": "status", "$code": "code", "$message": "message"}


def _is_variable(node: ScalarNode) -> bool:
    """Say whether a text in an error body is a variable such as `$code`."""
    return node.value.startswith("$") and not node.value.startswith("$$")


def check_errors(values: ParsedRecord, problems: list[Problem]) -> None:
    """Check the rows of the error table, the bodies of errors, and the variables in them.

    Arguments:
        values: the values of the spec's keys.
        problems: the list to which every problem is added.
    """
    bodies: dict[Text, Node] = values["errorBodies"] or {}
    for row in (values["errors"] or {}).values():
        if row is None:
            continue
        _check_headers(row, problems)
        body: Text | None = row["body"]
        if body is not None and body not in bodies and reveal(body) != NO_BODY:
            what = f"there is no error body {reveal(body)}"
            todo = one_of([reveal(id_) for id_ in bodies], reveal(body))
            problems.append(Problem(body.mark, what, todo))
        elif "body" not in row or (body is not None and body in bodies):
            shape = bodies.get(body if body is not None else next(iter(bodies), Text("")))
            if shape is not None:
                _check_variables(row, _variables(shape), problems)
    for shape in bodies.values():
        if shape is not None:
            _check_names(shape, problems)


def _check_headers(row: ParsedRecord, problems: list[Problem]) -> None:
    """Report the headers of a row that no answer has, and a second Retry-After."""
    for header in read_response_headers(row["headers"] or {}, False, problems):
        if "retryAfter" in row and reveal(header.name).casefold() == "retry-after":
            what = "retryAfter says it already"
            problems.append(Problem(header.name.mark, what, "remove one of the two"))


def _check_variables(row: ParsedRecord, variables: set[str], problems: list[Problem]) -> None:
    """Report the variables in a row's body for which the row has no value."""
    for variable in ("$code", "$message"):
        key = _VARIABLES[variable]
        if key not in row and variable in variables:
            what = f"the body of this error has a {variable}, but the row has none"
            problems.append(Problem(row.mark, what, f"add {key}:, or choose another body:"))
    if isinstance(row["status"], Text) and "$status" in variables:
        what = f"the body of this error has a $status, but {reveal(row['status'])} is no number"
        problems.append(Problem(row["status"].mark, what, "choose another body:, or a number"))


def _variables(node: Node) -> set[str]:
    """Return the variables in an error body."""
    if isinstance(node, MappingNode):
        return set().union(*(_variables(child) for _, child in node.entries.values()))
    if isinstance(node, SequenceNode):
        return set().union(*map(_variables, node.items))
    return {node.value} if isinstance(node, ScalarNode) and _is_variable(node) else set()


def _check_names(node: Node, problems: list[Problem]) -> None:
    """Report variables in an error body that don't exist."""
    if isinstance(node, MappingNode):
        for _, child in node.entries.values():
            _check_names(child, problems)
    elif isinstance(node, SequenceNode):
        for child in node.items:
            _check_names(child, problems)
    elif isinstance(node, ScalarNode) and _is_variable(node) and node.value not in _VARIABLES:
        what = f"{node.value} is not known here"
        problems.append(Problem(node.mark, what, one_of(_VARIABLES, node.value)))


def make_error(id_: str, row: ParsedRecord, bodies: Mapping[Text, Node]) -> ApiError:
    """Make a row of the error table, with its body.

    Arguments:
        id_: the id of the row.
        row: the values of its keys, in which no problem was found.
        bodies: the shapes of bodies by name.
    """
    named = row["body"] or next(iter(bodies), None)
    if named is not None and reveal(named) == NO_BODY and named not in bodies:
        named = None
    status = row["status"]
    facts = {
        "$status": status,
        "$code": reveal(row["code"] or ""),
        "$message": reveal(row["message"] or ""),
    }
    body = None
    if named is not None:
        value = fill_body(bodies[named], facts)
        body = Text(json.dumps(value, ensure_ascii=False, indent=2), row.mark)
    return ApiError(
        id=id_,
        status=StatusRange(reveal(status)) if isinstance(status, Text) else status,
        code=row["code"],
        description=row["description"],
        message=row["message"],
        retry_after=row["retryAfter"],
        body=body,
        headers=tuple(read_response_headers(row["headers"] or {}, False, [])),
    )


def find_paths(node: Node, name: str) -> Iterator[JsonPath]:
    """Find a variable in an error body of a spec.

    An error body is the shape of the JSON of errors, in which variables such as `$code` stand for
    values of each error.

    Arguments:
        node: an error body, or a value in one.
        name: the variable with its dollar sign, such as `$code`.

    Returns:
        The path to each place where the variable is, starting at `node`.
    """
    children: list[tuple[Text | int, Node]] = []
    if isinstance(node, MappingNode):
        children = [(Text(key.value, key.mark), child) for key, child in node.entries.values()]
    elif isinstance(node, SequenceNode):
        children = list(enumerate(node.items))
    elif isinstance(node, ScalarNode) and node.value == name:
        yield ()
    for step, child in children:
        yield from ((step, *path) for path in find_paths(child, name))


def fill_body(node: Node, facts: dict[str, Any]) -> Any:
    """Return the JSON value of an error body, with its variables replaced by an error's values.

    Scalars without quotes are read as in the core schema of YAML 1.2: as true, false, null or
    numbers. Everything else is text. Two dollar signs at the start of a text stand for one.

    Arguments:
        node: an error body, or a value in one.
        facts: the error's values by variable: `$status`, `$code` and `$message`.
    """
    if isinstance(node, MappingNode):
        return {key: fill_body(child, facts) for key, (_, child) in node.entries.items()}
    if isinstance(node, SequenceNode):
        return [fill_body(child, facts) for child in node.items]
    assert isinstance(node, ScalarNode)
    if node.value in facts:
        return facts[node.value]
    if node.value.startswith("$$"):
        return node.value[1:]
    if node.plain and node.value in ("true", "false", "null", "~", ""):
        return {"true": True, "false": False}.get(node.value)
    parsed = read_number(node.value) if node.plain else None
    return node.value if parsed is None else parsed
