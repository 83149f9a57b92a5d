"""gen.toml: every command keeps to it, the command line comes first, gen diff names its lines."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.support import ROOT
from tests.system.cli.conftest import gen, process, rendered, snapshot, write_spec

DOCUMENT = """\
openapi: 3.1.0
info: {title: Shop, version: v1}
servers: [{url: https://eu.shop.example.com/v1}, {url: https://us.shop.example.com/v1}]
components:
  securitySchemes:
    shopKey: {type: apiKey, in: header, name: X-Key}
    shopToken: {type: http, scheme: bearer}
paths:
  /things:
    get:
      operationId: listThings
      security: [{shopKey: []}, {shopToken: []}]
      responses: {"204": {description: Nothing.}}
    put:
      operationId: putThings
      requestBody: {content: {application/xml: {schema: {oneOf: [{type: object}, {type: array}]}}}}
      responses: {"204": {description: Nothing.}}
"""


def settings(folder: Path, text: str) -> None:
    (folder / "gen.toml").write_text(text, "utf-8")


@pytest.fixture
def unlisted(here: Path) -> Path:
    """The working folder with a spec that lists no targets."""
    write_spec(here / "spec/shop.yaml", old="publish: {targets: [python, ruby, reference]}\n")
    return here


def text_of(folder: Path, pattern: str) -> str:
    (file,) = folder.glob(pattern)
    return file.read_text("utf-8")


def test_places_and_targets_are_those_of_the_settings(unlisted: Path) -> None:
    (unlisted / "spec").rename(unlisted / "api")
    settings(unlisted, 'spec = "api"\nout = "made"\ntargets = ["ruby", "curl"]\ntimeout = 7\n')
    assert gen("render").code == 0
    assert rendered(unlisted / "made") == {
        f"{o}/{t}" for o in ("get-item", "drop-item") for t in ("ruby", "curl")
    }
    assert "--max-time 7 " in text_of(unlisted, "made/shop/v1/get-item/curl/*")
    assert gen("render", "--check").code == 0
    assert gen("lint").code == 0
    assert gen("list", "operations").lines[0].startswith("get-item")
    assert gen("regions", "add", "new", "New").err.endswith(
        "run gen render to bring the samples up to date\n"
    )


def test_the_command_line_comes_first(unlisted: Path) -> None:
    settings(unlisted, 'spec = "nowhere"\nout = "made"\ntargets = ["ruby"]\n')
    result = gen("render", "--spec", "spec", "--out", "other", "--lang", "curl")
    assert result.code == 0
    assert rendered(unlisted / "other") == {"get-item/curl", "drop-item/curl"}
    assert not (unlisted / "made").exists()


def test_a_spec_that_lists_targets_comes_first(here: Path) -> None:
    settings(here, 'targets = ["curl"]\n')
    assert gen("render").code == 0
    assert {path.split("/")[1] for path in rendered(here / "out")} == {
        "python",
        "ruby",
        "reference",
    }


def test_the_output_folder_of_the_settings_holds_what_the_spec_alone_says(unlisted: Path) -> None:
    settings(unlisted, 'out = "made"\n')
    assert gen("render", "--region", "there").code == 2
    assert gen("render", "--region", "there", "--out", "out").code == 0
    assert (
        "made/ holds what gen render makes"
        in gen("publish", "--format", "html", "--out", "made").err
    )


def test_a_spec_that_is_not_there_is_told_with_its_place(here: Path) -> None:
    settings(here, '\nspec = "nowhere"\ntemplates = ["none"]\n')
    for command in ("render", "lint", "diff", "mock", "manifest", "config"):
        result = gen(command)
        assert result.code == 2
        assert (
            result.err
            == "gen.toml:2:8: there is no nowhere; write it there, or name another spec\n"
        )
    assert gen("lint", "--spec", "spec").err == (
        "gen.toml:3:13: there is no folder none; make it, or take it out of the list\n"
    )


def test_a_folder_below_has_the_same_settings(
    unlisted: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (unlisted / ".git").mkdir()
    settings(unlisted, 'targets = ["ruby"]\n[publish]\nformat = "html"\nout = "site"\n')
    assert gen("render").code == 0
    (unlisted / "docs").mkdir()
    monkeypatch.chdir(unlisted / "docs")
    assert gen("render", "--check").code == 0
    assert gen("publish").lines[0] == "added    ../site/index.html"


def test_templates_are_those_of_the_settings(unlisted: Path) -> None:
    shutil.copytree(ROOT / "templates/ruby", unlisted / "mine/ruby")
    template = next((unlisted / "mine/ruby").glob("sample.*"))
    template.write_text(template.read_text("utf-8") + "# of ours\n", "utf-8")
    settings(unlisted, 'templates = ["mine"]\ntargets = ["ruby"]\n')
    assert gen("render").code == 0
    assert text_of(unlisted, "out/shop/v1/get-item/ruby/*").endswith("# of ours\n")
    assert gen("config", "--json").code == 0


def test_publish_makes_what_the_settings_list(unlisted: Path) -> None:
    settings(
        unlisted,
        '[[publish]]\nformat = "html"\nout = "site"\n'
        '[[publish]]\nformat = "markdown"\ntabs = "mkdocs"\nout = "docs"\n',
    )
    assert gen("publish", "--check").code == 1
    assert gen("publish").code == 0
    assert (unlisted / "site/index.html").exists()
    assert '=== "' in text_of(unlisted, "docs/shop/v1/get-item.md")
    assert gen("publish", "--check").code == 0
    assert gen("publish", "--format", "markdown", "--check").code == 0
    assert gen("publish", "--format", "openapi").err.endswith(
        "Error: nothing says where openapi goes: add --out DIR, one of its own\n"
    )
    assert "add --format" in gen("publish", "--out", "x").err


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ('format = "nope"\nout = "x"', "there is no such format; use one of"),
        ('format = "html"\ntabs = "mkdocs"\nout = "x"', "html has no tabs of a site"),
        ('format = "html"\nout = "out/x"', "out/ holds what gen render makes"),
    ],
)
def test_a_format_that_can_not_be_made_is_told_with_its_place(
    here: Path, row: str, message: str
) -> None:
    settings(here, f"[[publish]]\n{row}\n")
    result = gen("publish")
    assert result.code == 2
    assert result.err.startswith("gen.toml:1:3: ") and message in result.err


def test_a_target_that_is_none_is_told_with_its_place(unlisted: Path) -> None:
    settings(unlisted, 'targets = [\n  "rubi",\n]\n')
    result = gen("render")
    assert (result.code, result.err) == (
        2,
        "gen.toml:2:3: there is no target rubi; did you mean ruby?\n",
    )


def test_config_shows_what_is_in_force_and_from_where(unlisted: Path) -> None:
    settings(unlisted, 'targets = ["ruby", "curl"]\n[publish]\nformat = "html"\nout = "site"\n')
    assert gen("config", "--out", "other").out == (
        "spec         spec          default\n"
        "out          other         command line\n"
        "templates    -             default\n"
        "targets      ruby, curl    gen.toml:1:11\n"
        "timeout      30            default\n"
        "snippetTags  -             default\n"
        "regionTable  once          default\n"
        "publish      html in site  gen.toml:2:2\n"
    )
    found = json.loads(gen("config", "--json", "--lang", "php").out)
    assert found["file"] == "gen.toml"
    assert found["settings"]["targets"] == {"value": ["php"], "from": "command line"}


def test_a_document_gets_what_it_can_not_say(here: Path) -> None:
    (here / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    settings(
        here,
        'spec = "openapi.yaml"\ntargets = ["curl"]\n[openapi]\nleaveOut = ["put-things"]\n'
        'defaultRegion = "us-shop-example-com"\ncredentials = ["shopToken"]\n'
        'env = {shopToken = "OUR_TOKEN"}\n',
    )
    result = gen("render")
    assert (result.code, result.err) == (0, "1 file: 1 added\n")  # nothing is unsupported
    text = text_of(here, "out/shop/v1/list-things/curl/*")
    assert "https://us.shop.example.com" in text
    assert "Bearer ${OUR_TOKEN" in text or "OUR_TOKEN" in text
    assert gen("import", "openapi.yaml").out.count("OUR_TOKEN") == 1


def test_a_document_without_a_host_gets_one(here: Path) -> None:
    servers = (
        "servers: [{url: https://eu.shop.example.com/v1}, {url: https://us.shop.example.com/v1}]"
    )
    (here / "openapi.yaml").write_text(DOCUMENT.replace(servers, "servers: [{url: /v3}]"), "utf-8")
    settings(
        here,
        'spec = "openapi.yaml"\ntargets = ["curl"]\n[openapi]\nleaveOut = ["put-things"]\n'
        'server = "https://shop.example.com"\ncredentials = ["shopKey"]\n',
    )
    assert gen("render").err == "1 file: 1 added\n"
    text = text_of(here, "out/shop/v1/list-things/curl/*")
    assert "https://shop.example.com" in text and "/v3/things" in text


def test_all_operations_can_not_be_left_out(here: Path) -> None:
    (here / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    settings(here, 'spec = "openapi.yaml"\n[openapi]\nleaveOut = ["list-things", "put-things"]\n')
    assert gen("render").err == (
        "gen.toml:3:13: the settings leave out every operation of this document; leave out fewer\n"
    )


def git(folder: Path, *words: str) -> None:
    import subprocess

    who = ("-c", "user.name=n", "-c", "user.email=e@example.com")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def test_diff_names_the_line_of_the_settings_that_changed(unlisted: Path) -> None:
    settings(unlisted, 'targets = ["ruby", "curl"]\n')
    git(unlisted, "init", "--quiet")
    assert gen("render").code == 0
    git(unlisted, "add", "--all")
    git(unlisted, "commit", "--quiet", "--message", "Samples")
    assert gen("diff").code == 0
    settings(unlisted, '# more\ntargets = ["ruby"]\ntimeout = 9\n')
    found = gen("diff", "--format", "stat")
    assert found.code == 1
    assert "API changed: timeout 30 is now 9 (gen.toml:3): 4 samples\n" in found.out
    assert "published target curl is gone (gen.toml:2): 2 samples\n" in found.out
    assert gen("render").code == 0
    git(unlisted, "rm", "--quiet", "-r", "--cached", "out")
    rendered_again = gen("diff", "--against", "HEAD", "--rendered", "--format", "stat")
    assert "(gen.toml:3)" in rendered_again.out


def test_broken_settings_end_every_command_and_no_help(here: Path) -> None:
    settings(here, "spec = \n")
    for command in ("render", "lint", "config", "publish", "init", "manifest"):
        result = process(command, cwd=here)
        assert result.code == 2
        assert result.err.endswith("gen.toml:1:8: not TOML: invalid value; correct the syntax\n")
        assert process(command, "--help", cwd=here).code == 0


def test_settings_write_nothing_outside(here: Path) -> None:
    (here / ".git").mkdir()
    settings(here, 'out = "../elsewhere"\n')
    before = snapshot(here.parent)
    assert gen("render").code == 2
    assert snapshot(here.parent) == before
