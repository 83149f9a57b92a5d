"""Every folder here is a faulty spec; `expected.txt` is what `gen lint` says of it.

`make golden` rewrites the expectations; read them in the diff, they are what users read.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from generator.cli.main import main

HERE = Path(__file__).parent
CASES = sorted(path.name for path in HERE.iterdir() if path.is_dir() and path.name[0] != "_")
# In these, nothing stops gen: one target leaves a sample out, or there are warnings alone.
WITHOUT_ERRORS = ("cmd", "warnings")


@pytest.mark.parametrize("case", CASES)
def test_messages(case: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / case)
    result = CliRunner().invoke(main, ["lint", "--spec", "."])
    is_error = case not in WITHOUT_ERRORS
    assert (result.exit_code == 2, result.stdout == "") == (is_error, is_error), result.stderr
    expected = HERE / case / "expected.txt"
    told = result.stderr if is_error else result.output
    if os.environ.get("GEN_GOLDEN") == "write":
        expected.write_text(told, "utf-8")
    assert expected.exists(), f"{expected} is missing: run make golden and read what it wrote"
    assert told == expected.read_text("utf-8")


def test_twenty_faults_are_twenty_messages_and_nothing_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(HERE / "twenty-faults")
    result = CliRunner().invoke(main, ["render", "--spec", ".", "--out", str(tmp_path / "out")])
    assert result.exit_code == 2
    messages = result.stderr.splitlines()
    assert len(messages) >= 20
    for message in messages:
        file, line, column, rest = message.split(":", 3)
        assert file == "spec.yaml"
        assert int(line) > 0 and int(column) > 0
        assert "; " in rest, "a message says what to do"
    assert not (tmp_path / "out").exists()


def test_a_file_that_is_too_large_is_refused(tmp_path: Path) -> None:
    (tmp_path / "spec.yaml").write_bytes(b"# " + b"x" * (16 * 1024 * 1024) + b"\n")
    result = CliRunner().invoke(main, ["lint", "--spec", str(tmp_path)])
    assert result.exit_code == 2
    assert result.stderr == (
        f"{tmp_path / 'spec.yaml'}:1:1: the file is larger than 16 MiB; split it\n"
    )


def test_strict_makes_errors_of_warnings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "warnings")
    result = CliRunner().invoke(main, ["lint", "--spec", ".", "--strict"])
    assert (result.exit_code, result.stdout) == (2, "")
    *warnings, count = (HERE / "warnings/expected.txt").read_text("utf-8").splitlines()
    assert count == f"1 spec, 1 operation: {len(warnings)} warnings"
    assert result.stderr.splitlines() == [line.replace(" warning: ", " ") for line in warnings]


def test_a_spec_with_warnings_is_rendered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(HERE / "warnings")
    *warnings, _ = (HERE / "warnings/expected.txt").read_text("utf-8").splitlines()
    command = ["render", "--spec", ".", "--lang", "curl", "--out", str(tmp_path / "out")]
    for summary in ("1 file: 1 added", "1 file: nothing to do"):
        result = CliRunner().invoke(main, command)
        assert result.exit_code == 0
        assert result.stderr.splitlines() == [*warnings, summary]
