"""The request that a spec documents, made of the spec alone."""

from __future__ import annotations

import pytest

from generator.model.api import Operation
from generator.model.text import Text
from generator.spec.loader import load
from generator.verify.expected.request import ExpectedRequest, expected_request
from tests.support import ROOT

KEYS = {"SHAPES_KEY": "k1", "SHAPES_SECOND": "k2"}
HEADERS = (
    ("X-Key", "k1"),
    ("X-Second", "k2"),
    ("X-Version", r"""it's "2" 100% $1 `x` \ """.strip()),
    ("X-Empty", ""),
)
(SHAPES,) = load(ROOT / "tests/compiled/wire/shapes.yaml")
OPERATIONS = {operation.id: operation for operation in SHAPES.operations}


@pytest.mark.parametrize(
    "operation", [o for o in SHAPES.operations if o.id.startswith("plain-")], ids=lambda o: o.id
)
def test_a_plain_operation_wants_the_headers_alone(operation: Operation) -> None:
    method = operation.id.removeprefix("plain-").upper()
    made = expected_request(SHAPES, operation, {}, KEYS)
    assert made == ExpectedRequest(method, (b"base", b"v1", b"things"), (), HEADERS)


def test_the_root_wants_its_slash() -> None:
    assert expected_request(SHAPES, OPERATIONS["root"], {}, KEYS).segments == (b"base", b"v1", b"")


def test_parameters_are_wanted_wherever_they_stand_as_they_are() -> None:
    made = expected_request(SHAPES, OPERATIONS["parameters-everywhere"], {}, KEYS)
    assert made.segments == tuple(
        text.encode()
        for text in (
            "base",
            "v1",
            "a b",
            "of'a(b)",
            "v1/2.ü?:run",
            "$all",
            "{x}",
            "100%25+#",
            "",
        )
    )
    assert made.query == (
        (b"q", "a b+c&d=e#f/ü{x}[y]'$".encode()),
        (b"empty", b""),
        (b"odd name[]&=", b"x"),
    )
    assert made.fields == (
        *HEADERS,
        ("X-Trace", r"""it's "quoted" 100% $HOME `x` \ ; @f <a>"""),
        ("If-Match", "*"),
        ("X-Nothing", ""),
    )


def test_given_values_stand_for_examples_and_make_optional_parameters_sent() -> None:
    given = {"first": Text("1/2"), "optional": Text("yes"), "q": Text("%"), "If-Match": Text("e")}
    made = expected_request(SHAPES, OPERATIONS["parameters-everywhere"], given, KEYS)
    assert made.segments[2] == b"1/2"
    assert made.query[0] == (b"q", b"%") and made.query[-1] == (b"optional", b"yes")
    assert ("If-Match", "e") in made.fields
