"""What templates show besides the operation of their file."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.language import Layers
from generator.rendering.references import References
from tests.support import LAYERS, languages


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
