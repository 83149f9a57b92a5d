"""Markdown for docs sites, built by the sites' own tools and read back: a built page says what the
reference page does, and each tab has the sample it is named for, byte for byte.

A page that `gen render` makes is the measure; tests/compiled/hostile proves that its text is the
spec's.
"""

from __future__ import annotations

import atexit
import hashlib
import itertools
import json
import os
import re
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest
import yaml
from jinja2 import Environment

from generator.languages.encoders import escape_snippets
from generator.model.text import reveal
from generator.output.manifest import HIDDEN_MANIFEST
from generator.rendering.filters import FILTERS, directive, indent
from generator.rendering.layout import GuardError
from generator.verify.hostile.body_sheets import make_sheet
from generator.verify.hostile.reader import admit
from generator.verify.hostile.slots import KINDS, PARAMETERS
from tests.support import HOSTILE, face_api, reference_checkout, sample_targets, yaml_text

from . import sites
from .site import SHIPPED, run

CASE = Path(__file__).parent / "cases/markdown"
# What some site reads as its own, in addition to the strings that every slot must survive.
MARKS = [
    *('--8<-- "private.md"', '-8<- "private.md"', ';--8<-- "private.md"', "--8<--", ";;--8<--"),
    *("--8<-- [start:x]", "a --8<-- [end:x] b", ";--8<-- [start:x]", '--8<-- "a" b'),
    *(":smile:", ":x:y:", ":material-account:", "++ctrl+c++", "==mark==", "^^ins^^", "^up^"),
    *("~~a~~", "a~b~", "x{: .y #z onclick=alert(1) }", "{: .y }", "{ .y }", "{#id}", "x {#id}"),
    *("[TOC]", "[[wiki]]", "*[HTML]: x", "[^1]", "[^1]: note", "!!! note", "??? note", "???+ x"),
    *('=== "x"', "/// note", "///", "{++a++}", "{--a--}", "{==a==}{>>b<<}", "[=25% \"x\"]"),
    *("@user", "@org/repo#1", "#1", "user/repo@1234567", "!12", "@System.String", '@"x"'),
    *("<xref:x>", "[!NOTE]", "[!INCLUDE [x](private.md)]", '[!code-py[x](a.py)]', "::: zone"),
    *(':::code language="py" source="a.py":::', ":::note", ":::", "::y[z]", ":y[z]{a=b}"),
    *(":name: x", 'import x from "y"', "export const a = 1", "{1+1}", "<Foo/>", "</Tabs>"),
    *("{/* x */}", "<details>", "</details>", "</TabItem>", "$x$", "$$x$$", "\\(x\\)", "\\[x\\]"),
    *("\\begin{x}", "{role}`x`", "`#!py x`", "% comment", "+++", "(target)=", "{{ x }}", "{abc}"),
    *("https://example.com/a_b", "www.example.com", "WWW.example.com", "me@example.com", "ftp://a.b"),
    *("a94a8fe5ccb19ba61c4c0873d391e987982fbbd3", "?12", "a!12", "x/y!3 x/y?3"),
    *("mailto:me@example.com", "---", "***", "- [ ] x", "[x] y", "1. x", "2) x", ": def"),
    *("(c) (tm)", "+/- 1/2 1st 2nd 3rd 4th c/o =/= --> <--", "a -- b --- c ... d", "||x||"),
    *("100:30:20", "+- !!!! ????", "&copy; &#65;", "```\nx\n```", "~~~", "````{note}\nx", "*/}"),
    *("\\*", "a`b``c", "# highlight-next-line", "    code", "> quote", "<https://a.b>", "![a](b)"),
    *('"}</code>', "a|b\\|c", "_a_ __b__", "[a]: /b", "{% include 'private.md' %}"),
    *("{% raw %}", "[link](javascript:alert(1))", "<kbd>x</kbd>"),
    "<!-- more -->",
]  # fmt: skip
# What means something at the start of a line alone.
STARTS = [
    *("- x", "+ x", "* x", "# x", "> x", "1. x", "1) x", "= x", "===", "---", "***", "___"),
    *("    x", ": x", ":   x", "::: x", ":x: y", "!!! note", "??? note", '=== "x"', "/// note"),
    *("% x", "+++", "(target)=", 'import x from "y"', "export const a = 1", "import('x')", "```x"),
    *("~~~x", "| x | y |", "[x]: /y", "*[HTML]: x", "[^1]: x", "$$", "\\begin{x}", "--8<--"),
    *('--8<-- "private.md"', "<!-- x", "<div>", "[TOC]", "{#id}", "{.y}", "@x", "\n# x", "\t> x"),
    *("-8<- 'private.md'", "{{ x }}", "^^^", "</title><script>alert(1)</script>", "&lt;b&gt;"),
    *('" onmouseover="alert(1)', "' onmouseover='alert(1)", "&lt;/title&gt;&lt;script&gt;"),
]  # fmt: skip
KINDS_SHOWN = (PARAMETERS, "json", "form", "parts", "file")


