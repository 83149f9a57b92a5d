"""One of several credentials, or none where none is needed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import httpx
import pytest

from generator.spec.writer import write_spec

from .made import client_files, files_of, imported, read
from .shop import Shop

SPEC = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
security: SECURITY
paths:
  /any: {get: {operationId: any, responses: {200: {description: Ok.}}}}
  MORE
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Key}
    token: {type: http, scheme: bearer}
    login: {type: http, scheme: basic}
    session: {type: apiKey, in: cookie, name: sid}
"""
ALL = SPEC.replace("SECURITY", "[{key: []}, {token: []}, {login: [], session: []}]")
ONE_OF_THREE = ALL.replace("  MORE\n", "")
OPTIONAL = SPEC.replace("SECURITY", "[{}, {key: []}]").replace(
    "MORE",
    "/none: {get: {operationId: none, security: [], responses: {200: {description: Ok.}}}}\n"
    "  /own: {get: {operationId: own, security: [{token: []}], responses: "
    "{200: {description: Ok.}}}}",
)


@pytest.fixture(scope="module")
def one_of_three(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client all of whose operations take one of three."""
    with imported(files_of(ONE_OF_THREE), tmp_path_factory.mktemp("three")) as package:
        yield package


@pytest.fixture(scope="module")
def optional(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A client with operations that need a key, that take one, and that take none."""
    with imported(files_of(OPTIONAL), tmp_path_factory.mktemp("optional")) as package:
        yield package


def sent(package: Any, operation: str, **secrets: str) -> Mapping[str, str]:
    """Return the secrets that a call sends."""
    made = Shop(package, "sync", httpx.Response(200), **secrets)
    made.call(operation)
    kept = ("x-key", "authorization", "cookie")
    return {name: made.sent[0][name] for name in kept if name in made.sent[0]}


BASIC = "Basic YTpi"


@pytest.mark.parametrize(
    ("env", "given", "wanted"),
    [
        ({}, {"shop_key": "k"}, {"x-key": "k"}),
        ({}, {"shop_token": "t"}, {"authorization": "Bearer t"}),
        ({}, {"shop_key": "k", "shop_token": "t"}, {"x-key": "k"}),
        ({"SHOP_TOKEN": "t"}, {}, {"authorization": "Bearer t"}),
        ({"SHOP_KEY": "k", "SHOP_TOKEN": "t"}, {}, {"x-key": "k"}),
        # What the caller gives comes before what the environment has.
        ({"SHOP_KEY": "k"}, {"shop_token": "t"}, {"authorization": "Bearer t"}),
        (
            {"SHOP_SESSION": "s"},
            {"shop_login": "a:b"},
            {"authorization": BASIC, "cookie": "sid=s"},
        ),
        ({"SHOP_KEY": "k"}, {"shop_login": "a:b"}, {"x-key": "k"}),
    ],
)
def test_any_of_several_will_do(
    one_of_three: Any,
    env: dict[str, str],
    given: dict[str, str],
    wanted: dict[str, str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("SHOP_KEY", "SHOP_TOKEN", "SHOP_LOGIN", "SHOP_SESSION"):
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert sent(one_of_three, "any", **given) == wanted


def test_without_any_all_are_named(one_of_three: Any) -> None:
    """A client that can call nothing is not made."""
    with pytest.raises(ValueError) as caught:
        one_of_three.ShopClient()
    assert str(caught.value) == (
        "give shop_key, or set the environment variable SHOP_KEY; "
        "or give shop_token, or set the environment variable SHOP_TOKEN; "
        "or give shop_login and shop_session, "
        "or set the environment variables SHOP_LOGIN and SHOP_SESSION"
    )
    with pytest.raises(ValueError, match=r"or give shop_session, or set the .* SHOP_SESSION$"):
        one_of_three.ShopClient(shop_login="a:b")
    with pytest.raises(ValueError, match="shop_token has what no header can carry"):
        one_of_three.ShopClient(shop_key="k", shop_token="a\nb")


def test_what_is_optional_is_sent_if_it_is_there(optional: Any) -> None:
    assert sent(optional, "any") == {} and sent(optional, "none") == {}
    both = {"shop_key": "k", "shop_token": "t"}
    assert sent(optional, "any", **both) == {"x-key": "k"}
    assert sent(optional, "none", **both) == {}
    assert sent(optional, "own", **both) == {"authorization": "Bearer t"}
    with pytest.raises(ValueError, match="give shop_token, or set the environment variable"):
        sent(optional, "own", shop_key="k")


def test_a_spec_says_the_same() -> None:
    """The spec that an import writes makes the same client."""
    for document in (ONE_OF_THREE, OPTIONAL):
        api = read(document)
        assert client_files(read(write_spec(api))) == client_files(api)
