"""Ids of operations: whole, different, and the same in any order."""

from __future__ import annotations

import itertools

import pytest

from generator.openapi.operation_ids import OperationName, choose_operation_ids

LONG = "list" + "RepositoryRules" * 30


def ids(*names: OperationName) -> dict[OperationName, str]:
    return dict(zip(names, choose_operation_ids(names), strict=True))


def test_an_id_of_more_than_sixty_characters_is_whole() -> None:
    name = "listAllOfTheRepositoryRulesThatApplyToABranchOfARepositoryOfAnOrganization"
    (id_,) = choose_operation_ids([OperationName(name, "get", "/a")])
    assert id_.replace("-", "") == name.lower()


@pytest.mark.parametrize(
    "names",
    [
        [("getUser", "get", "/a"), ("get_user", "get", "/b"), ("get-user", "get", "/c")],
        [("same", "get", "/a"), ("same", "post", "/a"), ("same", "get", "/b")],
        [(None, "get", "/a/b"), (None, "get", "/a-b"), ("get-a-b", "put", "/a")],
        [(LONG, "get", "/a"), (LONG + "A", "get", "/b"), (LONG + "B", "get", "/c")],
        [("a", "get", "/a"), ("A", "get", "/b"), ("a-42", "get", "/c")],
    ],
)
def test_ids_differ_and_do_not_depend_on_the_order(names: list[tuple[str, str, str]]) -> None:
    operations = [OperationName(*name) for name in names]
    first = ids(*operations)
    assert len(set(first.values())) == len(operations)
    assert all(len(id_) <= 200 for id_ in first.values())
    for order in itertools.permutations(operations):
        assert ids(*order) == first


def test_one_of_the_operations_that_read_the_same_keeps_the_id() -> None:
    rows = ids(OperationName("get_user", "get", "/b"), OperationName("getUser", "get", "/a"))
    assert rows[OperationName("getUser", "get", "/a")] == "get-user"
    other = rows[OperationName("get_user", "get", "/b")]
    assert other.startswith("get-user-")
    assert other[-8:].isdigit()


@pytest.mark.parametrize("operation_id", [None, 5, "", "…", ["a"]])
def test_an_operation_without_a_usable_id_is_called_by_its_method_and_path(
    operation_id: object,
) -> None:
    name = OperationName(operation_id, "get", "/a/{b}?c")
    assert choose_operation_ids([name]) == ["get-a-b"]
