"""Clients: what commands do with them, what a faulty folder is told, and that any language can."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.system.cli.conftest import gen, snapshot, write_spec

TEMPLATES = Path(__file__).parent / "clients"
LANGUAGE = (TEMPLATES / "javascript-client/language.yaml").read_text("utf-8")
CLIENT = (TEMPLATES / "javascript-client/client.mjs.jinja").read_text("utf-8")
ERRORS = """\
errorBodies: {coded: {error: {code: $code, message: $message}}}
errors:
  gone: {status: 410, code: gone-for-good, description: It is gone., message: It is gone.}
  range: {status: 400, code: Range, description: Out of range., message: Out of range.}
  early: {status: 404, code: not.found, description: Not yet., message: Wait.}
  late: {status: 404, code: NotFound, description: No more., message: Sorry.}
operations:
"""


@pytest.fixture
def shop(here: Path) -> Path:
    """The shop with errors, and the client's folder below t/."""
    text = (here / "spec/shop.yaml").read_text("utf-8").replace("operations:\n", ERRORS)
    rows = "    errors: [gone, range, early, late]\n    responses"
    text = text.replace("    responses", rows)
    text = text.replace("[python, ruby, reference]", "[python, python-client, reference]")
    (here / "spec/shop.yaml").write_text(text, "utf-8")
    shutil.copytree(TEMPLATES, here / "t")
    return here


def verified(*words: str) -> str:
    made = gen("verify", "--lang", "javascript-client", "--templates", "t", "--trust", *words)
    assert made.code == (0 if "ok" in made.out and "FAIL" not in made.out else 1), made.err
    return made.out


