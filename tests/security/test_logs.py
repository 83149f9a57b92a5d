"""Nothing that gen prints is a command to a CI system or to a terminal."""

from __future__ import annotations

import io
import json
import re
import subprocess
from pathlib import Path

import click
import pytest
import yaml

from generator.cli.printing import Refusal
from generator.errors import Mark
from generator.output.changes import ChangeKind
from generator.review.entries import ReportEntry
from generator.review.formats import as_printed_text, as_text
from generator.review.github import as_github
from generator.review.patch import binary_patch, make_delta, patch
from generator.review.report import Reason, Report
from generator.review.sentences import Quote
from generator.system.logs import is_safe_for_logs, json_text, log_line, log_text, yaml_text
from tests.support import yaml_text as quoted
from tests.system.cli.conftest import gen, process

MARKS = {
    "azure": "##vso[task.setvariable variable=PATH]/evil",
    "azure, other letters": "x ##VSO[task.complete]done",
    "azure, more hashes": "####vso[a.b]",
    "github, old": "##[add-path]/evil",
    "github, old, within": "a ##[set-env name=x]b",
    "github": "::set-output name=x::y",
    "github, behind spaces": "   ::stop-commands::x",
    "github, on a line of its own": "a\n::error::x",
    "github, behind a line of another kind": "a\r::error::x",
    "github, behind other spaces": "\u00a0\u2003::debug::x",
    "teamcity": "##teamcity[buildStop comment='x']",
    "another": "##other_one[x]",
    "gitlab": "section_start:1:x[collapsed=true]\r\x1b[0Ksection",
    "gitlab, the end": "section_end:1:x\r\x1b[0K",
    "travis": "travis_fold:start:x",
    "escape": "\x1b[2J\x1b]0;title\x07",
    "c1": "\x9b2J\x9d0;title\x9c",
    "return": "good\rbad",
    "backspace": "bad\x08\x08\x08good",
    "direction": "\u202egood\u2066\u200f\u061c",
    "other line ends": "a\u2028b\u2029c\x85d\x0be\x0cf",
    "delete and null": "a\x7fb\0c",
}
PLAIN = [
    "## A heading [link](x)", "a # b", "x::y", "a ## b", "`#[derive(Debug)]`", "C::D", "Größe",
    "section_name", "#vso[x]", "日本語", "{a: [1, 2]}", "https://example.com::1", "a\\x23b",
]  # fmt: skip
ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]")


def check(text: str) -> None:
    """Read a log as CI systems do."""
    assert not ACTING.search(text), text
    for line in text.split("\n"):
        assert not line.strip().startswith("::"), line
        assert not re.search(r"(?i)##\w*\[|section_(start|end):|travis_fold:", line), line


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_no_line_is_a_command(text: str) -> None:
    check(log_text(text))
    assert not is_safe_for_logs(text)
    assert is_safe_for_logs(log_text(text))
    assert log_text(log_text(text)) == log_text(text)
    check(log_line(text))
    assert "\n" not in log_line(f"{text}\n{text}")


@pytest.mark.parametrize("text", PLAIN)
def test_other_text_stays_as_it_is(text: str) -> None:
    assert log_text(text) == text and json_text(text) == text and yaml_text(text) == text
    assert is_safe_for_logs(text)


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_json_has_the_same_value_and_no_command(text: str) -> None:
    value = {text: [text, {"a": f"{text}\U000e0041\ud800"}]}
    made = json_text(json.dumps(value, ensure_ascii=False, indent=2))
    check(made)
    assert json.loads(made) == value


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_yaml_has_the_same_value_and_no_command(text: str) -> None:
    made = yaml_text(json.dumps(text, ensure_ascii=False))
    check(made)
    assert yaml.safe_load(made) == text


