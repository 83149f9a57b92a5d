"""Reader of the security schemes of an OpenAPI document: makes the credentials of operations.

A credential is a secret that requests contain, such as an API key.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from generator.errors import shortened
from generator.model.credentials import Credential, Scheme
from generator.model.messages import Where
from generator.model.naming import UniqueNames, as_id, in_case, variable_user
from generator.model.rules import FIELD_NAME, refused_field
from generator.model.settings import DocumentSettings
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.openapi import swagger
from generator.openapi.credentials.flows import describe_flows, describe_needs
from generator.openapi.parts import Parts
from generator.openapi.references import items, members
from generator.openapi.texts.texts import full_text
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# Words of titles that do not identify the API.
_GENERIC_WORDS = {
    "api", "apis", "rest", "the", "openapi", "swagger", "v1", "v2", "v3", "v4", "service",
    "specification", "spec", "public", "http", "web", "for", "of", "and",
}  # fmt: skip
_DESCRIPTIONS = {
    Scheme.RAW: "Your key.",
    Scheme.BEARER: "Your access token.",
    Scheme.BASIC: "Your user name and password.",
}
_SUFFIXES = {Scheme.RAW: "KEY", Scheme.BEARER: "TOKEN", Scheme.BASIC: "LOGIN"}


_NO_SAMPLE = "no sample is made of the operation"


class Requirement(Struct, frozen=True):
    """What requests of an operation need to be let in (a Security Requirement Object).

    Attributes:
        credentials: the credentials that they send.
        note: a sentence that names the scopes and roles that they need. It is empty if they need
            none.
        others: the credentials that do in their place, each list alone.
    """

    credentials: tuple[Credential, ...] = ()
    note: str = ""
    others: tuple[tuple[Credential, ...], ...] = ()


_NOTHING = Requirement()


class SecurityReader:
    """Makes credentials of Security Scheme Objects (OpenAPI 3.1.1, section 4.8.27).

    Arguments:
        parts: reads the document.
        root: the root of the document.
        unsupported: the collection to which everything is added that samples do not support.
        title: the title of the API. Names of environment variables begin with words of the title.
        settings: which schemes samples rather send, and environment variables for them.
    """

    def __init__(
        self,
        parts: Parts,
        root: At,
        unsupported: Unsupported,
        title: str,
        settings: DocumentSettings,
    ) -> None:
        self.parts = parts
        self.settings = settings
        self.root = root
        self.unsupported = unsupported
        self.schemes = dict(members(self._schemes_object()))
        self._prefix = _prefix(title)
        self._cache: dict[str, Credential | None] = {}
        self._chosen: dict[tuple[int, tuple[str, ...]], Requirement | None] = {}
        self._used: dict[Credential, None] = {}
        self._ids = UniqueNames()
        self._variables = UniqueNames(name for _, name in settings.variables)

    @property
    def used(self) -> tuple[Credential, ...]:
        """The credentials of all operations that were read so far, without duplicates."""
        return tuple(self._used)

    def _schemes_object(self) -> At | None:
        """Return the object that holds the security schemes."""
        if "swagger" in self.root.value:
            return self.parts.lookup(self.root, "securityDefinitions")
        return self.parts.lookup(self.parts.lookup(self.root, "components"), "securitySchemes")

    def read(self, operation: At, id_: str) -> Requirement | None:
        """Return what requests of an operation need: the first that samples can send.

        Arguments:
            operation: the Operation Object.
            id_: the id of the operation.

        Returns:
            What they need. It has no credentials if the operation needs none. None if samples can
            send nothing that lets them in.
        """
        owner = operation if "security" in operation.value else self.root
        requirements = self.parts.lookup(owner, "security")
        if requirements is None or not isinstance(requirements.value, list):
            return _NOTHING
        wanted = self.settings.credentials.of(id_)
        key = id(requirements.value), wanted
        if key not in self._chosen:
            is_needed = bool(requirements.value)
            self._chosen[key] = self._choose(requirements, wanted) if is_needed else _NOTHING
        chosen = self._chosen[key]
        if chosen is not None:
            self._used.update(dict.fromkeys(chosen.credentials))
        return chosen

    def _choose(self, requirements: At, wanted: Sequence[str]) -> Requirement | None:
        """Choose the first requirement that samples can meet. One without credentials is last.

        Arguments:
            requirements: the list of Security Requirement Objects.
            wanted: the names of the schemes that samples rather send than others.
        """
        usable: list[tuple[At, tuple[Credential, ...]]] = []
        for at in items(requirements):
            if not isinstance(at.value, dict):
                self.unsupported.add("credentials", at, "it is no object; it is left out")
            elif (credentials := self._credentials(at)) is not None:
                usable.append((at, credentials))
        if not usable:
            what = f"samples can't send any of these; {_NO_SAMPLE}"
            self.unsupported.add("credentials", requirements, what)
            return None
        usable.sort(key=lambda row: (_rank(row[0].value, wanted), not row[1]))
        chosen, credentials = usable[0]
        if not usable[-1][1] and credentials:
            what = "requests need no credentials; samples send them all the same"
            self.unsupported.add_note("optional credentials", requirements, what)
        others = [
            _format_names(at.value)
            for at in items(requirements)
            if at.value and at.value is not chosen.value and isinstance(at.value, dict)
        ]
        if others and _rank(chosen.value, wanted) == len(wanted):
            sent = _format_names(chosen.value) if chosen.value else "none"
            what = f"samples send {sent}, in place of {', or '.join(others)}"
            self.unsupported.add("alternative credentials", requirements, shortened(what, 300))
        ways = dict.fromkeys(way for _, way in usable if way != credentials)
        return Requirement(credentials, self._describe_needs(chosen), tuple(ways))

    def _describe_needs(self, requirement: At) -> str:
        """Return a sentence that names the scopes and roles of a requirement."""
        needs: dict[str, list[str]] = {"scope": [], "role": []}
        for name, words in requirement.value.items():
            at = self._scheme(name)
            type_ = at.value.get("type") if at is not None else ""
            kind = "scope" if type_ in ("oauth2", "openIdConnect") else "role"
            if isinstance(words, list) and all(isinstance(word, str) for word in words):
                needs[kind] += words
            elif words is not None:
                what = "it is no list of texts; it is left out"
                self.unsupported.add("scopes", requirement.child(name), what)
        return describe_needs(needs)

    def _credentials(self, requirement: At) -> tuple[Credential, ...] | None:
        """Return the credentials of a requirement. None if no sample can send all of them."""
        credentials = [self._credential(name, requirement) for name in requirement.value]
        usable = tuple(credential for credential in credentials if credential is not None)
        if len(usable) < len(credentials):
            return None
        if not _can_be_combined(usable):
            what = "no sample can send two of its credentials in one header, parameter or cookie"
            self.unsupported.add("credentials", requirement, what)
            return None
        return usable

    def _credential(self, name: str, requirement: At) -> Credential | None:
        """Return the credential of a security scheme. None if samples can't send it."""
        at = self._scheme(name)
        if at is None:
            what = f"there is no security scheme {shortened(name, 80)}"
            self.unsupported.add("credentials", requirement.child(name), what)
            return None
        if name not in self._cache:
            self._cache[name] = self._make_credential(name, at)
        return self._cache[name]

    def _scheme(self, name: str) -> At | None:
        """Return a Security Scheme Object. None if there is none."""
        at = self.schemes.get(name)
        target = self.parts.references.resolve(at) if at is not None else None
        return target if target is not None and isinstance(target.value, dict) else None

    def _make_credential(self, name: str, at: At) -> Credential | None:
        """Make the credential of a security scheme. None if samples can't send it."""
        value: dict[str, Any] = (
            swagger.security_scheme(at.value) if "swagger" in self.root.value else at.value
        )
        self.unsupported.check_keys(at, self.parts.types.security_scheme)
        type_, scheme, where, field = value.get("type"), Scheme.RAW, Where.HEADER, "Authorization"
        if type_ == "http":
            kind = str(value.get("scheme", "")).lower()
            if kind not in ("basic", "bearer"):
                self.unsupported.add("credentials", at, f"no sample can send the scheme {kind!r}")
                return None
            scheme = Scheme(kind)
        elif type_ in ("oauth2", "openIdConnect"):
            scheme = Scheme.BEARER
        elif type_ == "apiKey":
            field, in_ = str(value.get("name") or ""), value.get("in")
            if in_ not in ("header", "query", "cookie") or not self._is_name(field, str(in_)):
                self.unsupported.add("credentials", at, f"no sample can send {field!r} in {in_}")
                return None
            where = Where(in_)
        else:
            self.unsupported.add("credentials", at, f"no sample can send {type_}")
            return None
        description = full_text(at, "description") or Text(_DESCRIPTIONS[scheme], at)
        flows = list(describe_flows(at, value, self.parts, self.unsupported))
        if flows:
            about = reveal(description)
            separator = "\n\n" if "\n" in about else " "
            description = Text(separator.join((about, " ".join(flows))), at)
        id_ = Text(self._choose_id(name), at)
        field_name = Text(field, at)
        variable, obtain = self._choose_variable(name, scheme), self.settings.obtain_of(name)
        return Credential(id_, field_name, where, scheme, variable, description, obtain)

    @staticmethod
    def _is_name(field: str, where: str) -> bool:
        """Say whether a name can be that of a query parameter, a header or a cookie."""
        if where == "query":
            return bool(field.strip())
        is_name = bool(re.fullmatch(FIELD_NAME.pattern, field))
        return is_name and not (where == "header" and refused_field(field))

    def _choose_id(self, name: str) -> str:
        """Choose the id of a credential."""
        return self._ids.choose(as_id(name, "key"), "-")

    def _choose_variable(self, name: str, scheme: Scheme) -> str:
        """Choose the name of a credential's environment variable."""
        own = self.settings.variable(name)
        if own is not None:
            return own
        variable = _unused_name(f"{self._prefix}_{_SUFFIXES[scheme]}")
        if variable in self._variables:
            variable = _unused_name(f"{self._prefix}_{in_case(name, 'constant')}"[:116])
        return self._variables.choose(variable, "_")


