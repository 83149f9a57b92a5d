"""Static pages: what stands in them, to the byte; what a browser does is in test_browser.py."""

from __future__ import annotations

import base64
import hashlib
import os
import re
from pathlib import Path

import pytest

from generator.model.variants import in_file_name
from generator.spec.loader import load
from tests.golden.publish.site import (
    FACE,
    SCRIPTS,
    SHIPPED,
    Shown,
    hostile_spec,
    published,
    rendered,
    run,
)
from tests.support import ROOT, face_api

HERE = Path(__file__).parent
PAGES = [operation.id for operation in face_api().operations]
# What no file of `gen render` has: the call of the client.
CALL = "python-client"


def page(operation: str, folder: Path | None = None) -> str:
    return ((folder or published("html")) / FACE / f"{operation}.html").read_text("utf-8")


def sample_files(folder: Path, operation: str, region: str = "") -> dict[str, str]:
    """The samples in a folder, by the ids that pages give them: `ruby`, `next-page.ruby`."""
    (variants,) = (o.variants for o in face_api().operations if o.id == operation)
    made: dict[str, str] = {}
    for target in (folder / FACE / operation / region).iterdir():
        files = {in_file_name(path.stem): path for path in target.iterdir() if path.is_file()}
        if target.name == "reference":
            continue
        for name, path in files.items():
            further = (v.id for v in variants[1:] if name.endswith(in_file_name(v.id)))
            front = next((f"{id_}." for id_ in further), "")
            made[front + target.name] = path.read_text("utf-8")
    return made


@pytest.mark.parametrize("operation", PAGES)
def test_every_published_sample_is_there_to_the_byte(operation: str) -> None:
    shown = Shown(page(operation))
    files = sample_files(ROOT / "out", operation)
    assert list(shown.code) == [
        str(name.partition("sample-")[2])
        for _, attributes in shown.elements
        if (name := attributes.get("id") or "").startswith("sample-")
    ]
    calls = [target for target in shown.code if target.endswith(CALL)]
    assert {target: shown.whole(target) for target in shown.code if target not in calls} == files
    assert calls
    assert all("from face_client import FaceClient" in shown.whole(target) for target in calls)


@pytest.mark.parametrize("region", [region.id for region in face_api().regions])
def test_the_picker_shows_what_would_be_rendered_for_a_region(region: str) -> None:
    endpoint = next(known.endpoint for known in face_api().regions if known.id == region)
    folder = rendered("--region", "all", "--lang", "all")
    for operation in PAGES[:2] if region != "uksouth" else PAGES:
        shown = Shown(page(operation))
        files = sample_files(folder, operation, region)
        whole = {target: shown.whole(target, endpoint) for target in shown.code}
        calls = [whole.pop(target) for target in list(whole) if target.endswith(CALL)]
        assert whole == files
        assert all(f'FaceClient(endpoint="{endpoint}")' in call for call in calls)


def test_a_page_is_self_contained_and_small() -> None:
    folder = published("html") / FACE
    for path in folder.glob("*.html"):
        text = path.read_text("utf-8")
        assert path.stat().st_size < 120_000, path.name
        for tag, attributes in Shown(text).elements:
            for name in ("src", "href", "action", "data", "srcset", "poster"):
                target = attributes.get(name) or ""
                assert (
                    target == ""
                    or target.startswith("#")
                    or (tag == "a" and (folder / target.partition("#")[0]).is_file())
                    or (attributes.get("type") == "text/markdown" and (folder / target).is_file())
                    or (tag == "link" and target.startswith("data:image/svg+xml,"))
                ), target


