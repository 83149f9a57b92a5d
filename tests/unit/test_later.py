"""Values that are made when somebody asks for them: once, whoever asks, and by one at a time."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from generator.later import Later, later
from generator.struct import Struct, replace


class Thing(Struct, frozen=True):
    name: str
    size: int


class LaterThing(Thing, frozen=True):
    size = later(Thing, "size")


def thing(made: Later[int]) -> Thing:
    return LaterThing("a", made)  # type: ignore[arg-type]


def test_a_value_is_made_once_and_by_its_first_reader() -> None:
    made: list[int] = []

    def make() -> int:
        time.sleep(0.01)
        made.append(1)
        return len(made)

    one = thing(Later(make))
    assert made == []
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda _: one.size, range(8))) == [1] * 8
    assert made == [1]


def test_a_copy_shares_what_is_made_later() -> None:
    made: list[int] = []

    def make() -> int:
        made.append(1)
        return 7

    one = thing(Later(make))
    other = replace(one, name="b")
    assert (other.size, one.size, other.name, made) == (7, 7, "b", [1])
    assert replace(one, size=8).size == 8


def test_values_are_made_by_one_thread_at_a_time_and_may_need_each_other() -> None:
    inside: list[int] = []

    def make(number: int) -> int:
        inside.append(number)
        assert len(inside) == 1
        time.sleep(0.01)
        inside.pop()
        return Later(lambda: number).get()

    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda n: Later(lambda: make(n)).get(), range(4)))
    assert found == [0, 1, 2, 3]


def test_what_fails_is_tried_again() -> None:
    tries: list[int] = []

    def make() -> int:
        tries.append(1)
        if len(tries) == 1:
            raise KeyError("first")
        return 3

    one = thing(Later(make))
    with pytest.raises(KeyError):
        _ = one.size
    assert one.size == 3
