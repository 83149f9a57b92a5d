"""Read the credentials of a spec, and check them and the operations that use them.

A credential is a secret that requests contain, such as an API key.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.errors import Mark, Problem, one_of
from generator.model.credentials import Credential, Scheme
from generator.model.messages import Where
from generator.model.rules import CLIENT_FIELDS, refused_field
from generator.model.text import Text, reveal
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.grammar import FIELD_NAME
from generator.spec.records.credentials import make_obtain

_AUTHORIZATION = "Authorization"


def check_field_name(name: Text, problems: list[Problem]) -> None:
    """Report a header that samples can't set, or that some HTTP clients would not send.

    Arguments:
        name: the name of the header, with its position in the spec.
        problems: the list to which the problem is added.
    """
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
    """Make a credential from an entry of `credentials`.

    Arguments:
        id_: the id of the credential. It is also the name of the header, query parameter or cookie
            if the entry gives no name and the scheme is `raw`.
        row: the keys of the entry; None if they have a problem.

    Returns:
        The credential. None if a problem makes it unusable.
    """
    if row is None or row["env"] is None:
        return None
    scheme = Scheme(reveal(row["scheme"])) if row["scheme"] is not None else Scheme.RAW
    where = Where(reveal(row["in"])) if row["in"] is not None else Where.HEADER
    default_name = id_ if scheme is Scheme.RAW else Text(_AUTHORIZATION, id_.mark)
    description = row["description"] or Text("")  # a missing one is already reported
    env, obtain = reveal(row["env"]), make_obtain(row["obtain"])
    return Credential(id_, row["name"] or default_name, where, scheme, env, description, obtain)


def make_credentials(values: ParsedRecord) -> dict[str, Credential]:
    """Return the credentials of a spec by id: first its `credentials`, then its secret `headers`.

    A header is secret if it has the key `env`. Its id is its name. Credentials that a problem makes
    unusable are left out.
    """
    rows = (make_credential(id_, row) for id_, row in (values["credentials"] or {}).items())
    credentials = {reveal(c.id): c for c in rows if c is not None}
    for name, row in (values["headers"] or {}).items():
        if row is not None and row["env"] is not None:
            description = row["description"] or Text("")
            env, obtain = reveal(row["env"]), make_obtain(row["obtain"])
            credentials[reveal(name)] = Credential(
                name, name, Where.HEADER, Scheme.RAW, env, description, obtain
            )
    return credentials


class CredentialChecker:
    """Checks the credentials of a spec, and which of them its operations use.

    Arguments:
        values: the values of the spec's keys. A value is None if it had a problem already.
        problems: the list to which every problem is added.
    """

    def __init__(self, values: ParsedRecord, problems: list[Problem]) -> None:
        self.rows: Mapping[Text, Any] = values["credentials"] or {}
        self.headers: Mapping[Text, Any] = values["headers"] or {}
        self.problems = problems
        self.credentials = make_credentials(values)
        self.are_tables_read = all(key not in values or values[key] for key in _TABLES)
        # The ids of all entries that may be a credential, if their problems were corrected.
        self.known = {reveal(id_) for id_ in self.rows} | {
            reveal(name) for name, row in self.headers.items() if row is None or "env" in row
        }

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark, what, todo))

    def check(self) -> None:
        """Check each credential and each secret header, but not which operations use them."""
        fields = {reveal(name).casefold(): name for name in self.headers}
        for row in (*self.rows.values(), *self.headers.values()):
            self._check_obtain(row)
        for id_, row in self.rows.items():
            credential = make_credential(id_, row)
            if credential is None:
                continue
            self._check(credential, row)
            first = fields.get(reveal(credential.name).casefold())
            if credential.where is Where.HEADER and first is not None:
                what = f"every request sends {reveal(first)} already"
                self._problem(credential.name.mark, what, "remove it here or under headers")
        ids = {reveal(id_) for id_, row in self.rows.items() if row is not None}
        for field, row in self.headers.items():
            if reveal(field) in ids and row is not None and row["env"] is not None:
                what = f"there is a credential {reveal(field)} already"
                self._problem(field.mark, what, "call the other one something else")

    def _check_obtain(self, row: ParsedRecord | None) -> None:
        """Report `obtain` that says nothing, or that is about no secret."""
        obtain = None if row is None else row["obtain"]
        if row is None or obtain is None:
            return
        if "description" not in obtain and "command" not in obtain:
            self._problem(obtain.mark, "obtain says nothing", "add description:, command: or both")
        elif "value" in row and "env" not in row:
            what = "only a secret is obtained, and this header is none"
            self._problem(
                row.marks["obtain"], what, "remove obtain:, or give env: in place of value:"
            )

    def _check(self, credential: Credential, row: ParsedRecord) -> None:
        """Check the place and the name of one credential."""
        name = reveal(credential.name)
        if credential.scheme is not Scheme.RAW:
            if credential.where is not Where.HEADER or name.casefold() != _AUTHORIZATION.casefold():
                noun = f"a {credential.scheme} credential"
                what = f"{noun} is in the header {_AUTHORIZATION} (RFC 9110, 11)"
                key = "in" if credential.where is not Where.HEADER else "name"
                self._problem(row.marks[key], what, "remove this line, or the scheme")
            return
        if credential.where is not Where.QUERY and not re.fullmatch(FIELD_NAME.pattern, name):
            noun = "field name" if credential.where is Where.HEADER else "name of a cookie"
            self._problem(credential.name.mark, f"{name!r} is no {noun}", f"use {FIELD_NAME.rule}")
        elif credential.where is Where.HEADER:
            check_field_name(credential.name, self.problems)

    def check_operation(self, id_: Text, row: ParsedRecord) -> None:
        """Check the credentials that the requests of one operation contain.

        Each one must exist. No two credentials, and no credential and parameter, may be the same
        header, query parameter or cookie. At most one credential may be a cookie.

        Arguments:
            id_: the id of the operation.
            row: the keys of the operation.
        """
        self._check_way(row["security"], row, row.marks.get("security", id_.mark))
        for way in row["otherSecurity"] or ():
            self._check_way(way, row, row.marks["otherSecurity"])

    def _check_way(self, ids: list[Text] | None, row: ParsedRecord, mark: Mark | None) -> None:
        """Check credentials that requests of one operation contain together.

        Arguments:
            ids: the ids of the credentials. None for all of the API.
            row: the keys of the operation.
            mark: the position of the key that has the ids.
        """
        for name in ids or ():
            if reveal(name) not in self.known and self.are_tables_read:
                what = f"there is no credential {reveal(name)}"
                self._problem(name.mark, what, one_of(self.credentials, reveal(name)))
        named = None if ids is None else {reveal(name) for name in ids}
        credentials = [c for key, c in self.credentials.items() if named is None or key in named]
        places: dict[tuple[Where, str], str] = {}
        for credential in credentials:
            place = _place(credential.where, reveal(credential.name))
            first = places.setdefault(place, reveal(credential.id))
            if first != reveal(credential.id):
                what = f"{reveal(credential.id)} and {first} are both {_format_place(*place)}"
                self._problem(mark, what, "name one of them by security:")
        cookies = [reveal(c.id) for c in credentials if c.where is Where.COOKIE]
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


_TABLES = ("credentials", "headers")


def _place(where: Where, name: str) -> tuple[Where, str]:
    """Return a key that is the same for two credentials in the same place of a request."""
    return where, name.casefold() if where is Where.HEADER else name


def _format_place(where: Where, name: str) -> str:
    """Describe a place for messages."""
    return f"the {'query parameter' if where is Where.QUERY else where} {name}"
