"""Decide what importing a list of regions changes in a region table."""

from __future__ import annotations

from generator.errors import Problem, ProblemsError
from generator.model.structs import Struct
from generator.spec.region_files import ImportedRegions
from generator.spec.region_tables import RowChange, TableSpecs, removal_problems
from generator.spec.regions_editor import RegionRow


class ImportPlan(Struct, frozen=True):
    """The changes of an import.

    Attributes:
        changes: the rows to change, add and remove, in the order in which they are printed.
        kept: the ids of the rows that the file does not have and that stay.
    """

    changes: tuple[RowChange, ...]
    kept: tuple[str, ...]


def plan_import(table: TableSpecs, imported: ImportedRegions, remove: bool) -> ImportPlan:
    """Compare the regions of a file with those of a region table.

    An endpoint that every API makes of the region's id anyway is left out of the table.

    Arguments:
        table: the table and the specs that use it.
        imported: the regions of the file.
        remove: whether to remove the regions that the file does not have.

    Raises:
        ProblemsError: if a region would have no endpoint, or if one that a spec names would be
            removed.
    """
    problems: list[Problem] = []
    added: list[RowChange] = []
    changed: list[RowChange] = []
    for row, mark in imported.rows:
        old = table.row(row.id)
        endpoint = row.endpoint if imported.has_endpoints else old.endpoint if old else None
        if table.follows_pattern(row.id, endpoint):
            # Keep the layout of a row that has its endpoint for no reason.
            same = old is not None and table.follows_pattern(row.id, old.endpoint)
            endpoint = old.endpoint if same and old else None
        new = RegionRow(row.id, row.name, endpoint)
        if new == old:
            continue
        if fault := table.fault(new):
            problems.append(Problem(mark, *fault))
        (added if old is None else changed).append(RowChange(old, new))
    ids = {row.id for row, _ in imported.rows}
    missing = [row for row in table.rows if row.id not in ids]
    if remove:
        for row in missing:
            problems += removal_problems(table, row.id)
    if problems:
        raise ProblemsError(problems)
    removed = [RowChange(row, None) for row in missing] if remove else []
    kept = () if remove else tuple(row.id for row in missing)
    return ImportPlan((*added, *changed, *removed), kept)
