"""`gen list`, `gen schema`, `gen lint`, and what holds for every command."""

from __future__ import annotations

import copy
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from jsonschema import Draft202012Validator

from generator.cli.main import main
from tests.support import ROOT
from tests.system.cli.conftest import Result, gen, process, snapshot, write_spec

RENDER_OPTIONS = {
    "--spec",
    "--lang",
    "--operation",
    "--templates",
    "--out",
    "--check",
    "--region",
    "--endpoint",
    "--set",
}
posix = pytest.mark.skipif(os.name != "posix", reason="pipes and signals are of POSIX")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["rendr"], "there is no command 'rendr'; did you mean render?"),
        (["regions", "ad"], "there is no command 'ad'; did you mean add?"),
        (["regions", "zzz"], "there is no command 'zzz'; use one of add, import, "),
    ],
)
def test_an_unknown_command_gets_a_suggestion(words: list[str], message: str) -> None:
    result = gen(*words)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


# list


@pytest.mark.parametrize(
    ("what", "keys", "first"),
    [
        ("languages", ["id", "title"], "curl        curl"),
        ("targets", ["id", "title", "language"], "curl              curl                  curl"),
        (
            "operations",
            ["id", "method", "title", "api", "version"],
            "get-item   GET     Get   shop  v1",
        ),
        (
            "regions",
            ["id", "name", "endpoint", "api"],
            "here   Here   https://here.shop.example.com   shop",
        ),
    ],
)
def test_lists_are_a_table_or_json_of_the_same_rows(
    here: Path, what: str, keys: list[str], first: str
) -> None:
    table, as_json = gen("list", what), gen("list", what, "--json")
    rows = json.loads(as_json.out)
    assert (table.code, as_json.code, table.err, as_json.err) == (0, 0, "", "")
    assert table.lines[0] == first
    assert [line.split() for line in table.lines] == [
        [word for value in row.values() for word in value.split()] for row in rows
    ]
    assert all(list(row) == keys for row in rows)


def test_pages_are_targets_but_no_languages(here: Path) -> None:
    assert "reference" not in gen("list", "languages").out
    assert "reference" in gen("list", "targets").out


def test_lists_of_templates_need_no_spec(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert gen("list", "languages").code == gen("list", "targets").code == 0
    assert gen("list", "regions").code == gen("list", "operations").code == 2


def test_an_api_without_regions_lists_none(here: Path) -> None:
    regions = "{region}.shop.example.com\nbasePath: /shop/{version}\ndefaultRegion: here\n"
    regions += "regions: {here: Here, there: There}\n"
    write_spec(here / "spec/shop.yaml", old=regions, new="shop.example.com\n")
    assert gen("list", "regions") == Result(0, "", "")
    assert gen("list", "regions", "--json") == Result(0, "[]\n", "")


def test_a_table_shows_control_characters_and_json_keeps_them(here: Path) -> None:
    write_spec(here / "spec/shop.yaml", old="here: Here", new='here: "\\e[31m\\u202eHere\\n"')
    assert gen("list", "regions").lines[0].startswith("here   \\x1b[31m\\u202eHere\\n  https:")
    row = json.loads(gen("list", "regions", "--json").out)[0]
    assert row["name"] == "\x1b[31m\u202eHere\n"


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "utf-8"])
@pytest.mark.parametrize("json_", [[], ["--json"]])
def test_an_encoding_that_lacks_a_character_is_no_failure(
    here: Path, encoding: str, json_: list[str]
) -> None:
    """A pipe on Windows has such an encoding."""
    write_spec(here / "spec/shop.yaml", old="here: Here", new="here: 日本é")
    made = subprocess.run(
        [sys.executable, "-m", "generator", "list", "regions", *json_],
        env={**os.environ, "PYTHONIOENCODING": encoding},
        capture_output=True,
    )
    assert (made.returncode, made.stderr) == (0, b"")
    if json_:
        assert json.loads(made.stdout)[0]["name"] == "日本é"


# schema


class Core(yaml.SafeLoader):
    """Reads as YAML 1.2's core schema does, but 1.10 and 2024-01-01 stay text."""


