"""Settings: where they are found, what they may name, and what they say about APIs."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.config import Config
from generator.config.discovery import find_config, mentions_table
from generator.errors import ProblemsError


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder, which is the top of a repository."""
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    monkeypatch.chdir(folder)
    return folder


def refused() -> list[str]:
    with pytest.raises(ProblemsError) as error:
        find_config()
    return str(error.value).split("\n")


def test_without_a_file_there_are_defaults(project: Path) -> None:
    assert find_config() == Config()


def test_the_nearest_file_counts_and_its_paths_lead_from_its_folder(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "gen.toml").write_text('spec = "api"\ntemplates = ["mine"]\n', "utf-8")
    (project / "docs/below").mkdir(parents=True)
    monkeypatch.chdir(project / "docs/below")
    config = find_config()
    assert (config.file, config.spec, config.out) == (
        "../../gen.toml",
        "../../api",
        "../../out",
    )
    (project / "docs/pyproject.toml").write_text('[tool.gen]\nout = "../made"\n', "utf-8")
    config = find_config()
    assert (config.file, config.out) == ("../pyproject.toml", "../../made")


def test_nothing_above_the_repository_counts(project: Path) -> None:
    (project.parent / "gen.toml").write_text('spec = "theirs"\n', "utf-8")
    assert find_config() == Config()


def test_in_no_repository_the_current_folder_alone_counts(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "gen.toml").write_text('spec = "theirs"\n', "utf-8")
    (tmp_path / "below").mkdir()
    monkeypatch.chdir(tmp_path / "below")
    assert find_config() == Config()
    monkeypatch.chdir(tmp_path)
    assert find_config().spec == "theirs"


@pytest.mark.parametrize(
    ("text", "has"),
    [
        ("[tool.gen]\n", True),
        ('[ "tool" . "gen" ]\n', True),
        ("[[tool.gen.publish]]\n", True),
        ("[tool]\ngen = {}\n", True),
        ("tool.gen.spec = 'x'\n", True),
        ("tool = {gen = {}}\n", True),
        ('[project]\nname = "gen"\n[tool.generator]\n', False),
    ],
)
def test_a_project_file_of_others_is_not_parsed(text: str, has: bool) -> None:
    assert mentions_table(text.encode()) is has


def test_a_project_file_without_settings_may_be_anything(project: Path) -> None:
    (project / "pyproject.toml").write_bytes(b"[project\nname = \xff")
    assert find_config() == Config()


PATHS = ["../out", "/tmp/out", "~/out", "a/../../out", ".git/hooks", "C:\\out", ".", "a/.."]


@pytest.mark.parametrize("path", PATHS)
def test_no_output_leads_out_of_the_project(project: Path, path: str) -> None:
    (project / "gen.toml").write_text(f"out = '{path}'\n", "utf-8")
    (message,) = refused()
    assert message.startswith("gen.toml:1:7: ")


@pytest.mark.parametrize("key", ["spec", "out", "templates"])
def test_no_link_leads_out_of_the_project(project: Path, key: str) -> None:
    (project / "link").symlink_to(project.parent)
    value = '["link/x"]' if key == "templates" else '"link/x"'
    (project / "gen.toml").write_text(f"{key} = {value}\n", "utf-8")
    (message,) = refused()
    assert "link/x leads out of the project" in message


def test_the_default_output_may_not_be_such_a_link_either(project: Path) -> None:
    (project / "out").symlink_to(project.parent)
    (project / "gen.toml").write_text("", "utf-8")
    assert refused()[0].startswith("gen.toml:1:1: out leads out of the project")


def test_settings_that_are_a_link_out_of_the_project_are_not_read(project: Path) -> None:
    secret = project.parent / "secret"
    secret.write_text("password = 'x'\n", "utf-8")
    (project / "gen.toml").symlink_to(secret)
    (message,) = refused()
    assert "leads out of the project" in message and "password" not in message
    (project / "gen.toml").unlink()
    (project / "pyproject.toml").symlink_to(secret)
    assert find_config() == Config()


def test_what_is_said_about_documents_holds_for_those_of_the_settings(project: Path) -> None:
    (project / "gen.toml").write_text(
        'spec = "api"\ntimeout = 5\n[openapi]\nleaveOut = ["x"]\n', "utf-8"
    )
    config = find_config()
    own, part, other = (config.settings_for(spec) for spec in ("api", "api/a.yaml", "b.yaml"))
    assert own.is_whole and not part.is_whole
    assert [name.name for name in own.document.left_out] == ["x"]
    assert own.document == part.document
    assert other.document.left_out == ()
    assert {own.timeout, part.timeout, other.timeout} == {5}
