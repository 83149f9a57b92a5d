"""Values are the same if no template can tell them apart."""

from __future__ import annotations

import pytest

from generator.errors import Mark
from generator.model.api import Region
from generator.model.messages import Content, ContentKind
from generator.model.sameness import digest, is_same
from generator.model.schema import Schema, Type
from generator.model.structs import Deferred, Struct, replace
from generator.model.text import Code, Text
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
    assert digest(first) == digest(first) != digest(second) is not None


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


def test_the_same_values_have_one_digest() -> None:
    assert digest(face_api()) == digest(face_api()) is not None
    assert digest(Text("a", Mark("f", 1))) == digest(Text("a")) != digest(Text("b"))
    assert digest(Code("a")) is not None
    assert digest(Region("a", Text("b"), "c")) != digest(Region("a", Text("c"), "b"))
    api = face_api()
    other = replace(api.operations[0], path=(*api.operations[0].path, "more"))
    assert digest(other) != digest(api.operations[0])


def test_what_is_read_later_or_can_not_be_written_has_no_digest() -> None:
    later = Deferred(lambda: Schema(Type.NUMBER))
    for value in (later, Content(ContentKind.JSON, "a", later), object(), 1 << 80, "\ud800"):
        assert digest(value) is None
        assert digest((1, value)) is None


def test_no_two_classes_of_the_model_have_the_same_fields() -> None:
    """A digest has the names of fields, and not that of the class."""
    classes = [Struct]
    for class_ in classes:
        classes += class_.__subclasses__()
    names = [
        frozenset(class_.__struct_fields__)
        for class_ in classes
        if class_.__module__.startswith(("generator.model.", "generator.rendering."))
        and class_.__struct_fields__
    ]
    assert len(names) > 30 and len(set(names)) == len(names)