def test_a_long_text_takes_no_time() -> None:
    for part in ("#", "##a", "\n", " ", "##[", "::\n", " \n", "section_", "\r "):
        text = part * (500_000 // len(part))
        log_text(text)
        is_safe_for_logs(text)


# What people call


@pytest.mark.parametrize("text", [text for text in MARKS.values() if "\0" not in text])
def test_what_is_wrong_with_a_call_is_no_command(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for arguments in (
        [text],
        ["list", text],
        [f"--{text}"],
        ["render", "--jobs", text],
        ["render", "--spec", text],
        ["diff", "--format", text],
        ["diff", "--format", f"text={text}"],
        ["import", text],
        ["publish", "--format", text, "--out", "x"],
        ["mock", "--port", text],
        ["regions", text],
        ["verify", "--templates", text],
    ):
        made = gen(*arguments)
        assert made.code == 2 and made.err
        check(made.out + made.err)


def test_a_refusal_can_be_written_elsewhere() -> None:
    file = io.StringIO()
    refusal = Refusal(click.UsageError("##vso[x]"))
    refusal.show(file)
    assert (file.getvalue(), refusal.exit_code) == ("Error: \\x23#vso[x]\n", 2)


def test_a_process_prints_no_command(tmp_path: Path) -> None:
    made = process("list", "##vso[x]", cwd=tmp_path)
    assert made.code == 2 and "\\x23#vso[x]" in made.err


# What a spec says

SPEC = """\
api: {{id: shop, title: {0}, version: v1}}
endpoint: https://{{region}}.example.com
defaultRegion: here
regions: {{here: {0}, there: {0}}}
operations:
  get-item: {{title: {0}, summary: {0}, method: GET, path: /a, responses: {{200: {0}}}, {1}}}
"""


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_what_a_spec_says_is_no_command(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for more in ("", f"{quoted(text)}: 1"):
        Path("spec.yaml").write_text(SPEC.format(quoted(text), more), "utf-8")
        for words in (
            ["lint", "--lang", "curl"],
            ["list", "operations"],
            ["list", "regions"],
            ["list", "regions", "--json"],
            ["regions", "remove", text],
            ["render", "--lang", "curl", "--out", text.replace("/", "").replace("\0", "")],
        ):
            made = gen(*words, "--spec", "spec.yaml")
            check(made.out + made.err)


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_an_imported_spec_is_no_command(
    text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    operation = {"summary": text, "operationId": "a", "responses": {"200": {"description": text}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": text, "version": "1"},
        "servers": [{"url": "https://example.com"}],
        "paths": {"/a": {"get": operation}},
    }
    name = re.sub("[/\0]", "", text) + ".json"
    Path(name).write_text(json.dumps(document), "utf-8")
    made = gen("import", "--", name)
    check(made.out + made.err)
    if made.code == 0:
        Path("again.yaml").write_text(made.out, "utf-8")
        assert gen("lint", "--spec", "again.yaml", "--lang", "curl").code == 0


# Patches


def git(folder: Path, *arguments: str, data: bytes = b"") -> None:
    made = subprocess.run(["git", *arguments], cwd=folder, input=data, capture_output=True)
    assert made.returncode == 0, made.stderr


VERSIONS = {
    "changed": (b"a\n##vso[x]\n", b"a\n##vso[y]\n"),
    "added": (None, b"##vso[x]\n"),
    "removed": (b"##vso[x]\n", None),
    "empty": (b"", b"\x1b[2J"),
    "large": (b"##[x]\n" * 9000, bytes(range(256)) * 300),
    "a line in common": (b"::error::x\na\n", b"::error::x\nb\n"),
}


@pytest.mark.parametrize(("old", "new"), VERSIONS.values(), ids=VERSIONS)
@pytest.mark.parametrize("path", ["a.txt", "b/##vso[x].txt", "\u202e ##[é].txt"])
def test_a_binary_patch_does_the_same(
    path: str, old: bytes | None, new: bytes | None, tmp_path: Path
) -> None:
    made = binary_patch(path, old, new)
    check(made.decode())
    place = tmp_path / path
    place.parent.mkdir(exist_ok=True)
    git(tmp_path, "init", "--quiet")
    if old is not None:
        place.write_bytes(old)
    git(tmp_path, "apply", "--whitespace=nowarn", data=made)
    assert (place.read_bytes() if place.exists() else None) == new
    git(tmp_path, "apply", "--reverse", "--whitespace=nowarn", data=made)
    assert (place.read_bytes() if place.exists() else None) == old


@pytest.mark.parametrize("path", ["##vso[x]", "a ##[b]", "c\u202e", "\x9bd", 'e"##[', " ::f"])
def test_a_path_in_a_patch_is_no_command(path: str, tmp_path: Path) -> None:
    made = patch(path, b"a\n", b"b\n", make_delta(b"a\n", b"b\n"))
    check(made.decode().replace("\t\n", "\n"))
    (tmp_path / path).write_bytes(b"a\n")
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "apply", data=made)
    assert (tmp_path / path).read_bytes() == b"b\n"


def report(text: str, path: str = "a.txt") -> Report:
    data = text.encode() + b"\n"
    entry = ReportEntry(
        path, ChangeKind.CHANGED, data + b"old\n", data + b"new\n", True, "t", "o", None
    )
    reason = Reason((Quote(text),), True, (Mark(text, 1, 1),), "x", (path,), "1 sample")
    return Report((entry,), 0, (reason,), "", None, "", "out", (), ())


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_what_is_printed_is_a_patch_and_no_command(text: str, tmp_path: Path) -> None:
    found = report(text)
    made = as_printed_text(found)
    check(made.decode())
    [entry] = found.entries
    assert entry.old is not None
    (tmp_path / "a.txt").write_bytes(entry.old)
    git(tmp_path, "init", "--quiet")
    git(tmp_path, "apply", "--whitespace=nowarn", data=made)
    assert (tmp_path / "a.txt").read_bytes() == entry.new


@pytest.mark.parametrize("path", ["a\n::error::x", "a\n##vso[x]", "\n--- x", "a\rb", "a\u2028b"])
def test_a_path_starts_no_line_of_its_own(path: str) -> None:
    made = as_printed_text(report("##vso[x]", path)).decode()
    check(made)
    head = made[: made.index("\ndiff --git ")].splitlines()
    assert len(head) == 3 and all(line.startswith("# ") for line in head)


def test_what_is_no_command_is_printed_as_it_is_written_into_a_file() -> None:
    for text in PLAIN:
        assert as_printed_text(report(text)) == as_text(report(text))
    assert b"##vso[x]" in as_text(report("##vso[x]"))


@pytest.mark.parametrize("text", MARKS.values(), ids=MARKS)
def test_githubs_commands_are_ours_alone(text: str) -> None:
    made = as_github(report(text, f"out/{text}"), fails=True).decode()
    lines = made.splitlines()
    assert len(lines) == 2 and all(re.match("::(warning|error) file=", line) for line in lines)
    check("\n".join(line.removeprefix("::") for line in lines))
