"""What is kept in the user's cache: whole files, not too many, and nothing that a run needs."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.rendering import formatter
from generator.system import cache


def test_the_oldest_are_removed(tmp_path: Path) -> None:
    for number in range(6):
        cache.write_cached(tmp_path, str(number), b"x", most=4)
        os.utime(tmp_path / str(number), (number, number))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["2", "3", "4", "5"]


def test_what_cannot_be_written_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    cache.write_cached(tmp_path, "a", b"x", most=4)
    cache.write_cached(tmp_path / "none", "a", b"x", most=4)
    assert (tmp_path / "a").is_dir()
    assert not (tmp_path / "none").exists()


def test_the_folder_is_of_this_user_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "x"))
    folder = cache.cache_folder("some")
    assert folder == tmp_path / "x/gen/some"
    assert folder.stat().st_mode & 0o077 == 0
    monkeypatch.setenv("XDG_CACHE_HOME", "/dev/null")
    assert cache.cache_folder("some") is None


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no such owners here")
def test_a_folder_that_others_may_write_in_is_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    folder = cache.cache_folder("some")
    assert folder is not None
    for mode, is_ours in ((0o777, False), (0o770, False), (0o755, True), (0o700, True)):
        folder.chmod(mode)
        assert cache.cache_folder("some") == (folder if is_ours else None)
    monkeypatch.setattr(os, "geteuid", lambda: folder.stat().st_uid + 1)
    assert cache.cache_folder("some") is None


def test_black_is_asked_once_and_what_is_broken_is_made_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatter, "_folder", lambda spec: tmp_path)

    def black(text: str) -> str:
        return formatter.FORMATTERS["black"](text, Path("spec.yaml"))

    assert black("x = 'a'\n") == 'x = "a"\n'
    (entry,) = tmp_path.iterdir()
    whole = entry.read_bytes()
    for broken in (b"", whole[:-3], whole.replace(b"a", b"b"), b"zz\n", b"\xff"):
        entry.write_bytes(broken)
        assert black("x = 'a'\n") == 'x = "a"\n'
        assert entry.read_bytes() == whole
    monkeypatch.setattr("black.format_str", lambda *_, **__: pytest.fail("it was asked again"))
    assert black("x = 'a'\n") == 'x = "a"\n'


def test_what_black_cannot_read_is_an_error_each_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(formatter, "_folder", lambda spec: tmp_path)
    for _ in range(2):
        with pytest.raises(ValueError, match="annot parse"):
            formatter.FORMATTERS["black"]("x = = 1\n", Path("spec.yaml"))
    assert list(tmp_path.iterdir()) == []