def test_the_policy_names_the_hashes_of_the_only_script_and_style() -> None:
    for path in (published("html") / FACE).glob("*.html"):
        text = path.read_text("utf-8")
        policy = re.search(r'Content-Security-Policy" content="([^"]*)"', text)
        assert policy
        for tag in ("script", "style"):
            (found,) = re.findall(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
            digest = base64.b64encode(hashlib.sha256(found.encode()).digest()).decode()
            assert f"{tag}-src 'sha256-{digest}';" in policy[1]
        assert policy[1].startswith("default-src 'none'; ")
        assert "unsafe" not in policy[1]
        assert not re.search(r"<[^>]+\s(on\w+|style)=", text)


def test_a_page_has_all_that_the_reference_page_has() -> None:
    """Every word of every cell, paragraph and block of code, wherever it stands."""
    reference = (ROOT / "out" / FACE / "detect-from-url/reference/reference.md").read_text("utf-8")
    text = " ".join("".join(Shown(page("detect-from-url")).text).split())
    api = face_api()
    operation = next(o for o in api.operations if o.id == "detect-from-url")
    from generator.model.text import reveal

    wanted = [operation.title, operation.summary, operation.note]
    for error in operation.errors:
        wanted += [error.message, error.description, error.code]
    for parameter in operation.parameters:
        wanted += [parameter.name, parameter.description]
    assert operation.body
    assert operation.result
    for row in (*operation.body.schema.rows, *operation.result.schema.rows):
        wanted += [row.field.name, row.field.description]
    for value in filter(None, wanted):
        assert " ".join(reveal(value).split()) in text
    for region in api.regions:
        assert reveal(region.name) in text
        assert region.endpoint in text
    for block in re.findall(r"```json\n(.*?)\n```", reference, re.DOTALL):
        assert " ".join(block.split()) in text


def test_every_link_of_a_page_leads_to_a_page() -> None:
    index = Shown((published("html") / FACE / "index.html").read_text("utf-8"))
    links = {a.get("href") for tag, a in index.elements if tag == "a"}
    assert {f"{operation}.html" for operation in PAGES} <= links


def outline(page: Shown) -> list[tuple[str, list[str]]]:
    """Return the elements and the names of their attributes, without those that colour code."""
    rows = ((tag, sorted(given)) for tag, given in page.elements)
    return [row for row in rows if row != ("i", ["class"])]


def test_values_that_are_markup_are_text(tmp_path: Path) -> None:
    spec = tmp_path / "bad.yaml"
    spec.write_text(hostile_spec(), "utf-8")
    folder = published("html", spec)
    harmless = tmp_path / "good.yaml"
    names = tuple(f"word{number}" for number in range(len(SCRIPTS)))
    harmless.write_text(hostile_spec(names), "utf-8")
    usual = published("html", harmless)
    texts: list[str] = []
    for path in sorted((folder / "bad/v1").glob("*.html")):
        made = Shown(path.read_text("utf-8"))
        other = Shown((usual / "bad/v1" / path.name).read_text("utf-8"))
        assert outline(made) == outline(other)
        texts += made.text
    for value in SCRIPTS:
        assert value.replace("\u202e", "<U+202E>").replace("\u2028", "") in "".join(texts)


def test_a_page_of_a_large_api_lists_its_own_group(tmp_path: Path) -> None:
    operations = "".join(
        f"  one-{n}: {{title: One {n}, summary: Get it., method: GET, path: /{n}, "
        f"tags: [Group {n % 2}], responses: {{200: Fine.}}}}\n"
        for n in range(61)
    )
    spec = tmp_path / "many.yaml"
    head = "api: {id: many, title: Many, version: v1}\nendpoint: https://example.com\n"
    spec.write_text(f"{head}operations:\n{operations}", "utf-8")
    made = run("publish", "--format", "html", "--spec", str(spec), "--out", str(tmp_path / "o"))
    assert made.exit_code == 0, made.output
    text = (tmp_path / "o/many/v1/one-7.html").read_text("utf-8")
    assert text.count('<li><a href="one-') == 30
    assert 'href="one-9.html"' in text
    assert 'href="one-8.html"' not in text
    assert 'href="index.html#group-group-0"' in text
    assert "data-endpoint" not in text
    index = (tmp_path / "o/many/v1/index.html").read_text("utf-8")
    assert 'id="group-group-0"' in index
    assert index.count('href="one-') == 61


def test_no_region_means_no_picker_and_no_host_to_change() -> None:
    spec = ROOT / "tests/golden/cases/public/spec.yaml"
    assert not load(spec)[0].regions
    for path in published("html", spec).rglob("*.html"):
        shown = Shown(path.read_text("utf-8"))
        assert not [1 for tag, _ in shown.elements if tag == "select"]
    assert SHIPPED.is_dir()


@pytest.mark.parametrize("name", ["index", "get-everything"])
def test_a_page_reads_as_expected(name: str) -> None:
    """Golden: without style and script, and without colours, which are Pygments' own."""
    spec = HERE / "cases/page.yaml"
    text = (published("html", spec) / f"shop/v2/{name}.html").read_text("utf-8")
    text = re.sub(r"(?s)<(style|script)>.*?</\1>", r"<\1></\1>", text)
    text = re.sub(r"sha256-[^']+", "sha256-…", text)
    text = re.sub(r"<i class=[a-z]>([^<]*)</i>", r"\1", text)
    file = HERE / f"cases/page/{name}.html"
    if os.environ.get("GEN_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")
    assert file.exists(), "run make golden, and read what it wrote"
    assert text == file.read_text("utf-8")


def test_the_root_leads_to_every_api(tmp_path: Path) -> None:
    spec = tmp_path / "spec"
    spec.mkdir()
    text = (HERE / "cases/page.yaml").read_text("utf-8")
    (spec / "a.yaml").write_text(text, "utf-8")
    (spec / "b.yaml").write_text(text.replace("version: v2", "version: v3"), "utf-8")
    root = published("html", spec)
    shown = Shown((root / "index.html").read_text("utf-8"))
    links = [given.get("href") or "" for tag, given in shown.elements if tag == "a"]
    assert [link for link in links if link != "#main"] == [
        "shop/v2/index.html", "shop/v3/index.html"
    ]  # fmt: skip
    assert all((root / link).is_file() for link in links if link != "#main")
    assert "2 operations" in "".join(shown.text)
    assert 'href="../../index.html"' in (root / "shop/v3/index.html").read_text("utf-8")


def test_every_anchor_is_one_and_every_link_within_a_page_leads_to_one() -> None:
    for path in [*(published("html") / FACE).glob("*.html"), *_golden().glob("*.html")]:
        elements = Shown(path.read_text("utf-8")).elements
        ids = [given["id"] for _, given in elements if "id" in given]
        assert len(ids) == len(set(ids))
        links = {given.get("href") or "" for tag, given in elements if tag == "a"}
        assert {link[1:] for link in links if link.startswith("#")} <= set(ids)


def test_rows_have_anchors_that_say_what_they_are() -> None:
    text = (_golden() / "get-everything.html").read_text("utf-8")
    for anchor in (
        "parameter-top", "header-X-Key", "request-body-near.place", "response-200",
        "response-200-header-X-Left", "response-200-found", "error-404", "error-404-Gone",
        "answer-200", "answer-error-404-Gone",
    ):  # fmt: skip
        assert f'id="{anchor}"' in text


def test_the_manual_names_the_blocks_that_templates_can_replace() -> None:
    folder = ROOT / "templates/html"
    rows = re.findall(
        r"^\| (`[^|]*) \|[^|]*\| ([^|]*)\|$", (ROOT / "docs/publishing.md").read_text("utf-8"), re.M
    )
    named = {
        file: set(re.findall(r"`([^`]+)`", blocks))
        for files, blocks in rows
        for file in re.findall(r"`([^`]+)`", files)
        if (folder / file).is_file()
    }
    assert set(named) == {path.name for path in folder.iterdir()} - {"language.yaml"}
    for file, blocks in named.items():
        own = set(re.findall(r"{% block (\w+)", (folder / file).read_text("utf-8")))
        inherited = {"head", "style", "script", "top", "search", "aside", "main"}
        assert blocks == own if file == "base.html.jinja" else own - inherited == blocks, file


def test_a_template_of_ones_own_replaces_a_block(tmp_path: Path) -> None:
    page = tmp_path / "templates/html/page.html.jinja"
    page.parent.mkdir(parents=True)
    page.write_text(
        '{% extends "builtin:html/page.html.jinja" %}\n'
        '{% block reference scoped %}\n{% include "html/responses.html.jinja" %}\n{% endblock %}\n',
        "utf-8",
    )
    spec = HERE / "cases/page.yaml"
    folder = published("html", spec, "--templates", str(tmp_path / "templates"))
    text = (folder / "shop/v2/get-everything.html").read_text("utf-8")
    assert 'id="responses"' in text
    assert 'id="parameters"' not in text


def _golden() -> Path:
    return published("html", HERE / "cases/page.yaml") / "shop/v2"