@dataclass(frozen=True)
class Site:
    """A site to publish for.

    Attributes:
        tabs: what it is called.
        page: the ending of its pages.
        index: its index, without that.
        read: reads one page that was built.
        build: builds pages, and gives the folder of the HTML; None if the pages are read as such.
    """

    tabs: str
    read: Callable[[str], sites.Page]
    build: Callable[[Path, Path], Path] | None = None
    page: str = ".md"
    index: str = "index"

    def path(self, name: str) -> str:
        """Give the path of a page that was built, by its name alone."""
        if self.build is None:
            return f"{name}{self.page}"
        return f"{name}{self.page}.html" if self.page == ".mdx" else f"{name}.html"


SITES = {
    site.tabs: site
    for site in (
        Site("plain", sites.from_github, index="README"),
        Site("docfx", sites.from_docfx),
        Site("mkdocs", sites.from_mkdocs, sites.build_mkdocs),
        Site("docusaurus", sites.from_mdx, sites.build_mdx, page=".mdx"),
        Site("sphinx", sites.from_sphinx, sites.build_sphinx),
    )
}
# All tests share what is rendered, and those of a site what it built.
pytestmark = pytest.mark.xdist_group("sites")
each_site = pytest.mark.parametrize("site", list(SITES.values()), ids=lambda site: site.tabs)


@cache
def specs(which: str) -> Path:
    """Give a folder of specs: the shipped one, that with its first operation alone, hostile ones
    or the same with harmless texts."""
    if which in ("shipped", "one"):
        return SHIPPED if which == "shipped" else reference_checkout() / "spec"
    folder = _folder()
    values, only = ([*HOSTILE, *MARKS], None) if which == "hostile" else (HOSTILE[2:6], ())
    for kind in KINDS_SHOWN:
        sheet = make_sheet(kind, values, list(KINDS).index(kind), only)
        admitted = admit(sheet).sheet
        (folder / f"{kind}.yaml").write_text(admitted.text(), "utf-8")
    texts = STARTS if which == "hostile" else ["Harmless."] * len(STARTS)
    (folder / "starts.yaml").write_text(_starting(texts), "utf-8")
    return folder


def _starting(texts: list[str]) -> str:
    """Write a spec with an operation for each text, where that begins a paragraph or a cell."""
    lines = ["api: {id: starts, title: Starts, version: v1}", "endpoint: https://example.com"]
    lines += ["operations:"]
    for number, text in enumerate(map(yaml_text, texts)):
        said = f"title: {text}, summary: {text}, note: {text}, method: GET, path: /x{number}"
        parameter = f"{{in: query, description: {text}, example: x}}"
        lines += [f"  op-{number}: {{{said}, parameters: {{q: {parameter}}},"]
        lines += [f"    responses: {{200: {text}}}}}"]
    return "\n".join([*lines, ""])


