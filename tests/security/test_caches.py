"""A cache holds data and no code, and only where nobody but the user can have written it."""

from __future__ import annotations

import ast
import json
import os
import pickle
import zlib
from pathlib import Path

import pytest

from generator.languages.language import Layers
from generator.pipeline import read_languages
from generator.rendering import formatter
from generator.rendering.environment import make_environment
from generator.system import cache
from tests.support import ROOT
from tests.system.cli.conftest import gen, write_spec

has_owners = pytest.mark.skipif(not hasattr(os, "geteuid"), reason="folders have no owners here")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's cache, outside of the working folder."""
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "user"))
    return tmp_path / "user"


# No code


@pytest.mark.parametrize("module", ["pickle", "marshal", "shelve", "dill", "importlib.machinery"])
def test_code_is_never_read_from_a_file(module: str) -> None:
    """But for the built-in templates: their code is made with gen, and installed with it."""
    compiled = ROOT / "generator/rendering/compiled/templates.py"
    for file in {*(ROOT / "generator").rglob("*.py")} - {compiled}:
        names = set()
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name for alias in node.names}
            elif isinstance(node, ast.ImportFrom):
                names.add(node.module or "")
        assert module not in names


@pytest.mark.parametrize("command", ["render", "lint", "render --check", "diff"])
def test_no_command_leaves_code_in_the_cache(command: str, user: Path) -> None:
    gen(*command.split(), "--spec", str(ROOT / "tests/golden/cases/public/spec.yaml"))
    folders = {path.name.partition("-")[0] for path in user.glob("gen/*")}
    assert folders <= {"stamps", "black"}


def test_code_is_compiled_of_the_very_same_source(tmp_path: Path) -> None:
    (tmp_path / "x").mkdir()
    for text in ("one", "two", "one"):
        (tmp_path / "x/a.jinja").write_text(text, "utf-8")
        environment = make_environment(Layers([tmp_path]), {})
        assert environment.get_template("x/a.jinja").render() == text


class Attack:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.mkdir, ("attacked",)


def test_a_planted_pickle_is_not_loaded(user: Path) -> None:
    gen("render", "--spec", str(ROOT / "tests/golden/cases/public/spec.yaml"), "--lang", "curl")
    for folder in ("languages", "stamps", "templates", "verify"):
        place = user / "gen" / folder
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        for name in ["planted", *(path.name for path in place.iterdir())]:
            (place / name).write_bytes(pickle.dumps(Attack()))
    read_languages(())
    made = gen(
        "render", "--spec", str(ROOT / "tests/golden/cases/public/spec.yaml"), "--lang", "curl"
    )
    assert made.code == 0
    assert not Path("attacked").exists()


# The place


