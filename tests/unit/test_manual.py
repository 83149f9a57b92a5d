"""What the manual says is true: its samples, its matrix, its commands, its lists, its links."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path
from typing import Any

import pytest
import yaml
from click import Command, Context, Group
from click.testing import CliRunner

from generator.cli.main import main
from generator.config import grammar as config_grammar
from generator.config.starter import hook, workflow
from generator.languages.grammar import SHARED_FILTERS
from generator.openapi import keys as keys_table
from generator.openapi import swagger_keys
from generator.spec.grammar import json_schema
from generator.system.package import DISTRIBUTION
from generator.verify.expected.cases import make_cases, make_chooser
from generator.verify.mock_server import MockServer
from tests.manual import MANUAL, PAGES, commands, outside_code
from tests.support import (
    ROOT,
    client_targets,
    face_api,
    languages,
    reference_api,
    sample_targets,
)

README = PAGES["README.md"]
LINKED = {
    **PAGES,
    **{
        name: (ROOT / name).read_text("utf-8")
        for name in ("CONTRIBUTING.md", "CHANGELOG.md", "templates/README.md")
    },
}
CALLS = {
    command: name for name in (*PAGES, "CONTRIBUTING.md") for command in commands(LINKED[name])
}
# What pages call files that a reader has.
FILES = {
    "openapi.yaml": "tests/golden/openapi/cases/everything/document.yaml",
    "api/openapi.yaml": "tests/golden/openapi/cases/everything/document.yaml",
    "my-templates": "templates",
}


def words_of(call: str) -> list[str]:
    return [FILES.get(word, word) for word in shlex.split(call.partition(" > ")[0])[1:]]


def is_run(words: list[str]) -> bool:
    """Say whether a call is run here, in seconds; each that is not is parsed."""
    if words[0] == "verify":  # tests/compiled/wire runs every sample
        return {"--operation", "--case"} <= set(words)
    # A mock and a preview end when they are told to; tests/system/regions edits copies of tables,
    # tests/system/cli renders all regions and edits pages; which revisions and reports there are
    # is a clone's own.
    own = {"--against", "--changed", "--verified"}
    if words[0] in ("mock", "preview", "regions", "embed") or own & set(words):
        return False
    # Which settings and documents there are is a reader's own.
    if words[0] == "init" or (words[0] == "publish" and "--out" not in words):
        return False
    return "--region all" not in " ".join(words) and words not in (
        ["import"],
        ["publish"],
        ["list"],
    )


RUN = sorted({call for call in CALLS if is_run(words_of(call))})


def test_the_sample_of_the_readme_is_a_published_one() -> None:
    (sample,) = re.findall(r"```python\n(.*?)```\n", README, re.DOTALL)
    assert sample in [path.read_text("utf-8") for path in ROOT.glob("out/*/*/*/python/*.py")]


def test_what_pages_install_is_the_version_there_is() -> None:
    text = "\n".join(LINKED.values())
    named = re.findall(r"gen-samples(?:\[verify\])?==([\w.]+)|gen_samples-([\d.]+)-", text)
    named += re.findall(r"(?:gen@v|git\+URL@v|rev: v)([\d.]+)()", text)
    assert len(named) > 5
    assert {"".join(pair) for pair in named} == {version(DISTRIBUTION)}
    assert f"\n## {version(DISTRIBUTION)}\n" in LINKED["CHANGELOG.md"]


def test_the_readme_is_short() -> None:
    assert len(README.encode()) <= 8000


def test_the_matrix_has_every_target_and_every_answer() -> None:
    page = PAGES["docs/verifying.md"]
    rows = [line for line in page.splitlines() if re.match(r"\| (Target|`[\w-]+` \|.*[✓–])", line)]
    columns = [cell.strip() for cell in rows[0].strip("|").split("|")][2:]
    operation = reference_api().operations[0]
    answers = [r.status for r in operation.responses] + [e.status for e in operation.errors]
    assert columns[:-3] == [str(status) for status in answers]
    proven = sorted(target.id for target in (*sample_targets(), *client_targets()))
    assert sorted(row.split("`")[1] for row in rows[1:]) == proven


def test_the_page_of_toolchains_has_every_command_that_gets_one() -> None:
    page = PAGES["docs/toolchains.md"]
    rows = {line.split("`")[1]: line for line in page.splitlines() if line.startswith("| `")}
    for target in (*sample_targets(), *client_targets()):
        installs = [toolchain.install for toolchain in target.toolchains]
        texts = {text.replace("{interpreter}", "python") for i in installs for text in i.values()}
        assert [text for text in texts if text not in rows[target.id]] == []


@pytest.mark.parametrize(
    ("answer", "said"),
    [("200", ""), ("404", "It was gone already.\n"), ("429", "Try again in 26 seconds.\n")],
)
def test_the_example_of_the_client_does_what_it_says(answer: str, said: str) -> None:
    page = PAGES["docs/python-client.md"]
    (example,) = re.findall(r"```python\n(from face_client .*?)```\n", page, re.DOTALL)
    api = reference_api()
    with MockServer([api], choose=make_chooser([api], answer)) as server:
        bound = f'endpoint="{server.endpoint}", retries=0'
        program = example.replace("region=Region.NORWAYEAST", bound)
        assert program != example
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": str(ROOT / "out" / api.folder / "python-client"),
                 "PYTHONDONTWRITEBYTECODE": "1", "FACE_APIKEY": "k"},
            capture_output=True,
            text=True,
        )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


@pytest.mark.parametrize("call", sorted(CALLS))
def test_every_call_of_gen_has_a_command_and_options_that_there_are(call: str) -> None:
    words = words_of(call)
    command: Command | None = main
    context: Context | None = None
    while isinstance(command, Group) and words and words[0] not in ("-h", "--help"):
        # Without the parent, click would forget for all later tests that -h is help, too.
        context = Context(command, parent=context, **command.context_settings)
        command = command.get_command(context, words.pop(0))
    assert command is not None, f"{CALLS[call]}: {call}"
    if words and command is not main:  # a name alone stands for all of a command
        command.make_context("gen", words, parent=context)


@pytest.mark.parametrize("call", RUN)
def test_a_call_of_gen_runs(call: str, tmp_path: Path) -> None:
    words = words_of(call)
    if "--out" in words:
        made = tmp_path / "spec.yaml" if words[0] == "import" else tmp_path
        words[words.index("--out") + 1] = str(made)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output


def test_the_settings_that_a_page_shows_are_in_force(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = PAGES["docs/configuration.md"]
    monkeypatch.chdir(tmp_path)
    (tmp_path / "spec").mkdir()
    first, *others = re.findall(r"```toml\n(.*?)```\n", page, re.DOTALL)
    (tmp_path / "gen.toml").write_text(first, "utf-8")
    (expected,) = re.findall(r"(?m)^\$ gen config\n((?:.+\n)*?)```", page)
    assert CliRunner().invoke(main, ["config"]).output == expected
    (tmp_path / "api").mkdir()
    (tmp_path / "api/openapi.yaml").touch()
    assert len(others) == 2
    for other in others:
        (tmp_path / "gen.toml").write_text(other, "utf-8")
        assert CliRunner().invoke(main, ["config"]).exit_code == 0


def test_every_key_of_the_settings_is_in_the_manual() -> None:
    page = PAGES["docs/configuration.md"]
    found = keys(config_grammar.json_schema())
    assert {"leaveOut", "tabs"} <= found
    assert [key for key in sorted(found) if not re.search(rf"\b{key}\b", page)] == []


def test_the_workflow_and_the_hook_of_the_manual_are_those_that_init_writes() -> None:
    page, needed = PAGES["docs/reviewing.md"], f"{DISTRIBUTION}=={version(DISTRIBUTION)}"
    assert f"# .github/workflows/samples.yml\n{workflow(needed)}```" in page
    paths = ("(spec|templates|out)/", r"(gen|pyproject)\.toml$")
    written = hook(needed, ["PATHS/"]).replace("PATHS/", "|".join(paths))
    assert f"# .pre-commit-config.yaml\n{written}```" in page


PARTS_OF_SPECS = [
    block
    for block in re.findall(r"```yaml\n(.*?)```\n", PAGES["docs/spec.md"], re.DOTALL)
    if yaml.safe_load(block)
]


@pytest.mark.parametrize("part", PARTS_OF_SPECS, ids=lambda part: next(iter(yaml.safe_load(part))))
def test_each_part_of_a_spec_that_the_manual_shows_is_one(part: str, tmp_path: Path) -> None:
    operation = {
        "title": "Do",
        "summary": "Do.",
        "method": "GET",
        "path": "/",
        "responses": {204: "Done."},
    }
    whole: dict[str, Any] = {
        "api": {"id": "shop", "title": "Shop", "version": "v1"},
        "endpoint": "https://example.com",
        "operations": {"do": operation},
        **yaml.safe_load(part),
    }
    spec = tmp_path / "spec.yaml"
    spec.write_text(yaml.safe_dump(whole, sort_keys=False), "utf-8")
    result = CliRunner().invoke(main, ["lint", "--spec", str(spec), "--lang", "python"])
    assert result.output.endswith(": no problems\n"), result.output


def test_every_command_and_option_is_in_the_manual() -> None:
    context = Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    known = {name: command for name, command in found.items() if command is not None}
    for group in [name for name, command in known.items() if isinstance(command, Group)]:
        inner = known.pop(group)
        assert isinstance(inner, Group)
        known |= {f"{group} {name}": command for name, command in inner.commands.items()}
    assert "regions add" in known
    for name, command in known.items():
        assert f"gen {name}" in MANUAL, name
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in MANUAL for option in long), f"{name} {long}"


def test_every_make_is_a_target_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for name in (*PAGES, "CONTRIBUTING.md"):
        for target in re.findall(r"(?m)(?:`|^\$ )make ([\w-]+)", LINKED[name]):
            assert re.search(rf"(?m)^{target}:", makefile), f"{name}: make {target}"
    for target in ("make test", "make toolchains"):
        assert target in MANUAL


def keys(schema: Any) -> set[str]:
    """Collect the names of properties in a JSON Schema."""
    if isinstance(schema, list):
        return set().union(*map(keys, schema))
    if not isinstance(schema, dict):
        return set()
    own = schema.get("properties")
    return set(own if isinstance(own, dict) else ()).union(*map(keys, schema.values()))


def test_every_key_of_the_spec_is_in_the_manual() -> None:
    page = PAGES["docs/spec.md"]
    assert [key for key in sorted(keys(json_schema())) if not re.search(rf"\b{key}\b", page)] == []


def test_everything_that_is_not_supported_is_in_the_manual() -> None:
    types = (*keys_table.OBJECT_TYPES, *swagger_keys.OBJECT_TYPES)
    found = {key for object_type in types for key in object_type.lost} | {"oneOf", "anyOf"}
    for file in (ROOT / "generator/openapi").rglob("*.py"):
        text = file.read_text("utf-8")
        found.update(re.findall(r'unsupported\.add(?:_note)?\(\s*"([^"]+)"', text))
        found.update(re.findall(r'dropped\.append\(\("([^"]+)"', text))
    assert len(found) > 40
    rows = re.findall(r"(?m)^\| (`.+?) \|", PAGES["docs/openapi.md"])
    told = {name for row in rows for name in re.findall(r"`([^`]+)`", row)}
    assert sorted(found - told) == []


def test_the_irrelevant_keys_of_openapi_are_in_the_manual_with_their_number() -> None:
    page = PAGES["docs/openapi.md"].partition("### Irrelevant keys")[2].partition("\n## ")[0]
    rows = re.findall(r"(?m)^\| ([^|`]+) \| `([^`]+)` \| (.+) \|$", page)
    assert {(name, key): reason for name, key, reason in rows} == keys_table.IRRELEVANT
    assert f"There are {len(keys_table.IRRELEVANT)} rows" in page


def test_every_case_of_verify_is_in_the_manual() -> None:
    page = PAGES["docs/verifying.md"]
    for operation in face_api().operations:
        errors = {error.id for error in operation.errors}
        for case in make_cases(face_api(), operation, tls=True):
            assert case.id.isdigit() or case.id in errors or f"`{case.id}`" in page, case.id


def test_every_target_is_in_the_manual() -> None:
    targets = [target for language in languages().values() for target in language.targets]
    for target in targets:
        page = PAGES["docs/publishing.md" if target.is_publication else "docs/languages.md"]
        if not target.files:
            page = PAGES["docs/embedding.md"]
        name = target.id.removeprefix("markdown-") if target.is_publication else target.id
        assert f"`{name}`" in page, name


def anchors(text: str) -> set[str]:
    """Give the anchors of a page's headings, as GitHub makes them."""
    found: set[str] = set()
    for title in re.findall(r"(?m)^#+ (.*)$", outside_code(text)):
        words = re.sub(r"[^\w\- ]", "", title.strip().lower()).replace(" ", "-")
        number = 0
        while (anchor := f"{words}-{number}" if number else words) in found:
            number += 1
        found.add(anchor)
    return found


