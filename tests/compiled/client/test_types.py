"""The types of arguments and fields: null and what is not there, dates, UUIDs and decimals."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest

from .made import KINDS, check_types, files_of, imported
from .shop import Shop

kinds = pytest.mark.parametrize("kind", KINDS)
ID = "123e4567-e89b-12d3-a456-426614174000"

# The API that every document here has.
HEAD = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: https://shop.example.com}]
"""
TYPES = (
    HEAD
    + """\
paths:
  /things/{day}:
    put:
      operationId: make
      parameters:
        - {name: day, in: path, required: true, schema: {type: string, format: date}}
        - {name: since, in: query, schema: {type: string, format: date-time}}
        - {name: ids, in: query, explode: false, schema: {$ref: '#/components/schemas/Ids'}}
        - {name: X-Price, in: header, schema: {type: string, format: decimal}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [when, note, anything]
              properties:
                when: {type: string, format: date-time}
                note: {type: [string, 'null']}
                more: {type: [integer, 'null']}
                less: {type: integer}
                size: {type: integer}
                anything: true
                owner: {anyOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]}
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Things'}}}
  /days:
    get:
      operationId: days
      responses:
        '200':
          description: Fine.
          content: {application/json: {schema: {$ref: '#/components/schemas/Days'}}}
    put:
      operationId: setOwner
      requestBody:
        required: true
        content:
          application/json:
            schema: {anyOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]}
      responses: {'204': {description: Fine.}}
components:
  schemas:
    Ids: {type: array, items: {type: string, format: uuid}}
    Days: {type: array, items: {type: string, format: date}}
    Things: {type: array, items: {$ref: '#/components/schemas/Thing'}}
    Owner:
      type: object
      required: [id]
      properties:
        id: {type: string, format: uuid}
        born: {type: [string, 'null'], format: date}
    Thing:
      type: object
      required: [desc, owner]
      properties:
        desc: {type: [string, 'null']}
        owner: {$ref: '#/components/schemas/Owner'}
        other: {oneOf: [{$ref: '#/components/schemas/Owner'}, {type: 'null'}]}
        times: {type: array, items: {type: [string, 'null'], format: date-time}}
        price: {type: string, format: decimal}
        plain: {type: string}
        odd: {type: string, format: uuid, example: no-uuid}
"""
)


