"""gen init: from an empty folder to a first sample, and never over a file that is there."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import yaml

from tests.system.cli.conftest import gen, process, snapshot

posix = pytest.mark.skipif(os.name == "nt", reason="needs a pseudo terminal")
FILES = {"spec/example.yaml", "gen.toml", ".gitignore"}


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working folder."""
    folder = tmp_path / "empty"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_two_commands_lead_to_samples_and_a_third_to_pages(empty: Path) -> None:
    made = gen("init")
    assert made.code == 0
    assert made.out == "added    spec/example.yaml\nadded    gen.toml\nadded    .gitignore\n"
    assert made.err.endswith(
        "Now run:\n"
        "  gen render     renders the samples into out/\n"
        "  gen publish    makes web pages of them in site/\n"
    )
    assert set(snapshot(empty)) == FILES
    assert gen("lint").err == "1 spec, 2 operations: no problems\n"
    assert gen("render").err == "22 files: 22 added\n"
    assert gen("publish").code == 0
    assert (empty / "site/index.html").exists()
    assert "/site/" in (empty / ".gitignore").read_text("utf-8")


def test_without_a_spec_other_commands_say_how_to_begin(empty: Path) -> None:
    for command in ("render", "lint", "diff", "manifest", "mock", "verify"):
        result = gen(command)
        assert result.code == 2
        assert result.err.endswith(
            "spec: no such file or folder; run gen init to begin, or name a spec by --spec\n"
        )


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (
            ["--name", 'The "Tom & Jerry": API', "--endpoint", "shop.example.com/v2/"],
            {"id": "tom-jerry", "title": 'The "Tom & Jerry": API', "base": "/v2"},
        ),
        (["--name", "Größe 漢字"], {"id": "gr-e", "title": "Größe 漢字"}),
        (["--name", "null"], {"id": "null", "title": "null"}),
        (["--name", "漢字"], {"id": "api", "title": "漢字"}),
        (["--name", "{{ path }} #1"], {"id": "path-1", "title": "{{ path }} #1"}),
        (["--name", "npm"], {"id": "npm", "title": "npm"}),
    ],
)
def test_any_name_makes_a_spec_that_renders(
    empty: Path, words: list[str], expected: dict[str, str]
) -> None:
    assert gen("init", *words).code == 0
    (file,) = (empty / "spec").glob("*.yaml")
    spec = yaml.safe_load(file.read_text("utf-8"))
    assert (spec["api"]["id"], spec["api"]["title"]) == (expected["id"], expected["title"])
    assert spec.get("basePath", "") == expected.get("base", "")
    assert gen("render").code == 0


def test_regions_are_a_table(empty: Path) -> None:
    words = ["--endpoint", "{region}.example.com", "--regions", "eu-west, East US, no=Norway"]
    assert gen("init", *words).code == 0
    rows = (empty / "spec/regions.yaml").read_text("utf-8").splitlines()[1:]
    assert rows == ["eu-west: Eu West", "east-us: East US", '"no": Norway']
    assert gen("render").code == 0
    assert "https://eu-west.example.com" in next((empty / "out").rglob("get-order.sh")).read_text(
        "utf-8"
    )


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--endpoint", "ftp://x"], "--endpoint: 'ftp://x' does not fit here"),
        (["--endpoint", "x y"], "--endpoint: 'https://x y' does not fit here"),
        (["--endpoint", "https://a@b"], "--endpoint: "),
        (["--endpoint", "https://{place}.x"], "--endpoint: {place} is not known; use {region}"),
        (["--endpoint", "https://x/{id}"], "--endpoint: a path has no braces"),
        (["--endpoint", "https://{region}.x"], "add --regions ID,…"),
        (["--endpoint", "https://{region}.x", "--regions", ""], "--regions names none"),
        (["--regions", "a,b"], "--regions: the endpoint is the same in all of them; add {region}"),
        (["--endpoint", "{region}.x", "--regions", "a,a"], "--regions: a stands twice"),
        (["--endpoint", "{region}.x", "--regions", "all"], "--regions: 'all' does not fit"),
        (["--endpoint", "{region}.x", "--regions", ","], "--regions: this names no region"),
        (["--name", " "], "--name: "),
        (["--name", "a\u202eb"], "--name: this has an invisible character"),
        (["--from", ".", "--name", "x"], "--name is about a new spec"),
        (["--from", "nowhere"], "'nowhere' does not exist"),
        (["--from", ".."], "..: this is not in the project"),
    ],
)
def test_a_faulty_option_writes_nothing(empty: Path, words: list[str], message: str) -> None:
    result = gen("init", *words)
    assert result.code == 2
    assert message in result.err
    assert list(empty.iterdir()) == []