def _folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="gen-site-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def parts(which: str) -> Iterator[tuple[Path, str]]:
    """Give each spec, and the targets that can hold its values."""
    if which in ("shipped", "one"):
        yield specs(which), ",".join(target.id for target in sample_targets())
        return
    able = ("python", "php", "csharp", "curl")
    for kind in KINDS_SHOWN:
        shown = [id_ for id_ in able if kind in (PARAMETERS, "json") or id_ != "curl"]
        yield specs(which) / f"{kind}.yaml", ",".join(shown)
    yield specs(which) / "starts.yaml", "python,php,curl"


@cache
def rendered(which: str) -> Path:
    """Give the folder of reference pages and samples."""
    folder = _folder()
    for spec, lang in parts(which):
        made = run(
            "render", "--spec", str(spec), "--lang", f"{lang},reference", "--out", str(folder)
        )
        assert made.exit_code == 0, made.output
    return folder


@cache
def published(site: Site, which: str) -> Path:
    """Give the folder of what was published."""
    folder = _folder()
    for spec, lang in parts(which):
        words = ("--format", "markdown", "--tabs", site.tabs, "--spec", str(spec), "--lang", lang)
        made = run("publish", *words, "--out", str(folder))
        assert made.exit_code == 0, made.output
    return folder


@cache
def built(site: Site, which: str) -> Path:
    """Give the folder of what a site made of it."""
    if site.build is None:
        return published(site, which)
    folder = _folder()
    docs = folder / "docs"
    shutil.copytree(published(site, which), docs)
    # What nothing may include.
    (docs / "private.md").write_text("---\norphan: true\n---\n\n# NEVER PAGE_CALL\n", "utf-8")
    if site.page == ".md":
        toctree = "```{toctree}\n:glob:\n\n*/*/index\n```\n" if site.tabs == "sphinx" else ""
        (docs / "index.md").write_text(f"# Docs\n\n{toctree}", "utf-8")
    if which == "shipped":
        write_embedded(site, docs)
    return site.build(folder, docs)


def write_embedded(site: Site, docs: Path) -> None:
    """Write pages as somebody else would, and have gen embed put samples into them."""
    begin, end = ("{/*", "*/}") if site.page == ".mdx" else ("<!--", "-->")
    page = EMBEDDED.replace("<!--", begin).replace("-->", end)
    (docs / f"embedded{site.page}").write_text(page, "utf-8")
    if site.tabs == "sphinx":
        (docs / "embedded-too.rst").write_text(_EMBEDDED_RST, "utf-8")
    made = run("embed", "--spec", str(SHIPPED), "--site", site.tabs, str(docs))
    assert made.exit_code == 0, made.output


EMBEDDED = """---
orphan: true
---

# Embedded

1.  In a list:

    <!-- gen: detect python -->
    <!-- /gen -->

<!-- gen: detect java part=request -->
<!-- /gen -->

<!-- gen: detect errors -->
<!-- /gen -->

<!-- gen: regions -->
<!-- /gen -->
"""
_EMBEDDED_RST = """:orphan:

Embedded
========

1. In a list:

   .. gen: detect python
   .. /gen

.. gen: detect java part=request
.. /gen

.. gen: detect errors
.. /gen

.. gen: regions
.. /gen
"""


def operations(which: str) -> list[tuple[str, str]]:
    """Give the folder of each operation's API, and its id."""
    pages = sorted(rendered(which).rglob("reference.md"))
    return [
        (str(p.parents[2].relative_to(rendered(which))), p.parents[1].name)
        for p in pages
    ]  # fmt: skip


@cache
def page_of(site: Site, which: str, api: str, operation: str) -> sites.Page:
    """Read the page of an operation that a site built."""
    return site.read((built(site, which) / api / site.path(operation)).read_text("utf-8"))


@cache
def reference(which: str, api: str, operation: str) -> sites.Page:
    """Read the page that gen render made."""
    path = rendered(which) / api / operation / "reference/reference.md"
    return sites.from_reference(path.read_text("utf-8"))


