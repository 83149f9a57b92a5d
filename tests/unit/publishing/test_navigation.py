"""Which operations a page lists."""

from __future__ import annotations

import pytest

from generator.model.api import Api
from generator.model.messages import Tag
from generator.model.structs import replace
from generator.model.text import Text
from generator.publishing.navigation import _shared_start, make_groups, navigate
from generator.rendering.request import bind, make_request
from generator.rendering.sample import PublishedOperation
from tests.support import face_api


def _api(count: int) -> Api:
    """An API with some operations, of which each third has no tag."""
    first = face_api().operations[0]
    operations = tuple(
        replace(first, id=f"one-{n}", tags=(Text("Big"),) if n % 3 else ()) for n in range(count)
    )
    return replace(face_api(), operations=operations, tags=(Tag(Text("Big"), Text("")),))


def _listed(count: int, at: int) -> list[tuple[str, int, bool, bool]]:
    """What the page of an operation lists: anchors, how many, whether it is there, whether all."""
    api = _api(count)
    request = make_request(api, api.operations[0], bind(api))
    entries = [PublishedOperation(operation, request, tuple, "") for operation in api.operations]
    groups = navigate(make_groups(api, entries), api.operations[at])
    return [(g.anchor, len(g.listed), g.is_current, g.is_whole) for g in groups]


def test_a_small_api_is_listed_as_a_whole() -> None:
    assert _listed(60, 1) == [("group-big", 40, True, True), ("group-other", 20, False, True)]


def test_a_large_api_is_listed_by_the_group() -> None:
    assert _listed(61, 0) == [("group-big", 0, False, False), ("group-other", 21, True, True)]


def test_a_large_group_is_listed_around_the_operation() -> None:
    for at in (1, 151, 298):
        assert _listed(300, at)[0] == ("group-big", 80, True, False)


@pytest.mark.parametrize(
    ("titles", "shared"),
    [
        (["Pets - List", "Pets - Get one"], "Pets - "),
        (["Shop: Pets: List", "Shop: Pets: Get"], "Shop: Pets: "),
        (["Pets - List", "Pets - "], ""),
        (["List pets", "List owners"], ""),
        (["Pets-List", "Pets-Get"], ""),
        (["Pets - List"], ""),
    ],
)
def test_a_list_below_a_group_does_not_repeat_what_all_titles_begin_with(
    titles: list[str], shared: str
) -> None:
    assert _shared_start(titles) == shared