@pytest.fixture(scope="module")
def typed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The client of `TYPES`, imported."""
    with imported(files_of(TYPES), tmp_path_factory.mktemp("typed")) as package:
        yield package


def call(made: Shop, operation: str, **arguments: Any) -> Any:
    """Call an operation with its required arguments and others."""
    usual = {"day": dt.date(2026, 1, 31), "when": dt.datetime(2026, 1, 1, tzinfo=dt.UTC)}
    needed = {**usual, "note": "n", "anything": 1} if operation == "make" else {}
    return made.call(operation, **{**needed, **arguments})


def answer(value: Any) -> httpx.Response:
    return httpx.Response(200, json=value)


@kinds
def test_null_is_sent_and_what_is_not_given_is_not(typed: Any, kind: str) -> None:
    made = Shop(typed, kind, answer([]))
    call(made, "make")
    call(made, "make", note=None, anything=None, more=None, owner=None, less=None, size=1)
    call(made, "make", more=typed.UNSET, owner=typed.models.Owner(id=UUID(ID), born=None))
    call(made, "make", owner=typed.models.Owner(id=UUID(ID)))
    usual = {"when": "2026-01-01T00:00:00Z", "note": "n", "anything": 1}
    assert [json.loads(body) for body in made.bodies] == [
        usual,
        {**usual, "note": None, "anything": None, "more": None, "owner": None, "size": 1},
        {**usual, "owner": {"id": ID, "born": None}},
        {**usual, "owner": {"id": ID}},
    ]


@kinds
def test_a_body_may_be_null(typed: Any, kind: str) -> None:
    made = Shop(typed, kind, httpx.Response(204))
    call(made, "set_owner", body=None)
    assert made.bodies == [b"null"]


@kinds
def test_null_in_an_answer_is_not_what_is_not_there(typed: Any, kind: str) -> None:
    rows = [
        {"desc": None, "owner": {"id": ID, "born": None}, "other": None},
        {"desc": "d", "owner": {"id": ID}},
        {"owner": {}, "plain": None},
    ]
    first, second, third = call(Shop(typed, kind, answer(rows)), "make")
    assert (first.desc, first.owner.born, first.other) == (None, None, None)
    assert (second.owner.born, second.other) == (typed.UNSET, typed.UNSET)
    assert not typed.UNSET and repr(typed.UNSET) == "UNSET"
    assert (third.owner.id, third.plain) == (None, None)
    assert [first.to_json(), second.to_json()] == rows[:2]


@kinds
def test_what_json_has_no_type_for_is_written(typed: Any, kind: str) -> None:
    made = Shop(typed, kind, answer([]))
    zone = dt.timezone(dt.timedelta(hours=-2, minutes=-30))
    since = dt.datetime(2026, 1, 1, 1, 2, 3, 45, tzinfo=zone)
    call(made, "make", since=since, ids=[UUID(ID), UUID(ID)], x_price=Decimal("1E+3"))
    call(made, "make", day="2026-01-31", since="2026-01-31", ids="a,b")
    first, second = made.asked
    assert first.url.path == second.url.path == "/things/2026-01-31"
    assert dict(first.url.params) == {
        "since": "2026-01-01T01:02:03.000045-02:30",
        "ids": f"{ID},{ID}",
    }
    assert first.headers["X-Price"] == "1000"
    assert dict(second.url.params) == {"since": "2026-01-31", "ids": "a,b"}


@kinds
def test_a_time_without_a_zone_is_not_sent(typed: Any, kind: str) -> None:
    made = Shop(typed, kind)
    for name in ("when", "since"):
        with pytest.raises(ValueError, match="has no time zone"):
            call(made, "make", **{name: dt.datetime(2026, 1, 1)})
    assert not made.asked


NOON = dt.datetime(2026, 1, 31, 12, tzinfo=dt.UTC)


@kinds
def test_what_json_has_no_type_for_is_read(typed: Any, kind: str) -> None:
    texts = {
        "2026-01-31T12:00:00Z": NOON,
        "2026-01-31t12:00:00z": NOON,
        "2026-01-31T14:00:00+02:00": NOON,
        "2026-01-31T12:00:00": NOON,
        "2026-01-31 12:00:00": NOON,
        "2026-01-31T12:00:00.123456789Z": NOON.replace(microsecond=123456),
        "2026-01-31T12:00:00.5Z": NOON.replace(microsecond=500000),
    }
    row = {"times": [*texts, None], "price": "1.50", "owner": {"id": ID, "born": "2026-01-31"}}
    (thing,) = call(Shop(typed, kind, answer([{**row, "odd": "no-uuid"}])), "make")
    assert thing.times == [*texts.values(), None]
    assert str(thing.price) == "1.50" and thing.owner.id == UUID(ID) and thing.odd == "no-uuid"
    assert thing.owner.born == dt.date(2026, 1, 31)
    (number,) = call(Shop(typed, kind, answer([{"price": 0.1}])), "make")
    assert number.price == Decimal("0.1")


@kinds
@pytest.mark.parametrize(
    ("row", "message"),
    [
        ({"times": [None, "yesterday"]}, r"[1].times[1]: 'yesterday' is no date-time"),
        ({"times": [7]}, "[1].times[0]: 7 is no date-time"),
        ({"owner": {"id": ID[1:]}}, f"[1].owner.id: {ID[1:]!r} is no UUID"),
        ({"other": {"id": ID, "born": "31.1."}}, "[1].other.born: '31.1.' is no date"),
        ({"price": "1,5"}, "[1].price: '1,5' is no number"),
    ],
)
def test_what_can_t_be_read_is_told_with_its_place(
    typed: Any, kind: str, row: Any, message: str
) -> None:
    with pytest.raises(httpx.DecodingError) as caught:
        call(Shop(typed, kind, answer([{}, row])), "make")
    assert str(caught.value) == message


@kinds
@pytest.mark.parametrize("status", [202, 204])
def test_an_answer_without_content_is_none(typed: Any, kind: str, status: int) -> None:
    """Although only 200 with content is documented."""
    assert call(Shop(typed, kind, httpx.Response(status)), "make") is None
    with pytest.raises(httpx.DecodingError):
        call(Shop(typed, kind, httpx.Response(200)), "make")


def test_a_result_without_classes_is_read(typed: Any) -> None:
    made = Shop(typed, "sync", answer(["2026-01-31"]))
    assert made.call("days") == [dt.date(2026, 1, 31)]


def test_docstrings_say_what_null_is(typed: Any) -> None:
    assert "more: None is sent as null." in typed.ShopClient.make.__doc__
    assert "born: UNSET if it is not there." in typed.models.Owner.__doc__


USES = """\
import datetime as dt
from uuid import UUID
from shop_client import UNSET, ShopClient, models
day = dt.date(2026, 1, 31)
when = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
with ShopClient() as client:
    client.make(day=day, when=when, note=None, anything=1, more=None, owner=UNSET)
    client.make(day="2026-01-31", when=when, note=None, anything=1)  # wrong
    client.make(day=day, when=when, anything=1)  # wrong
    client.make(day=day, when=when, note=1, anything=1)  # wrong
    client.make(day=day, when=when, note="", anything=1, less=UNSET)  # wrong
    (thing,) = client.make(day=day, when=when, note="", anything=1)
    name: str = thing.desc  # wrong
    born: dt.date = thing.owner.born  # wrong
    if thing.owner.born is not UNSET and thing.owner.born is not None:
        born = thing.owner.born
    if thing.other:
        id_: UUID = thing.other.id
models.Owner(id=UUID(int=1), born=None)
models.Owner(id="1")  # wrong
"""


def test_types_are_strict(tmp_path: Path) -> None:
    check_types(files_of(TYPES), USES, tmp_path)