def test_a_document_stays_what_is_described(empty: Path) -> None:
    (empty / "api").mkdir()
    (empty / "api/openapi.json").write_text(
        '{"openapi": "3.1.0", "info": {"title": "Shop", "version": "1"}, "paths": '
        '{"/x": {"get": {"responses": {"204": {"description": "Done."}}}}}}',
        "utf-8",
    )
    result = gen("init", "--from", "api/openapi.json", "--hook")
    assert result.code == 0, result.err
    assert set(snapshot(empty)) == {
        "api/openapi.json",
        "gen.toml",
        ".gitignore",
        ".pre-commit-config.yaml",
    }
    text = (empty / "gen.toml").read_text("utf-8")
    assert 'spec = "api/openapi.json"\n' in text and "\n[openapi]\n" in text
    hook = (empty / ".pre-commit-config.yaml").read_text("utf-8")
    assert r"files: ^(api/openapi\.json$|out/|gen\.toml$)" in hook
    assert gen("render").code == 0


def test_a_broken_document_writes_nothing(empty: Path) -> None:
    (empty / "openapi.yaml").write_text("openapi: 3.1.0\npaths: 7\n", "utf-8")
    result = gen("init", "--from", "openapi.yaml")
    assert result.code == 2
    assert result.err == "openapi.yaml:2:1: paths is no object; correct it\n"
    assert [path.name for path in empty.iterdir()] == ["openapi.yaml"]


def test_all_that_is_in_the_way_is_told_and_nothing_is_written(empty: Path) -> None:
    (empty / "spec").mkdir()
    for file in ("spec/example.yaml", "spec/other.yaml", "gen.toml", ".pre-commit-config.yaml"):
        (empty / file).write_text("", "utf-8")
    (empty / ".github").write_text("", "utf-8")
    before = snapshot(empty)
    result = gen("init", "--name", "Example", "--hook", "--workflow")
    assert (result.code, result.out) == (2, "")
    assert result.err.splitlines() == [
        ".github: this is no folder; move it away",
        ".pre-commit-config.yaml: this is there already; leave out --hook, or move it away",
        "gen.toml: this is there already; edit it, or move it away",
        "spec/example.yaml: this is there already; edit it, or move it away",
        "spec/other.yaml: there are specs here already; add --from spec to use them",
    ]
    assert snapshot(empty) == before


def test_specs_that_are_there_can_be_used(empty: Path) -> None:
    assert gen("init").code == 0
    (empty / "gen.toml").unlink()
    assert gen("init", "--from", "spec").code == 0
    text = (empty / "gen.toml").read_text("utf-8")
    assert 'spec = "spec"' in text and "[openapi]" not in text
    assert (empty / ".gitignore").read_text("utf-8").count("/site/") == 1


def test_lines_for_git_are_added_to_those_that_are_there(empty: Path) -> None:
    (empty / ".gitignore").write_bytes(b"*.log\n/build")
    assert gen("init").out.endswith("changed  .gitignore\n")
    expected = b"*.log\n/build\n\n# Web pages that gen publish makes.\n/site/\n"
    assert (empty / ".gitignore").read_bytes() == expected


def test_settings_in_a_project_file_are_in_the_way(empty: Path) -> None:
    (empty / "pyproject.toml").write_text("[tool.gen]\n", "utf-8")
    result = gen("init")
    assert (result.code, result.err) == (
        2,
        "pyproject.toml:1:1: this has settings of gen already; edit them\n",
    )


