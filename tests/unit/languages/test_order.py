"""The order of languages where nobody lists targets."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import ProblemsError
from generator.languages.language import Layers
from generator.languages.loader import load_languages


def test_what_most_readers_look_for_comes_first() -> None:
    languages = list(load_languages(Layers()))
    assert languages[:3] == ["curl", "python", "javascript"]
    listed = languages[: languages.index("objc") + 1]
    assert languages[len(listed) :] == sorted(languages[len(listed) :])


def test_a_folder_of_templates_has_an_order_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "order.yaml").write_text("[ruby, php]\n", "utf-8")
    languages = list(load_languages(Layers([tmp_path])))
    assert languages[:2] == ["ruby", "php"]
    assert languages[2:] == sorted(languages[2:])


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("[ruby, rubi]\n", "order.yaml:1:8: there is no language rubi; did you mean ruby?"),
        ("ruby: 1\n", "order.yaml:1:1: "),
        ("[ruby, ruby]\n", "order.yaml:1:8: 'ruby' stands twice"),
    ],
)
def test_a_fault_has_its_place(text: str, what: str, tmp_path: Path) -> None:
    (tmp_path / "order.yaml").write_text(text, "utf-8")
    with pytest.raises(ProblemsError) as caught:
        load_languages(Layers([tmp_path]))
    assert what in str(caught.value)
