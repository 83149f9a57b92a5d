"""No text of a spec breaks out of its place in a client."""

from __future__ import annotations

import ast
import doctest
import re
import subprocess
import sys
import tomllib
import warnings
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

import black
import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from packaging.version import Version

from generator.spec.grammar import VERSION
from tests.compiled.encoders.texts import texts
from tests.support import HOSTILE, languages

from .hostile import INSTRUCTIONS, blocks, comments, spec, structure
from .made import TARGET, client_files, files_of, read, shown, write

# What tools know, and what breaks out of a literal, a docstring, a comment, or a line.
MORE = [
    *("type: ignore", "fmt: off", "fmt: skip", "noqa", "NoQA: F401", "nosec", "pragma: no cover"),
    *("pragma no cover", "pylint: disable=all", "pyright: basic", "mypy: ignore-errors", "# noqa"),
    *("isort: skip_file", "ruff: noqa", "flake8: noqa", "yapf: disable", "ty: ignore", "type:int"),
    *("TYPE: IGNORE", "pyrefly: ignore", "pyre-ignore", "NOQA", "a # noqa", "a # type: ignore"),
    *("a pylint: disable=all", "a; fmt: off", "a; fmt: skip", "pytype: disable=x", "#noqa", "#: x"),
    *('"', '""', '"""', "'''", '\\"', "\\", "\\\\", '\\"""', '"""\\', 'a"', '"a', '" "', "'"),
    *('""" + __import__("os").abort() + """', '"\\', "\\\n", "{", "}", "{self}", "a\n>>> 1/0"),
    *("a " * 60, "a" * 100, '"' * 100, "\\" * 90, "a" * 83 + '"', "日" * 50, "é" * 85),
    *("```", "````\n```", "# x", "1. x", "- x", "> x", "| a | b |", "===", "---", "<b>", "[a](b)"),
    *("&amp;", "*a*", "_a_", "~~a~~", "`a`", "$x$", "http://a.example", "<http://a.example>", "+"),
    *("[project]", "a = 1", "#!/bin/sh", "\ufeff", "\xa0a\xa0", "\u3000", "\x1f", "\x7f", "\xad"),
]


def chunks(values: Sequence[str], size: int = 20) -> list[list[str]]:
    kept = [value for value in values if value.strip()]
    return [kept[i : i + size] for i in range(0, len(kept), size)]


@cache
def harmless(count: int) -> dict[str, str]:
    return dict(files_of(spec([f"Text {number}" for number in range(count)])))


def check(values: Sequence[str], only: str = "") -> None:
    """Hold the client of a spec with texts against the same with harmless ones."""
    made, usual = client_files(read(spec(values, only))), harmless(len(values))
    assert made.keys() == usual.keys()
    for name, text in made.items():
        if name.endswith(".py"):
            check_python(text, usual[name])
    check_toml(made["pyproject.toml"])
    found, (console, code) = blocks(made["README.md"])
    usual_blocks, (usual_console, usual_code) = blocks(usual["README.md"])
    assert found == usual_blocks
    assert console.content == usual_console.content
    assert structure(code.content)[0] == structure(usual_code.content)[0]


