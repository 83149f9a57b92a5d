"""What methods take and give: typed values, bodies, files, results, and lists in pages."""

from __future__ import annotations

import contextlib
import io
import json
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import anyio
import httpx
import pytest

from .made import KINDS, files_of, imported
from .shop import SPEC, Shop

kinds = pytest.mark.parametrize("kind", KINDS)
LATER = httpx.Response(429, headers={"Retry-After": "1"})
DONE = httpx.Response(200)


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The shop's client, imported."""
    with imported(files_of(SPEC), tmp_path_factory.mktemp("shop")) as package:
        yield package


@pytest.fixture(autouse=True)
def no_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    async def asleep(seconds: float) -> None:
        del seconds

    monkeypatch.setattr(time, "sleep", lambda _: None)
    monkeypatch.setattr(anyio, "sleep", asleep)


def answer(value: Any) -> httpx.Response:
    return httpx.Response(200, json=value)


@kinds
def test_values_are_written_as_json_writes_them(shop: Any, kind: str) -> None:
    made = Shop(shop, kind)
    given: dict[str, Any] = {
        "n": 0.5,
        "ids": [3, 4],
        "flag": True,
        "color": "blue",
        "comma": ["a,b", "c"],
    }
    made.call("typed", **given, repeated=["x", "z"], seconds=7, x_list=[5, 6])
    (request,) = made.asked
    assert request.url.raw_path.partition(b"?")[0] == b"/s/typed/0.5/3,4"
    assert request.url.params.multi_items() == [
        *(("flag", "true"), ("color", "blue"), ("comma", "a,b,c")),
        *(("repeated", "x"), ("repeated", "z"), ("seconds", "7")),
    ]
    assert request.headers["X-List"] == "5,6"


@kinds
def test_none_is_left_out_and_a_text_has_its_items(shop: Any, kind: str) -> None:
    made = Shop(shop, kind)
    made.call("typed", n=1, ids="1,2", flag=False, comma="a,b", repeated="x")
    (request,) = made.asked
    query = [("flag", "false"), ("comma", "a,b"), ("repeated", "x")]
    assert request.url.params.multi_items() == query and "X-List" not in request.headers


@kinds
@pytest.mark.parametrize("value", [float("nan"), float("inf")])
def test_what_json_has_not_is_refused(shop: Any, kind: str, value: float) -> None:
    made = Shop(shop, kind)
    with pytest.raises(ValueError):
        made.call("typed", n=value, ids=[1], flag=True)
    with pytest.raises(ValueError):
        made.call("change", item_id="1", name="n", free={"a": value})
    assert not made.asked


@kinds
def test_fields_of_json(shop: Any, kind: str) -> None:
    """A name that a parameter has, too, gets a suffix; what is free may hold null."""
    made = Shop(shop, kind, answer({}))
    part = shop.models.Part(size=2, extra={"new": [1]})
    made.call("change", item_id="1", name="né", item_id_="9", part=part, free={"x": None})
    (request,), (body,) = made.asked, made.bodies
    assert request.headers["Content-Type"] == "application/merge-patch+json"
    wanted = {"name": "né", "itemId": "9", "part": {"size": 2, "new": [1]}, "free": {"x": None}}
    assert json.loads(body) == wanted and request.url.path == "/s/items/1"


@kinds
def test_a_list_as_the_body_and_headers_as_the_result(shop: Any, kind: str) -> None:
    made = Shop(shop, kind, httpx.Response(202, headers={"operation-location": "/o/1"}))
    result = made.call("replace", body=[shop.models.Part(size=1), shop.models.Part()])
    assert json.loads(made.bodies[0]) == [{"size": 1}, {}]
    assert result == shop.models.ReplaceResult(operation_location="/o/1")
    assert Shop(shop, kind).call("replace", body=[]).operation_location is None


@kinds
def test_forms_and_text(shop: Any, kind: str) -> None:
    made = Shop(shop, kind, httpx.Response(200, text="né"))
    assert made.call("form", tag=["a b", "&="], count=5) == "né"
    assert parse_qsl(made.bodies[0].decode()) == [("tag", "a b"), ("tag", "&="), ("count", "5")]
    assert made.asked[0].headers["Content-Type"] == "application/x-www-form-urlencoded"


class Pipe(io.RawIOBase):
    """A stream that has no beginning."""

    def __init__(self, data: bytes) -> None:
        self.left = io.BytesIO(data)

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return False

    def readinto(self, buffer: Any) -> int:
        data = self.left.read(len(buffer))
        buffer[: len(data)] = data
        return len(data)


DATA = b"\x89\0\r\n" * 50_000


def files(folder: Path) -> list[tuple[Any, str, bool]]:
    """Give files of each kind, with the name that is sent and whether it can be sent again."""
    path = folder / "né.png"
    path.write_bytes(DATA)
    stream = io.BytesIO(DATA)
    stream.seek(7)
    named = path.open("rb")
    return [
        *((str(path), "né.png", True), (path, "né.png", True), (DATA, "", True)),
        *((stream, "", True), (named, "né.png", True), (Pipe(DATA), "", False)),
    ]


