"""The secrets that requests carry, as a spec tells of them; faults with their place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from generator.errors import Mark, Problem, one_of
from generator.model.api import Credential, Scheme
from generator.model.messages import Where
from generator.model.rules import CLIENT_FIELDS, refused_field
from generator.model.text import Text, reveal
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.grammar import FIELD_NAME

_AUTHORIZATION = "Authorization"


def check_field_name(name: Text, problems: list[Problem]) -> None:
    """Report the name of a header that a sample can't set, or not every client would send."""
    field = reveal(name).casefold()
    if field in CLIENT_FIELDS:
        what = f"{reveal(name)} is written by the HTTP client itself"
        problems.append(Problem(name.mark, what, "remove it"))
    elif field == "content-type":
        what = "Content-Type belongs to a body"
        problems.append(Problem(name.mark, what, "say mediaType: there, and remove it here"))
    elif refused_field(field):
        what = f"{reveal(name)} is a header that not every client sends with such a request"
        problems.append(Problem(name.mark, what, "remove it"))


def make_credential(id_: Text, row: ParsedRecord | None) -> Credential | None:
    """Make a credential of a row of `credentials`; None if a fault leaves nothing to go on with."""
    if row is None or row["env"] is None:
        return None
    scheme = Scheme(reveal(row["scheme"])) if row["scheme"] is not None else Scheme.RAW
    where = Where(reveal(row["in"])) if row["in"] is not None else Where.HEADER
    usual = id_ if scheme is Scheme.RAW else Text(_AUTHORIZATION, id_.mark)
    description = row["description"] or Text("")  # whose lack is told already
    return Credential(id_, row["name"] or usual, where, scheme, reveal(row["env"]), description)


def make_credentials(values: ParsedRecord) -> dict[str, Credential]:
    """Make the credentials of a spec by their ids: those of `credentials`, then of `headers`."""
    rows = (make_credential(id_, row) for id_, row in (values["credentials"] or {}).items())
    made = {reveal(c.id): c for c in rows if c is not None}
    for name, row in (values["headers"] or {}).items():
        if row is not None and row["env"] is not None:
            about = row["description"] or Text("")
            made[reveal(name)] = Credential(
                name, name, Where.HEADER, Scheme.RAW, reveal(row["env"]), about
            )
    return made


class CredentialChecker:
    """Checks the credentials of a spec, and what operations say of them.

    Arguments:
        values: what the spec's keys hold.
        problems: gets every fault.
    """

    def __init__(self, values: ParsedRecord, problems: list[Problem]) -> None:
        self.rows: Mapping[Text, Any] = values["credentials"] or {}
        self.headers: Mapping[Text, Any] = values["headers"] or {}
        self.problems = problems
        self.known = make_credentials(values)
        self.is_whole = not any(key in values and values[key] is None for key in _TABLES)

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        self.problems.append(Problem(mark, what, todo))

    def check(self) -> None:
        """Check each for itself."""
        fields = {reveal(name).casefold(): name for name in self.headers}
        for id_, row in self.rows.items():
            made = make_credential(id_, row)
            if made is None:
                self.is_whole = False
                continue
            self._check(made, row)
            first = fields.get(reveal(made.name).casefold())
            if made.where is Where.HEADER and first is not None:
                what = f"every request sends {reveal(first)} already"
                self._problem(made.name.mark, what, "remove it here or under headers")
        ids = {reveal(id_) for id_ in self.rows}
        for field, row in self.headers.items():
            self.is_whole = self.is_whole and row is not None
            if reveal(field) in ids and row is not None and row["env"] is not None:
                what = f"there is a credential {reveal(field)} already"
                self._problem(field.mark, what, "call the other one something else")

    def _check(self, made: Credential, row: ParsedRecord) -> None:
        name = reveal(made.name)
        if made.scheme is not Scheme.RAW:
            if made.where is not Where.HEADER or name.casefold() != _AUTHORIZATION.casefold():
                what = (
                    f"a {made.scheme} credential is in the header {_AUTHORIZATION} (RFC 9110, 11)"
                )
                key = "in" if made.where is not Where.HEADER else "name"
                self._problem(row.marks[key], what, "remove this line, or the scheme")
            return
        if made.where is not Where.QUERY and not re.fullmatch(FIELD_NAME.pattern, name):
            noun = "field name" if made.where is Where.HEADER else "name of a cookie"
            self._problem(made.name.mark, f"{name!r} is no {noun}", f"use {FIELD_NAME.rule}")
        elif made.where is Where.HEADER:
            check_field_name(made.name, self.problems)

    def check_operation(self, id_: Text, row: ParsedRecord) -> None:
        """Check the credentials of an operation: known, and each in a place of its own."""
        for name in row["security"] or ():
            if reveal(name) not in self.known and self.is_whole:
                what = f"there is no credential {reveal(name)}"
                self._problem(name.mark, what, one_of(self.known, reveal(name)))
        named = None if row["security"] is None else {reveal(name) for name in row["security"]}
        taken = [c for key, c in self.known.items() if named is None or key in named]
        mark = row.marks.get("security", id_.mark)
        places: dict[tuple[Where, str], str] = {}
        for credential in taken:
            place = _place(credential.where, reveal(credential.name))
            first = places.setdefault(place, reveal(credential.id))
            if first != reveal(credential.id):
                what = f"{reveal(credential.id)} and {first} are both {_format_place(*place)}"
                self._problem(mark, what, "name one of them by security:")
        cookies = [reveal(c.id) for c in taken if c.where is Where.COOKIE]
        if len(cookies) > 1:
            what = f"{cookies[1]} and {cookies[0]} are both cookies"
            todo = "name one of them by security:; a request carries one secret as a cookie"
            self._problem(mark, what, todo)
        for name, parameter in (row["parameters"] or {}).items():
            if parameter is None or parameter["in"] is None or reveal(parameter["in"]) == "path":
                continue
            place = _place(Where(reveal(parameter["in"])), reveal(name))
            if place in places:
                what = f"{reveal(name)} is what credential {places[place]} is sent as"
                self._problem(name.mark, what, "remove it here or there")

    def check_unused(self, rows: Iterable[ParsedRecord]) -> None:
        """Report credentials that no operation takes."""
        told = [row["security"] for row in rows]
        if not self.is_whole or any(ids is None for ids in told):
            return
        used = {reveal(name) for ids in told for name in ids}
        for id_, credential in self.known.items():
            if id_ not in used:
                what = f"no operation takes credential {id_}"
                todo = "name it under an operation's security:, or remove it"
                self._problem(credential.id.mark, what, todo)


_TABLES = ("credentials", "headers")


def _place(where: Where, name: str) -> tuple[Where, str]:
    return where, name.casefold() if where is Where.HEADER else name


def _format_place(where: Where, name: str) -> str:
    return f"the {'query parameter' if where is Where.QUERY else where} {name}"
