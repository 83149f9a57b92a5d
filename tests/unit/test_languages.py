"""The languages that come along are read once; what is kept of them is never trusted blindly."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from generator import languages
from generator.language import Layers
from generator.language_reader import load_languages
from generator.struct import Struct
from tests.support import ROOT


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "gen" / "languages"


def read() -> str:
    """Read the languages, and tell whether their files were read for it."""
    with patch.object(languages, "_read", wraps=languages._read) as reading:
        assert list(languages.languages_of(Layers())) == list(load_languages(Layers()))
        return "files" if reading.called else "kept"


def plain(value: Any) -> Any:
    """Give what structs are made of, some of which are equal to themselves alone."""
    if isinstance(value, Struct):
        return {name: plain(getattr(value, name)) for name in value.__struct_fields__}
    return [plain(item) for item in value] if isinstance(value, tuple) else value


def test_they_are_read_once(cache: Path) -> None:
    assert [read(), read(), read()] == ["files", "kept", "kept"]
    assert len(list(cache.iterdir())) == 1


def test_what_is_kept_is_what_was_read(cache: Path) -> None:
    read()
    kept = languages.languages_of(Layers())
    for id_, language in load_languages(Layers()).items():
        found = kept[id_]
        assert (found.title, found.names, found.forms) == (
            language.title,
            language.names,
            language.forms,
        )
        assert plain(found.targets) == plain(language.targets)
        for name, encoder in language.encoders.items():
            for text in ("plain", "a1"):
                assert found.encoders[name].encode(text) == encoder.encode(text)


@pytest.mark.parametrize("data", [b"", b"nothing", b"cos\nnone\n.", b"\x80\x05]\x94."])
def test_what_is_broken_is_read_again(cache: Path, data: bytes) -> None:
    read()
    (kept,) = cache.iterdir()
    kept.write_bytes(data)
    assert [read(), read()] == ["files", "kept"]


def test_other_tools_read_again(cache: Path) -> None:
    read()
    with patch.object(languages, "tools", return_value="others"):
        assert read() == "files"
    assert len(list(cache.iterdir())) == 2


def test_a_cache_that_can_not_be_is_done_without(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert [read(), read()] == ["files", "files"]


def test_templates_of_the_user_are_always_read(tmp_path: Path, cache: Path) -> None:
    own = tmp_path / "own"
    (own / "python").mkdir(parents=True)
    text = (ROOT / "templates/python/language.yaml").read_text("utf-8")
    (own / "python/language.yaml").write_text(text.replace("title: Python", "title: Snake"))
    for _ in range(2):
        assert languages.languages_of(Layers([own]))["python"].title == "Snake"
    assert not cache.exists()
