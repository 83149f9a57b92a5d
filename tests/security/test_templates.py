"""A template reads nothing but templates, and takes no more than its share of time and memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from jinja2 import TemplateError, TemplateNotFound

from generator.cli.main import main
from generator.languages.language import Layers
from generator.model.text import Code, Text
from generator.model.values import Object
from generator.rendering.environment import make_environment
from generator.rendering.layout import GuardError
from generator.rendering.sandbox import MAX_STEPS
from tests.system.robust.support import Shop


def made(folder: Path, text: str, **known: Any) -> str:
    (folder / "own").mkdir(exist_ok=True)
    (folder / "own/a.jinja").write_text(text, "utf-8")
    filters = {"code": lambda value: Code(value), "double": lambda value: Code(value + value)}
    return make_environment(Layers([folder]), filters).render("own/a.jinja", known)


OUTSIDE = (
    "/etc/hostname",
    "//etc/hostname",
    "../id",
    "own/../../id",
    "./own/part.jinja",
    "own//part.jinja",
    "own\\\\part.jinja",
    "..\\\\id",
    "C:/Windows/win.ini",
    "c:id",
    "\\\\\\\\server\\\\share\\\\x",
    "own/part.jinja\\0",
    "file:///etc/hostname",
    "builtin:/etc/hostname",
    "builtin:../README.md",
    "builtin:builtin:curl/language.yaml",
    "",
    "own",
    "{here}/id",
)


@pytest.mark.parametrize("name", OUTSIDE)
@pytest.mark.parametrize(
    "form",
    [
        "{{% include '{0}' %}}",
        "{{% include ['{0}', 'none'] %}}",
        "{{% set name = '{0}' %}}{{% include name %}}",
        "{{% import '{0}' as x %}}",
        "{{% from '{0}' import x %}}",
        "{{% extends '{0}' %}}",
    ],
)
def test_a_template_includes_nothing_but_templates(tmp_path: Path, name: str, form: str) -> None:
    (tmp_path / "id").write_text("FAKEFAKE", "utf-8")
    folder = tmp_path / "mine"
    (folder / "own").mkdir(parents=True)
    (folder / "own/part.jinja").write_text("part", "utf-8")
    with pytest.raises(TemplateNotFound):
        made(folder, form.format(name.replace("{here}", str(tmp_path))))


def test_a_template_includes_templates(tmp_path: Path) -> None:
    (tmp_path / "own/deep").mkdir(parents=True)
    (tmp_path / "own/deep/part.jinja").write_text("part", "utf-8")
    assert made(tmp_path, "{% include 'own/deep/part.jinja' %}") == "part"
    (tmp_path / "own/part.jinja").symlink_to("deep/part.jinja")
    assert made(tmp_path, "{% include 'own/part.jinja' %}") == "part"


DOUBLED = "{% set x = 'xxxxxxxx' %}" + 60 * "{% set x = STEP %}"
LARGE = (
    "{{ ('a' * 10**10)|code }}",
    "{{ (10**10 * 'a')|code }}",
    "{% set x = [0] * 10**9 %}",
    "{% set x = (0,) * 10**9 %}",
    "{% set x = 'ab' * 1000 * 1000 * 1000 %}",
    "{{ ('%1000000000d'|code % 1)|code }}",
    "{{ ('%1000000000d' % 1)|code }}",
    "{{ '%s%s'|code % (1, 2) }}",
    "{{ '{:>1000000000}'.format(1)|code }}",
    "{{ '{:>1000000000}'['format'](1)|code }}",
    "{{ '{a:>1000000000}'.format_map({'a': 1})|code }}",
    "{{ 'a'.ljust(10000000000)|code }}",
    "{{ 'a'.zfill(10000000000)|code }}",
    "{{ 'a'.center(10000000000)|code }}",
    "{{ '\\t'.expandtabs(10000000000)|code }}",
    "{{ 'aa'.replace('a', 'b')|code }}",
    "{{ 'a'.join(['b', 'c'])|code }}",
    "{{ (2).to_bytes(10000000000) }}",
    "{% set x = 2**(10**8) %}",
    "{% set x = 10**(10**10) %}",
    "{% set x = 3 %}" + 60 * "{% set x = x * x %}",
    "{% set x = 3 %}" + 60 * "{% set x = x ** 3 %}",
    DOUBLED.replace("STEP", "x ~ x"),
    DOUBLED.replace("STEP", "x + x"),
    DOUBLED.replace("STEP", "x * 2"),
    DOUBLED.replace("STEP", "x ~ x[1:]"),
    DOUBLED.replace("STEP", "x|double"),
    DOUBLED.replace("STEP", "[x, x]"),
    DOUBLED.replace("STEP", "(x, x)"),
    DOUBLED.replace("STEP", "{'a': x, 'b': x}"),
    "{% set x = [1] %}" + 60 * "{% set x = x + x %}",
    "{% set x %}xx{% endset %}" + 60 * "{% set x %}{{ x|code }}{{ x|code }}{% endset %}",
    "{% macro m(x) %}{{ x|code }}{{ x|code }}{% endmacro %}{% set x = 'xx' %}"
    + 60 * "{% set x = m(x) %}",
    "{% set x = 'xx' %}" + 60 * "{% set x %}{% filter code %}{{ x|code }}{{ x|code }}"
    "{% endfilter %}{% endset %}",
    "{% filter indent(10000000000) %}x\n{% endfilter %}",
    "{% filter wrap(80, 10000000000) %}x\n{% endfilter %}",
    "{% filter fit(80, 10000000000) %}x\ny\n{% endfilter %}",
    "{% filter prose(80, 10000000000) %}x\n{% endfilter %}",
    "{% filter hug(80, 10000000000) %}x\ny\n{% endfilter %}",
)


@pytest.mark.parametrize("text", LARGE, ids=range(len(LARGE)))
def test_nothing_that_a_template_makes_fills_the_memory(tmp_path: Path, text: str) -> None:
    with pytest.raises((GuardError, TypeError, TemplateError)):
        made(tmp_path, text)


def test_what_a_spec_has_is_not_multiplied_either(tmp_path: Path) -> None:
    value = Object(((Text("a"), tuple(range(1000))),))
    doubled = 30 * "{% set x = (x, x) %}"
    with pytest.raises(GuardError, match="steps"):
        made(tmp_path, f"{doubled}{{{{ x|as_json|code }}}}", x=value)


LOOPS = "".join(f"{{% for a{n} in x %}}" for n in range(9))
LONG = (
    "{% for a in x %}{% for b in x %}{% for c in x %}{% for d in x %}{% endfor %}{% endfor %}"
    "{% endfor %}{% endfor %}",
    f"{LOOPS}{'{% endfor %}' * 9}",
    "{% macro m(n) %}{% if n %}{{ m(n - 1)|code }}{{ m(n - 1)|code }}{% endif %}{% endmacro %}"
    "{{ m(60)|code }}",
    "{% macro m() %}{% for a in x %}{% endfor %}{% endmacro %}"
    "{% for a in x %}{% for b in x %}{{ m()|code }}{% endfor %}{% endfor %}",
    "{% macro m() %}{% for a in x %}{{ caller()|code }}{% endfor %}{% endmacro %}"
    "{% call m() %}{% call m() %}{% call m() %}{% for a in x %}{% endfor %}"
    "{% endcall %}{% endcall %}{% endcall %}",
    "{% block b %}{% endblock %}{% for a in x %}{% for b in x %}{% for c in x %}"
    "{{ self['b']()|code }}{% endfor %}{% endfor %}{% endfor %}",
    "{% for a in x %}{% for b in x %}{% for c in x if c > 1000 %}{% endfor %}{% endfor %}"
    "{% endfor %}",
    "{% for a in endless %}{% endfor %}",
    "{% for a in x %}{% for b in x %}{% set y = 'x' * 1000 %}{% endfor %}{% endfor %}",
    "{% for a in x recursive %}{{ loop(x)|code }}{% endfor %}",
    "{% set y = [1] %}{% for a in y %}{% if y.append(1) %}{% endif %}{% endfor %}",
)


@pytest.mark.parametrize("text", LONG, ids=range(len(LONG)))
def test_no_template_goes_on_for_ever(tmp_path: Path, text: str) -> None:
    def endless() -> Iterator[int]:
        while True:
            yield 1

    with pytest.raises((GuardError, TemplateError)):
        made(tmp_path, text, x=range(1000), endless=endless())


def test_templates_that_include_each_other_twice_end(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    for number in range(60):
        text = f"{{% include 'own/{number + 1}.jinja' %}}" * 2
        (tmp_path / f"own/{number}.jinja").write_text(text, "utf-8")
    (tmp_path / "own/60.jinja").write_text("x" * 1000, "utf-8")
    with pytest.raises(GuardError, match="steps"):
        made(tmp_path, "{% include 'own/0.jinja' %}")


@pytest.mark.parametrize(
    "text",
    [
        "{{ '{0._value}'.format(secret)|code }}",
        "{{ '{0._value}'['format'](secret)|code }}",
        "{{ '{a._value}'.format_map({'a': secret})|code }}",
        "{% set f = '{0.__class__}'.format %}{{ f(secret)|code }}",
        "{{ steps.gi_frame.f_globals|code }}",
        "{{ steps['gi_frame']['f_globals']|code }}",
        "{{ steps.gi_code.co_consts|code }}",
        "{{ kind.mro()|code }}",
        "{{ secret._value|code }}",
        "{{ secret['_value']|code }}",
        "{{ secret['__class__']|code }}",
    ],
)
def test_no_template_reaches_behind_what_it_is_for(tmp_path: Path, text: str) -> None:
    known = {"secret": Text("FAKEFAKE"), "steps": (n for n in "a"), "kind": str}
    with pytest.raises((GuardError, TemplateError, TypeError)):
        made(tmp_path, text, **known)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ ('ab' * 3)|code }}", "ababab"),
        ("{% set x = 2 ** 10 + 3 * 4 - 7 % 4 %}{{ x|word }}", "1033"),
        ("{{ ('a' ~ 'b' + 'c')|code }}", "abc"),
        (
            "{% for a in [1, 2] + [3] %}{{ a|word }}{% if loop.last %}.{% endif %}{% endfor %}",
            "123.",
        ),
        ("{% for a in 'abc' %}{{ loop.length|word }}{% endfor %}", "333"),
        ("{% for a, b in {'x': 'y'}.items() %}{{ a|code }}{{ b|code }}{% endfor %}", "xy"),
        ("{{ 'x' if 'abc'.endswith('c') else 'y' }}", None),
        ("{% for a in x if a != 2 %}{{ a|word }}{% else %}none{% endfor %}", "013"),
        ("{% for a in [] %}{% else %}none{% endfor %}", "none"),
        ("{{ 'abc'[1:]|code }}", "bc"),
    ],
)
def test_what_a_template_needs_is_there(tmp_path: Path, text: str, expected: str | None) -> None:
    if expected is None:
        with pytest.raises(GuardError):
            made(tmp_path, text)
    else:
        assert made(tmp_path, text, x=range(4)) == expected


def test_each_file_has_its_own_steps(tmp_path: Path) -> None:
    text = "{% for a in x %}{% endfor %}"
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.jinja").write_text(text, "utf-8")
    environment = make_environment(Layers([tmp_path]), {})
    for _ in range(3):
        assert environment.render("own/a.jinja", {"x": range(MAX_STEPS // 400)}) == ""


FAULTS = (
    "{{ 'a' * 10**10 }}",
    "{% include '/etc/hostname' %}",
    "{% include 'own/sample.jinja' %}",
    "".join(f"{{% for a{n} in [1] %}}" for n in range(30)) + "{% endfor %}" * 30,
    "{{ " + "(" * 5000 + "1" + ")" * 5000 + " }}",
    "{{ " + "9" * 5000 + "|word }}",
    "{{ 1e999999|word }}",
    "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}",
    "\0{{ x }}",
    "{{ '\\ud800'|word }}",
)


@pytest.mark.parametrize("text", FAULTS, ids=range(len(FAULTS)))
def test_a_fault_is_reported_with_the_template_and_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Shop(targets=("own",)).write(tmp_path)
    folder = tmp_path / "mine/own"
    folder.mkdir(parents=True)
    target = "own: {title: Own, fence: own, file: own.txt, template: sample.jinja}"
    language = f"title: Own\ntargets:\n  {target}\n"
    (folder / "language.yaml").write_text(language, "utf-8")
    (folder / "sample.jinja").write_text(f"x\n{text}\n", "utf-8")
    result = CliRunner().invoke(main, ["render", "--templates", "mine", "--out", "made"])
    assert result.exit_code == 2, result.output
    assert isinstance(result.exception, SystemExit)
    for line in result.stderr.splitlines():
        # Where Jinja or Python gives up before the template runs, nobody knows a line.
        at = "12" if "nested" in line or "digits" in line else "2"
        assert re.match(f"mine/own/sample\\.jinja:[{at}]:1: ", line), line
        assert line.endswith("; correct the template")
    assert not (tmp_path / "made").exists()


@pytest.mark.parametrize(
    "form", ["{:1000000000}", "{:>999}", "{0.real}", "{!r}", "{", "{:d", "{:{}}", "{:,}", "{0}{1}"]
)
def test_the_form_of_a_number_is_no_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.chdir(tmp_path)
    Shop().write(tmp_path)
    folder = tmp_path / "mine/own"
    folder.mkdir(parents=True)
    (folder / "language.yaml").write_text(
        "title: Own\nencoders:\n  text:\n"
        f"    - {{open: '', close: '', numeric: [{{form: '{form}'}}]}}\n"
        "targets:\n  own: {title: Own, fence: own, file: own.txt, template: sample.jinja}\n",
        "utf-8",
    )
    (folder / "sample.jinja").write_text("x\n", "utf-8")
    result = CliRunner().invoke(main, ["render", "--templates", "mine", "--out", "made"])
    assert result.exit_code == 2
    assert "mine/own/language.yaml:4:" in result.stderr
