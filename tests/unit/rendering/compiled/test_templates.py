"""Built-in templates that were compiled when gen was built."""

from __future__ import annotations

from pathlib import Path

import pytest
from jinja2 import UndefinedError

from generator.languages.language import Layers
from generator.rendering.compiled.templates import code_name, compile_templates, find_code
from generator.rendering.environment import make_environment, template_problem

CODE = "generator.rendering.compiled.templates.compiled_templates"
LIMITS = "reference/limits.md.jinja"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code of all built-in templates."""
    made = tmp_path_factory.mktemp("code")
    for name, code in compile_templates():
        (made / name).write_text(code, "utf-8")
    return made


def test_every_template_has_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODE, lambda: folder)
    builtin = Layers().builtin
    names = [
        f"{language}/{file}"
        for language in builtin.names()
        if "." not in language
        for file in builtin.names(language)
        if file.endswith(".jinja")
    ]
    assert len(names) > 100
    for name in names:
        assert find_code(name, (builtin.read(name) or b"").decode()) is not None, name


def test_another_text_has_no_code(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(CODE, lambda: folder)
    source = (Layers().builtin.read(LIMITS) or b"").decode()
    assert find_code(LIMITS, source + " ") is None
    assert find_code("html/limits.html.jinja", source) is None


def test_a_fault_has_the_file_and_line_of_the_template(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = "one\n{{ absent.name }}\n"
    (tmp_path / "own").mkdir()
    (tmp_path / "own/a.jinja").write_text(source, "utf-8")
    environment = make_environment(Layers([tmp_path]), {})
    code = environment.compile(source, "own/a.jinja", None, True)
    (tmp_path / f"{code_name('own/a.jinja', source)}.py").write_text(code, "utf-8")
    monkeypatch.setattr(CODE, lambda: tmp_path)
    with pytest.raises(UndefinedError) as caught:
        environment.render("own/a.jinja", {})
    problem = template_problem(caught.value, environment, "own/a.jinja", "test")
    assert str(problem).startswith(f"{tmp_path}/own/a.jinja:2:1: ")
