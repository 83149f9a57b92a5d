"""Descriptions of OAuth 2 and OpenID Connect: flows, URLs and scopes, for the pages.

A sample takes a token that its reader already has. The description of the credential says where
readers get one, and the note of an operation says which scopes the token needs.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.openapi.credentials.keys import FLOW, FLOWS
from generator.openapi.parts import Parts
from generator.openapi.references import members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

# The flows by their names in OpenAPI 3 and in Swagger 2.0.
_FLOWS = {
    "implicit": "the implicit flow",
    "password": "the password flow",
    "clientCredentials": "the client credentials flow",
    "application": "the client credentials flow",
    "authorizationCode": "the authorization code flow",
    "accessCode": "the authorization code flow",
    "deviceAuthorization": "the device authorization flow",
}
_URLS = {
    "authorizationUrl": "authorization URL",
    "deviceAuthorizationUrl": "device authorization URL",
    "tokenUrl": "token URL",
    "refreshUrl": "refresh URL",
}
# The most scopes that a description tells the meaning of.
_MOST_DESCRIBED = 5
# The most scopes that a description names.
_MOST_SCOPES = 30


def describe_flows(
    at: At, value: Mapping[str, Any], parts: Parts, unsupported: Unsupported
) -> Iterator[str]:
    """Yield sentences that say how readers get a token.

    Arguments:
        at: the Security Scheme Object.
        value: its value, as OpenAPI 3 writes it.
        parts: reads the document.
        unsupported: the collection to which everything is added that the sentences leave out.
    """
    if value.get("type") == "openIdConnect":
        yield from _describe_url(value, "openIdConnectUrl", "OpenID Connect describes it at {}.")
        return
    if value.get("type") != "oauth2":
        return
    yield from _describe_url(value, "oauth2MetadataUrl", "OAuth 2 describes it at {}.")
    if "flow" in value:  # Swagger 2.0
        yield from _describe_flow(str(value["flow"]), at, unsupported)
        return
    flows = parts.lookup(at, "flows")
    if flows is None:
        return
    unsupported.check_keys(flows, FLOWS)
    for name, flow in members(flows):
        if name in _FLOWS and isinstance(flow.value, dict):
            unsupported.check_keys(flow, FLOW)
            yield from _describe_flow(name, flow, unsupported)


def _describe_url(value: Mapping[str, Any], key: str, sentence: str) -> Iterator[str]:
    """Yield a sentence with a URL, if there is one."""
    url = value.get(key)
    if isinstance(url, str) and url.strip():
        yield sentence.format(" ".join(url.split()))


def _describe_flow(name: str, at: At, unsupported: Unsupported) -> Iterator[str]:
    """Yield sentences about one flow: its URLs and its scopes."""
    urls = [
        text for key, label in _URLS.items() for text in _describe_url(at.value, key, label + " {}")
    ]
    place = f": {', '.join(urls)}" if urls else ""
    yield f"OAuth 2 issues it by {_FLOWS.get(name, name)}{place}."
    scopes = at.value.get("scopes")
    if not isinstance(scopes, dict) or not scopes:
        return
    is_short = len(scopes) <= _MOST_DESCRIBED
    rows = [f"{scope} ({_line(text)})" if is_short and _line(text) else str(scope)
            for scope, text in scopes.items()]  # fmt: skip
    if not is_short and any(map(_line, scopes.values())):
        what = f"pages name {len(rows)} scopes without their descriptions, which are too many"
        unsupported.add_note("scopes", at.child("scopes"), what)
    if len(rows) > _MOST_SCOPES:
        what = f"pages name the first {_MOST_SCOPES} of {len(rows)}"
        unsupported.add_note("scopes", at.child("scopes"), what)
    yield f"Its scopes are {', '.join(rows[:_MOST_SCOPES])}."


def _line(text: Any) -> str:
    """Write a description of a scope on one line, without the full stop at its end."""
    return " ".join(text.split()).removesuffix(".") if isinstance(text, str) else ""


def describe_needs(needs: Mapping[str, Sequence[str]]) -> str:
    """Write a sentence that names what a token needs.

    Arguments:
        needs: names by their kind, such as `scope`.

    Returns:
        The sentence. It is empty if nothing is needed.
    """
    words = []
    for kind, found in needs.items():
        names = list(dict.fromkeys(found))
        if names:
            last = names[-1] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
            words.append(f"the {kind}{'s' if len(names) > 1 else ''} {last}")
    return f"Requests need {' and '.join(words)}." if words else ""
