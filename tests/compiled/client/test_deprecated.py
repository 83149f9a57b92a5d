"""What the API calls deprecated: methods, arguments and fields."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any

import httpx
import pytest

from .made import KINDS, files_of, imported
from .shop import Shop

SPEC = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /old:
    post:
      operationId: old
      deprecated: true
      parameters:
        - {name: bare, in: query, deprecated: true, schema: {type: string}}
        - {name: limited, in: query, deprecated: true, schema: {type: string, maxLength: 3}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {size: {type: integer, deprecated: true, description: The size}}
      responses:
        200:
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Box'}}}
  /file:
    get:
      operationId: oldFile
      deprecated: true
      responses:
        200:
          description: It.
          content: {application/zip: {schema: {type: string, format: binary}}}
  /new: {get: {operationId: new, responses: {200: {description: Fine.}}}}
components:
  schemas:
    Box:
      type: object
      properties: {lid: {type: string, deprecated: true}, side: {type: string}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `SPEC`, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("deprecated")) as package:
        yield package


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", ["old", "old_file", "new"])
def test_a_call_warns(shop: Any, kind: str, name: str) -> None:
    """The warning is at the line of the call."""
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        Shop(shop, kind, httpx.Response(200, json={})).call(name)
    messages = [str(w.message) for w in caught if w.category is DeprecationWarning]
    files = {w.filename.rpartition("/")[2] for w in caught if str(w.message) in messages}
    assert messages == ([] if name == "new" else [f"{name} is deprecated"])
    assert files == (set() if name == "new" else {"shop.py"})


def test_docstrings_say_it(shop: Any) -> None:
    method = shop.ShopClient.old.__doc__
    assert "Deprecated: use something else." in method
    assert "bare: Deprecated." in method and "size: The size. Deprecated." in method
    assert "limited: At most 3 characters. Deprecated." in method
    assert "lid: Deprecated." in shop.models.Box.__doc__