@pytest.mark.parametrize("name", LINKED)
def test_every_link_leads_somewhere(name: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", outside_code(LINKED[name])):
        if re.match(r"[a-z]+:", link):
            continue
        file, _, anchor = link.partition("#")
        target = ((ROOT / name).parent / file).resolve() if file else ROOT / name
        assert target.exists(), f"{name}: {link}"
        assert target.is_relative_to(ROOT), f"{name}: {link}"
        assert not anchor or anchor in anchors(target.read_text("utf-8")), f"{name}: {link}"


@pytest.mark.parametrize("index", ["README.md", "docs/index.md"])
def test_every_page_is_in_the_tables(index: str) -> None:
    folder = "docs/" if index == "README.md" else ""
    for page in PAGES:
        if page not in ("README.md", "docs/index.md"):
            assert f"({folder}{page.removeprefix('docs/')})" in PAGES[index]


def test_the_language_of_the_templates_readme_renders(tmp_path: Path) -> None:
    text = LINKED["templates/README.md"]
    blocks = dict(re.findall(r"`DIR/(\S+)`:\n\n```\w+\n(.*?)```\n", text, re.DOTALL))
    assert sorted(blocks) == [
        "my-go/language.yaml",
        "my-go/sample.go.jinja",
        "python/language.yaml",
    ]
    for name, content in blocks.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    out = tmp_path / "out"
    words = ["render", "--lang", "my-go", "--templates", str(tmp_path), "--out", str(out)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    files = {file.stem: file.read_text("utf-8") for file in out.rglob("*.go")}
    made = files["delete_liveness_with_verify_session"]
    assert 'endpoint := "https://norwayeast.api.cognitive.microsoft.com"' in made
    assert "url.PathEscape(" in made
    calls = [v for o in face_api().operations for v in o.variants if v.loop is None]
    assert len(files) == len(calls)


def test_the_templates_readme_names_every_filter() -> None:
    text = LINKED["templates/README.md"]
    assert [name for name in SHARED_FILTERS if f"`{name}" not in text] == []