def test_a_client_in_another_language_is_another_folder(shop: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs node")
    out = verified("--strict")
    assert "FAIL" not in out, out
    assert "build  document  200  400  404  410  421" in out
    made = gen("render", "--lang", "javascript-client", "--templates", "t", "--out", "made")
    assert made.code == 0, made.err
    text = Path("made/shop/v1/javascript-client/shop.mjs").read_text("utf-8")
    for name in ("GoneForGoodError", "Range400Error", "NotFound404Error", "NotFound404Error2"):
        assert f"class {name} extends ShopError" in text
    assert Path("made/shop/v1/javascript-client/regions.mjs").is_file()


@pytest.mark.parametrize(
    ("old", "new", "case"),
    [
        ("encodeURIComponent(", "String(", "values"),
        ("answer.status + code", "answer.status", "gone"),
        ("answer.headers.get('Retry-After')", "null", "retry-after"),
        ("redirect: 'manual'", "redirect: 'follow'", "redirect"),
        ("body.message ?? text", "text", "gone"),
        ("body.message ?? text", "body.message", "html"),
        ("if (!key)", "if (0)", "no-key"),
        ("...Object.fromEntries(given)", "", "values"),
        ("this.timeout * 1000", "60000", "no-answer"),
        ("      method,", "      method: 'POST',", "200"),
        ("call.operation.method", "call.operation.id", "200"),
    ],
)
def test_a_client_that_does_otherwise_fails(shop: Path, old: str, new: str, case: str) -> None:
    if shutil.which("node") is None:
        pytest.skip("needs node")
    file = Path("t/javascript-client/client.mjs.jinja")
    assert CLIENT.count(old) == 1
    file.write_text(CLIENT.replace(old, new), "utf-8")
    out = verified("--case", case, "--operation", "get-item")
    assert f"FAIL javascript-client get-item call {case} (Node.js)" in out


def test_an_api_without_regions_has_no_file_for_them(shop: Path) -> None:
    text = Path("spec/shop.yaml").read_text("utf-8")
    text = text.replace("{region}.", "").replace("defaultRegion: here\n", "")
    Path("spec/shop.yaml").write_text(text.replace("regions: {here: Here, there: There}\n", ""))
    made = gen("render", "--templates", "t", "--lang", "javascript-client,python-client")
    assert made.code == 0, made.err
    assert [path for path in snapshot(Path("out")) if "region" in path] == []


def test_a_client_is_made_with_all_that_is_published(shop: Path) -> None:
    made = gen("render")
    assert made.code == 0
    files = [line for line in made.lines if "/python-client/" in line]
    assert len(files) == 9
    rows = json.loads(Path("out/manifest.json").read_text("utf-8"))["files"]
    (row,) = (row for row in rows if row["path"].endswith("_client/_client.py"))
    assert (row["target"], row["operation"]) == ("python-client", "")


def test_a_run_for_one_operation_leaves_the_client_as_it_is(shop: Path) -> None:
    gen("render")
    before = snapshot(Path("out"))
    assert gen("render", "--operation", "get-item").lines == []
    assert snapshot(Path("out")) == before
    row = "id: {description: Of the item., example: %s}\n      X"
    write_spec(shop / "spec/shop.yaml", old=row % "a", new=row % "b")
    made = gen("render", "--operation", "get-item", "--lang", "python-client,python")
    assert [line.split("/")[-2] for line in made.lines] == ["python"]


def test_a_run_that_would_make_nothing_is_told(shop: Path) -> None:
    made = gen("render", "--operation", "get-item", "--lang", "python-client")
    assert made.code == 2
    assert made.err.endswith(
        "--operation leaves nothing to make: python-client is made of all operations of an API:"
        " leave it out\n"
    )
    assert not Path("out").exists()


def test_a_client_that_is_no_longer_published_is_removed(shop: Path) -> None:
    gen("render")
    assert Path("out/shop/v1/python-client").is_dir()
    text = Path("spec/shop.yaml").read_text("utf-8").replace(", python-client", "")
    Path("spec/shop.yaml").write_text(text, "utf-8")
    assert len(gen("render").lines) == 9
    assert not Path("out/shop/v1/python-client").exists()


def test_without_publish_there_is_no_client(shop: Path) -> None:
    text = Path("spec/shop.yaml").read_text("utf-8")
    Path("spec/shop.yaml").write_text(text.partition("publish:")[0], "utf-8")
    made = gen("render", "--templates", "t")
    assert made.code == 0
    assert "client" not in made.out


def test_clients_are_targets_but_no_languages(shop: Path) -> None:
    assert "javascript-client  JavaScript client" in gen("list", "targets", "--templates", "t").out
    assert "client" not in gen("list", "languages", "--templates", "t").out


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            "borrows: [javascript]",
            "borrows: [javascrpt]",
            "4:11: there is no other language javascrpt; did you mean javascript?",
        ),
        (
            "borrows: [javascript]",
            "borrows: [javascript-client]",
            "4:11: there is no other language javascript-client; ",
        ),
        ("makes: clients\n", "", "13:7: files is for clients; remove it, or add makes: clients"),
        (
            "makes: clients\n",
            "makes: pages\n",
            "17:7: programs is for clients; remove it, or add makes",
        ),
        (
            "    files:\n",
            "    file: a.mjs\n    files:\n",
            "13:11: file is not for clients; remove it",
        ),
        ("client.mjs.jinja", "cleint.mjs.jinja", "14:22: there is no template cleint.mjs.jinja in"),
        ("call.mjs.jinja", "cal.mjs.jinja", "17:24: there is no template cal.mjs.jinja in this"),
        ('"{kebab}.mjs"', '"/{kebab}.mjs"', "14:7: '/{kebab}.mjs' does not fit here; use a path"),
        ('"{kebab}.mjs"', '"../{kebab}.mjs"', "14:7: '../{kebab}.mjs' does not fit here; use a"),
        ("for: regions", "for: regoins", "15:55: 'regoins' is not known here; did you mean"),
        ("{pascal}Error", "{pascl}Error", "9:10: '{pascl}Error' does not fit here; use an"),
    ],
)
def test_a_fault_of_a_client_has_its_place(shop: Path, old: str, new: str, message: str) -> None:
    assert LANGUAGE.count(old) == 1
    file = Path("t/javascript-client/language.yaml")
    file.write_text(LANGUAGE.replace(old, new), "utf-8")
    made = gen("render", "--templates", "t", "--lang", "javascript-client")
    assert made.code == 2
    assert f"{file}:{message}" in made.err
    assert not Path("out").exists()


def test_a_fault_of_a_page_about_a_whole_api_has_its_place(shop: Path) -> None:
    file = Path("t/reference/language.yaml")
    file.parent.mkdir()
    rows = ("a.md: {template: page.md.jinja, each: operation}",
            "b.md: {template: page.md.jinja, for: classes}")  # fmt: skip
    text = "title: T\nmakes: pages\ntargets:\n  reference:\n    title: T\n    files:\n"
    file.write_text(text + "".join(f"      {row}\n" for row in rows), "utf-8")
    made = gen("render", "--templates", "t")
    assert made.code == 2
    assert made.err == (
        f"{file}:7:45: each is not for pages; remove it\n"
        f"{file}:8:44: for: classes is not for pages; use regions\n"
    )
    file.write_text(text + "      of-{kebab}.md: {template: page.md.jinja}\n", "utf-8")
    Path("t/reference/page.md.jinja").write_text("{{ api.title|text }}\n", "utf-8")
    assert "added    out/shop/v1/reference/of-shop.md\n" in gen("render", "--templates", "t").out


def test_a_fault_of_a_template_has_its_place(shop: Path) -> None:
    file = Path("t/javascript-client/client.mjs.jinja")
    file.write_text(CLIENT.replace("{{ call.operation|name }}", "{{ call.operation.title }}"))
    made = gen("render", "--templates", "t", "--lang", "javascript-client")
    assert made.code == 2
    assert made.err.startswith(f"{file}:17:1: text from a spec is printed without an encoder")
    assert "(in shop v1)" in made.err