Core.yaml_implicit_resolvers = {
    first: [(tag, rule) for tag, rule in rules if not tag.endswith((":float", ":timestamp"))]
    for first, rules in yaml.SafeLoader.yaml_implicit_resolvers.items()
}
LOADERS = [yaml.SafeLoader, Core]
SPECS = [
    path
    for path in sorted(
        [*(ROOT / "spec").glob("*.yaml"), *(ROOT / "tests/golden/cases").rglob("*.yaml")]
    )
    if "\napi:" in "\n" + path.read_text("utf-8")
]
LANGUAGES = sorted((ROOT / "templates").glob("*/language.yaml"))


def schema(*kind: str) -> dict[str, Any]:
    made = gen("schema", *kind)
    assert (made.code, made.err) == (0, "")
    read: dict[str, Any] = json.loads(made.out)
    return read


def read(path: Path, loader: type[Any]) -> Any:
    """Read YAML as an editor does, which knows keys as text alone."""
    with path.open(encoding="utf-8") as file:
        return with_text_keys(yaml.load(file, loader))


def with_text_keys(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): with_text_keys(child) for key, child in value.items()}
    return [with_text_keys(child) for child in value] if isinstance(value, list) else value


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


@pytest.mark.parametrize("kind", ["spec", "language"])
def test_a_schema_is_json_schema_and_is_committed_as_it_is_printed(kind: str) -> None:
    Draft202012Validator.check_schema(schema(kind))
    folder = {"spec": "spec", "language": "templates"}[kind]
    file = ROOT / folder / f"{kind}.schema.json"
    assert file.read_text("utf-8") == gen("schema", kind).out


def test_the_schema_of_a_spec_is_the_default() -> None:
    assert schema() == schema("spec")


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("path", SPECS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_the_schema_accepts_every_spec(path: Path, loader: type[Any]) -> None:
    assert faults(schema("spec"), read(path, loader)) == []


@pytest.mark.parametrize("loader", LOADERS)
@pytest.mark.parametrize("path", LANGUAGES, ids=lambda path: path.parent.name)
def test_the_schema_accepts_every_language(path: Path, loader: type[Any]) -> None:
    assert faults(schema("language"), read(path, loader)) == []


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (["oops"], 1),
        (["api", "oops"], 1),
        (["operations", "get-item", "oops"], 1),
        (["operations", "get-item", "parameters", "id", "oops"], 1),
        (["operations", "get-item", "method"], "FETCH"),
        (["operations", "get-item", "path"], "items"),
        (["operations", "Get Item"], {}),
        (["headers", "X-Key", "env"], "not a name"),
        (["endpoint"], "ftp://x"),
        (["timeout"], 0),
        (["api"], None),
        (["operations"], {}),
    ],
    ids=lambda value: ".".join(value) if isinstance(value, list) else str(value),
)
def test_the_schema_refuses_what_the_reader_refuses(
    here: Path, place: list[str], value: object
) -> None:
    spec = read(here / "spec/shop.yaml", Core)
    assert faults(schema(), spec) == []
    inner = spec
    for key in place[:-1]:
        inner = inner[key]
    inner[place[-1]] = value
    assert faults(schema(), spec) != []
    (here / "spec/shop.yaml").write_text(json.dumps(spec), "utf-8")  # JSON is YAML
    assert gen("lint").code == 2


@pytest.mark.parametrize("key", ["api", "endpoint", "operations"])
def test_the_schema_wants_what_the_reader_wants(here: Path, key: str) -> None:
    spec = read(here / "spec/shop.yaml", Core)
    shorter = copy.deepcopy(spec)
    del shorter[key]
    assert faults(schema(), shorter) == [f"{key!r} is a required property"]
    (here / "spec/shop.yaml").write_text(json.dumps(shorter), "utf-8")
    assert gen("lint").code == 2


def test_the_schema_of_a_language_refuses_an_unknown_key() -> None:
    value = read(LANGUAGES[0], Core)
    assert faults(schema("language"), {**value, "oops": 1}) != []
    assert faults(schema("language"), {k: v for k, v in value.items() if k != "title"}) != []


# lint


