"""Published samples are short, and as their community's formatter leaves them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.target import Target
from generator.verify.process import execute
from generator.verify.toolchain import fill_command, missing_programs
from tests.support import ROOT, sample_targets

# Lines that the DELETE may have.
LIMITS = {
    "curl": 15,
    "curl-cmd": 20,
    "csharp": 40,
    "java": 65,
    "java-net-http": 65,
    "javascript": 40,
    "objc": 55,
    "php": 40,
    "python": 40,
    "ruby": 40,
}
# Lines that any sample may have: of parts, which take most.
LIMIT = 80
DELETE = ROOT / "out/face/v1.1-preview.1/delete-liveness-with-verify-session"
targets = pytest.mark.parametrize("target", sample_targets(), ids=lambda target: target.id)


def published(target: Target) -> list[Path]:
    return sorted((ROOT / "out").glob(f"*/*/*/{target.id}/*"))


@targets
def test_the_formatter_leaves_it_as_it_is(target: Target) -> None:
    if target.formatter is None:
        assert target.id == "curl-cmd", "every other target names its formatter"
        return
    if missing_programs([target.formatter.needs]):
        pytest.skip(f"needs {target.formatter.needs}")
    files = published(target)
    words = fill_command(target.formatter.check, files[0], files[0].parent)
    # Formatters take several files, and start slowly.
    at = words.index(str(files[0]))
    said = execute([*words[:at], *map(str, files), *words[at + 1 :]])
    assert said.exit == 0, f"{said.stdout}{said.stderr}"


@targets
def test_it_is_short(target: Target) -> None:
    (file,) = (DELETE / target.id).iterdir()
    text = file.read_text("utf-8")
    assert len(text.splitlines()) <= LIMITS.get(target.id, 65)
    lengths = {file.name: len(file.read_text("utf-8").splitlines()) for file in published(target)}
    assert {name: length for name, length in lengths.items() if length > LIMIT} == {}


@targets
def test_it_is_clean_text(target: Target) -> None:
    for file in published(target):
        data = file.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n") and not data.endswith(b"\n\n")
        assert not any(line != line.rstrip() for line in data.decode().split("\n"))


@targets
def test_a_comment_is_for_the_reader_not_about_the_generator(target: Target) -> None:
    for file in published(target):
        assert "generated" not in file.read_text("utf-8").lower()