@kinds
def test_files(shop: Any, kind: str, tmp_path: Path) -> None:
    for file, _, can_repeat in files(tmp_path):
        made = Shop(shop, kind, LATER, httpx.Response(200, content=b"\0back"))
        if can_repeat:
            assert made.call("upload", file=file) == b"\0back"
            assert made.bodies == [DATA, DATA]
            assert made.asked[0].headers["Content-Length"] == str(len(DATA))
        else:
            with pytest.raises(shop.ShopError):
                made.call("upload", file=file)
            assert made.bodies == [DATA]
            assert made.asked[0].headers["Transfer-Encoding"] == "chunked"
            assert "Content-Length" not in made.asked[0].headers
        assert made.asked[0].headers["Content-Type"] == "image/png"
        if hasattr(file, "close"):
            assert not file.closed  # it is the caller's
            file.close()


@kinds
def test_parts(shop: Any, kind: str, tmp_path: Path) -> None:
    for file, name, can_repeat in files(tmp_path):
        made = Shop(shop, kind, LATER, DONE)
        arguments = {"meta": shop.models.Part(size=1), "image": file, "count": 3}
        if can_repeat:
            made.call("attach", **arguments)
            assert made.bodies[0] == made.bodies[1]
        else:
            with pytest.raises(shop.ShopError):
                made.call("attach", **arguments)
            assert len(made.bodies) == 1
        first, meta, count, image, end = made.bodies[0].split(
            b"--" + made.asked[0].headers["Content-Type"].partition("boundary=")[2].encode()
        )
        assert (first, end) == (b"", b"--\r\n")
        assert b"application/json" in meta and meta.endswith(b'\r\n\r\n{"size": 1}\r\n')
        assert b"filename" not in count and count.endswith(b"\r\n\r\n3\r\n")
        assert f'filename="{name or "i.jpg"}"'.encode() in image and b"image/jpeg" in image
        assert image.endswith(b"\r\n\r\n" + DATA + b"\r\n")
        if hasattr(file, "close"):
            file.close()


@kinds
@pytest.mark.filterwarnings("error")
def test_what_is_no_file(shop: Any, kind: str, tmp_path: Path) -> None:
    made = Shop(shop, kind)
    with pytest.raises(FileNotFoundError):
        made.call("upload", file=tmp_path / "none")
    with pytest.raises(TypeError):
        made.call("upload", file=io.StringIO("text"))
    assert not made.asked


ITEM = {
    "itemId": "1",
    'odd "name"': "o",
    "extra": "e",
    "int": 7,
    "isOpen": True,
    "accessToken": "s3cret",
    "madeBy": {"name": "Ann", "new": 1},
    "parts": [{"size": 0.5}, {}],
    "free": {"a": [None]},
    "unknown": {"b": [1, None]},
}


@kinds
def test_results(shop: Any, kind: str) -> None:
    item = Shop(shop, kind, answer(ITEM)).call("change", item_id="1", name="n")
    assert isinstance(item, shop.models.Item)
    assert (item.item_id, item.odd_name, item.extra_, item.int_) == ("1", "o", "e", 7)
    assert item.is_open is True and item.made_by.name == "Ann"
    assert [part.size for part in item.parts] == [0.5, None]
    assert item.extra == {"unknown": {"b": [1, None]}} and item.made_by.extra == {"new": 1}
    assert item.to_json() == ITEM
    assert "s3cret" not in repr(item) and item.access_token == "s3cret"
    with pytest.raises(AttributeError):
        item.item_id = "2"
    with pytest.raises((AttributeError, TypeError)):
        item.other = "2"


@kinds
@pytest.mark.parametrize("value", [None, 1, "x", [], {}, [{}], True])
def test_an_answer_may_be_other_than_documented(shop: Any, kind: str, value: Any) -> None:
    changed = dict.fromkeys(ITEM, value)
    item = Shop(shop, kind, answer(changed)).call("change", item_id="1", name="n")
    assert item.item_id == value and item.is_open == value
    assert item.to_json() == {k: v for k, v in changed.items() if v is not None or k == "unknown"}
    for whole in ({}, {"itemId": None}):
        assert Shop(shop, kind, answer(whole)).call("change", item_id="1", name="n").item_id is None
    Shop(shop, kind, answer(value)).call("change", item_id="1", name="n")


@kinds
def test_an_answer_without_content_is_none(shop: Any, kind: str) -> None:
    made = Shop(shop, kind, httpx.Response(204))
    assert made.call("change", item_id="1", name="n") is None


@kinds
@pytest.mark.parametrize("content", [b"<p>", b"\xff", b"[" * 100_000])
def test_what_is_no_json_is_told(shop: Any, kind: str, content: bytes) -> None:
    made = Shop(shop, kind, httpx.Response(200, content=content))
    with pytest.raises(httpx.RequestError):
        made.call("change", item_id="1", name="n")


def rows(*ids: Any) -> httpx.Response:
    return answer([{"itemId": id_} for id_ in ids])


