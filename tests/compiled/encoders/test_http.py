"""Encoders of .http files, read back by the program that sends them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from generator.languages.encoders import UnholdableError
from generator.model.text import is_plain
from generator.verify.http_file.parser import fill_request, read_requests
from tests.support import languages

from .test_literals import BATCHES

ENCODERS = languages()["http"].encoders
EDGES = re.compile(r"\s|.*\s\Z", re.DOTALL)
# A line of a body that editors don't take for a part of it.
LOST = re.compile(r"(?m)^\s*(#|//|<[@>\s]|>[>\s]|```)|^--8f2c9e41b7d0|\n\n\n")
# What each encoder may refuse, besides what can't be seen.
REFUSED: dict[str, Callable[[str], bool]] = {
    "line": lambda text: "{{" in text or text.startswith("#"),
    "path": lambda text: not text or "{{" in text or bool(EDGES.match(text)),
    "text": lambda text: not text or "{{" in text or bool(EDGES.match(text) or LOST.search(text)),
    "json": lambda text: False,
    "comment": lambda text: False,
}


def holdable(name: str) -> list[tuple[str, str]]:
    """Give texts with the code of each, and hold those that are refused against the list."""
    found: list[tuple[str, str]] = []
    for value in (text for batch in BATCHES.values() for text in batch()):
        try:
            found.append((value, ENCODERS[name].encode(value)))
        except UnholdableError:
            seen = value.replace("\n", "") if name == "text" else value
            assert REFUSED[name](value) or not all(map(is_plain, seen)), value
        else:
            assert not REFUSED[name](value), value
    return found


def sent(folder: Path, text: str) -> tuple[dict[str, str], str]:
    """Give the headers and the body of a request as it stands in a file."""
    (folder / "a.http").write_bytes(f"### \nPOST http://a/ HTTP/1.1\n{text}\n".encode())
    (request,) = read_requests(folder / "a.http")
    message = fill_request(request, {})
    pieces = message.body or ()
    return dict(message.headers), b"".join(p for p in pieces if isinstance(p, bytes)).decode()


def test_every_encoder_is_proven() -> None:
    assert set(REFUSED) == set(ENCODERS)


def test_a_line_comes_back(tmp_path: Path) -> None:
    rows = [(value, code) for value, code in holdable("line") if not EDGES.match(value)]
    headers, _ = sent(tmp_path, "\n".join(f"X-{n}: {code}" for n, (_, code) in enumerate(rows)))
    assert list(headers.values()) == [value for value, _ in rows]


@pytest.mark.parametrize("name", ["text", "json"])
def test_a_body_comes_back(name: str, tmp_path: Path) -> None:
    for value, code in holdable(name):
        _, body = sent(tmp_path, f"\n{code}")
        assert (json.loads(body) if name == "json" else body) == value


def test_a_part_comes_back(tmp_path: Path) -> None:
    rows = holdable("text")
    parts = "".join(f"--8f2c9e41b7d0\n\n{code}\n" for _, code in rows)
    head = "Content-Type: multipart/form-data; boundary=8f2c9e41b7d0\n\n"
    _, body = sent(tmp_path, f"{head}{parts}--8f2c9e41b7d0--")
    pieces = re.split("(?:\r\n)?--8f2c9e41b7d0", body)[1:-1]
    assert [piece.removeprefix("\r\n\r\n").replace("\r\n", "\n") for piece in pieces] == [
        value for value, _ in rows
    ]


def test_a_file_and_an_output_are_found_by_their_names(tmp_path: Path) -> None:
    for value, code in holdable("path"):
        text = f"# @output {code}\nPOST http://a/\n\n<  {code}\n"
        (tmp_path / "a.http").write_bytes(text.encode())
        (request,) = read_requests(tmp_path / "a.http")
        assert request.output == value
        assert request.body[0].text == f"<  {value}"


def test_a_comment_is_no_request(tmp_path: Path) -> None:
    rows = [code for _, code in holdable("comment")]
    text = "\n".join(f"# {code}" for code in rows)
    (tmp_path / "a.http").write_bytes(f"### {rows[0]}\n{text}\nGET http://a/\n".encode())
    (request,) = read_requests(tmp_path / "a.http")
    assert (request.headers, request.body, request.output) == ([], [], None)
