"""Security schemes of an OpenAPI document → credentials, and which of them operations take."""

from __future__ import annotations

import re
from typing import Any

from generator.model.api import Credential, Scheme
from generator.model.messages import Where
from generator.model.naming import UniqueNames, as_id, in_case, variable_user
from generator.model.rules import FIELD_NAME, refused_field
from generator.model.text import Text, reveal
from generator.openapi import swagger
from generator.openapi.parts import Parts
from generator.openapi.references import items, members
from generator.openapi.schemas import prose
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Words of titles that say nothing of whose key it is.
_EMPTY = {"api", "apis", "rest", "the", "openapi", "swagger", "v1", "v2", "v3", "v4", "service",
          "specification", "spec", "public", "http", "web", "for", "of", "and"}  # fmt: skip
_USUAL = {
    Scheme.RAW: "Your key.",
    Scheme.BEARER: "Your access token.",
    Scheme.BASIC: "Your user name and password.",
}
_SUFFIX = {Scheme.RAW: "KEY", Scheme.BEARER: "TOKEN", Scheme.BASIC: "LOGIN"}


class SecurityReader:
    """Reads what requests have to prove who they are from.

    Arguments:
        parts: reads the document.
        root: the document's root.
        losses: gets what is not supported.
        title: the API's title, for the names of environment variables.
    """

    def __init__(self, parts: Parts, root: At, losses: Unsupported, title: str) -> None:
        self.parts = parts
        self.root = root
        self.losses = losses
        self.schemes = dict(members(self._table()))
        self._prefix = _prefix(title)
        self._made: dict[str, Credential | None] = {}
        self._chosen: dict[int, tuple[Credential, ...]] = {}
        self._used: dict[Credential, None] = {}
        self._ids = UniqueNames()
        self._variables = UniqueNames()

    @property
    def used(self) -> tuple[Credential, ...]:
        """The credentials that some operation takes."""
        return tuple(self._used)

    def _table(self) -> At | None:
        if "swagger" in self.root.value:
            return self.parts.under(self.root, "securityDefinitions")
        return self.parts.under(self.parts.under(self.root, "components"), "securitySchemes")

    def of(self, operation: At) -> tuple[Credential, ...]:
        """Give the credentials that an operation takes."""
        owner = operation if "security" in operation.value else self.root
        told = self.parts.under(owner, "security")
        if told is None or not isinstance(told.value, list):
            return ()
        key = id(told.value)
        if key not in self._chosen:
            self._chosen[key] = self._alternative(told)
        chosen = self._chosen[key]
        self._used.update(dict.fromkeys(chosen))
        return chosen

    def _alternative(self, told: At) -> tuple[Credential, ...]:
        """Choose the first alternative that asks for something that samples can send."""
        rows = [at for at in items(told) if isinstance(at.value, dict) and at.value]
        for at in rows:
            found = [self._credential(name, at) for name in at.value]
            made = [credential for credential in found if credential is not None]
            if len(made) == len(found) and _fit(made):
                if len(rows) > 1:
                    self.losses.add("alternative credentials", told, "samples have one")
                return tuple(made)
        if rows:
            self.losses.add("credentials", told, "samples can't send any of these")
        return ()

    def _credential(self, name: str, asked: At) -> Credential | None:
        if name not in self._made:
            at = self.schemes.get(name)
            if at is None:
                self.losses.add("credentials", asked, f"there is no security scheme {name}")
            found = self.parts.references.resolve(at) if at is not None else None
            is_told = found is not None and isinstance(found.value, dict)
            self._made[name] = self._new(name, found) if is_told and found is not None else None
        return self._made[name]

    def _new(self, name: str, at: At) -> Credential | None:
        told: dict[str, Any] = (
            swagger.scheme(at.value) if "swagger" in self.root.value else at.value
        )
        type_, scheme, where, field = told.get("type"), Scheme.RAW, Where.HEADER, "Authorization"
        if type_ == "http":
            kind = str(told.get("scheme", "")).lower()
            if kind not in ("basic", "bearer"):
                self.losses.add("credentials", at, f"no sample can send the scheme {kind!r}")
                return None
            scheme = Scheme(kind)
        elif type_ in ("oauth2", "openIdConnect"):
            scheme = Scheme.BEARER
        elif type_ == "apiKey":
            field, in_ = str(told.get("name") or ""), told.get("in")
            if in_ not in ("header", "query", "cookie") or not self._is_name(field, str(in_)):
                self.losses.add("credentials", at, f"no sample can send {field!r} in {in_}")
                return None
            where = Where(in_)
        else:
            self.losses.add("credentials", at, f"no sample can send {type_}")
            return None
        about = prose(at, "description") or Text(_USUAL[scheme], at)
        id_ = Text(self._id(name), at)
        made = Text(field, at)
        return Credential(id_, made, where, scheme, self._env(name, scheme), about)

    @staticmethod
    def _is_name(field: str, where: str) -> bool:
        if where == "query":
            return bool(field.strip())
        is_name = bool(re.fullmatch(FIELD_NAME.pattern, field))
        return is_name and not (where == "header" and refused_field(field))

    def _id(self, name: str) -> str:
        return self._ids.choose(as_id(name, "key"), "-")

    def _env(self, name: str, scheme: Scheme) -> str:
        usual = _own_name(f"{self._prefix}_{_SUFFIX[scheme]}")
        if usual in self._variables:
            usual = _own_name(f"{self._prefix}_{in_case(name, 'constant')}"[:116])
        return self._variables.choose(usual, "_")


def _own_name(name: str) -> str:
    """Give the name of an environment variable that no program acts on."""
    return name if variable_user(name) is None else f"API_{name}"


def _fit(credentials: list[Credential]) -> bool:
    """Say whether a request can have all of them: each in a place of its own, one as a cookie."""
    places = {(c.where, reveal(c.name).casefold()) for c in credentials}
    cookies = [c for c in credentials if c.where is Where.COOKIE]
    return len(places) == len(credentials) and len(cookies) < 2


def _prefix(title: str) -> str:
    """Make the beginning of environment variables of a title: `PETSTORE` of Swagger Petstore."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", title) if not word.isdigit()]
    telling = [word for word in words if word.lower() not in _EMPTY] or words or ["API"]
    made = "_".join(telling[:3]).upper()[:40].strip("_")
    return made if made and not made[0].isdigit() else f"API_{made}"
