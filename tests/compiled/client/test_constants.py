"""What has one possible value, which need not be given."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .made import files_of, imported
from .shop import Shop

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /{area}/boxes:
    post:
      operationId: add
      parameters:
        - {name: area, in: path, required: true, schema: {const: eu}}
        - {name: api-version, in: query, required: true, schema: {enum: ["2"]}}
        - {name: maybe, in: query, schema: {const: m}}
        - {name: X-Kind, in: header, required: true, schema: {const: k}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [kind, size, number, none]
              properties:
                kind: {const: box}
                size: {type: integer}
                number: {const: 3}
                none: {type: [string, "null"], enum: [x, null]}
                lid: {$ref: '#/components/schemas/Lid'}
      responses:
        '200':
          description: Fine.
          content:
            application/json:
              schema:
                oneOf: [{$ref: '#/components/schemas/Lid'}, {$ref: '#/components/schemas/Rim'}]
components:
  schemas:
    Lid:
      type: object
      required: [type, of]
      properties: {type: {const: lid}, of: {$ref: '#/components/schemas/Only'}}
    Rim: {type: object, required: [wide], properties: {wide: {type: integer}}}
    Only: {type: string, enum: [box]}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `SPEC`, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("constants")) as package:
        yield package


def test_what_is_not_given_is_sent(shop: Any) -> None:
    made = Shop(shop, "sync", httpx.Response(200, json={"wide": 1}))
    made.call("add", size=1, none=None, lid=shop.models.Lid())
    (request,) = made.asked
    assert str(request.url) == "https://shop.example.com/eu/boxes?api-version=2"
    assert request.headers["X-Kind"] == "k"
    assert json.loads(made.bodies[0]) == {
        "kind": "box",
        "size": 1,
        "number": 3,
        "none": None,
        "lid": {"type": "lid", "of": "box"},
    }


def test_others_may_be_given(shop: Any) -> None:
    made = Shop(shop, "sync", httpx.Response(200, json={"wide": 1}))
    made.call("add", size=1, none="x", kind="bag", area="us")
    assert json.loads(made.bodies[0])["kind"] == "bag" and made.asked[0].url.path == "/us/boxes"
    with pytest.raises(TypeError, match="none"):
        made.call("add", size=1)


def test_what_an_answer_must_have_tells_what_it_is(shop: Any) -> None:
    """A default makes no field optional in an answer."""
    for value, name in [({"type": "lid", "of": "box"}, "Lid"), ({"wide": 1}, "Rim")]:
        made = Shop(shop, "sync", httpx.Response(200, json=value))
        found = made.call("add", size=1, none=None)
        assert type(found).__name__ == name and found.to_json() == value
