"""Answers that are bytes, written to a file piece by piece."""

from __future__ import annotations

import threading
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, ClassVar

import anyio
import httpx
import pytest

from .made import KINDS, classes, files_of, imported

kinds = pytest.mark.parametrize("kind", KINDS)

SPEC = """\
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
security: [{key: []}]
paths:
  /archive/{name}:
    get:
      operationId: getArchive
      parameters: [{name: name, in: path, required: true, schema: {type: string}, example: a}]
      responses:
        '200': {description: It., content: {application/zip: {schema: FILE}}}
        '404': {description: There is none.}
  /located:
    get:
      operationId: located
      responses:
        '200':
          description: It.
          headers: {Location: {schema: {type: string}}}
          content: {application/zip: {schema: FILE}}
components: {securitySchemes: {key: {type: http, scheme: bearer}}}
""".replace("FILE", "{type: string, format: binary}")
CHUNK = b"0123456789abcdef" * 4096
CHUNKS = 800  # 50 MB


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        name = self.path.rpartition("/")[2]
        self.asked.append(self.headers["Authorization"])
        if name == "gone" or (name == "busy" and len(self.asked) == 1):
            self.send_response(404 if name == "gone" else 429)
            self.send_header("Content-Length", "4")
            self.end_headers()
            self.wfile.write(b"gone")
            return
        count = CHUNKS if name == "large" else 2
        self.send_response(200)
        self.send_header("Content-Length", str(count * len(CHUNK)))
        self.send_header("ETag", "e")
        self.end_headers()
        for _ in range(1 if name in ("cut", "slow") else count):
            self.wfile.write(CHUNK)
        if name == "slow":
            self.server.release.wait(20)  # type: ignore[attr-defined]
        self.close_connection = name in ("cut", "slow")

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serving() -> Iterator[str]:
    """Run a server; give its endpoint."""
    _Handler.asked.clear()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
    server.release = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.release.set()  # type: ignore[attr-defined]
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `SPEC`, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("downloads")) as package:
        yield package


def save(package: Any, kind: str, path: Any, name: str = "a", **options: Any) -> httpx.Headers:
    """Save an archive of a server."""
    plain, awaited = classes("shop", package)
    with serving() as endpoint:
        options = {"key": "k", "endpoint": endpoint, "timeout": 10, **options}
        if kind == "sync":
            with plain(**options) as client:
                headers: httpx.Headers = client.get_archive.save(path, name=name)
                return headers

        async def main() -> httpx.Headers:
            async with awaited(**options) as client:
                headers: httpx.Headers = await client.get_archive.save(path, name=name)
                return headers

        return anyio.run(main, backend=kind)


@kinds
def test_a_large_file_is_never_in_memory(shop: Any, kind: str, tmp_path: Path) -> None:
    tracemalloc.start()
    try:
        headers = save(shop, kind, tmp_path / "large.zip", "large")
        most = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert headers["ETag"] == "e" and _Handler.asked == ["Bearer k"]
    assert most < 8_000_000 < (tmp_path / "large.zip").stat().st_size == CHUNKS * len(CHUNK)
    assert [path.name for path in tmp_path.iterdir()] == ["large.zip"]


@kinds
@pytest.mark.parametrize(
    ("name", "error"),
    [("cut", httpx.RemoteProtocolError), ("slow", httpx.ReadTimeout), ("gone", None)],
)
def test_half_a_file_is_not_left(
    shop: Any, kind: str, name: str, error: type[Exception] | None, tmp_path: Path
) -> None:
    """A file that was there before stays as it was."""
    path = tmp_path / "a.zip"
    path.write_bytes(b"before")
    with pytest.raises(error or shop.errors.NotFoundError) as caught:
        save(shop, kind, str(path), name, timeout=0.5)
    if error is None:
        assert caught.value.message == "gone"
    assert path.read_bytes() == b"before" and len(list(tmp_path.iterdir())) == 1


@kinds
def test_a_file_takes_the_place_of_another(shop: Any, kind: str, tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(b"before")
    (tmp_path / "link").symlink_to(path)
    save(shop, kind, tmp_path / "link", "busy", max_wait=0)
    assert path.read_bytes() == CHUNK * 2 and (tmp_path / "link").is_symlink()
    assert len(_Handler.asked) == 2


@kinds
def test_nothing_is_asked_for_that_can_not_be_saved(shop: Any, kind: str, tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "none/a.zip"):
        with pytest.raises(OSError):
            save(shop, kind, path)
        assert not _Handler.asked
    assert not list(tmp_path.iterdir())


def test_it_is_still_a_method(shop: Any) -> None:
    answer = httpx.Response(200, content=b"bytes", headers={"Location": "/l"})
    http_client = httpx.Client(transport=httpx.MockTransport(lambda _: answer))
    client = shop.ShopClient(key="k", http_client=http_client)
    assert client.get_archive(name="a") == b"bytes"
    found = client.located()
    assert (found.content, found.location) == (b"bytes", "/l")
    assert client.get_archive.__name__ == "get_archive"
    assert "get_archive.save(path" in client.get_archive.__doc__
