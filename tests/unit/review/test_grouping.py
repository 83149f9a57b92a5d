"""Which causes are one edit, and in which order they are."""

from __future__ import annotations

from generator.errors import Mark
from generator.review.findings import Cause
from generator.review.grouping import group_causes
from generator.review.sentences import Name, Phrase, Quote, from_to, plain

ADDED: Phrase = ("region ", Name("west"), " added")


def cause(
    phrase: Phrase, api: str, line: int = 3, kind: str = "region added", **more: bool
) -> Cause:
    mark = Mark("regions.yaml" if line < 10 else f"{api}.yaml", line)
    return Cause(phrase, more.get("breaking", False), (mark,), kind, (f"{api} v1",), (f"{api}/f",))


def test_a_row_that_apis_share_is_one_cause_at_one_place() -> None:
    (made,) = group_causes([cause(ADDED, "a"), cause(ADDED, "b")])
    assert made.apis == ("a v1", "b v1") and made.files == ("a/f", "b/f")
    assert made.marks == (Mark("regions.yaml", 3),)


def test_the_same_edit_in_several_specs_is_one_cause_with_their_places() -> None:
    (made,) = group_causes([cause(ADDED, "a", 12), cause(ADDED, "b", 14)])
    assert made.marks == (Mark("a.yaml", 12), Mark("b.yaml", 14))


def test_a_line_that_has_other_old_values_in_other_apis_is_one_cause() -> None:
    front: Phrase = ("region ", Name("west"), " changed: host")
    both = [cause(from_to(front, old, "c"), old, kind="region changed") for old in ("a", "b")]
    (made,) = group_causes(both)
    assert plain(made.phrase) == 'region west changed: host is now "c"'
    both = [cause(from_to(front, api, f"{api}!"), api, kind="region changed") for api in "ab"]
    (made,) = group_causes(both)
    assert plain(made.phrase) == "region west changed: host"
    both = [cause(from_to(front, api, "c"), api, 12, "region changed") for api in "ab"]
    assert len(group_causes(both)) == 2, "other values on other lines are other edits"


def test_other_kinds_and_words_are_other_causes() -> None:
    other: Phrase = ("region ", Quote("west"), " added")
    made = group_causes([cause(ADDED, "a"), cause(other, "a"), cause(ADDED, "a", kind="x")])
    assert len(made) == 3


def test_what_breaks_callers_comes_first_and_then_what_changes_more() -> None:
    few = cause(("few",), "a")
    many = [cause(("many",), api) for api in "abc"]
    gone = cause(("gone",), "a", breaking=True)
    nowhere = Cause(("by hand",), False, (), "by hand", files=("1", "2", "3", "4"))
    made = group_causes([few, nowhere, *many, gone])
    assert [plain(cause.phrase) for cause in made] == ["gone", "many", "few", "by hand"]


def test_a_cause_that_breaks_the_callers_of_one_api_breaks_callers() -> None:
    lost: Phrase = (" (the client loses ", Name("x"), ")")
    first, second = cause(ADDED, "a"), cause(ADDED, "b", breaking=True)
    second = Cause(second.phrase, True, second.marks, second.kind, second.apis, second.files, lost)
    (made,) = group_causes([first, second])
    assert made.breaking and made.loss == lost
