"""A mock refuses what does not fit the documentation, with all faults, and nothing else."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from generator.mocking.contracts import load_contracts
from generator.mocking.judge import Judge, Verdict
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.verify.expected.cases import make_answer
from generator.verify.http_request import ReceivedRequest
from generator.verify.mock_server import MockServer

HERE = Path(__file__).parent
TRACE = {"X-Trace": "123e4567-e89b-12d3-a456-426614174000"}
KEY = {"X-Key": "k"}
JSON = {**KEY, "Content-Type": "application/json"}
FORM = {**KEY, "Content-Type": "application/x-www-form-urlencoded"}
GONE = "this is required, and is not there"
TYPES = "application/json or application/x-www-form-urlencoded"
NO_KEY = (
    "header X-Key: this credential is required, and is not there "
    "(or another of 2 documented ways to be let in)"
)
PARTS = {"Content-Type": "multipart/form-data; boundary=x"}


def load_judge() -> Judge:
    apis = load(HERE / "pets.yaml", Unsupported())
    contracts, unchecked = load_contracts(HERE / "pets.yaml", apis)
    assert unchecked == []
    return Judge(apis, contracts)


JUDGE = load_judge()


def decide(line: str, fields: dict[str, str], body: bytes = b"") -> Verdict:
    method, target = line.split(" ")
    request = ReceivedRequest(method, f"/v1{target}", tuple(fields.items()), body)
    return JUDGE.decide(request, lambda operation: make_answer(operation.success))


def texts(line: str, fields: dict[str, str], body: bytes = b"") -> list[str]:
    return [fault.text for fault in decide(line, fields, body).faults]


def part(name: str, data: str, more: str = "") -> bytes:
    return f'--x\r\nContent-Disposition: form-data; name="{name}"{more}\r\n\r\n{data}\r\n'.encode()


PHOTO = part("photo", "\x89", '; filename="a.png"\r\nContent-Type: image/png')
ABOUT = part("about", '{"size": 3}')
GIF = PHOTO.replace(b"image/png", b"image/gif")

RIGHT = [
    ("GET /pets?limit=100&kind=cat&tags=a,b&ids=1&ids=2&filter[age]=3", {**KEY, **TRACE}, b""),
    ("GET /pets?tags=a%2Cb&unknown=1", {"Authorization": "Bearer t", **TRACE}, b""),
    ("GET /pets", {**KEY, "x-trace": TRACE["X-Trace"].upper(), "Cookie": "a=b; session=abcd"}, b""),
    ("GET /pets", {**KEY, **TRACE, "Accept": "text/html, application/*;q=0.5"}, b""),
    ("POST /pets", JSON, b'{"name": "Ann", "nick": null, "born": "2026-01-31"}'),
    ("POST /pets", JSON, b'{"name": "Ann", "id": 3, "food": {"grams": 0.5}}'),
    ("POST /pets", JSON, b'\xef\xbb\xbf{"name": "\xf0\x9f\x98\x80", "food": "nothing"}'),
    ("POST /pets", {**KEY, "content-type": 'Application/JSON; charset="utf-8"'}, b'{"name":"A"}'),
    ("POST /pets", FORM, b"name=A+b&toys=a&toys=b"),
    ("DELETE /pets/7", {}, b""),
    ("DELETE /pets/7", {"Content-Type": "application/json"}, b""),
    ("PUT /pets/7", PARTS, PHOTO + ABOUT + b"--x--\r\n"),
    ("PUT /pets/7", PARTS, ABOUT + PHOTO + part("shot", "2026-01-31") + b"--x--"),
    ("PUT /pets/7", {"Content-Type": "image/webp"}, b"\0"),
    ("GET /pets/mine", KEY, b""),
]


@pytest.mark.parametrize(("line", "fields", "body"), RIGHT)
def test_what_fits_is_answered(line: str, fields: dict[str, str], body: bytes) -> None:
    assert texts(line, fields, body) == []


WRONG = [
    (
        "GET /pets?limit=0",
        {**KEY, **TRACE},
        b"",
        400,
        ["query limit: 0 is less than the minimum, 1"],
    ),
    ("GET /pets?limit=ten", {**KEY, **TRACE}, b"", 400, ['query limit: "ten" is no integer']),
    (
        "GET /pets?limit=1&limit=2",
        {**KEY, **TRACE},
        b"",
        400,
        ["query limit: this is there 2 times, and has one value"],
    ),
    (
        "GET /pets?kind=cow",
        {**KEY, **TRACE},
        b"",
        400,
        ['query kind: "cow" is not one of "cat", "dog"'],
    ),
    (
        "GET /pets?tags=a,B,c",
        {**KEY, **TRACE},
        b"",
        400,
        [
            "query tags: this has 3 items, and may have 2 at most",
            'query tags /1: "B" does not match "^[a-z]+$"',
        ],
    ),
    ("GET /pets?ids=1&ids=x", {**KEY, **TRACE}, b"", 400, ['query ids /1: "x" is no integer']),
    (
        "GET /pets?filter[age]=old",
        {**KEY, **TRACE},
        b"",
        400,
        ['query filter /age: "old" is no integer'],
    ),
    (
        "GET /pets",
        {**KEY, "X-Trace": "1", "Cookie": "session=abcde"},
        b"",
        400,
        [
            'header X-Trace: "1" is no uuid',
            "cookie session: this has 5 characters, and may have 4 at most",
        ],
    ),
    ("GET /pets", {}, b"", 401, [NO_KEY, f"header X-Trace: {GONE}"]),
    ("GET /pets", {"Authorization": "Basic x", **TRACE}, b"", 401, [NO_KEY]),
    (
        "GET /pets",
        {**KEY, **TRACE, "Accept": "text/html"},
        b"",
        406,
        ["header Accept: this accepts none of application/json"],
    ),
    ("GET /pets", {**KEY, **TRACE}, b"{}", 415, ["body: this operation takes no body"]),
    ("POST /pets", KEY, b"", 400, [f"body: {GONE}: {TYPES}"]),
    (
        "POST /pets",
        KEY,
        b"{}",
        415,
        [f"header Content-Type: this is not there; {TYPES} is documented"],
    ),
    (
        "POST /pets",
        {**KEY, "Content-Type": "text/xml"},
        b"<a/>",
        415,
        [f"header Content-Type: text/xml is not documented; {TYPES} is"],
    ),
    (
        "POST /pets",
        JSON,
        b'{"name": ',
        400,
        ["body: it is no JSON (expecting value: line 1 column 10)"],
    ),
    ("POST /pets", JSON, b'{"name": NaN}', 400, ["body: it is no JSON (there is no number NaN)"]),
    ("POST /pets", JSON, b"\xff", 400, ["body: it is no UTF-8 (byte 0)"]),
    (
        "POST /pets",
        JSON,
        b"[" * 500,
        400,
        ["body: it has more than 100 levels, which this mock does not read"],
    ),
    (
        "POST /pets",
        JSON,
        b'{"nmae": "A", "name": "", "born": "31.1.", "nick": 3}',
        400,
        [
            "body /nmae: no member of this name is documented; did you mean name?",
            "body /name: this has 0 characters, and needs 1 at least",
            'body /born: "31.1." is no date',
            "body /nick: 3 is no null or string",
        ],
    ),
    (
        "POST /pets",
        JSON,
        b'{"name": "A", "toys": ["a", "a"], "food": {"grams": 0}}',
        400,
        [
            "body /toys/1: this is there twice",
            "body /food/grams: 0 must be more than 0 (nearest of 2 documented forms)",
        ],
    ),
    (
        "POST /pets",
        FORM,
        b"born=never",
        400,
        [f"body name: {GONE}", 'body born: "never" is no date'],
    ),
    ("DELETE /pets/seven", {}, b"", 400, ['path id: "seven" is no integer']),
    ("PUT /pets/7", PARTS, PHOTO + b"--x--", 400, [f"body about: {GONE}"]),
    (
        "PUT /pets/7",
        PARTS,
        PHOTO + ABOUT,
        400,
        ["body: it does not end in its boundary and two hyphens (RFC 2046, 5.1.1)"],
    ),
    (
        "PUT /pets/7",
        PARTS,
        GIF + part("about", "{}") + b"--x--",
        400,
        [
            'body photo: the part is "image/gif", and image/png or image/jpeg is documented',
            f"body about /size: {GONE}",
        ],
    ),
    (
        "PUT /pets/7",
        {"Content-Type": "multipart/form-data"},
        b"x",
        400,
        ["body: its Content-Type names no boundary (RFC 2046, 5.1.1)"],
    ),
]


@pytest.mark.parametrize(("line", "fields", "body", "status", "wanted"), WRONG)
def test_what_does_not_fit_is_refused_with_all_faults(
    line: str, fields: dict[str, str], body: bytes, status: int, wanted: list[str]
) -> None:
    verdict = decide(line, fields, body)
    assert [fault.text for fault in verdict.faults] == wanted
    assert verdict.answer.status == status


def test_a_problem_document_names_each_fault_with_its_place() -> None:
    answer = decide("POST /pets", JSON, b'{"name": 1, "toys": [2]}').answer
    assert answer.fields == (("Content-Type", "application/problem+json"),)
    assert json.loads(answer.body) == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "The request does not fit the documentation of add-pet in 2 places.",
        "errors": [
            {"in": "body", "pointer": "/name", "detail": "1 is no string"},
            {"in": "body", "pointer": "/toys/0", "detail": "2 is no string"},
        ],
    }


def test_the_number_of_faults_is_bounded() -> None:
    verdict = decide("POST /pets", JSON, json.dumps({"name": "A", "toys": [1] * 10_000}).encode())
    assert len(verdict.faults) == 50
    assert verdict.remark.endswith(", and 49 more")
    assert b"in 50 or more places" in verdict.answer.body


def test_an_unknown_path_has_the_nearest_ones() -> None:
    answer = decide("GET /pet/7", {}).answer
    assert answer.status == 404
    assert json.loads(answer.body)["nearest"][0] == "DELETE PUT /v1/pets/{id}"
    assert decide("GET /completely/else/here", {}).answer.status == 404


def test_a_path_that_none_is_like_has_one_as_an_example() -> None:
    request = ReceivedRequest("GET", "/", (), b"")
    answer = JUDGE.decide(request, lambda operation: make_answer(operation.success)).answer
    assert "is documented at this path. One that is: GET /v1/pets." in answer.body.decode()


def test_a_wrong_method_has_the_right_ones() -> None:
    answer = decide("PATCH /pets/7", {}).answer
    assert answer.status == 405 and ("Allow", "DELETE, PUT") in answer.fields


def test_the_path_without_placeholders_comes_first() -> None:
    assert decide("DELETE /pets/mine", {}).faults[0].where == "path"
    assert decide("GET /pets/mine", {}).answer.status == 401


@pytest.mark.parametrize(
    ("prefer", "status", "applied"),
    [
        ("code=404", 404, "code=404"),
        ('code="404"; foo=bar, wait=3', 404, "code=404"),
        ("CODE=204", 204, "code=204"),
    ],
)
def test_a_request_chooses_its_answer(prefer: str, status: int, applied: str) -> None:
    verdict = decide("DELETE /pets/7", {"Prefer": prefer})
    assert verdict.answer.status == status and not verdict.notes
    assert ("Preference-Applied", applied) in verdict.answer.fields


def test_a_request_chooses_a_named_example() -> None:
    verdict = decide("GET /pets", {**KEY, **TRACE, "Prefer": "example=one"})
    assert json.loads(verdict.answer.body) == [{"name": "Ann"}]
    assert ("Preference-Applied", "example=one") in verdict.answer.fields


def test_what_is_not_documented_can_not_be_chosen() -> None:
    verdict = decide("DELETE /pets/7", {"Prefer": "code=418"})
    assert verdict.answer.status == 204
    assert verdict.remark == "code=418 is not documented; use one of 204, 404"
    strict = decide("DELETE /pets/7", {"Prefer": "code=418, handling=strict"})
    assert strict.answer.status == 400 and b"code=418 is not documented" in strict.answer.body


def test_an_undocumented_query_is_noted_and_allowed() -> None:
    verdict = decide("GET /pets?limt=3", {**KEY, **TRACE})
    assert verdict.answer.status == 200 and verdict.remark == "query limt: not documented"


def test_a_spec_takes_any_of_its_credentials(tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    file.write_text(
        """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
credentials:
  key: {name: X-Key, description: Your key., env: SHOP_KEY}
  token: {scheme: bearer, description: Your token., env: SHOP_TOKEN}
operations:
  get-order:
    {title: Get, summary: Get., method: GET, path: /a, security: [key], otherSecurity: [[token]],
     responses: {204: Ok.}}
  get-news:
    {title: Get, summary: Get., method: GET, path: /b, security: [key], otherSecurity: [[]],
     responses: {204: Ok.}}
"""
    )
    apis = load(file)
    judge, lenient = Judge(apis, load_contracts(file, apis)[0]), MockServer(apis)

    def statuses(path: str, fields: dict[str, str]) -> set[int]:
        request = ReceivedRequest("GET", path, tuple(fields.items()), b"")
        strict = judge.decide(request, lambda operation: make_answer(operation.success)).answer
        return {strict.status, lenient.respond(request).status}

    assert statuses("/a", KEY) == statuses("/a", {"Authorization": "Bearer t"}) == {204}
    assert statuses("/a", {}) == {401}
    assert statuses("/b", {}) == {204}
