"""What a preview watches, and what it takes for a change."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from generator.errors import GenError, ProblemsError
from generator.pipeline import RenderOptions
from tests.support import ROOT
from tests.unit.preview.conftest import Project

DOCUMENT = """\
openapi: 3.1.0
info: {title: A, version: '1'}
servers: [{url: https://a.example}]
paths:
  /a:
    get: {operationId: a, summary: A., responses: {'200': {$ref: 'parts/answers.yaml#/ok'}}}
"""


def test_nothing_has_changed_without_an_edit(project: Project) -> None:
    project.reader.read()
    assert not project.reader.has_changed()
    project.spec.touch()
    project.write("note", "spec/readme.txt")
    assert project.reader.has_changed()  # the names in the folder
    project.reader.read()
    assert not project.reader.has_changed()


def test_an_edit_by_rename_is_noticed(project: Project) -> None:
    project.reader.read()
    project.write(project.text.replace("Get an", "Fetch an"), "other")
    (project.folder / "other").replace(project.spec)
    assert project.reader.has_changed()


def test_an_edit_while_it_is_read_is_noticed(project: Project) -> None:
    options = project.options
    project.write("templates: {}", "own/note")

    def edit_and_choose() -> RenderOptions:
        project.write("timeout = 7\n", "gen.toml")  # behind the look at the settings
        return options()

    project.reader._choose_options = edit_and_choose
    project.reader.read()
    assert project.reader.has_changed()
    project.reader.read()
    assert not project.reader.has_changed()


def test_a_file_that_a_reference_names_is_watched(project: Project) -> None:
    project.spec.unlink()
    project.write(DOCUMENT, "spec/a.yaml")
    project.write("ok: {description: Fine.}\n", "spec/parts/answers.yaml")
    project.reader.read()
    assert str(Path("spec/parts")) in {path for path, _ in project.reader.folders()}
    project.write("ok: {description: Good.}\n", "spec/parts/answers.yaml")
    assert project.reader.has_changed()


def test_a_file_that_is_missing_is_noticed_when_it_comes(project: Project) -> None:
    project.write(project.text.replace("{here: Here, there: There}", "regions.yaml"))
    with pytest.raises(ProblemsError):
        project.reader.read()
    project.write("{here: Here, there: There}\n", "spec/regions.yaml")
    assert project.reader.has_changed()
    project.reader.read()
    assert not project.reader.has_changed()


def test_settings_and_templates_are_watched(project: Project) -> None:
    project.write('templates = ["own"]\n', "gen.toml")
    shutil.copytree(ROOT / "templates/html", project.folder / "own/html")
    project.reader.read()
    assert {"own", "own/html"} <= {Path(p).as_posix() for p, _ in project.reader.folders()}
    assert not project.reader.has_changed()
    project.write("/* mine */", "own/html/page.css")
    assert project.reader.has_changed()
    project.reader.read()
    project.write('templates = ["own"]\ntimeout = 5\n', "gen.toml")
    assert project.reader.has_changed()


def test_a_folder_that_was_made_anew_is_another(project: Project) -> None:
    project.reader.read()
    before = project.reader.folders()
    (project.folder / "spec").rename(project.folder / "old")
    shutil.copytree(project.folder / "old", project.folder / "spec")
    assert project.reader.folders() != before


def test_a_spec_that_is_gone_is_waited_for(project: Project) -> None:
    shutil.rmtree(project.folder / "spec")
    with pytest.raises(GenError, match="no such file or folder"):
        project.reader.read()
    assert project.reader.folders()
    project.write(project.text)
    assert project.reader.has_changed()


def test_no_name_of_a_file_stops_it(project: Project) -> None:
    project.spec.unlink()
    (project.folder / "spec/circle.yaml").symlink_to("circle.yaml")
    for name in ('"a\\0b/c.yaml"', '"../../../a.yaml"', f"{'x' * 5_000}/a.yaml", "circle.yaml"):
        project.write(DOCUMENT.replace("'parts/answers.yaml#/ok'", name), "spec/a.yaml")
        with pytest.raises(GenError):
            project.reader.read()
        assert project.reader.folders()
        assert project.reader.has_changed()


def test_a_line_is_read_as_its_file_was(project: Project, tmp_path: Path) -> None:
    project.reader.read()
    assert project.reader.read_lines("spec/shop.yaml")[0].startswith(b"api: {id: shop")
    (tmp_path.parent / "secret").write_text("secret", "utf-8")
    (project.folder / "spec/link.yaml").symlink_to(tmp_path.parent / "secret")
    assert project.reader.read_lines("spec/link.yaml") == []
    assert project.reader.read_lines("../secret") == []
    assert project.reader.read_lines(str(tmp_path.parent / "secret")) == []
