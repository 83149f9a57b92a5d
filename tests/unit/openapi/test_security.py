"""Which credentials samples send, and which operations have no sample."""

from __future__ import annotations

from typing import Any

import pytest

from .reading import Reading, read

SCHEMES: dict[str, Any] = {
    "header": {"type": "apiKey", "in": "header", "name": "X-Key"},
    "again": {"type": "apiKey", "in": "header", "name": "x-key"},
    "app": {"type": "apiKey", "in": "header", "name": "X-App"},
    "query": {"type": "apiKey", "in": "query", "name": "key"},
    "cookie": {"type": "apiKey", "in": "cookie", "name": "a"},
    "cookie2": {"type": "apiKey", "in": "cookie", "name": "b"},
    "basic": {"type": "http", "scheme": "Basic"},
    "bearer": {"type": "http", "scheme": "bearer"},
    "digest": {"type": "http", "scheme": "digest"},
    "oauth": {"type": "oauth2", "flows": {"password": {"tokenUrl": "https://a.example.com",
                                                       "scopes": {"r": "Read.", "w": ""}}}},
    "oidc": {"type": "openIdConnect", "openIdConnectUrl": "https://a.example.com/o"},
    "certificate": {"type": "mutualTLS"},
    "reference": {"$ref": "#/components/securitySchemes/header"},
}  # fmt: skip


def reading(security: Any) -> Reading:
    """Read a document of which one operation has these requirements, and another has none."""
    answer = {"responses": {"200": {"description": "Ok."}}}
    return read({
        "openapi": "3.1.0", "info": {"title": "A", "version": "1"},
        "servers": [{"url": "https://a.example.com"}], "components": {"securitySchemes": SCHEMES},
        "paths": {"/a": {"get": {"operationId": "do", "security": security, **answer}},
                  "/b": {"get": {"operationId": "other", "security": [], **answer}}},
    })  # fmt: skip


def operation(found: Reading) -> Any:
    """Return the operation with the requirements. None if no sample is made of it."""
    return next((row for row in found.model["operations"] if row["id"] == "do"), None)


@pytest.mark.parametrize(
    ("security", "sent", "kinds"),
    [
        ([], [], []),
        ([{}], [], []),
        ([{"header": []}], ["X-Key"], []),
        ([{"reference": []}], ["X-Key"], []),
        ([{"query": []}], ["key"], []),
        ([{"cookie": []}], ["a"], []),
        ([{"basic": []}], ["Authorization"], []),
        ([{"oauth": ["r"]}], ["Authorization"], []),
        ([{"oidc": ["openid"]}], ["Authorization"], []),
        ([{"header": [], "app": []}], ["X-App", "X-Key"], []),
        ([{"query": [], "cookie": [], "bearer": []}], ["Authorization", "a", "key"], []),
        ([{"header": []}, {"query": []}], ["X-Key"], ["alternative credentials"]),
        ([{"digest": []}, {"query": []}], ["key"], ["alternative credentials", "credentials"]),
        ([{}, {"header": []}], ["X-Key"], ["optional credentials"]),
        ([{"header": []}, {}], ["X-Key"], ["optional credentials"]),
        ([{}, {"digest": []}], [], ["alternative credentials", "credentials"]),
        ([{"none": []}, {"header": []}], ["X-Key"], ["alternative credentials", "credentials"]),
    ],
)
def test_the_first_requirement_that_can_be_met_is_sent(
    security: Any, sent: list[str], kinds: list[str]
) -> None:
    found = reading(security)
    row = operation(found)
    names = found.model["credentials"] if row["security"] is None else row["security"]
    assert sorted(credential["name"] for credential in names) == sent
    assert sorted({kind for kind, _, _ in found.items}) == kinds


@pytest.mark.parametrize(
    ("security", "place", "what"),
    [
        ([{"digest": []}], ("components", "securitySchemes", "digest"), "no sample can send the"),
        ([{"certificate": []}], ("components", "securitySchemes", "certificate"), "no sample can"),
        ([{"header": [], "certificate": []}], ("components", "securitySchemes", "certificate"),
         "no sample can send mutualTLS"),
        ([{"none": []}], ("paths", "/a", "get", "security", 0, "none"), "there is no security sch"),
        ([{"header": [], "again": []}], ("paths", "/a", "get", "security", 0), "two of its cred"),
        ([{"basic": [], "bearer": []}], ("paths", "/a", "get", "security", 0), "two of its cred"),
        ([{"cookie": [], "cookie2": []}], ("paths", "/a", "get", "security", 0), "two of its cr"),
        (["header"], ("paths", "/a", "get", "security", 0), "it is no object"),
    ],
)  # fmt: skip
def test_no_sample_lacks_its_credentials(security: Any, place: tuple[Any, ...], what: str) -> None:
    found = reading(security)
    assert operation(found) is None
    assert [row["id"] for row in found.model["operations"]] == ["other"]
    said = {where: text for kind, where, text in found.items if kind == "credentials"}
    assert what in said[place]
    assert said["paths", "/a", "get", "security"].endswith("no sample is made of the operation")


def test_the_alternatives_are_named() -> None:
    found = reading([{"digest": []}, {"query": [], "app": []}, {"oauth": ["r"]}])
    said = [what for kind, _, what in found.items if kind == "alternative credentials"]
    assert said == ["samples send query with app, in place of digest, or oauth"]


@pytest.mark.parametrize(
    ("security", "note"),
    [
        ([{"oauth": ["r"]}], "Requests need the scope r."),
        ([{"oauth": ["r", "w"]}], "Requests need the scopes r and w."),
        ([{"bearer": ["admin"]}], "Requests need the role admin."),
        ([{"oauth": []}], None),
    ],
)
def test_the_note_names_scopes_and_roles(security: Any, note: str | None) -> None:
    assert operation(reading(security))["note"] == note


def test_many_scopes_are_named_without_their_descriptions(monkeypatch: pytest.MonkeyPatch) -> None:
    scopes = {name: f"Lets you {name}." for name in ("a", "b", "c", "d", "e", "f")}
    flows = {"password": {"tokenUrl": "https://a.example.com", "scopes": scopes}}
    monkeypatch.setitem(SCHEMES, "oauth", {"type": "oauth2", "flows": flows})
    found = reading([{"oauth": ["a"]}])
    (credential,) = found.model["credentials"]
    assert credential["description"].endswith("Its scopes are a, b, c, d, e, f.")
    assert [what for kind, _, what in found.items if kind == "scopes"] == [
        "pages name 6 scopes without their descriptions, which are too many"
    ]
    del scopes["f"]
    found = reading([{"oauth": ["a"]}])
    (credential,) = found.model["credentials"]
    assert "Its scopes are a (Lets you a), b (Lets you b)" in credential["description"]
    assert [kind for kind, _, _ in found.items if kind == "scopes"] == []


def test_a_credential_says_where_readers_get_it() -> None:
    (credential,) = reading([{"oauth": ["r"]}]).model["credentials"]
    assert credential["description"] == (
        "Your access token. OAuth 2 issues it by the password flow: token URL "
        "https://a.example.com. Its scopes are r (Read), w."
    )
    (credential,) = reading([{"oidc": []}]).model["credentials"]
    assert credential["description"] == (
        "Your access token. OpenID Connect describes it at https://a.example.com/o."
    )