def test_what_is_for_the_top_of_a_repository_stands_there(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (empty / ".git").mkdir()
    (empty / "docs").mkdir()
    monkeypatch.chdir(empty / "docs")
    result = gen("init", "--workflow")
    assert result.code == 2 and "run gen init in " in result.err
    assert gen("init").code == 0
    assert gen("render").code == 0


def test_if_one_file_can_not_be_written_none_is(empty: Path) -> None:
    (empty / ".gitignore").mkdir()
    result = gen("init")
    assert (result.code, result.out) == (2, "")
    assert result.err.startswith(".gitignore: can't be written")
    assert [path.name for path in empty.iterdir()] == [".gitignore"]


def answered(folder: Path, *answers: str) -> tuple[int, str]:
    """Run gen init in a terminal, and give its exit code and what the terminal shows."""
    import pty
    import subprocess

    parent, child = pty.openpty()
    program = Path(sys.executable).with_name("gen")
    with subprocess.Popen(
        [program, "init"], cwd=folder, stdin=child, stdout=child, stderr=child
    ) as run:
        os.close(child)
        os.write(parent, "".join(answers).encode())
        shown = b""
        while True:
            try:
                part = os.read(parent, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        code = run.wait(30)
    os.close(parent)
    return code, shown.decode().replace("\r\n", "\n")


@posix
def test_in_a_terminal_it_asks_and_asks_again(empty: Path) -> None:
    code, shown = answered(empty, "Shop API\n", "not a host\n", "{region}.shop.example\n", "a, b\n")
    assert code == 0, shown
    assert "Name of the API [Example API]: " in shown
    assert "Error: 'https://not a host' does not fit here" in shown
    assert "Regions, with commas between them: " in shown
    spec = yaml.safe_load((empty / "spec/shop.yaml").read_text("utf-8"))
    assert spec["defaultRegion"] == "a"


@posix
def test_answers_that_never_come_write_nothing(empty: Path) -> None:
    code, shown = answered(empty, "Shop API\n", "\x04")
    assert code == 2
    assert shown.endswith("nothing was written; answer the questions, or add --yes\n")
    assert list(empty.iterdir()) == []


def test_without_a_terminal_nothing_is_asked(empty: Path) -> None:
    result = process("init", "--yes", cwd=empty)
    assert (result.code, "Name of the API" in result.err) == (0, False)


def test_a_project_gets_a_workflow_and_a_hook_later(empty: Path) -> None:
    (empty / "api").mkdir()
    (empty / "api/shop.yaml").write_text("", "utf-8")
    settings = 'spec = "api/shop.yaml"\nout = "docs/samples"\ntemplates = ["mine"]\n'
    (empty / "gen.toml").write_text(settings, "utf-8")
    result = gen("init", "--hook", "--workflow")
    assert (result.code, result.out) == (
        0,
        "added    .github/workflows/samples.yml\nadded    .pre-commit-config.yaml\n",
    )
    assert result.err.endswith(
        "Now run:\n  pre-commit install    runs gen render before each commit\n"
    )
    hook = (empty / ".pre-commit-config.yaml").read_text("utf-8")
    assert r"files: ^(api/shop\.yaml$|mine/|docs/samples/|gen\.toml$)" in hook
    again = gen("init", "--hook")
    assert (again.code, again.err) == (
        2,
        ".pre-commit-config.yaml: this is there already; leave out --hook, or move it away\n",
    )
    assert (empty / "gen.toml").read_text("utf-8") == settings


def test_a_hook_watches_all_files_where_the_spec_is_the_folder_itself(empty: Path) -> None:
    (empty / "gen.toml").write_text('spec = "."\n', "utf-8")
    assert gen("init", "--hook").code == 0
    assert r"files: ^(|out/|gen\.toml$)" in (empty / ".pre-commit-config.yaml").read_text("utf-8")


def test_below_the_folder_of_a_project_without_git_a_message_names_it(
    empty: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert gen("init").code == 0
    (empty / "docs").mkdir()
    monkeypatch.chdir(empty / "docs")
    what = "spec: no such file or folder; "
    todo = "run gen in the folder of ../gen.toml, or git init there, so that gen finds it from here"
    for command in ("render", "lint", "diff", "verify", "publish", "config"):
        result = gen(command)
        assert (result.code, result.err) == (2, f"{what}{todo}\n"), command
    (empty / ".git").mkdir()
    assert gen("lint").code == 0
