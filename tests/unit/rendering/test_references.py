"""What templates show besides the operation of their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.language import Layers
from generator.rendering.references import ApiPart, References
from tests.support import LAYERS, face_api, languages


def references(folder: Path, **templates: str) -> References:
    (folder / "own").mkdir()
    for name, text in templates.items():
        (folder / f"own/{name}.jinja").write_text(text, "utf-8")
    return References(Layers([folder]))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ operation.title|text }} {{ api.title|text }}", False),
        ("{% for region in api.regions %}{{ region.id }}{% endfor %}", False),
        ("{{ api.secrets(operation)|count }}", False),
        ("{% for other in api.operations %}{{ other.id }}{% endfor %}", True),
        ("{{ api.errors|count }}{{ api.title|text }}", True),
        ("{% if api.has_choice %}a{% endif %}", True),
        ("{% set all = api %}{{ all.title|text }}", True),
        ("{{ api['operations']|count }}", True),
        ("{{ [api]|map(attribute='operations')|list|count }}", True),
        ("{% for other in entries %}{% endfor %}", True),
        ("{% if next %}{{ next.file }}{% endif %}", True),
        ("{% include 'own/b.jinja' %}", True),
        ("{% include name %}", True),
        ("{% if", True),
    ],
)
def test_it_is_seen_whether_a_template_shows_other_operations(
    text: str, expected: bool, tmp_path: Path
) -> None:
    known = references(tmp_path, a=text, b="{{ api.operations|count }}")
    assert known.shows_other_operations(["own/a.jinja"]) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ api.title|text }}", False),
        ("{% if apis[1:] %}a{% endif %}", False),
        ("{% for one in apis %}{{ one.title|text }}{% endfor %}", True),
        ("{% if apis[1:] %}{{ apis|count }}{% endif %}", True),
        ("{% if apis[1].title %}a{% endif %}", True),
        ("{% include 'own/b.jinja' %}", True),
    ],
)
def test_it_is_seen_whether_a_template_shows_other_apis(
    text: str, expected: bool, tmp_path: Path
) -> None:
    known = references(tmp_path, a=text, b="{{ apis|count }}")
    assert known.shows_other_apis(["own/a.jinja"]) is expected


def test_no_builtin_sample_or_page_shows_other_operations() -> None:
    known = References(LAYERS)
    for language in languages().values():
        for target in language.targets:
            if target.is_sample or target.is_page:
                assert not known.shows_other_operations(file.template for file in target.files)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ operation.title|text }}", []),
        ("{{ api.title|text }}{{ api.title|text }}", [("title", False, False)]),
        ("{% if api.regions %}{{ api.id }}{% endif %}", [("id", False, False),
                                                        ("regions", False, True)]),
        ("{{ api.secrets(operation)|count }}", [("secrets", True, False)]),
        ("{% if api.regions_of(operation) %}a{% endif %}", [("regions_of", True, True)]),
        ("{% if api.regions_of(operation)[1:] %}a{% endif %}", [("regions_of", True, False)]),
        ("{% if a %}{{ b }}{% elif api.title %}c{% endif %}", [("title", False, True)]),
        ("{{ api.regions_of(other)|count }}", [("regions_of", False, False)]),
        ("{{ api.regions_of(operation, 1)|count }}", [("regions_of", False, False)]),
        ("{% include 'own/b.jinja' %}", [("version", False, False)]),
        ("{% set all = api %}{{ all.title|text }}", None),
        ("{{ api['operations']|count }}", None),
        ("{% for operation in operations %}{{ api.secrets(operation) }}{% endfor %}", None),
        ("{% with operation = 1 %}{{ api.secrets(operation) }}{% endwith %}", None),
        ("{% macro a(operation) %}{{ api.secrets(operation) }}{% endmacro %}", None),
        ("{% set api = 1 %}", None),
        ("{% from 'own/b.jinja' import operation %}", None),
        ("{% import 'own/b.jinja' as api %}", None),
        ("{% for other in entries %}{% endfor %}", None),
        ("{% include name %}", None),
        ("{% if", None),
    ],
)  # fmt: skip
def test_it_is_seen_what_a_template_reads_of_an_api(
    text: str, expected: list[tuple[str, bool, bool]] | None, tmp_path: Path
) -> None:
    known = references(tmp_path, a=text, b="{{ api.version }}")
    found = known.api_parts(["own/a.jinja"])
    assert found == (None if expected is None else set(expected))


def test_a_part_of_an_api_is_known_or_is_the_whole_api() -> None:
    api = face_api()
    operation = api.operations[0]
    assert ApiPart("title", False, False).value(api, operation) is api.title
    assert ApiPart("regions", False, True).value(api, operation) is True
    assert ApiPart("regions_of", True, False).value(api, operation) == api.regions
    assert ApiPart("regions_of", False, False).value(api, operation) is api
    assert ApiPart("unknown", False, False).value(api, operation) is api


def test_a_template_that_is_one_of_two_is_found(tmp_path: Path) -> None:
    text = "{% extends 'own/b.jinja' if x else 'own/c.jinja' %}{% block call %}{% endblock %}"
    known = references(
        tmp_path, a=text, b="{{ api.title|text }}", c="{% block call %}{% endblock %}"
    )
    assert known.templates(["own/a.jinja"]) == {"own/a.jinja", "own/b.jinja", "own/c.jinja"}
    assert known.shows_other_operations(["own/a.jinja"]) is False
