"""Attributes and variables in templates: fast to ask for, with what Jinja means by them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, StrictUndefined, TemplateSyntaxError, UndefinedError

from generator.languages.language import Layers
from generator.model.text import Code
from generator.rendering.environment import make_environment
from generator.rendering.layout import GuardError


def made(tmp_path: Path, text: str, **known: Any) -> str:
    """Render a text as a template."""
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own/a.jinja").write_text(text, "utf-8")
    filters = {"code": lambda value: Code(value)}
    environment = make_environment(Layers([tmp_path]), filters)
    return environment.render("own/a.jinja", known)


@pytest.mark.parametrize("name", ["plain", "class", "None", "match", "für"])
def test_an_attribute_may_have_any_name(tmp_path: Path, name: str) -> None:
    thing = SimpleNamespace(**{name: "x"})
    assert made(tmp_path, f"{{{{ thing.{name}|code }}}}", thing=thing) == "x"


@pytest.mark.parametrize("name", ["_value", "__class__", "\uff3fvalue", "\ufe4d\ufe4dclass__"])
def test_what_python_has_behind_an_underscore_stays_there(tmp_path: Path, name: str) -> None:
    """However it is written: Python takes U+FF3F for one, which Jinja refuses (NFKC)."""
    thing = SimpleNamespace(_value="secret")
    with pytest.raises((GuardError, UndefinedError, TemplateSyntaxError)):
        made(tmp_path, f"{{{{ thing.{name}|code }}}}", thing=thing)


def test_a_member_of_a_dict_may_be_asked_for_as_an_attribute(tmp_path: Path) -> None:
    text = "{{ thing.key|code }}"
    assert made(tmp_path, text, thing={"key": "x"}) == "x"
    with pytest.raises(UndefinedError, match="has no attribute 'key'"):
        made(tmp_path, text, thing=SimpleNamespace())


VARIABLES = [
    "{{ x|code }}",
    "{{ 'a'|code if x is defined else 'b'|code }}",
    "{% set x = 'a' %}{{ x|code }}",
    "{% set x %}a{% endset %}{{ x|code }}",
    "{% set x = x %}{{ 'a'|code if x is defined else 'b'|code }}",
    "{% set x, y = 'ab' %}{{ x|code }}{{ y|code }}",
    "{% if yes %}{% set x = 'a' %}{% endif %}{{ x|code }}",
    "{% if yes %}{% set x = 'a' %}{% else %}{% set x = 'b' %}{% endif %}{{ x|code }}",
    "{% if yes %}{% if yes %}{% set x = 'a' %}{% endif %}{{ x|code }}{% endif %}{{ x|code }}",
    "{% for x in 'ab' %}{{ x|code }}{% endfor %}{{ x|code }}",
    "{% for i in 'ab' %}{% set x = i %}{{ x|code }}{% endfor %}{{ x|code }}",
    "{% for i in 'ab' if i == x %}{{ i|code }}{% else %}{{ x|code }}{% endfor %}",
    "{% for i in 'ab' %}{{ x|code }}{% set x = i %}{% endfor %}",
    "{% with x = 'a' %}{{ x|code }}{% endwith %}{{ x|code }}",
    "{% with y = x %}{{ y|code }}{% endwith %}",
    "{% macro m() %}{{ x|code }}{% endmacro %}{{ m()|code }}{% set x = 'a' %}{{ m()|code }}",
    "{% set x = 'a' %}{% macro m() %}{{ x|code }}{% endmacro %}{{ m()|code }}",
    "{% macro m(x) %}{{ x|code }}{% endmacro %}{{ m('a')|code }}{{ m()|code }}",
    "{% macro m(x='a') %}{% set x = x %}{{ x|code }}{% endmacro %}{{ m()|code }}{{ x|code }}",
    "{% macro m() %}{{ caller()|code }}{% endmacro %}{% call m() %}{{ x|code }}{% endcall %}",
    "{% filter code %}{% set x = 'a' %}{{ x|code }}{% endfilter %}{{ x|code }}",
    "{% include 'own/part.jinja' %}",
    "{% set x = 'a' %}{% include 'own/part.jinja' %}",
    "{% if yes %}{% set x = 'a' %}{% endif %}{% include 'own/part.jinja' %}",
    "{% for x in 'ab' %}{% include 'own/part.jinja' %}{% endfor %}",
    "{% set x = 'a' %}{% from 'own/macros.jinja' import m, y %}{{ m()|code }}{{ y|code }}",
    "{% import 'own/macros.jinja' as x with context %}{{ x.m()|code }}{{ x.y|code }}",
    "{% set x = 'a' %}{% block b %}{{ x|code }}{% set x = 'b' %}{{ x|code }}{% endblock %}",
    "{% set y = 'a' %}{% block b %}{{ y|code }}{% endblock %}{{ y|code }}",
    "{% block b scoped %}{{ x|code }}{% endblock %}{% set x = 'a' %}{{ self['b']()|code }}",
    "{% extends 'own/around.jinja' %}{% set x = 'a' %}{% block b %}{{ x|code }}{% endblock %}",
]


@pytest.mark.parametrize("known", [{}, {"x": "1"}, {"yes": True}, {"yes": False, "x": "1"}])
@pytest.mark.parametrize("text", VARIABLES)
def test_a_variable_is_what_jinja_says(tmp_path: Path, text: str, known: dict[str, Any]) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own/part.jinja").write_text("{{ x|code }}{% set x = 'c' %}{{ x|code }}")
    macros = "{% macro m() %}{{ x|code }}{% endmacro %}{% set y = 'y' %}"
    (tmp_path / "own/macros.jinja").write_text(macros)
    (tmp_path / "own/around.jinja").write_text("({% block b %}{% endblock %}{{ x|code }})")

    def rendered(environment: Environment) -> str:
        try:
            return environment.get_template("own/a.jinja").render(known)
        except (UndefinedError, GuardError, AttributeError) as error:
            return f"{type(error).__name__}: {error}"

    (tmp_path / "own/a.jinja").write_text(text, "utf-8")
    filters = {"code": lambda value: Code(value)}
    ours = make_environment(Layers([tmp_path]), filters)
    jinjas = Environment(loader=ours.loader, undefined=StrictUndefined)
    jinjas.filters = {**filters}
    assert rendered(ours) == rendered(jinjas)