def expected(page: sites.Page, index: str) -> list[sites.Block]:
    """Give the blocks of a reference page as they are in a publication."""
    found = []
    for number, (tag, text) in enumerate(page.blocks):
        if number == 1:
            title, version = text.rsplit(", version", 1)
            text = f"‹a {index}›{title}‹/a›, version{version}"
        if number < 6:
            text = text.removeprefix("‹strong›Note:‹/strong› ")
        text = text.replace("the samples below use", "the samples above use")
        found.append((tag, text.replace("‹a regions›", f"‹a {index}›")))
    samples = [("h2", "Code samples"), *page.about]
    return [*found[:3], *samples, *found[3:]] if page.tabs else found


def in_order(found: list[sites.Block]) -> list[sites.Block]:
    """Take off what GitHub's and DocFX's notes are called, and put the samples before the note."""
    name = re.compile(r"^(‹strong›Note:‹/strong› |\[!NOTE\] )")
    made = [(tag, name.sub("", text, count=1) if tag == "p" else text) for tag, text in found[:6]]
    made += found[6:]
    if ("h2", "Code samples") in made:
        at = made.index(("h2", "Code samples"))
        rest = [number for number, row in enumerate(made) if number > at and row[0] == "h2"]
        end = rest[0] if rest else len(made)
        made[3:end] = [*made[at:end], *made[3:at]]
    return made


def differences(found: list[sites.Block], wanted: list[sites.Block]) -> list[str]:
    """Say where blocks begin to differ, with what stands there; two kilobytes tell nobody."""
    for one, other in itertools.zip_longest(found, wanted, fillvalue=("nothing", "")):
        if one != other:
            pairs = zip(one[1], other[1], strict=False)
            at = next((n for n, (a, b) in enumerate(pairs) if a != b), len(one[1]))
            shown = [f"{tag} …{text[max(0, at - 40) : at + 40]}…" for tag, text in (one, other)]
            return [f"{shown[0]!r} is on the page, expected {shown[1]!r}"]
    return []


@each_site
@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_a_built_page_says_what_the_reference_page_does(site: Site, which: str) -> None:
    for api, operation in operations(which):
        page = page_of(site, which, api, operation)
        wanted = expected(reference(which, api, operation), site.index)
        assert differences(in_order(page.blocks), wanted) == [], operation


def _as_built(site: Site, text: str) -> str:
    """Python-Markdown, which MkDocs is built on, writes tabs as spaces."""
    return text.expandtabs(4) if site.tabs == "mkdocs" else text


@each_site
@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_each_tab_has_its_sample_to_the_last_byte(site: Site, which: str) -> None:
    files = {t.title: t for t in sample_targets()}
    for api, operation in operations(which):
        page = page_of(site, which, api, operation)
        assert page.tabs
        assert all(more == "" for _, _, more in page.tabs)
        shown = sorted((files[title].id, code) for title, code, _ in page.tabs)
        made = [
            (path.parent.name, _as_built(site, path.read_text("utf-8")))
            for path in (rendered(which) / api / operation).glob("*/*")
            if path.parent.name in {t.id for t in sample_targets()}
        ]
        assert shown == sorted(made), operation
        titles = [title for title, _, _ in page.tabs]
        assert len(titles) > 2


@each_site
def test_no_value_brings_an_element_or_an_attribute(site: Site) -> None:
    """The whole built page has no other than with harmless texts, and leads nowhere else."""
    # Code in a cell where a pipe stands behind a backslash; a section's second id, by Sphinx.
    known = {"<code>", "<span id>"}
    for api, operation in operations("hostile"):
        page = page_of(site, "hostile", api, operation)
        usual = page_of(site, "harmless", api, operation)
        assert sites.elements(page.whole) - sites.elements(usual.whole) <= known
    index, usual = (
        site.read((built(site, which) / "hostile-0/v1" / site.path(site.index)).read_text("utf-8"))
        for which in ("hostile", "harmless")
    )
    assert sites.elements(index.whole) - sites.elements(usual.whole) <= known


