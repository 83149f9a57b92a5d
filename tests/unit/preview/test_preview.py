"""Which pages and faults a preview has after which edits."""

from __future__ import annotations

import shutil
import threading
from pathlib import Path

from tests.support import ROOT
from tests.system.cli.conftest import gen
from tests.unit.preview.conftest import FOLDER, Project

PAGE = f"{FOLDER}/get-item.html"


def test_pages_are_those_of_publish(project: Project) -> None:
    assert project.preview.update()
    assert gen("publish", "--format", "html", "--out", "site").code == 0
    paths = (p for p in Path("site").rglob("*") if p.is_file() and p.name != ".gen-manifest.json")
    files = {path.relative_to("site").as_posix(): path for path in paths}
    assert project.preview.site and files.keys() == project.preview.site.jobs.keys()
    for path, file in files.items():
        assert project.preview.page(path) == file.read_bytes()
    assert project.preview.page("manifest.json") is None


def test_the_last_good_page_stays_behind_a_fault(project: Project) -> None:
    preview = project.preview
    preview.update()
    good, page = preview.state(PAGE), preview.page(PAGE)
    assert (good.faults, good.notes) == ((), ())
    project.write(project.text.replace("title: Get", "title: Get\n    bad: 1\n    worse: 2"))
    assert not preview.update()
    bad = preview.state(PAGE)
    assert bad.version != good.version and bad.pages == good.pages
    assert [(f.text.partition(";")[0], f.line, f.column) for f in bad.faults] == [
        ("spec/shop.yaml:11:5: unknown key 'bad'", "    bad: 1", 5),
        ("spec/shop.yaml:12:5: unknown key 'worse'", "    worse: 2", 5),
    ]
    assert preview.page(PAGE) == page
    project.write(project.text.replace("Get an", "Fetch an"))
    assert preview.update()
    mended = preview.state(PAGE)
    assert not mended.faults and mended.pages != good.pages
    assert b"Fetch an" in (preview.page(PAGE) or b"")


def test_before_the_first_good_page_there_is_none(project: Project) -> None:
    project.write("api: [")
    assert not project.preview.update()
    state = project.preview.state(PAGE)
    assert state.pages == "" and len(state.faults) == 1
    assert project.preview.page(PAGE) is None


def test_a_fault_in_a_template_is_one_of_the_page_that_is_open(project: Project) -> None:
    preview = project.preview
    preview.update()
    preview.page(PAGE)
    project.write('templates = ["own"]\n', "gen.toml")
    shutil.copytree(ROOT / "templates/html", project.folder / "own/html")
    file = project.folder / "own/html/page.html.jinja"
    file.write_text(f"{{{{ missing }}}}\n{file.read_text('utf-8')}", "utf-8")
    assert not preview.update()
    (fault,) = preview.state(PAGE).faults
    assert fault.text.startswith("own/html/page.html.jinja:1:") and fault.line == "{{ missing }}"
    assert b"Get an item" in (preview.page(PAGE) or b"")


def test_a_fault_in_the_settings_is_shown(project: Project) -> None:
    project.preview.update()
    project.write("colour = 1\n", "gen.toml")
    assert not project.preview.update()
    (fault,) = project.preview.state(PAGE).faults
    assert fault.text.startswith("gen.toml:1:1: ") and fault.line == "colour = 1"


def test_whoever_waits_is_told(project: Project) -> None:
    preview = project.preview
    preview.update()
    version = preview.state(PAGE).version
    assert preview.wait(PAGE, version, 0.01).version == version
    assert preview.wait(PAGE, "", 60).version == version
    threading.Timer(0.05, preview.update).start()
    assert preview.wait(PAGE, version, 60).version != version


def test_a_long_line_is_shown_around_its_fault(project: Project) -> None:
    front = "api: {id: shop, title: Shop, version: v1}"
    padding = "x" * 5_000
    project.write(
        project.text.replace(front, f"{front[:-1]}, docs: 'https://a.example/{padding}', bad: 1}}")
    )
    assert not project.preview.update()
    fault = project.preview.faults[0]
    assert fault.line and len(fault.line) <= 300
    assert fault.line[fault.column - 1 :].startswith("bad: 1")


def test_invisible_characters_of_a_line_keep_their_columns(project: Project) -> None:
    project.write(project.text.replace("title: Get", "title: \"a\u202eb\tc\"\n    bad: '\u202e'"))
    assert not project.preview.update()
    assert "    bad: '\ufffd'" in {fault.line for fault in project.preview.faults}