@pytest.mark.parametrize("base", ["cache", ".cache", "./x/y", "../user", "~nobody-of-this-name/x"])
def test_a_place_that_is_no_absolute_path_is_not_used(
    base: str, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The XDG Base Directory Specification has it ignored."""
    monkeypatch.setenv("HOME", str(user / "home"))
    monkeypatch.setenv("XDG_CACHE_HOME", base)
    folder = cache.cache_folder("some")
    assert folder is None or folder.is_relative_to(user / "home")
    assert list(Path.cwd().iterdir()) == []


@pytest.mark.parametrize("tree", [".git", ".hg", ".jj", ".svn", ".git file", ".git link"])
@pytest.mark.parametrize("depth", ["", "below/.cache"])
def test_no_cache_is_in_a_working_tree(
    tree: str, depth: str, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.mkdir()
    name, _, kind = tree.partition(" ")
    if kind == "file":
        (user / name).write_text("gitdir: elsewhere\n", "utf-8")
    elif kind == "link":
        (user / name).symlink_to("nowhere")
    else:
        (user / name).mkdir()
    monkeypatch.setenv("XDG_CACHE_HOME", str(user / depth))
    assert cache.cache_folder("some") is None
    assert [path.name for path in user.iterdir()] == [name]


@pytest.mark.parametrize("which", ["current", "folder", "file", "link", "missing", "itself"])
def test_no_cache_is_in_a_folder_of_the_input(
    which: str, user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.mkdir()
    (user / "spec.yaml").touch()
    inputs = {"folder": user, "file": user / "spec.yaml", "link": user.with_name("link"),
              "missing": user / "gen", "itself": user / "gen/some"}  # fmt: skip
    (user.with_name("link")).symlink_to(user)
    if which == "current":
        monkeypatch.chdir(user)
    assert cache.cache_folder("some", [inputs.get(which, Path("x"))]) is None
    monkeypatch.chdir(user.with_name("work"))
    assert cache.cache_folder("some") is not None


@has_owners
@pytest.mark.parametrize("place", [".", "gen", "gen/some"])
@pytest.mark.parametrize("mode", [0o777, 0o770, 0o722, 0o707])
def test_whoever_may_replace_it_may_not_be_another(place: str, mode: int, user: Path) -> None:
    assert cache.cache_folder("some") is not None
    (user / place).chmod(mode)
    assert cache.cache_folder("some") is None
    (user / place).chmod(0o755)
    assert cache.cache_folder("some") is not None


@has_owners
def test_a_parent_that_all_share_has_to_be_sticky(user: Path) -> None:
    assert cache.cache_folder("some") is not None
    user.chmod(0o1777)
    assert cache.cache_folder("some") is not None


@has_owners
@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root gives away")
@pytest.mark.parametrize("place", [".", "gen", "gen/some"])
def test_a_folder_of_another_user_is_none(place: str, user: Path) -> None:
    assert cache.cache_folder("some") is not None
    os.chown(user / place, 12345, 12345)
    assert cache.cache_folder("some") is None


@pytest.mark.parametrize("name", ["gen", "gen/some"])
def test_a_folder_of_ours_is_no_link(name: str, user: Path) -> None:
    (user / name).parent.mkdir(mode=0o700, parents=True)
    (user.parent / "elsewhere/some").mkdir(parents=True)
    (user / name).symlink_to(user.parent / "elsewhere", target_is_directory=True)
    assert cache.cache_folder("some") is None


def test_the_users_own_link_to_another_disk_is_followed(
    user: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    user.mkdir()
    user.with_name("link").symlink_to(user)
    monkeypatch.setenv("XDG_CACHE_HOME", str(user.with_name("link")))
    assert cache.cache_folder("some") == user / "gen/some"


# The files


@pytest.mark.parametrize(
    "kind", ["link", "broken link", "folder", "large", "hard link", "writable", "name", "pipe"]
)
def test_a_file_of_another_kind_is_as_none(kind: str, user: Path) -> None:
    folder = cache.cache_folder("some")
    assert folder is not None
    cache.write_cached(folder, "a", b"data", most=9)
    assert cache.read_cached(folder, "a", 4) == b"data"
    file = folder / "a"
    if kind == "large":
        file.write_bytes(b"datum")
    elif kind == "hard link":
        os.link(file, user / "other")
    elif kind == "writable":
        if not hasattr(os, "geteuid"):
            pytest.skip("files have no such modes here")
        file.chmod(0o666)
    elif kind == "name":
        assert cache.read_cached(folder, "a\0b", 4) is None
        file.unlink()
    else:
        file.rename(user / "other")
        if kind == "folder":
            file.mkdir()
        elif kind == "pipe":
            os.mkfifo(file)
        else:
            file.symlink_to(user / ("other" if kind == "link" else "nowhere"))
    assert cache.read_cached(folder, "a", 4) is None


def test_a_link_in_the_place_of_a_new_file_is_not_followed(user: Path) -> None:
    folder = cache.cache_folder("some")
    assert folder is not None
    (user / "mine").write_bytes(b"mine")
    for name in (f".a-{os.getpid()}", "a"):
        (folder / name).symlink_to(user / "mine")
    cache.write_cached(folder, "a", b"data", most=9)
    assert (user / "mine").read_bytes() == b"mine"
    assert cache.read_cached(folder, "a", 4) == b"data"


# What a stranger could say by one


@pytest.fixture
def committed(user: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache in the working folder, which is no working tree of a version control."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(Path.cwd() / ".cache"))
    return Path.cwd() / ".cache"


def plant(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let everything be remembered where a repository could have it."""
    monkeypatch.setattr(cache, "_is_within_input", lambda *_: False)


def test_no_stamp_of_a_repository_keeps_a_run_from_its_work(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_spec(Path("spec.yaml"))
    command = ("render", "--spec", "spec.yaml", "--lang", "python")
    with monkeypatch.context() as planted:
        plant(planted)
        for _ in range(2):
            gen(*command)
        [stamp] = (committed / "gen/stamps").iterdir()
        (sample, *_) = Path("out").rglob("*.py")
        sample.write_text("wrong\n", "utf-8")
        found = json.loads(stamp.read_bytes())
        size, changed, mode = (sample.stat().st_size, sample.stat().st_mtime_ns,
                               sample.stat().st_mode)  # fmt: skip
        rows = found["outputs"]
        for name in rows:
            if Path("out", name) == sample:
                rows[name] = [size, changed, mode]
        stamp.write_text(json.dumps(found), "utf-8")
        assert "nothing to do" in gen(*command).err and sample.read_bytes() == b"wrong\n"
    assert "changed" in gen(*command).err
    assert sample.read_bytes() != b"wrong\n"


def test_no_text_of_a_repository_is_taken_for_what_black_made(
    committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    formatter._folder.cache_clear()
    spec = Path.cwd() / "spec.yaml"
    black = formatter.FORMATTERS["black"]
    with monkeypatch.context() as planted:
        plant(planted)
        assert black("x = 'a'\n", spec) == 'x = "a"\n'
        [file] = committed.glob("gen/black-*/*")
        data = b'x = "b"\n'
        file.write_bytes(b"%08x\n%s" % (zlib.crc32(data), data))
        assert black("x = 'a'\n", spec) == 'x = "b"\n'
    formatter._folder.cache_clear()
    assert black("x = 'a'\n", spec) == 'x = "a"\n'


@pytest.mark.parametrize("folder", [".gen", ".cache/gen/verify", ".cache"])
def test_no_proof_of_a_repository_is_believed(
    folder: str, committed: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from generator.verify.cache import user_cache

    with monkeypatch.context() as planted:
        plant(planted)
        known = user_cache([], used=True)
        known.note("wrong", True)
        known.save()
        assert "wrong" in user_cache([], used=True)
    Path(folder).mkdir(parents=True, exist_ok=True)
    Path(folder, "verify.json").write_text('{"green": ["wrong"]}', "utf-8")
    assert "wrong" not in user_cache([], used=True)