@each_site
def test_no_value_includes_a_file(site: Site) -> None:
    for api, operation in operations("hostile"):
        assert "NEVER PAGE_CALL" not in page_of(site, "hostile", api, operation).article.text


@each_site
@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_an_index_lists_every_operation(site: Site, which: str) -> None:
    for api in {api for api, _ in operations(which)}:
        file = built(site, which) / api / site.path(site.index)
        page = site.read(file.read_text("utf-8"))
        rows = [text for tag, text in page.blocks if tag == "td"]
        of = [reference(which, api, op) for a, op in operations(which) if a == api]
        titles = {next(text for tag, text in p.blocks if tag == "h1") for p in of}
        ids = {op for a, op in operations(which) if a == api}
        links = dict(zip(rows[: 2 * len(ids) : 2], rows[1 : 2 * len(ids) : 2], strict=True))
        table = rendered(which) / api / "reference/regions.md"
        regions = sites.from_reference(table.read_text("utf-8")).blocks if table.exists() else []
        assert rows[2 * len(ids) :] == [text for tag, text in regions if tag == "td"]
        assert {re.fullmatch("‹a (.*?)›.*‹/a›", row)[1] for row in links} == ids  # type: ignore[index]
        assert {re.sub("‹/?a.*?›", "", row) for row in links} == titles
        summaries = {p.blocks[2][1] for p in of}
        assert set(links.values()) == summaries
        assert (
            f"{len(ids)} operation{'s' if len(ids) > 1 else ''}, each with code"
            in page.blocks[1][1]
        )


def tree(folder: Path) -> dict[str, str]:
    """Give the text of every file, by path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_text("utf-8") for path in files}


def golden(site: Site, folder: Path, *options: str) -> None:
    """Publish the case."""
    words = ("--format", "markdown", "--tabs", site.tabs, "--spec", str(CASE / "spec.yaml"))
    made = run("publish", *words, "--out", str(folder), *options)
    assert made.exit_code == 0, made.output
    (folder / HIDDEN_MANIFEST).unlink()


def assert_embedded(html: str) -> None:
    """Assert that a page that was built shows the samples and tables of `EMBEDDED`."""
    whole = sites.parsed(html)
    codes = [n.text.rstrip("\n") + "\n" for n in whole.walk() if n.tag == "pre"]
    folder = rendered("shipped") / "face/v1.1-preview.1/detect"
    java = (folder / "java/Detect.java").read_text("utf-8")
    assert codes[0] == (folder / "python/detect.py").read_text("utf-8")
    assert java.endswith(codes[1])
    assert "import" in codes[1].splitlines()[0]
    rows = [
        [" ".join(cell.text.split()) for cell in row.walk() if cell.tag == "td"]
        for row in whole.walk()
        if row.tag == "tr"
    ]
    (operation,) = (o for o in face_api().operations if o.id == "detect")
    meant = [reveal(error.description) for error in operation.errors]
    regions = [[reveal(r.name), r.id, r.endpoint] for r in face_api().regions]
    cells = [row for row in rows if row]
    assert [row[-1] for row in cells[: len(meant)]] == meant
    assert cells[len(meant) :] == regions
    assert "/gen" not in "".join(n.text for n in whole.walk() if n.tag == "p")


@each_site
def test_a_site_shows_what_gen_embed_put_into_a_page(site: Site) -> None:
    if site.build is None:
        pytest.skip("its pages are read as they are")
    page = built(site, "shipped") / site.path("embedded")
    assert_embedded(page.read_text("utf-8"))
    if site.tabs == "sphinx":
        page = built(site, "shipped") / "embedded-too.html"
        assert_embedded(page.read_text("utf-8"))


@each_site
def test_no_site_shows_the_manifest(site: Site) -> None:
    assert (published(site, "shipped") / HIDDEN_MANIFEST).exists()
    made = built(site, "shipped")
    if site.build not in (None, sites.build_mdx):  # these build in the folder itself
        assert [path for path in made.rglob("*") if "manifest" in path.name] == []


@each_site
def test_a_spec_can_have_its_regions_on_every_page(site: Site, tmp_path: Path) -> None:
    text = (CASE / "spec.yaml").read_text("utf-8")
    spec = tmp_path / "spec.yaml"
    spec.write_text(text.replace("publish: {", "publish: {regionTable: page, "), "utf-8")
    words = ("--format", "markdown", "--tabs", site.tabs, "--spec", str(spec))
    assert run("publish", *words, "--out", str(tmp_path / "docs")).exit_code == 0
    folder = tmp_path / "docs/shop/v2"
    page = (folder / f"cancel-order{site.page}").read_text("utf-8")
    index = (folder / f"{site.index}{site.page}").read_text("utf-8")
    said = "The API is available in these regions; use the endpoint of yours. The samples above use"
    assert f"{said} " in page
    assert "| --- | --- | --- |\n| " in page.split(said)[1]
    assert "## Regions" not in index


def report(folder: Path) -> Path:
    """Write what gen verify would of the case if it ran Python alone."""
    made = run("render", "--spec", str(CASE / "spec.yaml"), "--out", str(folder / "out"))
    assert made.exit_code == 0, made.output
    (file,) = (folder / "out").rglob("*.py")
    row = {
        "path": file.relative_to(folder / "out").as_posix(),
        "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
        "toolchain": "CPython",
        "versions": {"Python": "3.11.7", "requests": "2.34.2"},
        "cells": [{"case": case, "state": "passed"} for case in ("build", "success", "404")],
    }
    path = folder / "report.json"
    path.write_text(json.dumps({"format": 1, "samples": [row]}), "utf-8")
    return path


@each_site
def test_pages_are_the_expected_ones(site: Site, tmp_path: Path) -> None:
    """`GEN_GOLDEN=write` rewrites them; read them in the diff as the site's writer would."""
    golden(site, tmp_path / "made")
    expected = CASE / "expected" / site.tabs
    if os.environ.get("GEN_GOLDEN") == "write":
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path / "made", expected)
    assert tree(tmp_path / "made") == tree(expected)


