"""The search index, and what the search in templates/html/search.js finds in it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from functools import cache
from typing import Any

import pytest

from generator.model.text import Text, reveal
from generator.publishing.search_index import _pack, _without_starts, make_search_index
from generator.system.package import builtin_templates
from tests.support import face_api

TITLE = "Session DetectLivenessWithVerify SingleModal - Delete"
DELETE = "delete-liveness-with-verify-session.html"

_ANSWER = """
require("readline")
  .createInterface({ input: process.stdin })
  .on("line", (line) => console.log(JSON.stringify(search(JSON.parse(line)))));
"""
Rows = Callable[[str], list[tuple[str, str, str]]]


@cache
def index() -> str:
    """The index of the repository's own spec."""
    api = face_api()
    return reveal(make_search_index(api, {o.id: f"{o.id}.html" for o in api.operations}))


@pytest.fixture(scope="module")
def rows() -> Iterator[Rows]:
    """Search as a page does; gives the kinds, labels and places of what is found."""
    if shutil.which("node") is None:
        pytest.skip("needs Node.js: make toolchains")
    code = (builtin_templates() / "html/search.js").read_text("utf-8")
    program = f"{code}\nconst search = makeSearch({index()});\n{_ANSWER}"
    with subprocess.Popen(
        ["node", "-e", program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
    ) as node:
        assert node.stdin
        assert node.stdout
        asked, answers = node.stdin, node.stdout

        def search(query: str) -> list[tuple[str, str, str]]:
            asked.write(f"{json.dumps(query)}\n")
            asked.flush()
            found = json.loads(answers.readline())
            return [(row["kind"], row["label"], f"{row['page']}#{row['anchor']}") for row in found]

        yield search


def test_a_text_stands_in_the_index_once() -> None:
    data: dict[str, Any] = json.loads(index())
    count = len(face_api().operations)
    assert {len(data[key]) for key in ("pages", "titles", "about", "given", "shown")} == {count}
    assert len(set(data["names"])) == len(data["names"])
    assert len(set(data["objects"])) == len(data["objects"])
    assert len(index()) < 900 * count


@pytest.mark.parametrize(
    ("numbers", "text"), [([], ""), ([0, 31], "Af"), ([32], "gB"), ([1023, 1024], "_fggB")]
)
def test_small_numbers_take_one_character(numbers: list[int], text: str) -> None:
    assert _pack(numbers) == text


def test_a_text_leaves_out_the_start_that_it_shares() -> None:
    assert _without_starts(["/a/b", "/a/c", "/a/c", "x", ""]) == ["A/a/b", "Dc", "E", "Ax", "A"]
    # Browsers count this character as two.
    assert _without_starts(["\U0001f600a", "\U0001f600b"]) == ["A\U0001f600a", "A\U0001f600b"]


def test_an_exact_title_or_path_is_first(rows: Rows) -> None:
    assert rows(TITLE)[0] == ("operation", TITLE, f"{DELETE}#")
    assert rows(TITLE.upper())[0] == ("operation", TITLE, f"{DELETE}#")
    assert rows("POST /face/v1.1-preview.1/detect")[0][1] == "Face - Detect"
    assert rows("detect-from-url")[0][1] == "Face - Detect from URL"


def test_words_are_found_in_a_name_that_joins_them(rows: Rows) -> None:
    titles = [label for kind, label, _ in rows("face list") if kind == "operation"]
    assert titles[0] == "FaceList - Create"
    assert titles.index("LargeFaceList - Train") < titles.index(TITLE.replace("Delete", "List"))


def test_a_code_of_an_error_is_found_with_its_row(rows: Rows) -> None:
    found = rows("sessionnotfound")
    assert found[0] == ("error", "404 SessionNotFound", f"{DELETE}#error-404-SessionNotFound")
    assert {kind for kind, _, _ in found} == {"error"}
    assert rows("404")[0][1] == "404 SessionNotFound"


def test_two_errors_with_one_code_have_places_of_their_own(rows: Rows) -> None:
    places = {place for _, label, place in rows("badargument") if "400" in label}
    assert any(place.endswith("#error-400-BadArgument-2") for place in places)


def test_names_come_before_texts(rows: Rows) -> None:
    assert rows("top")[0][:2] == ("query parameter", "top")  # not ConcurrentOperationConflict
    kinds = [kind for kind, label, _ in rows("top") if label in ("top", "400 BadArgument")]
    assert kinds[0] == "query parameter"
    assert "error" in kinds  # whose message has the word
    assert kinds.index("error") > kinds.index("query parameter")


def test_a_field_is_found_by_its_path(rows: Rows) -> None:
    path = "faceRectangle.width"
    kind, label, place = rows(path)[0]
    assert label.endswith(path)
    assert place.endswith(f"#response-200-{label}")
    assert kind == "field of 200"


def test_words_of_a_message_are_found_in_any_order(rows: Rows) -> None:
    for query in ("session expired", "expired session", "the session expired"):
        assert rows(query)[0][:1] == ("error",)


def test_a_word_can_be_that_of_the_operation(rows: Rows) -> None:
    found = rows("verify image session parameters")
    assert all("rameters" in label or kind == "operation" for kind, label, _ in found)
    assert rows("url returnFaceId")[0] == (
        "query parameter", "returnFaceId", "detect-from-url.html#parameter-returnFaceId",
    )  # fmt: skip


@pytest.mark.parametrize("query", ["", " ", "no-such-word", "</script>", "(", "\\", "\u2028"])
def test_what_is_nowhere_finds_nothing(query: str, rows: Rows) -> None:
    assert rows(query) == []


def test_the_index_is_text_that_no_template_prints_by_itself() -> None:
    api = face_api()
    assert isinstance(make_search_index(api, {o.id: "" for o in api.operations}), Text)


@pytest.mark.parametrize(
    ("query", "label"),
    [
        ("rate limits", "429 Too Many Requests"),
        ("how do i list all the sessions", "Session DetectLiveness SingleModal - List"),
        ("pagination", "Session DetectLiveness SingleModal - List"),
        ("FACE_APIKEY", "Ocp-Apim-Subscription-Key"),
        ("detect faces in a local file", "Face - Detect"),
    ],
)
def test_a_reader_need_not_know_the_words_of_the_document(
    query: str, label: str, rows: Rows
) -> None:
    assert label in [row[1] for row in rows(query)][:12]


def test_words_that_say_nothing_change_nothing(rows: Rows) -> None:
    assert rows("create a liveness session") == rows("create liveness session")
