"""gen embed: which pages it reads, what it writes, and what it leaves alone."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.system.cli.conftest import gen, snapshot, write_spec

PAGE = "# Guide\n\n<!-- gen: get-item python part=request -->\n<!-- /gen -->\n"


@pytest.fixture
def shop(here: Path) -> Path:
    """The working folder with a spec and a page."""
    write_spec(here / "spec/shop.yaml")
    (here / "docs").mkdir()
    (here / "docs/guide.md").write_text(PAGE, "utf-8")
    return here


def test_a_page_is_written_once(shop: Path) -> None:
    page = shop / "docs/guide.md"
    page.chmod(0o640)
    before = snapshot(shop)
    check = gen("embed", "docs", "--check")
    assert (check.code, check.out) == (1, "changed  docs/guide.md\n")
    assert check.err == "1 block in 1 page: 1 would be changed\n"
    assert snapshot(shop) == before
    assert gen("embed", "docs").code == 0
    assert "```python\nimport os\n" in page.read_text("utf-8")
    assert page.stat().st_mode & 0o777 == 0o640
    done = gen("embed", "docs", "--check")
    assert (done.code, done.out, done.err) == (0, "", "1 block in 1 page: nothing to do\n")


def test_the_difference_is_a_patch(shop: Path) -> None:
    shown = gen("embed", "docs", "--check", "--diff")
    assert shown.code == 1
    assert shown.out.startswith("diff --git a/docs/guide.md b/docs/guide.md\n")
    if shutil.which("git"):
        subprocess.run(["git", "apply", "-"], input=shown.out.encode(), cwd=shop, check=True)
        assert gen("embed", "docs", "--check").code == 0


def test_settings_name_pages(shop: Path) -> None:
    assert "nothing says which pages: name pages" in gen("embed").err
    settings = '[embed]\npages = ["docs/**/*.md", "more"]\nsite = "sphinx"\n'
    (shop / "gen.toml").write_text(settings, "utf-8")
    (shop / "docs/deep").mkdir()
    (shop / "docs/deep/page.md").write_text(PAGE, "utf-8")
    (shop / "docs/deep/page.rst").write_text("\n.. gen: get-item errors\n", "utf-8")
    assert gen("embed").err == "gen.toml:2:26: more: no such page or folder; correct the name\n"
    (shop / "more").mkdir()
    assert "gen.toml:2:26: more: there are no pages" in gen("embed").err
    (shop / "more/page.md").write_text("No marker.\n", "utf-8")
    made = gen("embed")
    assert (made.code, made.err) == (0, "2 blocks in 2 pages: 2 changed\n")
    assert "```{code-block} python\n" in (shop / "docs/deep/page.md").read_text("utf-8")
    assert "embed.pages  docs/**/*.md, more" in gen("config").out
    (shop / ".git").mkdir()  # the settings of a repository are found from below
    os.chdir(shop / "docs")
    assert gen("embed", "--spec", "../spec").err.endswith("2 pages: nothing to do\n")
    os.chdir(shop)
    (shop / "gen.toml").write_text(settings.replace("sphinx", "sfinx"), "utf-8")
    assert gen("embed").err == "gen.toml:3:8: sfinx: there is no such site; did you mean sphinx?\n"


@pytest.mark.parametrize("path", ["../x.md", "/x.md", ".hidden/x.md", "docs/../../x"])
def test_settings_lead_nowhere_else(path: str, shop: Path) -> None:
    (shop / "gen.toml").write_text(f'[embed]\npages = ["{path}"]\n', "utf-8")
    assert gen("embed").code == 2


def test_a_fault_in_one_page_keeps_all_as_they_are(shop: Path) -> None:
    (shop / "docs/other.md").write_text("<!-- gen: get-thing python -->\n", "utf-8")
    before = snapshot(shop)
    made = gen("embed", "docs")
    assert made.code == 2
    assert made.err == (
        "docs/other.md:1:1: nothing ends this; write <!-- /gen --> on a line below\n"
    )
    assert snapshot(shop) == before


def test_a_file_that_can_not_be_written_keeps_all_as_they_are(shop: Path) -> None:
    (shop / "docs/other.md").write_text(PAGE, "utf-8")
    (shop / "docs/other.md").chmod(0o444)
    before = snapshot(shop)
    made = gen("embed", "docs")
    assert (made.code, "docs/other.md: can't be written" in made.err) == (2, True)
    assert snapshot(shop) == before


def test_links_are_not_followed(shop: Path, tmp_path_factory: pytest.TempPathFactory) -> None:
    away = tmp_path_factory.mktemp("away")
    (away / "page.md").write_text(PAGE, "utf-8")
    (shop / "docs/link.md").symlink_to(away / "page.md")
    (shop / "docs/away").symlink_to(away)
    assert gen("embed", "docs").code == 0
    for path in ("docs/link.md", "docs/away/page.md", "docs/away"):
        made = gen("embed", path)
        assert made.code == 2, path
        assert "link" in made.err or "leads out of the working folder" in made.err
    assert (away / "page.md").read_text("utf-8") == PAGE


def test_pages_that_gen_does_not_know(shop: Path) -> None:
    (shop / "docs/x.txt").write_text(PAGE, "utf-8")
    (shop / "docs/.hidden.md").write_text(PAGE, "utf-8")
    (shop / "docs/node_modules").mkdir()
    (shop / "docs/node_modules/x.md").write_text(PAGE, "utf-8")
    (shop / "plain.md").write_text("x\n", "utf-8")
    assert gen("embed", "docs").err == "1 block in 1 page: 1 changed\n"
    assert "docs/x.txt: this is no page that gen knows; name" in gen("embed", "docs/x.txt").err
    made = gen("embed", "plain.md")
    assert (made.code, made.err.splitlines()[0]) == (0, "plain.md: this page has no marker of gen")


def test_templates_of_a_user_say_what_stands_there(shop: Path) -> None:
    (shop / "mine/markdown").mkdir(parents=True)
    text = '{{ code|fenced|fence("text") }}\n'
    (shop / "mine/markdown/block-sample.md.jinja").write_text(text, "utf-8")
    assert gen("embed", "docs", "--templates", "mine").code == 0
    assert "\n```text\nimport os\n" in (shop / "docs/guide.md").read_text("utf-8")