@each_site
def test_a_sample_tells_what_it_was_run_on(site: Site, tmp_path: Path) -> None:
    proven = "Verified on CPython (Python 3.11.7, requests 2.34.2): 2 runs against a server"
    docs = tmp_path / "site-of/docs"
    golden(site, docs, "--verified", str(report(tmp_path)))
    if site.tabs == "sphinx":
        (docs / "index.md").write_text("# Docs\n\n```{toctree}\nshop/v2/index\n```\n", "utf-8")
    elif site.tabs == "mkdocs":
        (docs / "index.md").write_text("# Docs\n", "utf-8")
    where = site.build(docs.parent, docs) if site.build else docs
    page = site.read((where / "shop/v2" / site.path("cancel-order")).read_text("utf-8"))
    told = {title: more for title, _, more in page.tabs}
    assert told["Python"] == f"{proven} that answers as documented here."
    assert told["curl"] == "Not verified in the run that this page tells of."


@pytest.mark.parametrize("which", ["shipped", "hostile"])
@pytest.mark.parametrize("tabs", ["docfx", "docusaurus"])
def test_front_matter_has_the_title_that_the_page_has(tabs: str, which: str) -> None:
    for api, operation in operations(which):
        path = published(SITES[tabs], which) / api / f"{operation}{SITES[tabs].page}"
        front = yaml.safe_load(path.read_text("utf-8").split("---\n")[1])
        heading = page_of(SITES["plain"], which, api, operation).blocks[0][1]
        if tabs == "docusaurus":  # which writes it into scripts as it is
            heading = heading.translate(str.maketrans("<>\\", "‹›⧵"))
            assert front.pop("sidebar_position") > 0
        assert " ".join(front["title"].split()) == heading
        assert set(front) == {"title", "description"}


