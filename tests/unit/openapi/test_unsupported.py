"""How what is not supported is collected and printed."""

from __future__ import annotations

from typing import Any

from generator.openapi.keys import OPENAPI_TYPES, SCHEMA_OBJECT
from generator.openapi.unsupported import Unsupported, format_unsupported
from generator.sources.document import At, read_document

DATA = b'{"a": {"title": "b", "contains": true}, "b": {"title": "c", "oops": 1, "x-own": 1}}'


def root(data: bytes = DATA) -> At:
    document = read_document(data, "a.json", "a.json", [])
    assert document is not None
    return At(document.root, document)


def lines(unsupported: Unsupported, most: int | None = None) -> list[str]:
    return list(format_unsupported(unsupported, most))


def test_notes_are_one_line_for_all_places() -> None:
    unsupported, at = Unsupported(), root()
    for key in ("b", "a", "a"):  # an object counts once
        unsupported.check_keys(at.child(key), SCHEMA_OBJECT)
    assert lines(unsupported) == [
        "a.json:1:22: contains: examples are made without it",
        "a.json:1:47: title: no page shows it (also in 1 other place)",
        "a.json:1:61: unknown key: Schema has no key oops; it is left out",
        "3 things not supported: 1 contains, 1 title, 1 unknown key",
    ]


def test_what_changes_a_request_is_printed_before_notes() -> None:
    unsupported, at = Unsupported(), root()
    unsupported.check_keys(at.child("b"), SCHEMA_OBJECT)
    unsupported.check_keys(at.child("a"), SCHEMA_OBJECT)
    assert lines(unsupported, 1)[:2] == [
        "a.json:1:22: contains: examples are made without it",
        "… and 2 more; gen lint prints all",
    ]


def test_one_place_is_counted_once_by_a_reader_that_comes_again() -> None:
    unsupported, at = Unsupported(), root()
    for _ in range(3):
        unsupported.add_note("null", at.child("a"), "no sample shows null")
    assert [item.places for item in unsupported] == [1]


def test_thousands_of_unknown_keys_are_a_hundred_lines() -> None:
    names = ", ".join(f'"key{number}": 1' for number in range(5000))
    unsupported = Unsupported()
    unsupported.check_keys(root(f"{{{names}}}".encode()), OPENAPI_TYPES.operation)
    assert len(unsupported) == 101
    assert lines(unsupported)[-2].endswith("left out (also in 4899 other places)")


def test_keys_beside_a_reference_are_reported_unless_they_are_read() -> None:
    unsupported = Unsupported()
    at = root(
        b'{"$ref": "#/a", "description": "d", "maximum": 3, "example": 1, "x-a": 1,'
        b' "nullable": true, "title": "t", "type": "string", "writeOnly": false}'
    )
    unsupported.check_siblings(at, {"type": "string"}, ("example",))
    found: list[Any] = [(item.kind, item.pointer) for item in unsupported]
    assert found == [
        ("$ref", ("maximum",)), ("$ref", ("nullable",)), ("description", ("description",)),
        ("title", ("title",)),
    ]  # fmt: skip
