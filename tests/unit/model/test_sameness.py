"""Values are the same if no template can tell them apart."""

from __future__ import annotations

import pytest

from generator.model.messages import Content, ContentKind
from generator.model.sameness import is_same
from generator.model.schema import Schema, Type
from generator.model.structs import Deferred
from generator.model.text import Text
from tests.support import face_api


def test_an_api_is_the_same_as_one_read_again() -> None:
    assert is_same(face_api(), face_api())


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (1, 1.0),
        (1, True),
        (0.0, -0.0),
        (Text("1"), "1"),
        ((1, 2), (1, 2, 3)),
        ((1,), (1.0,)),
        (None, False),
        (Schema(Type.NUMBER, example=1), Schema(Type.NUMBER, example=1.0)),
    ],
)
def test_what_prints_otherwise_is_not_the_same(first: object, second: object) -> None:
    assert is_same(first, first)
    assert is_same(second, second)
    assert not is_same(first, second)


def test_values_may_be_nested_deep() -> None:
    values: list[tuple[object, ...]] = [(1,), (1,), (2,)]
    for _ in range(5000):
        values = [(value,) for value in values]
    assert is_same(values[0], values[1])
    assert not is_same(values[0], values[2])


def test_a_part_that_is_read_later_is_the_same_as_one_that_is_there() -> None:
    schema = Schema(Type.NUMBER, example=1)
    here = Content(ContentKind.JSON, "application/json", schema)
    later = Content(ContentKind.JSON, "application/json", Deferred(lambda: schema))
    assert is_same(here, later)
    other = Deferred(lambda: Schema(Type.NUMBER, example=2))
    assert not is_same(here, Content(ContentKind.JSON, "application/json", other))
