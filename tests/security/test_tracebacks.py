"""Whatever a file or an option holds, the answer is a line with a place, and the exit code 2."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from hypothesis import given
from hypothesis import strategies as st

from generator.cli.main import main
from generator.errors import Problem
from generator.sources.document import read_document
from tests.system.robust.support import Shop

PARAMETER = {"name": "q", "in": "query", "required": True, "schema": {"type": "number"}}
DOCUMENT: dict[str, Any] = {
    "openapi": "3.0.0",
    "info": {"title": "t", "version": "1"},
    "servers": [{"url": "https://a.example"}],
    "paths": {"/x": {"get": {"parameters": [PARAMETER], "responses": {"200": {"$ref": "#/a"}}}}},
    "a": {"description": "ok"},
}
JSON = json.dumps(DOCUMENT)
YAML = """\
openapi: 3.0.0
info: {title: t, version: "1"}
servers: [{url: "https://a.example"}]
paths: {/x: {get: {responses: {"200": {description: ok}}}}}
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def gen(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def refused(*words: str) -> str:
    """Run a command that must refuse something, and give what it says."""
    made = gen(*words)
    assert isinstance(made.exception, SystemExit), repr(made.exception)
    assert made.exit_code == 2, made.output
    return made.stderr


def lint(data: bytes | str, name: str = "api.json") -> str:
    """Give what is said of a file, whose place it must tell."""
    Path(name).write_bytes(data if isinstance(data, bytes) else data.encode())
    said = refused("lint", "--spec", name)
    for line in said.splitlines():
        file, number, column, rest = line.split(":", 3)
        assert (file, int(number) > 0, int(column) > 0) == (name, True, True)
        assert "; " in rest
    return said


def number(text: str) -> str:
    return JSON.replace('"schema"', f'"example": {text}, "schema"')


REFERENCES = (
    "x\\u0000y.yaml#/a",
    "\\u0000",
    "a%00b.json",
    "a/\\u0000/../b.json#/x",
    "x" * 256 + "#/a",
    "x/" * 5000 + "y",
    "%ff%fe#/a",
    "file:///etc/passwd",
    "..\\\\..\\\\etc\\\\passwd",
)
# No request needs the answer that these would be.
WITHIN = (
    "#/servers/" + "9" * 5000,
    "#/servers/\u0661",
    "#/servers/\u00b2",
    "#/servers/-1",
    "#/servers/01",
    "#/" + "a/" * 5000,
)


@pytest.mark.parametrize("reference", REFERENCES, ids=range(len(REFERENCES)))
def test_a_reference_that_leads_nowhere(here: Path, reference: str) -> None:
    assert lint(JSON.replace("#/a", reference)).startswith("api.json:1:")
    yaml = YAML.replace("{description: ok}", f'{{$ref: "{reference}"}}')
    assert lint(yaml, "api.yaml").startswith("api.yaml:4:")


@pytest.mark.parametrize("reference", WITHIN, ids=range(len(WITHIN)))
def test_a_reference_within_the_document_that_leads_nowhere(here: Path, reference: str) -> None:
    yaml = YAML.replace("{description: ok}", f'{{$ref: "{reference}"}}')
    for name, text in (("api.json", JSON.replace("#/a", reference)), ("api.yaml", yaml)):
        Path(name).write_text(text, "utf-8")
        made = gen("lint", "--spec", name)
        line = next(line for line in made.output.splitlines() if ": $ref: " in line)
        assert (made.exit_code, line.startswith(f"{name}:")) == (0, True), made.output
        assert len(line) < 1000


NUMBERS = ("9" * 4301, "-" + "9" * 100_000, "1e999", "-1e999", "1" * 400 + ".5", "1E+400")


@pytest.mark.parametrize("text", NUMBERS, ids=range(len(NUMBERS)))
def test_a_number_that_nobody_can_hold(here: Path, text: str) -> None:
    assert lint(number(text)).startswith(f"api.json:1:{number(text).index(text) + 1}: ")
    yaml = YAML.replace("{responses", f"{{x-a: {text}, responses")
    assert lint(yaml, "api.yaml").startswith("api.yaml:4:25: ")


@pytest.mark.parametrize(
    "text", ["NaN", "Infinity", "-Infinity", "1_000", "0x10", "01", "+1", ".5"]
)
def test_a_number_that_is_none(here: Path, text: str) -> None:
    assert "no JSON: " in lint(number(text))


SPECS = (
    "regions: {here: Here, there: There}",
    "version: v1",
    "id: shop",
    "basePath: /shop/{version}",
    "title: get",
    "example: a",
    "method: GET",
)


@pytest.mark.parametrize(
    "value",
    [
        '"a\\0b"',
        '"\\0"',
        "9" * 5000,
        "x" * 300,
        "a/" * 3000 + "b.yaml",
        '"\\ud800"',
        "1e999",
        "{}",
        "[]",
    ],
    ids=range(9),
)
def test_an_odd_value_in_a_spec(here: Path, value: str) -> None:
    Shop().write(here)
    text = (here / "spec/shop.yaml").read_text("utf-8")
    for row in SPECS:
        assert row in text
        odd = text.replace(row, f"{row.partition(':')[0]}: {value}")
        (here / "shop.yaml").write_text(odd, "utf-8")
        for words in (("lint",), ("render", "--out", "made")):
            made = gen(*words, "--spec", "shop.yaml")
            assert made.exit_code in (0, 2), (row, made.output)
            assert made.exception is None or isinstance(made.exception, SystemExit)


DEEP = (
    ("api.json", '{"openapi": "3.0.0", "a": ' + "[" * 100_000 + "]" * 100_000 + "}"),
    ("api.json", '{"openapi": "3.0.0", "a": ' + '{"a":' * 100_000 + "1" + "}" * 100_001),
    ("api.json", '{"openapi": "3.0.0", "a": ' + "[" * 100_000),
    ("api.json", '{"openapi": "3.0.0", "a": ' + '[{"a":' * 50_000 + "1" + "}]" * 50_000 + "}"),
    ("api.yaml", "openapi: 3.0.0\na: " + "[" * 100_000 + "]" * 100_000 + "\n"),
    ("api.yaml", "openapi: 3.0.0\na: " + "{a: " * 100_000 + "\n"),
    ("api.yaml", "openapi: 3.0.0\na:\n  " + "- " * 100_000 + "a\n"),
    ("api.yaml", "openapi: 3.0.0\n" + "".join(f"{' ' * n}a:\n" for n in range(2000))),
    ("spec.yaml", "api: " + "[" * 100_000 + "\n"),
    ("spec.yaml", "api: " + "{a: " * 100_000 + "1" + "}" * 100_000 + "\n"),
    ("spec.yaml", "api:\n  " + "- " * 100_000 + "a\n"),
    ("spec.yaml", "? " * 100_000 + "a\n"),
)


@pytest.mark.parametrize(("name", "text"), DEEP, ids=range(len(DEEP)))
def test_what_is_nested_too_deep(here: Path, name: str, text: str) -> None:
    assert "nest" in lint(text, name)


@pytest.mark.parametrize(
    "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "shift_jis", "euc_jp"]
)
def test_what_is_not_utf_8(here: Path, encoding: str) -> None:
    lint(JSON.replace('"t"', '"\u3042"').encode(encoding))
    lint(YAML.replace(" t,", ' "\u3042",').encode(encoding), "api.yaml")


@pytest.mark.parametrize("place", ['"t"', '"title"', '"#/a"', '"description"', '"/x"', '"openapi"'])
@pytest.mark.parametrize("half", ["\\ud800", "\\udfff", "\\ud800\\ud800", "\\udc00\\ud800"])
def test_half_a_character(here: Path, place: str, half: str) -> None:
    assert "half of a character" in lint(JSON.replace(place, f'{place[:-1]}{half}"', 1)) or (
        place == '"openapi"'
    )


def test_a_name_of_a_file_that_no_file_can_have(here: Path) -> None:
    Shop().write(here)
    for name in ("x" * 256, "x/" * 3000, "\udcff", "x" * 5000 + ".yaml"):
        refused("lint", "--spec", name)
        refused("render", "--templates", name)
        refused("import", name)
        refused("render", "--out", f"made/{name}" if name.isascii() else "spec/shop.yaml/x")


@pytest.mark.parametrize(
    "words",
    [
        ("lint", "--spec", "a\0b"),
        ("render", "--out", "a\0b"),
        ("render", "--templates", "a\0b"),
        ("render", "--operation", "\0"),
        ("render", "--set", "a=\0", "--out", "made"),
        ("import", "a\0b"),
        ("import", "a", "--out", "a\0b"),
        ("regions", "add", "a\0b", "A"),
        ("publish", "--format", "html", "--out", "a\0"),
        ("diff", "--against", "a\0b"),
        ("diff", "--format", "json=a\0b"),
        ("verify", "--report", "a\0b"),
    ],
)
def test_an_option_with_the_character_that_none_can_have(
    here: Path, words: tuple[str, ...]
) -> None:
    Shop().write(here)
    assert "U+0000" in refused(*words)


@pytest.mark.parametrize("error", [MemoryError, RecursionError])
@pytest.mark.parametrize(
    ("where", "place"),
    [
        ("generator.spec.loader.read_yaml", "spec/shop.yaml:1:1: "),
        ("generator.spec.checker.Checker.check", "spec/shop.yaml:1:1: "),
        ("jinja2.environment.Template.render", "templates/curl/"),
        ("generator.plan.make_plan", ""),
        ("generator.output.changes.compare", ""),
    ],
)
def test_what_takes_too_much_is_told_in_a_line(
    here: Path, monkeypatch: pytest.MonkeyPatch, error: type[Exception], where: str, place: str
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise error

    Shop(targets=("curl",)).write(here)
    monkeypatch.setattr(where, refuse)
    said = refused("render")
    assert place in said
    for line in said.splitlines():
        assert "; " in line
    assert not (here / "out").exists() or not any((here / "out").iterdir())


# Names that stand twice


TWICE = (
    ('"paths"', '"info": {"title": "u", "version": "2"}, "paths"', "info"),
    ('"title"', '"title": "u", "title"', "title"),
    ('"title"', '"\\u0074itle": "u", "title"', "title"),
    ('"in"', '"name": "r", "in"', "name"),
    ('"a"', '"a": {"description": "no"}, "a"', "a"),
    ('"a"', '"a": 1, "b": [1, {"\\"": 1, "\\u0022": 2}], "c"', '"'),
    ('"openapi"', '"openapi": "3.0.0", "openapi"', "openapi"),
    ('"openapi"', '"": 1, "": 1, "openapi"', ""),
    ('"openapi"', '"x": {"y": [{}, {"z": 1, "z": {}}]}, "openapi"', "z"),
    ('"openapi"', '"x": ":,", "y": "\\\\", "y": "\\":", "openapi"', "y"),
    ('"openapi"', '"\u00e9": 1, "\\u00e9": 1, "openapi"', "\u00e9"),
    ('"openapi"', '"x": 1e5, "x": 100000.0, "openapi"', "x"),
)


@pytest.mark.parametrize(("old", "new", "name"), TWICE, ids=range(len(TWICE)))
@pytest.mark.parametrize("size", [0, 100_000])
@pytest.mark.parametrize("start", ["", "\ufeff", " \n\t"])
def test_a_name_that_stands_twice(
    here: Path, old: str, new: str, name: str, size: int, start: str
) -> None:
    text = JSON.replace(old, new, 1)
    text = f'{start}{text[:-1]}, "fill": {{"a": "{"x" * size}", "b": {{}}}}}}'
    said = lint(text)
    assert f": {name} stands twice; remove one of them" in said
    assert lint(text.replace(": ", ":\n")).startswith("api.json:")


def objects() -> st.SearchStrategy[Any]:
    texts = st.text(st.sampled_from('ab":,\\{}[] \u00e9\n'), max_size=4)
    leaves = st.one_of(texts, st.integers(-5, 5), st.floats(-1e30, 1e30), st.booleans(), st.none())

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(st.lists(inner, max_size=4), st.dictionaries(texts, inner, max_size=4))

    return st.dictionaries(
        texts, st.recursive(leaves, deeper, max_leaves=12), min_size=1, max_size=4
    )


class Twice(dict[str, Any]):
    """An object that is written with one of its names once more."""

    def items(self) -> Any:
        return [*super().items(), *list(super().items())[:1]]


@given(objects(), st.integers(0, 10**6), st.booleans(), st.sampled_from([None, 0, 2]))
def test_a_name_that_stands_twice_is_never_missed(
    value: dict[str, Any], seed: int, is_ascii: bool, indent: int | None
) -> None:
    options = {"ensure_ascii": is_ascii, "indent": indent}
    problems: list[Problem] = []
    once = json.dumps(value, **options)  # type: ignore[arg-type]
    assert read_document(once.encode(), "a.json", "a.json", problems) is not None, problems
    assert not problems
    found: list[dict[str, Any]] = []

    def collect(some: Any) -> None:
        if isinstance(some, dict) and some:
            found.append(some)
        for item in some.values() if isinstance(some, dict) else some if type(some) is list else ():
            collect(item)

    collect(value)
    chosen = random.Random(seed).choice(found)

    def doubled(some: Any) -> Any:
        if isinstance(some, dict):
            made = {key: doubled(item) for key, item in some.items()}
            return Twice(made) if some is chosen else made
        return [doubled(item) for item in some] if isinstance(some, list) else some

    # The encoder in Python asks an object for its items, that in C does not.
    encoder = json.JSONEncoder(**options)  # type: ignore[arg-type]
    text = "".join(encoder.iterencode(doubled(value)))
    if text == once:
        text = "".join(
            json.encoder.JSONEncoder(indent=1, ensure_ascii=is_ascii).iterencode(doubled(value))
        )
    assert text != once
    assert read_document(text.encode(), "a.json", "a.json", problems) is None
    assert [p for p in problems if p.what.endswith(" stands twice")] == problems != []


# A byte order mark in front

BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.yaml", YAML),
        ("a.yaml", YAML.replace("openapi:", '"openapi":', 1)),
        ("a.yaml", YAML.replace("openapi:", "'openapi' :", 1)),
        ("a.yaml", f"# comment\n{YAML}"),
        ("a.yaml", f"---\n{YAML}"),
        ("a.yml", YAML.replace("\n", "\r\n")),
        ("a.json", JSON.replace("#/a", "#/a")),
        ("a.json", f"\n {JSON}"),
    ],
)
def test_a_document_behind_a_byte_order_mark(here: Path, name: str, text: str) -> None:
    (here / "spec").mkdir()
    (here / "spec" / name).write_bytes(BOM + text.encode())
    for words in (("lint",), ("lint", "--spec", f"spec/{name}"), ("import", f"spec/{name}")):
        made = gen(*words)
        assert made.exit_code == 0, made.output


@pytest.mark.parametrize("file", ["spec/shop.yaml", "spec/regions.yaml", "mine/own/language.yaml"])
def test_yaml_of_ours_behind_a_byte_order_mark(here: Path, file: str) -> None:
    Shop().write(here)
    spec = here / "spec/shop.yaml"
    row = "regions: {here: Here, there: There}"
    spec.write_text(spec.read_text("utf-8").replace(row, "regions: regions.yaml"), "utf-8")
    (here / "spec/regions.yaml").write_text("here: Here\nthere: There\n", "utf-8")
    (here / "mine/own").mkdir(parents=True)
    target = "own: {title: Own, fence: own, file: own.txt, template: a.jinja}"
    language = f"title: Own\ntargets:\n  {target}\n"
    (here / "mine/own/language.yaml").write_text(language, "utf-8")
    (here / "mine/own/a.jinja").write_text("x\n", "utf-8")
    (here / file).write_bytes(BOM + (here / file).read_bytes())
    made = gen("render", "--templates", "mine", "--lang", "own", "--out", "made")
    assert made.exit_code == 0, made.output