def check_python(text: str, usual: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # such as of a backslash that means nothing
        compile(text, "made", "exec", dont_inherit=True)
    assert structure(text)[0] == structure(usual)[0]
    assert black.format_str(text, mode=black.Mode()) == text
    assert len(comments(text)) == len(comments(usual))
    for comment in comments(text):
        assert not INSTRUCTIONS.search(comment), comment
    for line in text.split("\n"):
        assert line == line.rstrip() and not re.search(r"[\x00-\x1f\x7f-\xa0\u2028-\u202e]", line)


def check_toml(text: str) -> None:
    made = tomllib.loads(text)
    assert made.keys() == {"build-system", "project"}
    assert made["build-system"].keys() == {"requires", "build-backend"}
    keys = {"name", "version", "description", "readme", "requires-python", "dependencies"}
    assert made["project"].keys() == keys


@pytest.mark.parametrize("values", chunks(HOSTILE + MORE), ids=lambda values: "")
def test_hostile_texts(values: list[str]) -> None:
    check(values)


@settings(
    max_examples=15,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
)
@given(st.lists(texts().filter(str.strip), min_size=3, max_size=3, unique=True))
def test_generated_texts(values: list[str]) -> None:
    check(values)


@pytest.mark.parametrize("character", ["x", "é", "日", '"'])
def test_lines_of_every_length(character: str) -> None:
    """One text at a time: where one line is too long, black writes the whole file."""
    for length in range(12, 68, 3 if character == "x" else 8):
        made = client_files(read(spec([f"a{character * length}b"])))
        assert_black(made, "errors.py")
        assert_black(made, "_client.py")


def assert_black(files: Mapping[str, str], ending: str = ".py") -> None:
    for name, text in files.items():
        if name.endswith(ending):
            assert black.format_str(text, mode=black.Mode()) == text


def test_docstrings_of_every_length() -> None:
    for end in ("x", "\\"):
        values = [("xx " * 30)[:number].strip() + end for number in range(50, 90)]
        assert_black(client_files(read(spec(values, "error"))), "errors.py")
        for value in values[::5]:
            assert_black(client_files(read(spec([value], "title"))), "__init__.py")


@pytest.mark.parametrize("text", ['"', 'say "hi"', 'x"' * 45, "x " * 40 + '"hi"', "x\\"])
def test_docstrings_that_end_oddly(text: str) -> None:
    assert_black(client_files(read(spec([text]))))


def documented(text: str) -> str:
    """Write a text as a docstring has it: as a line, with no beginning of a doctest."""
    return re.sub(">(?=>>)", "> ", shown(text))


def docstrings(text: str) -> list[str]:
    """Give the words of each docstring."""
    kinds = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    nodes = (node for node in ast.walk(ast.parse(text)) if isinstance(node, kinds))
    return [" ".join((ast.get_docstring(node) or "").split()) for node in nodes]


def test_texts_are_there_as_they_are() -> None:
    """What is sent or compared is the text itself; what is read, a line of it."""
    for values in chunks(HOSTILE + MORE):
        made = client_files(read(spec(values)))
        strings = {n: structure(text)[1] for n, text in made.items() if n.endswith(".py")}
        docs = {n: docstrings(made[f"hostile_client/{n}.py"]) for n in ("errors", "_client")}
        for value in values:
            assert value in strings["hostile_client/errors.py"]
            assert f"{value}q" in strings["hostile_client/_client.py"]
            for name in ("errors", "_client"):
                line = " ".join(documented(value).split())
                assert any(line in doc for doc in docs[name]), (name, value)
        assert shown(values[0]) in tomllib.loads(made["pyproject.toml"])["project"]["description"]


@pytest.mark.parametrize("place", ["error", "summary", "note", "parameter", "sentence", "title"])
def test_no_docstring_holds_a_doctest(place: str) -> None:
    """A test runner that looks for examples would run what a spec says."""
    made = client_files(read(spec([">>> 1/0", "a\n>>> 1/0", "word " * 14 + ">>> 1/0"], place)))
    for name in ("errors", "_client", "__init__"):
        for node in ast.walk(ast.parse(made[f"hostile_client/{name}.py"])):
            if isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef)):
                doc = ast.get_docstring(node) or ""
                assert not doctest.DocTestParser().get_examples(doc), doc


def test_ruff_takes_no_comment_for_an_instruction(tmp_path: Path) -> None:
    """An instruction that suppresses nothing is what RUF100 finds."""
    regions = [value for value in MORE if value.strip()]
    write(client_files(read(spec(regions, "region"))), tmp_path)
    ruff = [sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache", "--quiet"]
    select = ["--select", "RUF100,PGH,ERA", "--output-format", "concise", "hostile_client"]
    done = subprocess.run([*ruff, *select], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout + done.stderr == ""


def encoded(name: str, text: str) -> str:
    return languages()[TARGET].encoders[name].encode(text)


@given(st.from_regex(VERSION.pattern, fullmatch=True))
def test_every_version_is_one_of_pep_440(version: str) -> None:
    made = encoded("version", version)
    assert Version(made).release and made.isascii() and '"' not in made


@pytest.mark.parametrize(
    ("version", "made"),
    [
        ("v1.1-preview.1", "1.1rc1"),
        ("v1", "1"),
        ("1.0", "1.0"),
        ("2024-05-01", "2024.5.1"),
        ("1.0b2", "1.0b2"),
        ("v1.0-alpha", "1.0a0"),
        ("latest", "0"),
        ("1_0", "1.0"),
    ],
)
def test_versions(version: str, made: str) -> None:
    assert str(Version(encoded("version", version))) == made


def test_a_preview_is_never_a_release() -> None:
    for version in ("2024-05-01-preview", "1.0-beta.2", "v2.0-RC1", "v1.0-Preview.1"):
        assert Version(encoded("version", version)).is_prerelease, version


@given(texts().filter(str.strip))
def test_what_readers_see_is_the_line(text: str) -> None:
    line = shown(text)
    assert ast.literal_eval(f'"""{encoded("docstring", text)}"""') == documented(text)
    assert tomllib.loads(f'x = "{encoded("toml", text)}"')["x"] == line
    remark = encoded("remark", text)
    assert re.findall(r"\w", remark) == re.findall(r"\w", line)
    assert not INSTRUCTIONS.search(f"# {remark}")
