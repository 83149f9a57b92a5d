"""`gen preview` as a process, and in a real browser."""

from __future__ import annotations

import shutil
import socket
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.bench.preview import (
    CHROMIUM,
    Edit,
    api_folder,
    browser_page,
    measure,
    open_page,
    preview,
    save,
    see,
    spec_edits,
)
from tests.support import ROOT
from tests.system.cli.conftest import process

pytestmark = pytest.mark.xdist_group("preview")
NAME = "face-v1.1-preview.1.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in a repository, with the spec of this one in its last commit."""
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    for words in (["init", "-q"], ["add", "."], ["commit", "-qm", "a"]):
        options = ["-c", "user.name=a", "-c", "user.email=a@example.com"]
        subprocess.run(["git", *options, *words], cwd=tmp_path, check=True)
    return tmp_path


@pytest.fixture
def page() -> Iterator[Page]:
    if CHROMIUM is None:
        pytest.skip("needs chromium: make toolchains")
    with browser_page() as opened:
        yield opened


def test_edits_and_faults_are_shown(project: Path, page: Page) -> None:
    file = project / "spec" / NAME
    original = file.read_bytes()
    with preview(project) as (_, url):
        open_page(page, f"{url}{api_folder(url)}/detect.html")
        frame = page.frame_locator("#page")
        edits = list(spec_edits(original, 6))
        assert [edit.is_fault for edit in edits] == [False, False, True] * 2
        measure(file, page, iter(edits[:5]))
        expect(page.locator("#faults")).to_be_hidden()
        measure(file, page, iter(edits[5:]))
        expect(page.locator("#faults li")).to_contain_text(f"spec/{NAME}:")
        expect(page.locator("#faults pre")).to_contain_text("    bogus5: 1\n    ^")
        expect(frame.get_by_role("heading", level=1)).to_have_text("Detection 4")
        # Other pages are readable meanwhile, and so is what was asked for after a reload.
        frame.get_by_role("link", name="Next").click()
        expect(page.locator("#faults pre")).to_contain_text("bogus5")
        expect(frame.get_by_role("heading", level=1)).not_to_have_text("Detection 4")
        page.reload()
        expect(page.locator("#faults pre")).to_contain_text("bogus5")
        save(file, Edit(original, "", False, True))
        see(page, Edit(original, "", False, True))
        page.close()


def test_the_difference_is_one_click_away(project: Path, page: Page) -> None:
    file = project / "spec" / NAME
    with preview(project) as (_, url):
        open_page(page, f"{url}{api_folder(url)}/detect-from-url.html")
        old, new = b"https://example.com/face.jpg", b"https://example.com/<b>other</b>"
        edit = Edit(file.read_bytes().replace(old, new), "<b>other</b>", False, True)
        save(file, edit)
        see(page, edit)
        page.get_by_role("link", name="Difference since the last commit").click()
        frame = page.frame_locator("#page")
        line = frame.locator(".added").filter(has_text="<b>other</b>").first
        expect(line).to_be_visible(timeout=60_000)
        expect(frame.locator(".removed").filter(has_text=old.decode()).first).to_be_visible()
        expect(frame.locator(".reason").first).to_contain_text(NAME)
        page.get_by_role("link", name="Back to the page").click()
        expect(frame.locator("body")).to_contain_text("<b>other</b>")
        frame.locator('a[href="#request-body-url"]').first.click()
        expect(page).to_have_url(f"{url}{api_folder(url)}/detect-from-url.html#request-body-url")
        page.close()


def test_without_a_repository_the_difference_says_so(tmp_path: Path, page: Page) -> None:
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    with preview(tmp_path) as (_, url):
        open_page(page, f"{url}-/difference/{api_folder(url)}/detect.html")
        expect(page.frame_locator("#page").locator("p").first).to_contain_text(
            "this is not a git repository", timeout=60_000
        )
        page.close()


def test_a_wrong_command_line_ends_at_once(tmp_path: Path) -> None:
    made = process("preview", "--spec", "missing", "--port", "0", cwd=tmp_path)
    assert (made.code, made.out) == (2, "")
    (line,) = made.err.splitlines()
    assert line.startswith("missing: no such file or folder; ")


def test_a_second_start_at_a_port_says_so(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        made = process("preview", "--spec", str(ROOT / "spec"), "--port", str(port), cwd=tmp_path)
    assert (made.code, made.out) == (2, "")
    (line,) = made.err.splitlines()
    assert line.startswith(f"127.0.0.1:{port}: another program listens here, ")
