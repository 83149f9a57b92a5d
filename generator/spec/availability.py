"""Where an operation is available: regions of a table by `only` and `except`, and its server."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from generator.errors import Problem, one_of
from generator.model.api import Availability
from generator.model.hosts import split_server
from generator.model.messages import Server
from generator.model.text import Text, reveal
from generator.sources.yaml_schema import ParsedRecord


def table_name(regions: Any) -> Text | None:
    """Return the file of a region table that the key `regions` of a spec names.

    Arguments:
        regions: the value of the key. None if it has a problem.

    Returns:
        None if the table is part of the spec, or if the value has a problem.
    """
    if isinstance(regions, ParsedRecord):
        regions = regions["table"]
    return regions if isinstance(regions, Text) else None


def select_rows(regions: Any, table: Mapping[Text, Any]) -> dict[Text, Any]:
    """Return the rows of a region table that a spec chooses.

    Arguments:
        regions: the value of the spec's key `regions`.
        table: the rows of the table by id of the region.
    """
    rows = dict(table)
    if isinstance(regions, ParsedRecord):
        left_out = set(regions["except"] or ())
        if regions["only"] is not None:
            only = set(regions["only"])
            rows = {id_: row for id_, row in rows.items() if id_ in only}
        rows = {id_: row for id_, row in rows.items() if id_ not in left_out}
    return rows


def make_availability(row: ParsedRecord | None) -> Availability | None:
    """Make the availability of an operation from its key `regions`, None without that key."""
    if row is None:
        return None
    ids = row["only"] or row["except"]
    return Availability(tuple(ids), is_exception=row["only"] is None)


def make_server(server: Text) -> Server:
    """Make the server of an operation from its key `server`."""
    endpoint, path = split_server(reveal(server))
    return Server(endpoint, path.rstrip("/"))


def check_choice(
    row: ParsedRecord, ids: Collection[Text], where: str, is_needed: bool, problems: list[Problem]
) -> None:
    """Check `only` and `except`: that there is one of them, and that its regions exist.

    Arguments:
        row: the record that may have these keys.
        ids: the ids of the regions to choose from.
        where: what has these regions, for messages.
        is_needed: whether the record must have one of the keys.
        problems: the list to which every problem is added.
    """
    if "only" in row and "except" in row:
        what = "only and except can't stand side by side"
        problems.append(Problem(row.marks["except"], what, "remove one of them"))
        return
    if is_needed and "only" not in row and "except" not in row:
        what = "this says of no region whether the operation is available there"
        problems.append(Problem(row.mark, what, "add only: or except: with a list of ids"))
        return
    chosen: list[Text] = row["only"] or row["except"] or []
    for id_ in chosen:
        if id_ not in ids:
            what = f"region {reveal(id_)} is not in {where}"
            todo = one_of([reveal(other) for other in ids], reveal(id_))
            problems.append(Problem(id_.mark, what, todo))
    if row["except"] is not None and ids and set(row["except"]).issuperset(ids):
        what = "this leaves out every region"
        problems.append(Problem(row.marks["except"], what, "remove at least one id"))