@kinds
@pytest.mark.parametrize(
    ("pages", "arguments", "found", "starts"),
    [
        ([rows(1, 2), rows(3, 4), rows(5)], {}, [1, 2, 3, 4, 5], [None, "2", "4"]),
        ([rows(1, 2), rows()], {}, [1, 2], [None, "2"]),
        ([rows()], {}, [], [None]),
        ([rows(1)], {}, [1], [None]),
        ([rows(1), rows(2), rows()], {"top": 1, "start": "0"}, [1, 2], ["0", "1", "2"]),
        ([rows(1, None)], {}, [1, None], [None]),
        ([rows(1, "")], {}, [1, ""], [None]),
        ([answer({"not": "a list"})], {}, [], [None]),
        ([answer(["a", "b"])], {}, ["a", "b"], [None]),
    ],
)
def test_pages(
    shop: Any, kind: str, pages: Any, arguments: Any, found: list[Any], starts: list[Any]
) -> None:
    made = Shop(shop, kind, *pages)
    items = made.call("list_items", **arguments)
    assert [getattr(item, "item_id", item) for item in items] == found
    assert [request.url.params.get("start") for request in made.asked] == starts
    top = arguments.get("top")
    assert {r.url.params.get("top") for r in made.asked} == {str(top) if top else None}


@kinds
def test_a_page_is_asked_for_when_its_first_item_is_wanted(shop: Any, kind: str) -> None:
    made = Shop(shop, kind, rows(1, 2), rows(3, 4))
    assert len(made.call("list_items", most=2)) == 2 and len(made.asked) == 1
    made = Shop(shop, kind, rows(1, 2), rows(3, 4))
    assert len(made.call("list_items", most=3)) == 3 and len(made.asked) == 2


@kinds
@pytest.mark.parametrize("end", [None, "", "missing"])
def test_a_cursor(shop: Any, kind: str, end: str | None) -> None:
    last = {"value": [{"size": 3}]} | ({} if end == "missing" else {"next": end})
    pages = [answer({"value": [{"size": 1}, {"size": 2}], "next": "c&1"}), answer(last)]
    made = Shop(shop, kind, *pages)
    assert [part.size for part in made.call("list_parts")] == [1, 2, 3]
    assert [r.url.params.get("cursor") for r in made.asked] == [None, "c&1"]


@kinds
def test_an_empty_page_with_a_cursor_is_not_the_last(shop: Any, kind: str) -> None:
    pages = [answer({"value": [], "next": "a"}), answer({"value": [{"size": 1}]})]
    assert [part.size for part in Shop(shop, kind, *pages).call("list_parts")] == [1]


def linked(size: int, link: Any = None) -> httpx.Response:
    return answer({"value": [{"size": size}], "link": link})


@kinds
@pytest.mark.parametrize(
    ("link", "asked"),
    [
        ("?page=2&c=a%26%20b%25%C3%A9", "/s/linked?page=2&c=a%26%20b%25%C3%A9"),
        ("/v2/linked?page=2", "/v2/linked?page=2"),
        ("linked/2", "/s/linked/2"),
        ("HTTPS://shop.example.com:443/linked?page=2", "/linked?page=2"),
        ("//shop.example.com/other", "/other"),
    ],
)
def test_a_link_to_the_next_page(shop: Any, kind: str, link: str, asked: str) -> None:
    made = Shop(shop, kind, linked(1, link), linked(2))
    assert [part.size for part in made.call("list_linked", top=5)] == [1, 2]
    assert [r.url.raw_path.decode() for r in made.asked] == ["/s/linked?top=5", asked]
    assert made.asked[0].headers["Host"] == made.asked[1].headers["Host"]


@kinds
@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example.com/linked",
        "http://shop.example.com/linked",
        "https://shop.example.com:8443/linked",
        "https://shop.example.com@evil.example.com/",
        "//evil.example.com/linked",
        "https://shop.example.com\\@evil.example.com/",
        "ftp:x",
        "https://[",
        7,
    ],
)
def test_a_link_to_another_host_is_not_called(shop: Any, kind: str, link: Any) -> None:
    made = Shop(shop, kind, linked(1, link), linked(2))
    with pytest.raises(httpx.RequestError) if link != 7 else contextlib.nullcontext():
        made.call("list_linked")
    assert {(r.url.scheme, r.url.netloc) for r in made.asked} == {("https", b"shop.example.com")}


@kinds
@pytest.mark.parametrize("operation", ["list_linked", "list_parts", "list_items"])
def test_pages_that_go_round_end(shop: Any, kind: str, operation: str) -> None:
    page = {"value": [{"size": 1}], "link": "/linked?page=2", "next": "c"}
    made = Shop(shop, kind, rows(1, 2) if operation == "list_items" else answer(page))
    with pytest.raises(httpx.RequestError, match="go round"):
        made.call(operation)
    assert len(made.asked) == 2


def test_docstrings_tell_limits_once(shop: Any) -> None:
    doc = shop.ShopClient.typed.__doc__
    assert "seconds: S. 60 to 90; 60 if not given." in doc
    assert "color: The color. If not given, red." in doc
    assert "Raises" not in doc and "Raises" in shop.ShopClient.__doc__
