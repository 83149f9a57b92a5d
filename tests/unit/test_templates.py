"""Attributes in templates: asked for as Python does it, with what Jinja means by them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import TemplateSyntaxError, UndefinedError

from generator.language import Layers
from generator.layout import GuardError
from generator.literals import Code
from generator.templates import filled, make_environment


def made(tmp_path: Path, text: str, is_exact: bool, **known: Any) -> str:
    """Render a text as a template."""
    (tmp_path / "own").mkdir(exist_ok=True)
    (tmp_path / "own/a.jinja").write_text(text, "utf-8")
    filters = {"code": lambda value: Code(value)}
    environment = make_environment(Layers([tmp_path]), filters, is_exact)
    return filled(environment.get_template("own/a.jinja"), known)


@pytest.mark.parametrize("is_exact", [False, True])
@pytest.mark.parametrize("name", ["plain", "class", "None", "match", "für"])
def test_an_attribute_may_have_any_name(tmp_path: Path, name: str, is_exact: bool) -> None:
    thing = SimpleNamespace(**{name: "x"})
    assert made(tmp_path, f"{{{{ thing.{name}|code }}}}", is_exact, thing=thing) == "x"


@pytest.mark.parametrize("is_exact", [False, True])
@pytest.mark.parametrize("name", ["_value", "__class__", "\uff3fvalue", "\ufe4d\ufe4dclass__"])
def test_what_python_has_behind_an_underscore_stays_there(
    tmp_path: Path, name: str, is_exact: bool
) -> None:
    """However it is written: Python takes U+FF3F for one, which Jinja refuses (NFKC)."""
    thing = SimpleNamespace(_value="secret")
    with pytest.raises((GuardError, UndefinedError, TemplateSyntaxError)):
        made(tmp_path, f"{{{{ thing.{name}|code }}}}", is_exact, thing=thing)


def test_what_is_not_there_is_looked_for_as_jinja_does_by_who_is_exact(tmp_path: Path) -> None:
    text = "{{ thing.key|code }}"
    assert made(tmp_path, text, True, thing={"key": "x"}) == "x"
    with pytest.raises(UndefinedError, match="has no attribute 'key'"):
        made(tmp_path, text, True, thing=SimpleNamespace())
    for thing in ({"key": "x"}, SimpleNamespace()):
        with pytest.raises(AttributeError):
            made(tmp_path, text, False, thing=thing)
