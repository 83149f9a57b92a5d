"""`gen verify --hostile` with a language of a user's own: what it prints, and how it ends."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.system.verify.golden import check, told
from tests.system.verify.toy import Toy

LANGUAGE = r"""
title: Toy
names: {case: snake, taken: [connection, host, http, key, os, path, quote, response, sys, text]}
encoders:
  string:
    - open: '"'
      close: '"'
      escapes: {'\': '\\', '"': '\"'}
      numeric: [{below: 128, form: '\x{:02x}'}, {form: '\U{:08x}'}]
  interpolated:
    - escapes: {'\': '\\', '"': '\"', '{': '{{', '}': '}}'}
      numeric: [{below: 128, form: '\x{:02x}'}, {form: '\U{:08x}'}]
expressions:
  text: string
  literal: {open: 'f"', text: interpolated, value: "{{value}}", close: '"', calls: true}
  percent: {code: 'quote({value}, safe="")'}
targets:
  toy:
    title: Toy
    template: sample.jinja
    file: "{snake}.py"
    toolchains:
      - name: toy
        needs: ["{interpreter}"]
        run: ["{interpreter}", -IS, "{file}"]
"""

SAMPLE = """\
import os
import sys
from http.client import HTTPConnection
from urllib.parse import quote

{% for input in request.inputs %}
{{ input|name }} = {{ input|expression }}
{% endfor %}
{% for credential in request.credentials %}
{{ credential|name }} = os.environ[{{ credential.env|string }}]
{% endfor %}
host, _, path = {{ request.url|expression }}.partition("//")[2].partition("/")
connection = HTTPConnection(host)
connection.request(
    {{ request.method|string }},
    f"/{path}",
    headers={
{% for header in request.headers %}
        {{ header.name|string }}: {{ header.pieces|expression }},
{% endfor %}
    },
)
response = connection.getresponse()
text = response.read().decode()
if response.status >= 300:
    sys.exit(f"HTTP {response.status}: {text}")
print({{ success.sentence|string }})
"""

# Of the values of every run; the tests of templates in tests/compiled/hostile have them all.
FEW = ("harmless", 'say "hi"', "trail\\", "a\tb", "it's #x", "{$a}", "é日")

COMMAND = ("verify", "--hostile", "--templates", "templates", "--lang", "toy", "--jobs", "1")


@pytest.fixture
def toy(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> Toy:
    """A language with all that the specs without a body need."""
    monkeypatch.setattr("generator.verify.hostile.run.always", lambda traps: FEW)
    toy.sample, toy.language = SAMPLE, LANGUAGE
    return toy


def _run(*options: str) -> str:
    """Run the command, and hide the folders that it makes."""
    return re.sub(r"[\w/.]*/gen-\w+/000", "FOLDER", told(*COMMAND, *options))


def test_what_arrives_is_counted(toy: Toy) -> None:
    toy.write()
    check("hostile-passes", _run(), _run("--trust", "--report", "report.json"))
    report = json.loads(Path("report.json").read_text("utf-8"))
    (target,) = report["targets"]
    assert (target["state"], report["faults"]) == ("proven", [])
    assert target["values"]["path value"] == len(FEW)


def test_a_value_that_does_not_arrive_is_named(toy: Toy) -> None:
    toy.but('quote({value}, safe="")', 'quote({value}.rstrip("x"), safe="")').write()
    check("hostile-fails", _run("--trust"))


def test_a_sample_that_never_works_is_told_once(toy: Toy) -> None:
    toy.but("print({{ success.sentence|string }})", "print()").write()
    check("hostile-never", _run("--trust"))


def test_what_a_language_refuses_and_leaves_out_is_told(toy: Toy) -> None:
    toy.but(
        "    file:",
        "    knownValues: [{places: [success sentence], text: e, why: No e.}]\n    file:",
    )
    toy.language = toy.language.replace("numeric: [", "never: 'x'\n      numeric: [", 1)
    toy.write()
    check("hostile-refused", _run("--trust"))


@pytest.mark.parametrize(
    "options",
    [("--operation", "get"), ("--spec", "x.yaml"), ("--published",), ("--lang", "html")],
)
def test_options_of_specs_are_refused(toy: Toy, options: tuple[str, ...]) -> None:
    toy.write()
    made = told("verify", "--hostile", *options)
    assert made.endswith("--- exit code 2\n")
    assert "leave out" in made or "there is no such target of samples" in made


def test_places_that_there_are_not_are_told(toy: Toy) -> None:
    toy.but(
        "    file:", "    knownValues: [{places: [path vale], text: e, why: No.}]\n    file:"
    ).write()
    made = _run("--trust")
    assert (
        "toy: knownValues of its language.yaml name the place path vale, which there is not" in made
    )
    assert "did you mean path value" in made
