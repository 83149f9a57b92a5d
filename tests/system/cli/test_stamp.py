"""A run that would do nothing is told from its stamp; whatever changed, it is not believed."""

from __future__ import annotations

import json
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from generator.cli.main import main
from tests.support import ROOT

SPEC = ROOT / "tests/golden/cases/public/spec.yaml"

NAMES = ROOT / "tests/golden/cases/names/spec.yaml"


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a spec that names a region table, and templates; a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    work = tmp_path / "work"
    (work / "spec").mkdir(parents=True)
    monkeypatch.chdir(work)
    text = SPEC.read_text("utf-8").replace(
        "endpoint: https://example.com",
        "endpoint: https://{region}.example.com\nregions: regions.yaml\ndefaultRegion: here",
    )
    assert "regions.yaml" in text
    (work / "spec/spec.yaml").write_text(text, "utf-8")
    (work / "spec/regions.yaml").write_text("here: Here\n", "utf-8")
    (work / "mine/curl").mkdir(parents=True)
    shutil.copy(ROOT / "templates/curl/bash.sh.jinja", work / "mine/curl/bash.sh.jinja")
    return tmp_path


def render(*more: str) -> Result:
    words = ["render", "--templates", "mine", "--lang", "curl,ruby", *more]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.stderr
    return result


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> Callable[[], bool]:
    """Say whether a run read the spec; forgets it then."""
    from generator.spec import loader

    read: list[object] = []
    load = loader.load_files

    def noted(*given: object) -> object:
        read.append(given)
        return load(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(loader, "load_files", noted)

    def was_full() -> bool:
        found = bool(read)
        read.clear()
        return found

    return was_full


def test_the_second_run_reads_nothing_and_says_the_same(full: Callable[[], bool]) -> None:
    assert "2 files: 2 added" in render().stderr
    assert full()
    result = render()
    assert (result.stdout, result.stderr) == ("", "2 files: nothing to do\n")
    assert not full()
    assert "nothing to do" in render("--check").stderr
    assert full()


def append(file: str, text: str = "# more\n") -> None:
    with Path(file).open("a", encoding="utf-8") as opened:
        opened.write(text)


def swap(file: Path) -> None:
    """Change a byte of a file, and keep its size and time."""
    told = file.stat()
    data = bytearray(file.read_bytes())
    data[-2] ^= 1
    file.write_bytes(data)
    os.utime(file, ns=(told.st_atime_ns, told.st_mtime_ns))


def sample() -> Path:
    (file,) = Path("out").rglob("*.sh")
    return file


def link(file: Path) -> None:
    """Put a link to the same bytes in a file's place."""
    shutil.copy2(file, "copy")
    file.unlink()
    file.symlink_to(Path("copy").resolve())


EDITS: dict[str, Callable[[], object]] = {
    "the spec": lambda: append("spec/spec.yaml"),
    "the spec, its size and time kept": lambda: swap(Path("spec/regions.yaml")),
    "another spec": lambda: shutil.copy(NAMES, "spec/more.yaml"),
    "a template": lambda: append("mine/curl/bash.sh.jinja"),
    "another template": lambda: shutil.copy(
        ROOT / "templates/ruby/sample.rb.jinja", "mine/curl/more.jinja"
    ),
    "a sample": lambda: append(str(sample())),
    "a sample, its size and time kept": lambda: swap(sample()),
    "a sample is gone": lambda: sample().unlink(),
    "a sample is a link": lambda: link(sample()),
    "the manifest": lambda: append("out/manifest.json", "\n"),
    "the mode of a sample": lambda: sample().chmod(0o600),
}  # fmt: skip


@pytest.mark.parametrize("edit", EDITS)
def test_whatever_changed_the_run_is_done(edit: str, full: Callable[[], bool]) -> None:
    render()
    assert not (full() and render() and full())
    EDITS[edit]()
    result = CliRunner().invoke(main, ["render", "--templates", "mine", "--lang", "curl,ruby"])
    assert full(), result.stderr


def test_other_options_have_a_stamp_of_their_own(full: Callable[[], bool]) -> None:
    render()
    full()
    render("--out", "other")
    assert full()
    render("--operation", "get-status")
    assert full()


def test_a_broken_stamp_is_none(place: Path, full: Callable[[], bool]) -> None:
    render()
    for file in (place / "cache/gen/stamps").iterdir():
        file.write_text('{"format": 1, "tools": 7', "utf-8")
    full()
    render()
    assert full()


@pytest.mark.parametrize("outputs", [7, [1], {"a": 1}, [{"a": 1}], [{"a": {"b": 1}}], [{"a": {}}]])
def test_a_stamp_of_something_else_is_none(
    place: Path, full: Callable[[], bool], outputs: object
) -> None:
    render()
    [file] = (place / "cache/gen/stamps").iterdir()
    known = json.loads(file.read_bytes())
    inputs = {"file gone": "0"}  # else what has no outputs is as it was
    file.write_text(json.dumps({**known, "inputs": inputs, "outputs": outputs}), "utf-8")
    full()
    render()
    assert full()


def test_what_is_not_supported_is_told_again(full: Callable[[], bool]) -> None:
    document = ROOT / "tests/golden/openapi/cases/plain/document.json"
    words = ["render", "--spec", str(document), "--lang", "curl"]
    first = CliRunner().invoke(main, words).stderr.splitlines()
    full()
    second = CliRunner().invoke(main, words).stderr.splitlines()
    assert not full()
    assert first[:-1] == second[:-1] and len(first) > 5


def test_what_was_written_long_ago_is_believed_by_size_and_time(full: Callable[[], bool]) -> None:
    render()
    old = time.time() - 3600
    for file in Path("out").rglob("*"):
        if file.is_file():
            os.utime(file, (old, old))
    render()
    full()
    swap(sample())
    render()
    assert not full()  # nobody could tell but by reading all
    assert CliRunner().invoke(main, ["render", "--check", "--templates", "mine", "--lang",
                                     "curl,ruby"]).exit_code == 1  # fmt: skip


def test_what_was_new_is_read_once_more_and_then_believed(
    full: Callable[[], bool], monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.output import up_to_date

    render()
    full()
    read: list[str] = []
    sha256 = up_to_date._sha256

    def noted(place: str) -> str:
        read.append(place)
        return sha256(place)

    monkeypatch.setattr(up_to_date, "_sha256", noted)
    render()
    assert read and not full()  # and they are as new
    render()
    count = len(read)
    assert count % 2 == 0
    monkeypatch.setattr(up_to_date, "_TICK", 0)
    render()
    assert len(read) == count * 3 // 2 and not full()
    render()
    assert len(read) == count * 3 // 2 and not full()
    sample().write_text("edited", "utf-8")
    render()
    assert full()
