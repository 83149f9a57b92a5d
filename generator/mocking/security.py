"""Check that a request has the credentials that an operation needs."""

from __future__ import annotations

from collections.abc import Sequence

from generator.mocking.contract import CredentialRule
from generator.mocking.faults import Fault
from generator.mocking.parameters import SentTexts


def credential_faults(security: Sequence[Sequence[CredentialRule]], sent: SentTexts) -> list[Fault]:
    """Return the credentials that are missing. Their values are not checked.

    Arguments:
        security: the alternatives, each with the credentials that it needs.
        sent: the texts of the request.
    """
    missing = [[rule for rule in needed if not _is_there(rule, sent)] for needed in security]
    if not missing or not all(missing):
        return []
    nearest = min(missing, key=len)
    more = len(missing) - 1
    others = f" (or another of {more + 1} documented ways to be let in)" if more else ""
    return [
        Fault(401, rule.where, rule.name, "", f"{_what(rule, sent)}{others}") for rule in nearest
    ]


def _what(rule: CredentialRule, sent: SentTexts) -> str:
    """Say what is wrong with a credential."""
    if rule.scheme and sent.request.field(rule.name):
        return f"this has to begin with {rule.scheme.capitalize()}, and a credential behind it"
    return "this credential is required, and is not there"


def _is_there(rule: CredentialRule, sent: SentTexts) -> bool:
    """Say whether a request has a value in the place of a credential."""
    if rule.where == "query":
        return any(sent.pairs(rule.name))
    if rule.where == "cookie":
        return any(text for name, text in sent.cookies if name == rule.name)
    value = "".join(sent.request.field(rule.name)[:1])
    if not rule.scheme:
        return bool(value)
    scheme, _, rest = value.partition(" ")
    return scheme.lower() == rule.scheme and bool(rest.strip())
