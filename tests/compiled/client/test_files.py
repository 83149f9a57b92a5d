"""Arrays of files in a body of parts, and bytes that are sent as base64."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from .made import KINDS, files_of, imported
from .shop import Shop

kinds = pytest.mark.parametrize("kind", KINDS)

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
paths:
  /photos:
    post:
      operationId: addPhotos
      requestBody:
        required: true
        content:
          multipart/form-data:
            schema:
              type: object
              required: [files]
              properties:
                files: {type: array, items: {type: string, format: binary}}
                images: {type: array, items: {type: string, format: binary}}
                keys: {type: array, items: {type: string, format: byte}}
                key: {type: string, format: byte}
                meta: {type: object, properties: {icon: {type: string, format: byte}}}
            encoding: {images: {contentType: image/png}}
      responses: {'200': {description: Fine.}}
  /keys/{key}:
    post:
      operationId: addKeys
      parameters:
        - {name: key, in: path, required: true, schema: {type: string, format: byte}}
        - {name: more, in: query, schema: {type: array, items: {type: string, format: byte}}}
        - {name: one, in: query, schema: {type: string, format: byte}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              properties:
                bytes: {type: string, format: byte}
                rows: {type: array, items: {type: string, format: byte}}
                odd: {type: string, format: byte, example: no base64}
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Row'}}}
components:
  schemas:
    Row:
      type: object
      properties: {data: {type: array, items: {type: string, format: byte}}}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `SPEC`, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("files")) as package:
        yield package


def parts(made: Shop) -> list[tuple[str, str | None, str, bytes]]:
    """Return the name, file name, media type and content of each part that was sent."""
    head = f"Content-Type: {made.asked[-1].headers['Content-Type']}\r\n\r\n".encode()
    message = BytesParser().parsebytes(head + made.bodies[-1])
    rows: list[tuple[str, str | None, str, bytes]] = []
    for part in message.get_payload():
        assert not isinstance(part, str)
        name = part.get_param("name", header="content-disposition")
        content = part.get_payload(decode=True)
        assert isinstance(content, bytes)
        rows.append((str(name), part.get_filename(), part.get_content_type(), content))
    return rows


@kinds
def test_files_of_each_kind_in_one_array(shop: Any, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"one")
    stream = io.BytesIO(b"four")
    with path.open("rb") as opened:
        made = Shop(shop, kind)
        files = [str(path), path, b"three\0", stream, opened]
        made.call("add_photos", files=files, images=[b"png"])
        assert not opened.closed and not stream.closed
    assert parts(made) == [
        ("files", "a.txt", "text/plain", b"one"),
        ("files", "a.txt", "text/plain", b"one"),
        ("files", "files", "application/octet-stream", b"three\0"),
        ("files", "files", "application/octet-stream", b"four"),
        ("files", "a.txt", "text/plain", b"one"),
        ("images", "images", "image/png", b"png"),
    ]


@kinds
def test_bytes_are_base64_in_parts(shop: Any, kind: str) -> None:
    made = Shop(shop, kind)
    meta = shop.models.AddPhotosMeta(icon=b"\xff")
    made.call("add_photos", files=[], keys=[b"\0", b"\xfb\xff"], key=b"k", meta=meta)
    assert [(name, content) for name, _, _, content in parts(made)] == [
        ("keys", b"AA=="),
        ("keys", b"+/8="),
        ("key", b"aw=="),
        ("meta", b'{"icon": "/w=="}'),
    ]


@kinds
def test_bytes_are_base64_in_json_and_urls(shop: Any, kind: str) -> None:
    """A text stays one if its own example is no base64."""
    made = Shop(shop, kind, httpx.Response(200, json={"data": ["AAE=", ""]}))
    given: dict[str, Any] = {"bytes_": b"\0\1", "rows": [b"a", b""], "odd": "text"}
    found = made.call("add_keys", key=b"\xfb\xff", more=[b"\xff"], one=b"o", **given)
    assert found.data == [b"\0\1", b""] and found.to_json() == {"data": ["AAE=", ""]}
    assert made.asked[0].url.raw_path == b"/keys/%2B%2F8%3D?more=%2Fw%3D%3D&one=bw%3D%3D"
    assert json.loads(made.bodies[0]) == {"bytes": "AAE=", "rows": ["YQ==", ""], "odd": "text"}


def test_what_is_no_base64_is_named(shop: Any) -> None:
    made = Shop(shop, "sync", httpx.Response(200, json={"data": ["AAE=", "é"]}))
    with pytest.raises(httpx.DecodingError, match=r"^data\[1\]: 'é' is no base64$"):
        made.call("add_keys", key=b"k")