def test_lint_says_that_nothing_is_wrong_and_writes_nothing(here: Path) -> None:
    before = snapshot(here)
    assert gen("lint") == Result(0, "", "1 spec, 2 operations: no problems\n")
    assert snapshot(here) == before


def test_lint_tells_every_problem_of_every_file_with_its_place(here: Path) -> None:
    write_spec(here / "spec/a.yaml", "v2", old="title: Get", new="titel: Get")
    write_spec(here / "spec/b.yaml", "v3", old="defaultRegion: here", new="defaultRegion: her")
    made = gen("lint")
    assert (made.code, made.out) == (2, "")
    assert [line.partition(";")[0] for line in made.err.splitlines()] == [
        "spec/a.yaml:10:5: title is missing",
        "spec/a.yaml:10:5: unknown key 'titel'",
        "spec/b.yaml:4:16: region her is not in regions",
    ]


def test_lint_finds_what_only_rendering_finds(here: Path) -> None:
    write_spec(here / "spec/shop.yaml", old="[python, ruby,", new="[python, rubby,")
    assert gen("lint").err.startswith("spec/shop.yaml:26:29: there is no target rubby; did you")
    write_spec(here / "spec/shop.yaml")
    (here / "t/python").mkdir(parents=True)
    (here / "t/python/sample.py.jinja").write_text("{{ nope|word }}", "utf-8")
    assert gen("lint", "--lang", "python", "--templates", "t").code == 2
    assert gen("lint", "--lang", "ruby", "--templates", "t").code == 0


# What holds for every command


HERE = click.Context(main)
FOUND = {name: main.get_command(HERE, name) for name in main.list_commands(HERE)}
COMMANDS = {name: command for name, command in FOUND.items() if command is not None}


@pytest.mark.parametrize("name", [None, *COMMANDS])
@pytest.mark.parametrize("flag", ["--help", "-h"])
def test_help_names_every_option_and_says_what_it_is_for(name: str | None, flag: str) -> None:
    made = gen(*([name] if name else []), flag)
    assert (made.code, made.err) == (0, "")
    command = COMMANDS[name] if name else main
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help
            assert all(option in made.out for option in parameter.opts)
    assert command.help and command.help.split(".")[0].split()[0] in made.out


def test_help_of_gen_names_every_command() -> None:
    assert {"lint", "list", "render", "schema"} <= set(gen("--help").out.split()) & set(COMMANDS)


def test_help_of_render_names_its_options() -> None:
    assert set(gen("render", "--help").out.split()) >= RENDER_OPTIONS


def test_the_version_is_the_packages() -> None:
    from importlib.metadata import version

    assert gen("--version").out == f"gen, version {version('gen-samples')}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["nope"],
        ["--nope"],
        ["list"],
        ["list", "nope"],
        ["list", "regions", "--spec", "nowhere"],
        ["list", "targets", "--templates", "nowhere"],
        ["schema", "nope"],
        ["lint", "--spec", "nowhere"],
        ["lint", "--lang", "nope"],
        ["lint", "--lang", ""],
        ["render", "--spec", "spec/broken.txt"],
        ["render", "--spec", "/dev/null"],
        ["render", "--out", "spec/shop.yaml"],
        ["render", "--out", "spec/shop.yaml/x"],
        ["render", "--set", "id", "--out", "tmp"],
    ],
    ids=" ".join,
)
def test_an_error_is_a_message_on_stderr_and_exit_code_2(here: Path, arguments: list[str]) -> None:
    (here / "spec/broken.txt").write_bytes(b"\xff\0{[*&")
    made = process(*arguments, cwd=here)
    assert (made.code, made.out) == (2, "")
    assert made.err.strip()
    assert "Traceback" not in made.err
    assert "\x1b" not in made.err


def test_a_run_as_a_module_is_the_same_command(here: Path) -> None:
    made = subprocess.run(
        [sys.executable, "-m", "generator", "render", "--check"], capture_output=True
    )
    assert made.returncode == 1
    assert made.stderr == b"7 files: would be 7 added\n"


