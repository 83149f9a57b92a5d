"""What a run takes from the last run is what it would render: edits at random of five APIs.

`GEN_ROUNDS=100` makes a hundred rounds in place of five.
"""

from __future__ import annotations

import os
import random
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from generator.rendering import parallel, renderer
from generator.rendering.jobs import RenderJob
from tests.golden.diff.conftest import commit, git, tree
from tests.golden.diff.test_random_fleet import edited, start, write
from tests.support import EVERYTHING, ROOT
from tests.system.cli.conftest import gen

ROUNDS = int(os.environ.get("GEN_ROUNDS", "10" if EVERYTHING else "5"))
TEMPLATES = ("--templates", "mine")


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Five specs and a cache; a run of any size is large."""
    monkeypatch.setattr(parallel, "MAX_SERIAL_JOBS", 0)
    monkeypatch.setattr(parallel, "processor_count", lambda: 1)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    write(start())
    Path("mine/ruby").mkdir(parents=True)
    shutil.copy(ROOT / "templates/ruby/sample.rb.jinja", "mine/ruby")
    return work


@pytest.fixture
def rendered(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """The paths of files that were rendered."""
    paths: list[str] = []
    render = renderer.Renderer._render_code

    def noted(self: renderer.Renderer, job: RenderJob) -> tuple[str, int]:
        paths.append(job.path)
        return render(self, job)

    monkeypatch.setattr(renderer.Renderer, "_render_code", noted)
    yield paths


def test_files_are_those_of_a_run_that_renders_all(
    place: Path, monkeypatch: pytest.MonkeyPatch, rendered: list[str]
) -> None:
    rng = random.Random("recall")
    specs = start()
    git(place, "init", "--quiet", "--initial-branch", "main")
    assert gen("render", *TEMPLATES).code == 0
    commit(place)
    cache = os.environ["XDG_CACHE_HOME"]
    whole = 0
    few = 0
    for _ in range(ROUNDS):
        specs = edited(specs, rng) or specs
        write(specs)
        told = gen("diff", *TEMPLATES, "--exit-zero")
        rendered.clear()
        made = gen("render", *TEMPLATES)
        few += len(rendered)
        assert made.code == 0, made.err
        monkeypatch.setenv("XDG_CACHE_HOME", "relative")  # so there is none
        rendered.clear()
        assert gen("render", *TEMPLATES, "--out", "whole").code == 0
        whole += len(rendered)
        assert tree(place / "out") == tree(place / "whole")
        shutil.rmtree("whole")
        git(place, "checkout", "--quiet", "out")
        git(place, "clean", "--quiet", "-fd", "out")
        assert gen("diff", *TEMPLATES, "--exit-zero") == told
        monkeypatch.setenv("XDG_CACHE_HOME", cache)
        assert gen("render", *TEMPLATES).code == 0
        commit(place)
    assert few < whole / 2


def edit(file: str, old: str, new: str) -> None:
    text = Path(file).read_text("utf-8")
    assert old in text
    Path(file).write_text(text.replace(old, new, 1), "utf-8")


def by_hand() -> None:
    Path("out/mail/v1/get-item/curl/get-item.sh").write_text("edited\n", "utf-8")


EDITS: dict[str, tuple[Callable[[], object], Callable[[Sequence[str]], bool]]] = {
    "a region": (
        lambda: edit("spec/regions.yaml", "there:", "south: South\nthere:"),
        lambda paths: {p.split("/")[2] for p in paths} == {"python-client", "reference"}
        and len({path.split("/")[0] for path in paths}) == 3,
    ),
    "an operation": (
        lambda: edit("spec/mail.yaml", "Get an item.", "Fetch an item."),
        lambda paths: {"get-item", "python-client"}
        == {p.split("/")[2] for p in paths if p.startswith("mail/")}
        and all(path.startswith("mail/") for path in paths),
    ),
    "a file by hand": (by_hand, lambda paths: [*paths] == ["mail/v1/get-item/curl/get-item.sh"]),
    "a template": (
        lambda: edit("mine/ruby/sample.rb.jinja", "require", "# more\nrequire"),
        lambda paths: len({path.split("/")[0] for path in paths}) == 5,
    ),
    "nothing but a place": (
        lambda: edit("spec/mail.yaml", "api:", "# A comment.\napi:"),
        lambda paths: not paths,
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", EDITS)
def test_only_what_is_made_of_something_else_is_rendered(name: str, rendered: list[str]) -> None:
    function, is_right = EDITS[name]
    assert gen("render", *TEMPLATES).code == 0
    function()
    rendered.clear()
    assert gen("render", *TEMPLATES).code == 0
    assert is_right(rendered), rendered
    before = dict(tree(Path("out")))
    assert gen("render", *TEMPLATES, "--out", "whole").code == 0
    assert before == tree(Path("whole"))


def test_a_check_and_other_options_take_nothing(rendered: list[str]) -> None:
    assert gen("render").code == 0
    count = len(rendered)
    for words in (["--check"], ["--out", "other"], ["--out", "elsewhere", "--region", "there"]):
        rendered.clear()
        assert gen("render", *words).code == 0
        assert len(rendered) == count
    rendered.clear()
    assert gen("diff", "--jobs", "1").code == 0
    assert not rendered


def test_a_sample_that_is_left_out_is_told_again() -> None:
    long = "a" * 9000  # more than cmd reads
    edit("spec/mail.yaml", "example: a", f"example: {long}")
    edit("spec/mail.yaml", "targets:\n", "targets:\n  - curl-cmd\n")
    first = gen("render")
    edit("spec/shop.yaml", "Get an item.", "Fetch an item.")
    second = gen("render")
    assert first.code == second.code == 0
    told = [
        [line for line in run.err.splitlines() if "makes no sample" in line]
        for run in (first, second)
    ]
    assert told[0] == told[1] != []
