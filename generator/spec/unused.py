"""Find the parts of a spec that nothing uses, and warn of them.

A part that nothing uses is often one that its author forgot to name. It changes no sample and no
page, so the spec can be used as it is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from generator.errors import Problem
from generator.model.text import Text, reveal
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.credentials import CredentialChecker
from generator.spec.schemas import SchemaReader


def unused_parts(
    values: ParsedRecord, schemas: SchemaReader, credentials: CredentialChecker
) -> Iterator[Problem]:
    """Return a warning for each error, error body, credential and schema that nothing uses.

    Nothing is returned for a table if a problem makes it uncertain which of its rows are used.

    Arguments:
        values: the values of the spec's keys. No operation is None.
        schemas: the reader of the schemas, after it has read what operations use.
        credentials: the checker of the credentials, after it has checked them.
    """
    rows: list[ParsedRecord] = list(values["operations"].values())
    errors: dict[Text, Any] = values["errors"] or {}
    if not any("errors" in row and row["errors"] is None for row in rows):
        used = {error for row in rows for error in row["errors"] or []}
        for error in errors:
            if error not in used and errors[error] is not None:
                what = f"no operation answers with error {reveal(error)}"
                yield _warning(error, what, "name it under an operation's errors, or remove it")
    yield from _unused_bodies(values["errorBodies"] or {}, errors)
    used_ids = used_credentials(credentials.credentials, rows)
    used_ids |= {reveal(i) for row in rows for way in row["otherSecurity"] or () for i in way}
    for id_, credential in credentials.credentials.items():
        if id_ not in used_ids:
            todo = "name it under an operation's security:, or remove it"
            yield _warning(credential.id, f"no operation takes credential {id_}", todo)
    for name in schemas.unused_names():
        what = f"nothing uses the schema {reveal(name)}"
        yield _warning(name, what, "name it where it belongs, or remove it")


def _unused_bodies(bodies: dict[Text, Any], errors: dict[Text, Any]) -> Iterator[Problem]:
    """Return a warning for each error body that no error has."""
    rows = list(errors.values())
    if any(row is None or ("body" in row and row["body"] is None) for row in rows):
        return
    first = next(iter(bodies), None)
    used = {first if row["body"] is None else row["body"] for row in rows}
    for name in bodies:
        if name not in used:
            what = f"no error has the body {reveal(name)}"
            yield _warning(name, what, "name it by body: in a row of errors, or remove it")


def used_credentials(
    credentials: Iterable[str], operations: Iterable[ParsedRecord | None]
) -> set[str]:
    """Return the ids of the credentials that operations take.

    Arguments:
        credentials: the ids of all credentials. An operation without `security` takes them all.
        operations: the keys of each operation.
    """
    named = [row["security"] for row in operations if row is not None]
    if any(ids is None for ids in named):
        return set(credentials)
    return {reveal(name) for ids in named for name in ids}


def _warning(name: Text, what: str, todo: str) -> Problem:
    """Return a warning at the name of a part."""
    return Problem(name.mark, what, todo, is_warning=True)
