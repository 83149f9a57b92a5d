"""What was green is remembered, whatever became of the file meanwhile."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from generator.system.cache import cache_folder
from generator.verify import cache as module
from generator.verify.cache import Cache, make_cell_key
from generator.verify.results import SampleResult, State
from tests.system.verify.toy import Toy, cell


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "verify"
    made.mkdir()
    return made


def saved(folder: Path, *keys: str) -> Cache:
    made = Cache(folder)
    for name in keys:
        made.note(name, True)
    made.save()
    return made


def test_green_is_remembered_and_red_forgotten(folder: Path) -> None:
    saved(folder, "a", "b")
    again = Cache(folder)
    assert "a" in again and "b" in again and "c" not in again
    again.note("a", False)
    assert "a" not in again
    again.save()
    third = Cache(folder)
    assert "a" not in third and "b" in third


def test_nothing_is_known_of_what_was_never_saved(folder: Path) -> None:
    Cache(folder).note("a", True)
    assert "a" not in Cache(folder)
    assert list(folder.iterdir()) == []


def test_one_that_is_not_used_knows_nothing_and_learns_all_the_same(folder: Path) -> None:
    saved(folder, "a")
    unused = Cache(folder, used=False)
    unused.note("b", True)
    assert "a" not in unused and "b" not in unused
    unused.save()
    again = Cache(folder)
    assert "a" in again and "b" in again


BROKEN = {
    "empty": b"",
    "cut off": b'{"green": ["a",',
    "binary": b"\x00\xff\xfe\x80",
    "list": b'["a"]',
    "number": b"5",
    "text": b'"green"',
    "null": b"null",
    "other": b'{"red": ["a"]}',
    "green number": b'{"green": 5}',
    "green null": b'{"green": null}',
    "rows": b'{"green": [1, null, ["a"], {"a": 1}]}',
    "deep": b"[" * 100_000,
}


@pytest.mark.parametrize("data", BROKEN.values(), ids=BROKEN)
def test_a_file_of_another_kind_is_as_none_and_is_written_anew(folder: Path, data: bytes) -> None:
    (folder / "verify.json").write_bytes(data)
    made = Cache(folder)
    assert "a" not in made and "green" not in made
    made.note("a", True)
    made.save()
    assert "a" in Cache(folder)


def test_a_folder_in_place_of_the_file_is_as_none(folder: Path) -> None:
    (folder / "verify.json").mkdir(parents=True)
    made = saved(folder, "a")
    assert "a" in made and "a" not in Cache(folder)
    assert sorted(path.name for path in folder.iterdir()) == ["verify.json"]


@pytest.mark.parametrize("place", ["file", "file/below", "/proc/gen"])
def test_where_nothing_can_be_written_nothing_happens(tmp_path: Path, place: str) -> None:
    (tmp_path / "file").write_text("mine", "utf-8")
    made = saved(tmp_path / place, "a")
    assert "a" in made and "a" not in Cache(tmp_path / place)
    assert (tmp_path / "file").read_text("utf-8") == "mine"


def test_without_a_folder_nothing_is_remembered() -> None:
    made = Cache(None)
    made.note("a", True)
    made.save()
    assert "a" in made and "a" not in Cache(None)


def test_the_file_is_whole_json_and_nothing_else_is_left(folder: Path) -> None:
    saved(folder, "a", "b")
    assert json.loads((folder / "verify.json").read_text("utf-8")) == {"green": ["a", "b"]}
    assert sorted(path.name for path in folder.iterdir()) == ["verify.json"]


def test_the_oldest_are_forgotten(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST", 3)
    saved(folder, "a", "b", "c")
    saved(folder, "a", "d")
    again = Cache(folder)
    assert [name for name in "abcd" if name in again] == ["a", "c", "d"]


def test_its_size_has_a_bound(folder: Path) -> None:
    saved(folder, *(f"{number:064}" for number in range(60_000)))
    assert (folder / "verify.json").stat().st_size < 5_000_000
    assert f"{59_999:064}" in Cache(folder) and f"{0:064}" not in Cache(folder)


# key

FACTS = ("a", b"a", 1, None, ("a", "b"), {"a": "b"})


def test_a_key_is_the_same_for_the_same_facts() -> None:
    assert make_cell_key(FACTS) == make_cell_key(list(FACTS))
    assert len(make_cell_key([])) == 64


@pytest.mark.parametrize("place", range(len(FACTS)))
@pytest.mark.parametrize("other", ["x", b"x", 2, "a\0", "", (), {}, "\ud800"], ids=repr)
def test_a_key_is_another_for_any_other_fact(place: int, other: object) -> None:
    facts = [*FACTS[:place], other, *FACTS[place + 1 :]]
    assert make_cell_key(facts) != make_cell_key(FACTS)


@pytest.mark.parametrize(
    "facts",
    [("a", b"a", 1), (*FACTS, None), FACTS[::-1], ("a\0" + repr(b"a"), *FACTS[2:])],
    ids=["fewer", "more", "another order", "joined"],
)
def test_a_key_is_another_for_other_lists_of_facts(facts: tuple[object, ...]) -> None:
    assert make_cell_key(facts) != make_cell_key(FACTS)


# What a run remembers


@pytest.fixture(autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))


@pytest.fixture
def known(toy: Toy) -> Toy:
    """The toy, with a cache in which everything is green."""
    proof = prove(toy)
    assert not proof.failed
    assert not any(cell.is_cached for cell in proof.cells)
    return toy


def prove(toy: Toy) -> SampleResult:
    """Verify two cases with what earlier runs left."""
    toy.settings = replace(toy.settings, cache=Cache(cache_folder("verify")))
    return toy.prove("200", "gone")


def earlier(proof: SampleResult) -> dict[str, bool]:
    return {cell.case: cell.is_cached for cell in proof.cells}


def test_what_passed_and_did_not_change_is_not_run_again(known: Toy) -> None:
    assert earlier(prove(known)) == {"published": False, "build": True, "200": True, "gone": True}


CHANGES = {
    "sample": ("import time\n", "import time  # now\n"),
    "error's message": ("message: It is gone.", "message: It is gone!"),
    "error's status": ("status: 410", "status: 411"),
    "another header": ("env: TOY_KEY}", "env: TOY_KEY}, X-A: {description: A., value: a}"),
    "variable": ("env: TOY_KEY", "env: TOY_KEYS"),
    "step": ("-IS", "-S"),
    "success": ("{200: Done.}", "{200: Completed.}"),
}


@pytest.mark.parametrize(("old", "new"), CHANGES.values(), ids=CHANGES)
def test_what_changed_is_run_again(known: Toy, old: str, new: str) -> None:
    known.but(old, new)
    assert not all(list(earlier(prove(known)).values())[2:])


@pytest.mark.parametrize(
    "line",
    [
        "check: ['{interpreter}', --version]",
        "env: {TOY: toy}",
        "versions: {Toy: ['{interpreter}', --version]}",
        "trust: {env: {TOY: toy}}",
        "known: {gone: It never worked.}",
    ],
)
def test_another_toolchain_is_another_run(known: Toy, line: str) -> None:
    assert not earlier(prove(known.toolchain(line)))["gone"]


def test_another_expectation_is_another_run(known: Toy) -> None:
    known.but("expect: {", 'expect: {error: {stderr: ["status {status}"]}, ')
    proof = prove(known)
    assert cell(proof, "gone").state is State.FAILED


def test_only_what_changed_is_run_again(known: Toy) -> None:
    known.but("message: It is gone.", "message: It was removed.")
    again = earlier(prove(known))
    assert (again["200"], again["gone"]) == (True, False)


def test_another_sentence_is_another_run_even_if_the_sample_stays(toy: Toy) -> None:
    """A template that has the sentence in it is right until the spec has another."""
    toy.but("{{ success.description|string }}", '"Done."')
    assert not prove(toy).failed
    toy.but("{200: Done.}", "{200: Completed.}")
    assert cell(prove(toy), "200").state is State.FAILED


def test_what_failed_is_run_again_and_so_is_nothing_else(known: Toy) -> None:
    known.but('f"HTTP {response.status}: {body}"', '"HTTP"')
    assert cell(prove(known), "200").state is State.PASSED
    assert cell(prove(known), "gone").state is State.FAILED
    proof = prove(known)
    assert cell(proof, "gone").state is State.FAILED and not cell(proof, "gone").is_cached
    assert cell(proof, "200").is_cached


def test_a_known_failure_is_not_run_again(toy: Toy) -> None:
    toy.but('f"HTTP {response.status}: {body}"', '"HTTP"').toolchain(
        "known: {gone: It never worked.}"
    )
    assert cell(prove(toy), "gone").state is State.KNOWN
    again = cell(prove(toy), "gone")
    assert again.state is State.KNOWN and again.is_cached and again.reason == "It never worked."


def test_an_error_that_is_called_like_a_case_does_not_hide_its_failure(toy: Toy) -> None:
    """The error `html` fails; the case `html`, whose answer is a page, passes."""
    toy.spec = toy.spec.replace("gone", "html")
    message = 'f"HTTP {response.status}: {body}"'
    toy.but(message, f'"HTTP" if response.status == 410 else {message}')
    for _ in range(2):
        toy.settings = replace(toy.settings, cache=Cache(cache_folder("verify")))
        states = [cell.state for cell in toy.prove("410", "html").cells[2:]]
        assert states == [State.FAILED, State.PASSED]