@pytest.mark.parametrize("which", ["shipped", "hostile"])
def test_docfx_finds_its_pages_by_a_table_of_contents(which: str) -> None:
    for api in {api for api, _ in operations(which)}:
        folder = published(SITES["docfx"], which) / api
        rows = yaml.safe_load((folder / "toc.yml").read_text("utf-8"))
        pages = [page for row in rows for page in row.get("items", [row])]
        assert {row["href"] for row in pages} == {path.name for path in folder.glob("*.md")}
        assert all(row["name"].strip() for row in (*rows, *pages))


class TestSnippets:
    """What PyMdown's Snippets would include, which comes before any code is known as code."""

    @pytest.mark.parametrize(
        ("line", "written"),
        [
            ('--8<-- "x.md"', ';--8<-- "x.md"'),
            ("    -8<- 'x.md'", "    ;-8<- 'x.md'"),
            ("--8<--", ";--8<--"),
            (";;--8<--", ";;;--8<--"),
            ("# --8<-- [start:x]", "# ;--8<-- [start:x]"),
            ('x = "--8<-- [END: a-b ]"', 'x = ";--8<-- [END: a-b ]"'),
            ('--8<-- "x.md" y', '--8<-- "x.md" y'),
            ('x = "--8<-- y"', 'x = "--8<-- y"'),
            ("8<", "8<"),
        ],
    )
    def test_is_escaped_where_it_would_be_read(self, line: str, written: str) -> None:
        assert escape_snippets(f"a\n{line}\n") == f"a\n{written}\n"

    def test_shows_no_tags_of_samples(self, tmp_path: Path) -> None:
        """Tags are for sites that include files; a page has the code itself."""
        text = (CASE / "spec.yaml").read_text("utf-8")
        spec = tmp_path / "spec.yaml"
        spec.write_text(text.replace("publish: {", "publish: {snippetTags: mkdocs, "), "utf-8")
        words = ("--format", "markdown", "--tabs", "mkdocs", "--spec", str(spec))
        assert run("publish", *words, "--out", str(tmp_path / "docs")).exit_code == 0
        assert run("render", "--spec", str(spec), "--out", str(tmp_path / "out")).exit_code == 0
        (tmp_path / "docs/index.md").write_text("# Docs\n", "utf-8")
        site = sites.build_mkdocs(tmp_path, tmp_path / "docs")
        page = sites.from_mkdocs((site / "shop/v2/cancel-order.html").read_text("utf-8"))
        files = {p.read_text("utf-8") for p in (tmp_path / "out").rglob("cancel*.*")}
        assert all("--8<--" in text for text in files)
        plain = {re.sub(r"(?m)^\W* --8<-- .*\n", "", text) for text in files}
        assert {code for _, code, _ in page.tabs} == plain


class TestFilters:
    """Filter blocks of Markdown."""

    def test_lines_stand_deeper_and_empty_ones_stay_empty(self) -> None:
        assert indent("a\n\n  b\n", 4) == "    a\n\n      b\n"

    def test_a_directive_has_a_longer_fence_than_what_is_within(self) -> None:
        inner = directive("{b} x\n````\n")
        assert inner == "`````{b} x\n````\n`````\n"
        assert directive(f"{{a}}\n{inner}") == f"``````{{a}}\n{inner}``````\n"

    @pytest.mark.parametrize("text", ["\nx\n", "{a} `b`\nx\n"])
    def test_a_directive_says_what_it_is(self, text: str) -> None:
        with pytest.raises(GuardError):
            directive(text)

    @pytest.mark.parametrize("name", ["indent(4)", "directive"])
    def test_are_for_blocks_alone(self, name: str) -> None:
        environment = Environment()
        environment.filters.update(FILTERS)
        with pytest.raises(GuardError):
            environment.from_string(f"{{{{ 'x'|{name} }}}}").render()
