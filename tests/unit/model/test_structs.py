"""Values that are made when somebody asks for them: once, whoever asks, and by one at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from generator.model.messages import Content, ContentKind
from generator.model.schema import Schema
from generator.model.structs import Deferred, replace


def test_a_value_is_made_once_and_by_its_first_reader() -> None:
    made: list[int] = []

    def make() -> int:
        time.sleep(0.01)
        made.append(1)
        return len(made)

    one = Deferred(make)
    assert made == []
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: one.get(), range(8))) == [1] * 8
    assert made == [1]


def test_content_reads_its_schema_once_and_a_copy_has_it() -> None:
    made: list[int] = []

    def make() -> Schema:
        made.append(1)
        return Schema()

    one = Content(ContentKind.JSON, "application/json", Deferred(make))
    other = replace(one, media_type="application/problem+json")
    assert made == []
    assert other.schema is one.schema
    assert made == [1]
    assert one == Content(ContentKind.JSON, "application/json", Schema())
    assert one != other


def test_values_are_made_by_one_thread_at_a_time_and_may_need_each_other() -> None:
    inside: list[int] = []

    def make(number: int) -> int:
        inside.append(number)
        assert len(inside) == 1
        time.sleep(0.01)
        inside.pop()
        return Deferred(lambda: number).get()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: Deferred(lambda: make(n)).get(), range(4)))
    assert found == [0, 1, 2, 3]


def test_what_fails_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise KeyError("first")
        return 3

    one = Deferred(make)
    with pytest.raises(KeyError):
        one.get()
    assert one.get() == 3
