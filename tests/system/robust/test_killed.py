"""A run that is killed leaves whole files, and what it left is no burden for the next run."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.support import EVERYTHING
from tests.system.robust.support import (
    Forker,
    Shop,
    Tree,
    empty_folders,
    is_hidden,
    modes,
    tree,
    whole_faults,
)

SHOP = Shop()
# What each scenario goes from and to.
SCENARIOS = {
    "the first run": (None, SHOP),
    "another default region": (SHOP, Shop(default="there")),
    "an operation less": (SHOP, Shop(operations=("get",))),
    "a target more": (SHOP, Shop(targets=("curl", "ruby", "reference"))),
    "a region more": (SHOP, Shop(regions=("here", "there", "nowhere"))),
    "another version": (SHOP, Shop(version="v2")),
}
# A spec that makes none of their files.
THIRD = Shop(operations=("list",), targets=("php",))


@dataclass(frozen=True)
class Moment:
    """A moment to be killed at: before a change, or when `half` bytes of a file are written."""

    number: int
    half: int | None
    name: str


def some_of_each_kind(moments: list[Moment]) -> list[Moment]:
    """Give the first and the last moment of each kind of change: what a folder, a file, the
    manifest, which comes last, and what is remembered in the cache have in common with others."""
    found: dict[tuple[str, bool], list[Moment]] = {}
    for moment in moments:
        change, _, path = moment.name.partition("'")
        found.setdefault((change, path.startswith("out")), []).append(moment)
    chosen = {moment for of in found.values() for moment in (of[0], of[-1])}
    return [moment for moment in moments if moment in chosen]


@dataclass
class Scenario:
    """A change of the spec, what clean runs make, and what is left if it is killed midway."""

    work: Path
    forker: Forker
    old: Shop | None
    new: Shop
    clean: dict[Shop | None, Tree] = field(default_factory=lambda: {None: {}})
    moments: list[Moment] = field(default_factory=list)
    thirds: dict[Moment, tuple[list[str], list[str]]] = field(default_factory=dict)

    @property
    def out(self) -> Path:
        """The output folder."""
        return self.work / "out"

    def prepare(self) -> None:
        """Run each state cleanly; then be killed at each moment, and keep what is left."""
        for spec in (THIRD, self.new, self.old):
            if spec is not None:
                self.put(None)
                assert self.render(spec) == []
                self.clean[spec] = tree(self.out)
        self.out.rename(self.work / "old")
        old = None if self.old is None else self.work / "old"
        self.put(old)
        self.new.write(self.work)
        changes = self.forker.render(self.work).changes
        assert tree(self.out) == self.clean[self.new]
        half = min(len(data or b"") for data in self.clean[self.new].values()) // 2
        assert half > 0
        for number, change in enumerate(changes):
            self.moments.append(Moment(number, None, f"before {change}"))
            if change.startswith("open "):
                self.moments.append(Moment(number, half, f"within {change}"))
        self.moments = self.moments if EVERYTHING else some_of_each_kind(self.moments)
        for moment in self.moments:
            self.put(old)
            killed = self.forker.render(self.work, die_at=moment.number, half=moment.half)
            assert killed.code in (-9, -25), f"not killed {moment.name}: {killed}"
            if self.out.exists():
                self.out.rename(self.left(moment))

    def left(self, moment: Moment) -> Path:
        """The folder with what was left of the output."""
        return self.work / f"left-{self.moments.index(moment)}"

    def put(self, folder: Path | None) -> None:
        """Make the output folder a copy of another, or have none."""
        shutil.rmtree(self.out, ignore_errors=True)
        if folder is not None and folder.exists():
            shutil.copytree(folder, self.out)

    def render(self, spec: Shop) -> list[str]:
        """Run with a spec, and say what is not as a clean run has it."""
        spec.write(self.work)
        made = self.forker.render(self.work)
        if made.code != 0 or "Traceback" in made.err:
            return [f"exit code {made.code}: {made.err}"]
        now, clean = tree(self.out), self.clean.get(spec)
        if clean is None:
            return []
        faults = [
            f"{path} is not as it should be" for path in clean if now.get(path) != clean[path]
        ]
        faults += [f"{path} is left over" for path in now if path not in clean]
        return faults + (["a file has another mode"] if modes(self.out) != {0o644} else [])

    def after_third(self, moment: Moment) -> tuple[list[str], list[str]]:
        """Run with the third spec on what was left; give its faults and its empty folders."""
        if moment not in self.thirds:
            self.put(self.left(moment))
            self.thirds[moment] = self.render(THIRD), empty_folders(self.out)
        return self.thirds[moment]


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(name, marks=pytest.mark.xdist_group(f"killed-{name}")) for name in SCENARIOS
    ],
)
def scenario(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, forker: Forker
) -> Iterator[Scenario]:
    work = tmp_path_factory.mktemp("killed")
    made = Scenario(work, forker, *SCENARIOS[request.param])
    made.prepare()
    assert len(made.moments) > 8
    yield made
    shutil.rmtree(work)


def test_at_every_moment_each_file_is_the_old_or_the_new_one(scenario: Scenario) -> None:
    states = scenario.clean[scenario.old], scenario.clean[scenario.new]
    for moment in scenario.moments:
        now = tree(scenario.left(moment))
        assert whole_faults(now, *states) == [], moment.name
        finished = {path for path in now if not is_hidden(path)}
        assert finished <= {*states[0], *states[1]}, moment.name
        if finished:
            visible = [path for path in scenario.left(moment).rglob("[!.]*") if path.is_file()]
            assert {path.stat().st_mode & 0o7777 for path in visible} == {0o644}, moment.name


def test_the_next_run_finishes_what_was_killed(scenario: Scenario) -> None:
    for moment in scenario.moments:
        scenario.put(scenario.left(moment))
        assert scenario.render(scenario.new) == [], moment.name


def test_the_next_run_undoes_what_was_killed_if_the_spec_is_the_old_one_again(
    scenario: Scenario,
) -> None:
    for moment in scenario.moments if scenario.old else ():
        assert scenario.old
        scenario.put(scenario.left(moment))
        assert scenario.render(scenario.old) == [], moment.name


def test_nothing_of_what_was_killed_is_left_by_the_next_run_if_its_spec_is_a_third_one(
    scenario: Scenario,
) -> None:
    for moment in scenario.moments:
        assert scenario.after_third(moment)[0] == [], moment.name


def test_no_empty_folder_of_what_was_killed_is_left_by_the_next_run(scenario: Scenario) -> None:
    for moment in scenario.moments:
        assert scenario.after_third(moment)[1] == [], moment.name


def test_runs_that_are_killed_one_after_the_other_leave_nothing(scenario: Scenario) -> None:
    """Each with another spec, and each killed at another moment."""
    for number, moment in enumerate(scenario.moments[::2]):
        scenario.put(scenario.left(moment))
        for spec, step in ((THIRD, 5), (scenario.new, 3)):
            spec.write(scenario.work)
            die_at = number * step % len(scenario.moments)
            scenario.forker.render(scenario.work, die_at=die_at)
        assert scenario.render(THIRD) == [], moment.name
