"""A folder of specs is only taken for unchanged if all that specs can name was compared."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.config import Config
from generator.review.baseline import read_baseline
from generator.review.git import Repository
from tests.golden.diff.conftest import commit, git
from tests.support import LAYERS
from tests.system.cli.conftest import write_spec


def is_read_again(folder: Path) -> bool:
    """Say whether the specs of HEAD are read, rather than taken for today's."""
    repository = Repository.find(folder)
    commit_ = repository.commit("HEAD")
    baseline = read_baseline(repository, commit_, "HEAD", folder / "spec", LAYERS, (), Config())
    return bool(baseline.apis)  # today's are none here


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("", False),
        ("spec/below/more.json", False),
        ("spec/v1.0/more.json", True),
        ("spec/.hidden.json", True),
        ("spec/README", True),
        ("spec/notes.txt", True),
    ],
)
def test_other_files_than_specs_are_not_compared(file: str, expected: bool, tmp_path: Path) -> None:
    write_spec(tmp_path / "spec/shop.yaml")
    if file:
        (tmp_path / file).parent.mkdir(exist_ok=True)
        (tmp_path / file).write_text("{}")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    assert is_read_again(tmp_path) is expected


def test_a_changed_spec_is_read(tmp_path: Path) -> None:
    write_spec(tmp_path / "spec/shop.yaml")
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write_spec(tmp_path / "spec/shop.yaml", "v2")
    assert is_read_again(tmp_path)
