"""One tree, to the byte and the mode, wherever and however it is rendered."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import venv
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path

import pytest

from tests.support import EVERYTHING, ROOT
from tests.system.robust.support import MANIFEST, fingerprint, modes, tree

HERE = Path(__file__).resolve().parent
EVERY_SPEC = HERE / "every_spec.py"
PACKAGES = next(path for path in map(Path, sys.path) if path.name == "site-packages")


def render_all(
    folder: Path,
    python: Sequence[str | Path] = (sys.executable,),
    repository: str | Path = ROOT,
    cwd: Path = ROOT,
    env: Mapping[str, str] | None = None,
    names: Sequence[str] = (),
) -> dict[str, object]:
    """Render every spec, or those of some names, into a folder; give what did it."""
    made = subprocess.run(
        [*python, EVERY_SPEC, repository, folder, *names],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        capture_output=True,
    )
    assert made.returncode == 0, made.stderr.decode("utf-8", "replace")
    how: dict[str, object] = json.loads(made.stdout)
    return how


def assert_same(folder: Path, first: Path, names: Sequence[str] = ()) -> None:
    """Compare what was rendered; a hash alone would not say what differs."""
    for name in names:
        assert_same(folder / name, first / name)
    if names:
        return
    made, wanted = tree(folder), tree(first)
    assert [path for path in {*made, *wanted} if made.get(path) != wanted.get(path)] == []
    assert fingerprint(folder) == fingerprint(first)


@pytest.fixture(scope="session")
def rendered(
    tmp_path_factory: pytest.TempPathFactory, filled: Path
) -> tuple[Path, dict[str, object]]:
    """A folder with every spec as this Python renders it here, and what it says of itself."""
    folder = tmp_path_factory.mktemp("first")
    # Else it may be known what black makes of each file, which then is not imported.
    return folder, render_all(folder, env={"XDG_CACHE_HOME": str(filled)})


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The cache that this Python had for it: empty at first, and filled by that."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def first(rendered: tuple[Path, dict[str, object]]) -> Path:
    """That folder."""
    return rendered[0]


def test_the_tree_is_the_one_that_is_committed(first: Path) -> None:
    assert modes(first) == {0o644}
    assert tree(first / "shipped") == tree(ROOT / "out")
    cases = {path.parent.name for path in ROOT.glob("tests/golden/cases/*/*.yaml")}
    assert {path.name for path in first.iterdir()} == {*cases, "shipped", "unicode"}
    for case in cases:
        made = {path: data for path, data in tree(first / case).items() if path != MANIFEST}
        assert made == tree(ROOT / "tests/golden/cases" / case / "expected")


# The surroundings


# Each differs from the usual in all that it sets: a difference tells of one of these.
SURROUNDINGS = [
    {"LC_ALL": "C", "LANG": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0",
     "TZ": "Pacific/Kiritimati", "PYTHONHASHSEED": "0", "PYTHONOPTIMIZE": "2", "COLUMNS": "20",
     "PYTHONIOENCODING": "ascii", "HOME": "/dev/null", "XDG_CACHE_HOME": "", "USER": "ü"},
    {"LC_ALL": "", "LANG": "de_DE.ISO-8859-1", "LC_COLLATE": "sv_SE", "TZ": "America/St_Johns",
     "PYTHONHASHSEED": "4294967295", "PYTHONSAFEPATH": "1", "SOURCE_DATE_EPOCH": "0",
     "NO_COLOR": "1", "TERM": "dumb", "HOSTNAME": "x"},
]  # fmt: skip
MORE_SURROUNDINGS = [
    {"LC_ALL": "POSIX", "TZ": "Pacific/Kiritimati", "PYTHONUTF8": "0", "PYTHONHASHSEED": "1"},
    {"LC_ALL": "en_US.UTF-8", "TZ": "", "PYTHONOPTIMIZE": "1"},
    {"PYTHONHASHSEED": "1", "PYTHONUTF8": "1", "TZ": "UTC"},
    {"PYTHONHASHSEED": "random", "PYTHONDEVMODE": "1", "SOURCE_DATE_EPOCH": "1"},
]


@pytest.mark.parametrize(
    "env",
    [*SURROUNDINGS, *(MORE_SURROUNDINGS if EVERYTHING else ())],
    ids=lambda env: " ".join(f"{name}={value}" for name, value in env.items()),
)
def test_language_time_and_settings_of_python_change_nothing(
    tmp_path: Path, first: Path, env: dict[str, str]
) -> None:
    render_all(tmp_path, env=env)
    assert_same(tmp_path, first)


def test_turkish_letters_change_nothing(tmp_path: Path, first: Path) -> None:
    """Where the small letter of I is not i, for programs that ask the C library."""
    try:
        made = subprocess.run(
            ["localedef", "-i", "tr_TR", "-f", "UTF-8", tmp_path / "tr_TR.UTF-8"],
            capture_output=True,
        )
    except FileNotFoundError:
        pytest.skip("only where localedef is installed")
    if made.returncode > 1 or not (tmp_path / "tr_TR.UTF-8").is_dir():
        pytest.skip("only where the Turkish locale is installed")
    env = {"LOCPATH": str(tmp_path), "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    tried = "import locale; print(locale.setlocale(locale.LC_ALL, ''))"
    said = subprocess.check_output([sys.executable, "-c", tried], env={**os.environ, **env})
    assert said == b"tr_TR.UTF-8\n"
    render_all(tmp_path / "out", env=env)
    assert_same(tmp_path / "out", first)


@pytest.mark.parametrize("mask", ["000", "022", "077", "777"] if EVERYTHING else ["000", "777"])
def test_the_umask_changes_no_mode_of_a_file(tmp_path: Path, first: Path, mask: str) -> None:
    if mask == "777" and os.geteuid() != 0:
        pytest.skip("only root can write into folders that it made without any right")
    shell = ("sh", "-c", f'umask {mask}; exec "$0" "$@"', sys.executable, "-B")
    render_all(tmp_path, shell)
    assert_same(tmp_path, first)


# The place


def test_relative_paths_make_the_same_tree(tmp_path: Path, first: Path) -> None:
    (tmp_path / "below").mkdir()
    (tmp_path / "repository").symlink_to(ROOT)
    render_all(Path(), repository="../repository", cwd=tmp_path / "below")
    assert_same(tmp_path / "below", first)


@pytest.mark.parametrize("name", ["%s {{x}} 'a\"b 💥.yaml"])
def test_another_place_makes_the_same_tree(tmp_path: Path, first: Path, name: str) -> None:
    """A copy whose files were made in another order, and are newer."""
    copy = tmp_path / name
    files = [
        *(path for top in ("generator", "templates", "spec") for path in (ROOT / top).rglob("*")),
        *(p for p in ROOT.glob("tests/golden/cases/**/*") if "expected" not in p.parts),
        HERE / "unicode.yaml",
    ]
    for file in sorted(files, reverse=True):
        if file.is_file() and file.suffix != ".pyc":
            place = copy / file.relative_to(ROOT)
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(file, place)
    how = render_all(copy / "out", repository=copy, cwd=copy, env={"PYTHONPATH": str(copy)})
    assert how["from"] == str(copy)
    assert_same(copy / "out", first)


# The cache


def test_what_is_remembered_makes_the_same_tree(tmp_path: Path, first: Path, filled: Path) -> None:
    assert len(list(filled.rglob("black-*/*"))) > 4
    render_all(tmp_path / "warm", env={"XDG_CACHE_HOME": str(filled)})
    assert_same(tmp_path / "warm", first)


def test_where_nothing_can_be_cached_the_tree_is_the_same(tmp_path: Path, first: Path) -> None:
    (tmp_path / "file").touch()
    render_all(tmp_path / "out", env={"XDG_CACHE_HOME": str(tmp_path / "file/x")})
    assert_same(tmp_path / "out", first)


def test_a_broken_cache_makes_the_same_tree(tmp_path: Path, first: Path, filled: Path) -> None:
    cache = shutil.copytree(filled, tmp_path / "cache", symlinks=True)
    env = {"XDG_CACHE_HOME": str(cache)}
    entries = sorted(cache.rglob("black-*/*"))
    assert len(entries) > 5
    for number, entry in enumerate(entries):
        data = entry.read_bytes()
        entry.unlink()
        if number % 6 < 4:
            entry.write_bytes((b"", bytes(99), data[: len(data) // 2], data[:-1])[number % 6])
        elif number % 6 == 4:
            entry.mkdir()
        else:
            entry.symlink_to("nowhere")
    for name in ("broken", "mended"):
        render_all(tmp_path / name, env=env)
        assert_same(tmp_path / name, first)


# The installation


@pytest.mark.xdist_group("wheel")
def test_the_wheel_in_a_fresh_environment_makes_the_same_tree(tmp_path: Path, first: Path) -> None:
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    made = ("wheel", "--no-deps", "--no-build-isolation", "-w", tmp_path, ROOT)
    subprocess.run([*pip, *made], cwd=tmp_path, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    venv.create(tmp_path / "venv", with_pip=False)
    python = tmp_path / "venv/bin/python"
    installed = ("install", "--no-deps", "--no-index", wheel)
    subprocess.run([*pip, "--python", python, *installed], cwd=tmp_path, check=True)
    (site,) = (tmp_path / "venv").glob("lib/*/site-packages")
    (site / "needed.pth").write_text(f"{PACKAGES}\n", "utf-8")  # and none of its own .pth files
    how = render_all(tmp_path / "out", (python,), cwd=tmp_path, env={"PYTHONPATH": ""})
    assert how["from"] == str(site)
    assert_same(tmp_path / "out", first)


# Other Pythons


def interpreters(version: str) -> Iterator[str]:
    """Give interpreters of a version, on the PATH and beside this one, as pyenv has them."""
    name = f"python{version}"
    if found := shutil.which(name):
        yield found
    for place in sorted(Path(sys.base_prefix).parent.glob(f"*{version}*/bin/{name}")):
        yield str(place)


def pure(version: str) -> dict[str, object]:
    """Give what a version has to say of itself that loaded nothing compiled."""
    return {"python": version, "from": str(ROOT), "compiled": []}


NEWER = ("3.15", "3.14", "3.13", "3.12")
# What a Python without compiled parts renders, which is slow: what there is most of, and oddest.
BY_PURE = () if EVERYTHING else ("shipped", "unicode")


def newest(versions: Sequence[str]) -> tuple[str, str]:
    """Give the first of some versions that is installed, and its interpreter."""
    for version in versions:
        for python in interpreters(version):
            said = subprocess.run([python, "--version"], capture_output=True, text=True)
            if said.stdout.startswith(f"Python {version}."):
                return version, python
    pytest.skip(f"only where Python {' or '.join(versions)} is installed")


@pytest.mark.parametrize("versions", [[v] for v in NEWER] if EVERYTHING else [NEWER], ids=" ".join)
def test_another_python_makes_the_same_tree_with_nothing_compiled(
    tmp_path: Path, first: Path, versions: Sequence[str]
) -> None:
    version, python = newest(versions)
    path = os.pathsep.join(map(str, (ROOT, PACKAGES)))
    how = render_all(tmp_path, (python, "-B", "-s"), env={"PYTHONPATH": path}, names=BY_PURE)
    assert how == pure(version)
    assert_same(tmp_path, first, BY_PURE)


@cache
def pyodide() -> Path:
    """Give the folder of CPython for WebAssembly, or skip the test."""
    folder = ROOT / ".toolchains/npm/node_modules" / "pyodide-3.14"
    lacking = [] if shutil.which("node") else ["node"]
    lacking += [] if folder.is_dir() else ["pyodide-3.14"]
    if lacking:
        pytest.skip(f"needs {', '.join(lacking)}")
    return folder


def test_python_for_webassembly_makes_the_same_tree_with_nothing_compiled(
    tmp_path: Path, first: Path
) -> None:
    folders = f"{ROOT}:{PACKAGES}:+{tmp_path}"
    launcher = ("node", HERE / "pyodide.mjs", pyodide(), folders)
    how = render_all(tmp_path, launcher, names=BY_PURE)
    assert how == pure("3.14")
    assert_same(tmp_path, first, BY_PURE)


def test_this_python_has_the_compiled_parts_that_the_others_lack(
    rendered: tuple[Path, dict[str, object]],
) -> None:
    """Else nothing would be compared."""
    compiled = rendered[1]["compiled"]
    assert isinstance(compiled, list)
    if not {"black", "markupsafe", "yaml"} <= {*compiled}:
        pytest.skip("only where packages were installed with their compiled parts")
