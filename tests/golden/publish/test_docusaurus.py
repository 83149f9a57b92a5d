"""Docusaurus itself, which reads more into a page than its compiler does.

It writes titles into a module of JavaScript, for one, in quotes that a backslash gets out of.
"""

from __future__ import annotations

import atexit
import json
import os
import re
import shutil
import subprocess
import tempfile
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

import pytest

from generator.output.manifest import HIDDEN_MANIFEST
from generator.verify.hostile.slots import KINDS
from tests.golden.publish import test_markdown as markdown
from tests.support import EVERYTHING, ROOT, sample_targets

pytestmark = pytest.mark.xdist_group("sites")  # which has rendered the hostile ones
# The APIs of `markdown.specs` whose kinds of bodies are neither none nor JSON.
OTHER_BODIES = [f"hostile-{number}" for number in range(2, len(KINDS))]
MODULES = ROOT / ".toolchains/npm/node_modules"
_CONFIG = {
    "title": "Docs",
    "url": "https://docs.example.com",
    "baseUrl": "/",
    "onBrokenLinks": "throw",
    "onBrokenAnchors": "throw",
    "markdown": {"hooks": {"onBrokenMarkdownLinks": "throw"}},
    "presets": [["classic", {"docs": {"routeBasePath": "/"}, "blog": False, "pages": False}]],
    "themeConfig": {
        "prism": {"additionalLanguages": ["bash", "csharp", "java", "php", "ruby", "objectivec"]}
    },
}


def operations(which: str) -> list[tuple[str, str]]:
    """Give the folder of the API, and the id, of each operation that the site shows.

    Bodies but JSON are left to test_markdown.py, whose compiler of MDX is Docusaurus's: they
    have no place in a page that the others lack.
    """
    every = markdown.operations(which)
    return [row for row in every if EVERYTHING or row[0].split("/")[0] not in OTHER_BODIES]


@cache
def built() -> Path:
    """Build one site of an operation of the shipped spec and of hostile specs; gives its folder of
    HTML."""
    if not (MODULES / "@docusaurus/core").is_dir() or shutil.which("node") is None:
        pytest.skip("needs Docusaurus: make toolchains")
    folder = Path(tempfile.mkdtemp(prefix="gen-docusaurus-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for which in ("one", "hostile"):
        made = markdown.published(markdown.SITES["docusaurus"], which)
        for api in {api for api, _ in operations(which)}:
            shutil.copytree(made / api, folder / "docs" / which / api)
        shutil.copy(made / HIDDEN_MANIFEST, folder / "docs" / which)
    (folder / "docs/plain.md").write_text(markdown.EMBEDDED, "utf-8")
    markdown.write_embedded(markdown.SITES["docusaurus"], folder / "docs")
    (folder / "docs/index.md").write_text("---\nslug: /\n---\n\n# Home\n", "utf-8")
    config = f"module.exports = {json.dumps(_CONFIG)};\n"
    (folder / "docusaurus.config.js").write_text(config, "utf-8")
    (folder / "package.json").write_text('{"name": "docs", "private": true}\n', "utf-8")
    (folder / "node_modules").symlink_to(MODULES)
    program = str(MODULES / "@docusaurus/core/bin/docusaurus.mjs")
    env = os.environ | {"DOCUSAURUS_TELEMETRY": "off", "NO_UPDATE_NOTIFIER": "1", "CI": "true"}
    env["DOCUSAURUS_NO_PERSISTENT_CACHE"] = "true"  # it would be that of another site
    done = subprocess.run(["node", program, "build"], cwd=folder, env=env, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert done.returncode == 0, (done.stdout + done.stderr)[-3000:]
    told = done.stdout + done.stderr
    assert "[WARNING]" not in told, told[-3000:]
    return folder / "build"


class _Page(HTMLParser):
    """Reads the title, the labels of the tabs, and the code in their panels."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.title = ""
        self.labels: list[str] = []
        self.code: list[str] = []
        self._tag, self._depth = "", 0
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        role = dict(attrs).get("role")
        if self._depth:
            self._depth += tag == "div"
        elif role == "tabpanel":
            self._depth = 1
            self.code.append("")
        if role == "tab":
            self.labels.append("")
        if tag == "br" and self._tag == "code" and self._depth:
            self.code[-1] += "\n"
        elif tag in ("h1", "code") or role == "tab":
            self._tag = tag

    def handle_endtag(self, tag: str) -> None:
        self._tag = "" if tag == self._tag else self._tag
        self._depth -= bool(self._depth) and tag == "div"

    def handle_data(self, data: str) -> None:
        if self._tag == "h1":
            self.title += data
        elif self._tag == "li":
            self.labels[-1] += data
        elif self._tag == "code" and self._depth:
            self.code[-1] += data


@pytest.mark.parametrize("which", ["one", "hostile"])
def test_each_tab_has_its_sample_and_the_title_is_the_operations(which: str) -> None:
    titles = {target.title: target.id for target in sample_targets()}
    for api, operation in operations(which):
        page = _Page((built() / which / api / operation / "index.html").read_text("utf-8"))
        assert len(page.labels) == len(page.code) > 2
        for label, code in zip(page.labels, page.code, strict=True):
            folder = markdown.rendered(which) / api / operation / titles[label]
            texts = [path.read_text("utf-8") for path in folder.iterdir()]
            # It takes every line that begins with # for a heading, in code, too, and escapes ids.
            seen = re.sub(r"(?m)^#.*$", lambda line: line[0].replace("\\{#", "{#"), code)
            assert seen in texts, (operation, label)
        blocks = markdown.reference(which, api, operation).blocks
        assert " ".join(page.title.split()) == " ".join(blocks[0][1].split())


@pytest.mark.parametrize("name", ["embedded", "plain"])
def test_a_page_shows_what_gen_embed_put_into_it(name: str) -> None:
    html = (built() / name / "index.html").read_text("utf-8")
    markdown.assert_embedded(html.replace("<br>", "\n").replace("<br/>", "\n"))


def test_the_manifest_is_no_part_of_the_site() -> None:
    assert list(built().rglob("*gen-manifest*")) == []


def test_no_page_has_a_script_more() -> None:
    found = {
        which: [_scripts(p.read_text("utf-8")) for p in (built() / which).rglob("index.html")]
        for which in ("one", "hostile")
    }
    (known,) = set(found["one"])
    assert set(found["hostile"]) == {known}
    assert len(found["hostile"]) > 50


def _scripts(page: str) -> tuple[str, ...]:
    """Give the scripts of a page; of data, that it is well-formed."""
    found = re.findall(r"(?s)<script([^>]*)>(.*?)</script>", page)
    assert page.count("<script") == len(found)
    for attributes, text in found:
        if "json" in attributes:
            json.loads(text)
    return tuple(text for attributes, text in found if "json" not in attributes)