def test_two_processes_write_the_same_bytes(here: Path) -> None:
    """Whatever order sets have, and whatever locale and encoding there is."""
    for out, seed in (("a", "1"), ("b", "2")):
        env = {"PYTHONHASHSEED": seed, "LC_ALL": "C" if seed == "1" else "C.UTF-8"}
        assert process("render", "--out", out, cwd=here, **env).code == 0
    one, two = ({k: v[0] for k, v in snapshot(here / out).items()} for out in ("a", "b"))
    assert one == two


@pytest.mark.parametrize("variable", ["NO_COLOR", "FORCE_COLOR", "CLICOLOR_FORCE"])
def test_nothing_is_coloured(here: Path, variable: str) -> None:
    for arguments in (["render"], ["list", "targets"], ["lint", "--lang", "nope"], ["--help"]):
        made = process(*arguments, cwd=here, **{variable: "1"})
        assert "\x1b" not in made.out + made.err


@posix
@pytest.mark.parametrize(
    "arguments",
    [
        ["list", "regions"],
        ["schema"],
        ["render", "--check"],
        ["render"],
        ["list", "targets", "--json"],
    ],
    ids=" ".join,
)
def test_a_reader_that_has_gone_is_no_reason_to_complain(here: Path, arguments: list[str]) -> None:
    """As in `gen list regions | head -1`, but with nobody left; the exit code is a shell's."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        made = subprocess.run(
            [Path(sys.executable).with_name("gen"), *arguments],
            stdout=writing,
            stderr=subprocess.PIPE,
        )
    finally:
        os.close(writing)
    assert (made.returncode, made.stderr) == (141, b"")


@posix
def test_the_first_line_of_a_list_can_be_taken(here: Path) -> None:
    gen_ = Path(sys.executable).with_name("gen")
    made = subprocess.run(
        f'set -o pipefail; "{gen_}" list regions | head -1',
        shell=True,
        executable="/bin/bash",
        capture_output=True,
    )
    assert made.stdout == b"here   Here   https://here.shop.example.com   shop\n"
    assert made.stderr == b""
    assert made.returncode in (0, 141)  # by who was faster


@posix
def test_a_full_disk_behind_stdout_is_told(here: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("there is no /dev/full here")
    with Path("/dev/full").open("wb") as full:
        made = subprocess.run(
            [Path(sys.executable).with_name("gen"), "schema"], stdout=full, stderr=subprocess.PIPE
        )
    assert made.returncode == 2
    assert made.stderr == b"stdout: can't be written (No space left on device)\n"


@posix
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_a_stream_that_is_closed_is_none_of_ours(here: Path, closed: str) -> None:
    gen_ = Path(sys.executable).with_name("gen")
    for command, code in (("list regions", 0), ("render", 0), ("lint --spec nowhere", 2)):
        made = subprocess.run(
            f'"{gen_}" {command} {closed}', shell=True, executable="/bin/bash", capture_output=True
        )
        assert made.returncode == code, made
        assert b"Traceback" not in made.stdout + made.stderr


# What a folder of specs may hold


@pytest.mark.parametrize("what", ["folder", "link"])
def test_what_is_called_a_spec_and_is_no_file_is_told(here: Path, what: str) -> None:
    if what == "folder":
        (here / "spec/b.yaml").mkdir()
    else:
        (here / "spec/b.yaml").symlink_to("nowhere")
    made = gen("lint")
    assert made.code == 2
    assert made.err == (
        "spec/b.yaml:1:1: this has the name of a spec, but is no file; remove it, or rename it\n"
    )


def test_a_template_cannot_reach_behind_the_guard(here: Path) -> None:
    for trick in (
        "{{ (file|comment).__class__(operation.summary._value) }}",
        "{{ (file|comment)['__class__'](operation.summary['_value']) }}",
    ):
        (here / "t/python").mkdir(parents=True, exist_ok=True)
        (here / "t/python/sample.py.jinja").write_text(f"# {trick}\n", "utf-8")
        made = gen("render", "--templates", "t", "--lang", "python", "--operation", "get-item")
        assert made.code == 2
        assert made.err.startswith("t/python/sample.py.jinja:1:1: __class__ is not for templates")


def test_a_templates_folder_that_holds_no_language_is_told(here: Path) -> None:
    (here / "t").mkdir()
    made = gen("render", "--templates", "t")
    assert made.code == 2
    assert "--templates t: no language has a folder in it" in made.err