def _rank(requirement: dict[str, Any], wanted: Sequence[str]) -> int:
    """Return the place of a requirement among those that samples rather meet.

    It is the last place of its schemes in `wanted`; the length of `wanted` if one is not there.
    """
    places = [wanted.index(name) if name in wanted else len(wanted) for name in requirement]
    return max(places, default=len(wanted))


def _unused_name(name: str) -> str:
    """Return the name of an environment variable, changed if some program reads that variable."""
    return name if variable_user(name) is None else f"API_{name}"


def _format_names(names: Iterable[str]) -> str:
    """Write the names of the security schemes of a requirement."""
    return " with ".join(shortened(str(name), 80) for name in names)


def _can_be_combined(credentials: Sequence[Credential]) -> bool:
    """Say whether one request can have all credentials: no field twice, and one cookie at most."""
    places = {(c.where, reveal(c.name).casefold()) for c in credentials}
    cookies = [c for c in credentials if c.where is Where.COOKIE]
    return len(places) == len(credentials) and len(cookies) < 2


def _prefix(title: str) -> str:
    """Make a prefix for environment variables of a title: `PETSTORE` of Swagger Petstore."""
    words = [word for word in re.findall(r"[A-Za-z0-9]+", title) if not word.isdigit()]
    specific = [word for word in words if word.lower() not in _GENERIC_WORDS] or words or ["API"]
    prefix = "_".join(specific[:3]).upper()[:40].strip("_")
    return prefix if prefix and not prefix[0].isdigit() else f"API_{prefix}"
