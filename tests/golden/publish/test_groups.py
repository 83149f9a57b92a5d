"""Groups and the order of pages in the Markdown of each docs site, from the tags of a document."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import yaml

from .site import run

HOSTILE = '"> # *x*: [y](z) <b>'
NAMES = {"later": "Zebras", "first": "Ants & bees", "third": HOSTILE, "none": ""}


def document() -> dict[str, Any]:
    """A document whose operations stand in another order than their tags."""
    paths: dict[str, Any] = {}
    for name, tag in NAMES.items():
        operation = {
            "operationId": name,
            "summary": f"Call {name}.",
            "responses": {"204": {"description": "Done."}},
        }
        paths[f"/{name}"] = {"get": operation | ({"tags": [tag]} if tag else {})}
    tags = [{"name": NAMES[name]} for name in ("first", "later", "third")]
    about = {"title": "Zoo", "version": "1"}
    servers = [{"url": "https://zoo.example.com"}]
    return {"openapi": "3.1.0", "info": about, "servers": servers, "tags": tags, "paths": paths}


def published(folder: Path, tabs: str) -> Path:
    """Publish the document for a site; gives the folder of the API."""
    spec = folder / "zoo.json"
    spec.write_text(json.dumps(document()), "utf-8")
    words = ("--format", "markdown", "--tabs", tabs, "--lang", "curl", "--spec", str(spec))
    made = run("publish", *words, "--out", str(folder / tabs))
    assert made.exit_code == 0, made.output
    (index,) = (p for p in (folder / tabs).rglob("*") if p.stem in ("index", "README"))
    return index.parent


def test_docfx_has_a_table_of_contents_by_group(tmp_path: Path) -> None:
    rows = yaml.safe_load((published(tmp_path, "docfx") / "toc.yml").read_text("utf-8"))
    found = [(row["name"], [page["href"] for page in row.get("items", [row])]) for row in rows]
    assert found == [
        ("Zoo", ["index.md"]),
        ("Ants & bees", ["first.md"]),
        ("Zebras", ["later.md"]),
        (HOSTILE, ["third.md"]),
        ("Other operations", ["none.md"]),
    ]


def test_mkdocs_has_a_list_of_pages_by_group(tmp_path: Path) -> None:
    nav = yaml.safe_load((published(tmp_path, "mkdocs") / "nav.yml").read_text("utf-8"))
    assert nav["title"] == "Zoo"
    assert nav["nav"][0] == "index.md"
    groups = [next(iter(row.items())) for row in nav["nav"][1:]]
    assert [pages for _, pages in groups] == [["first.md"], ["later.md"], ["third.md"], ["none.md"]]
    titles = [title for title, _ in groups]
    assert titles[0] == "Ants &amp; bees"  # themes print it as HTML
    assert "<" not in "".join(titles)


def test_docusaurus_has_the_position_of_each_page(tmp_path: Path) -> None:
    folder = published(tmp_path, "docusaurus")
    places = {
        path.stem: yaml.safe_load(path.read_text("utf-8").split("---\n")[1])["sidebar_position"]
        for path in folder.glob("*.mdx")
    }
    assert places == {"index": 0, "first": 1, "later": 2, "third": 3, "none": 4}


def test_sphinx_has_the_pages_of_a_group_below_its_heading(tmp_path: Path) -> None:
    text = (published(tmp_path, "sphinx") / "index.md").read_text("utf-8")
    parts = text.split("\n## ")[1:]
    assert [part.split("{toctree}\n:hidden:\n\n")[1].split("\n")[0] for part in parts] == [
        "first.md", "later.md", "third.md", "none.md",
    ]  # fmt: skip
    assert text.count("{toctree}") == 4


def test_neighbours_are_those_of_the_groups(tmp_path: Path) -> None:
    published(tmp_path, "plain")
    spec = tmp_path / "zoo.json"
    made = run("publish", "--format", "html", "--spec", str(spec), "--out", str(tmp_path / "html"))
    assert made.exit_code == 0, made.output
    (page,) = (tmp_path / "html").rglob("later.html")
    assert 'rel="prev" href="first.html"' in page.read_text("utf-8")
    assert 'rel="next" href="third.html"' in page.read_text("utf-8")
    lines = (tmp_path / "html/llms.txt").read_text("utf-8").split("\n")
    headings = [line for line in lines if line.startswith("## ")]
    assert headings[:3] == ["## Overview", "## Ants &amp; bees", "## Zebras"]
    assert headings[-1] == "## Other operations"
