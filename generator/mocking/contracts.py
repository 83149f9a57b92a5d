"""Load the contracts of all operations of some APIs, and say what they leave unchecked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from generator.errors import GenError, Mark, counted
from generator.mocking.contract import Contract, Unchecked
from generator.mocking.document_contracts import document_contracts
from generator.mocking.spec_contracts import spec_contracts
from generator.model.api import Api
from generator.model.budget import BudgetError
from generator.sources.document import begins_as_openapi
from generator.sources.source import Folder
from generator.spec.loader import spec_files

# The contract of each operation, by the name of its API and its id.
Contracts = Mapping[tuple[str, str], Contract]
# The most kinds of what is not checked that are printed, and the most characters of one.
_MOST_KINDS = 12


def load_contracts(spec: Path, apis: Sequence[Api]) -> tuple[Contracts, list[Unchecked]]:
    """Load the contracts of some APIs.

    Arguments:
        spec: the spec or the document, or the folder of them, that the APIs were read from.
        apis: the APIs.

    Returns:
        The contracts, and what is not checked.
    """
    source = Folder(spec) if spec.is_dir() else Folder(spec.parent, spec.name)
    files = spec_files(source) if spec.is_dir() else [spec.name]
    by_label = {source.label(file): file for file in files}
    contracts: dict[tuple[str, str], Contract] = {}
    unchecked: list[Unchecked] = []
    for api in apis:
        file = by_label.get(api.file)
        by_operation: dict[str, Contract] = {}
        try:
            data = None if file is None else source.read(file)
            if file is not None and data is not None and begins_as_openapi(data, file):
                by_operation = document_contracts(api, data, source, file, unchecked)
            else:
                by_operation = spec_contracts(api, unchecked)
        except (BudgetError, GenError, RecursionError):
            unchecked.append(Unchecked(Mark(api.file), "requests of all operations"))
        for operation in api.operations:
            if operation.id in by_operation:
                contracts[api.name, operation.id] = by_operation[operation.id]
            elif by_operation:
                what = f"requests of {operation.id}"
                unchecked.append(Unchecked(operation.title.mark or Mark(api.file), what))
    return contracts, unchecked


def format_unchecked(unchecked: Sequence[Unchecked]) -> list[str]:
    """Describe what is not checked: a line for each kind, with its first place."""
    kinds: dict[str, list[Mark]] = {}
    for row in unchecked:
        kinds.setdefault(row.what, []).append(row.mark)
    lines = []
    for what, marks in list(kinds.items())[:_MOST_KINDS]:
        # To compute the place of each takes long in a large document.
        more = f" and {counted(len(marks) - 1, 'more place')}" if len(marks) > 1 else ""
        lines.append(f"{marks[0]}{more}: gen mock does not check {what}")
    if len(kinds) > _MOST_KINDS:
        lines.append(f"{len(kinds) - _MOST_KINDS} more kinds of rules are not checked")
    return lines
