"""The client as a package: how long it is, what a change changes, and how it is installed."""

from __future__ import annotations

import ast
import difflib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import pytest
from packaging.version import Version

from generator.spec.loader import load
from tests.support import ROOT, face_api
from tests.system.verify.processes import running

from .made import client_files, strictly, type_cache, write

CLIENT = ROOT / "out/face/v1.1-preview.1/python-client"
SHAPES = ROOT / "tests/compiled/wire/shapes.yaml"
LOCKER = ROOT / "tests/golden/cases/client-credentials/spec.yaml"
BODIES = ROOT / "tests/compiled/wire/bodies.yaml"
pytestmark = pytest.mark.xdist_group("client-package")


def published() -> dict[str, str]:
    """Give the shipped client's files by path."""
    files = (file for file in CLIENT.rglob("*") if file.is_file() and file.suffix != ".pyc")
    return {file.relative_to(CLIENT).as_posix(): file.read_text("utf-8") for file in files}


def test_pyright_is_strict(tmp_path: Path) -> None:
    if shutil.which("pyright") is None:
        pytest.skip("needs pyright")
    strictly(tmp_path)
    (tmp_path / "loose.py").write_text("def f(a): return a\n", "utf-8")
    with pytest.raises(AssertionError, match="reportUnknownParameterType"):
        call("pyright", "--pythonpath", sys.executable, ".", cwd=tmp_path)


def code_lines(text: str) -> int:
    """Count the lines of a module that are code: neither blank nor of a docstring."""
    told: set[int] = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0]
            if ast.get_docstring(node) is not None and first.end_lineno is not None:
                told |= set(range(first.lineno, first.end_lineno + 1))
    lines = enumerate(text.splitlines(), 1)
    return sum(bool(line.strip()) and number not in told for number, line in lines)


def test_it_is_short() -> None:
    modules = [text for name, text in published().items() if name.endswith(".py")]
    assert sum(map(code_lines, modules)) < 1200
    assert sum(len(text.splitlines()) for text in modules) < 2200


def test_a_docstring_tells_of_everything_public() -> None:
    for name, text in published().items():
        if name.endswith(".py"):
            tree = ast.parse(text)
            assert ast.get_docstring(tree), name
            for node in ast.walk(tree):
                if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                    assert node.name.startswith("_") or ast.get_docstring(node), (name, node.name)


def changed(tmp_path: Path, file: str, *edits: tuple[str, str]) -> list[str]:
    """Give the lines of the client that differ if the spec does, as `FILE ±LINE`."""
    spec = tmp_path / "spec"
    shutil.copytree(ROOT / "spec", spec)
    text = (spec / file).read_text("utf-8")
    for old, new in edits:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    (spec / file).write_text(text, "utf-8")
    before, after = client_files(face_api()), client_files(load(spec)[0])
    assert before == published() and before.keys() == after.keys()
    return [
        f"{name} {line}"
        for name in before
        for line in list(
            difflib.unified_diff(before[name].splitlines(), after[name].splitlines(), n=0)
        )[2:]
        if not line.startswith("@@")
    ]


@pytest.mark.parametrize("id_", ["aaa", "mexicocentral", "zzz"])
def test_a_region_more_is_a_line_more(tmp_path: Path, id_: str) -> None:
    edit = ("brazilsouth: Brazil South\n", f"brazilsouth: Brazil South\n{id_}: New Region\n")
    assert changed(tmp_path, "regions.yaml", edit) == [
        f'face_client/_region.py +    {id_.upper()} = "{id_}"  # New Region'
    ]


@pytest.mark.parametrize(
    ("status", "code"), [(400, "Aaa"), (404, "Zzz"), (409, "Conflict"), (599, "X")]
)
def test_an_error_more_is_a_class_more(tmp_path: Path, status: int, code: str) -> None:
    row = f"  new: {{status: {status}, code: {code}, description: New., message: New.}}\n"
    lines = changed(
        tmp_path,
        Path(face_api().file).name,
        ("\nschemas:\n", f"{row}\nschemas:\n"),
        (
            "      - large-face-list-not-trained\n      - rate",
            "      - new\n      - large-face-list-not-trained\n      - rate",
        ),
    )
    added = "\n".join(line.removeprefix("face_client/errors.py +") for line in lines)
    assert all(line.startswith("face_client/errors.py +") for line in lines)
    (made,) = ast.parse(added.strip("\n")).body
    assert isinstance(made, ast.ClassDef) and made.name == f"{code}Error"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the shipped client, and with those that have every shape of a request."""
    made = tmp_path_factory.mktemp("packages")
    for spec in (SHAPES, BODIES, LOCKER):
        write(client_files(load(spec)[0]), made)
    write(published(), made)
    return made


def call(*words: object, cwd: Path, env: dict[str, str] | None = None) -> str:
    done = subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **(env or {})},
    )
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"
    return done.stdout


def test_mypy_finds_nothing(folder: Path) -> None:
    call(sys.executable, "-m", "mypy", "--strict", *type_cache(), ".", cwd=folder)


def test_pyright_finds_nothing(folder: Path) -> None:
    if shutil.which("pyright") is None:
        pytest.skip("needs pyright")
    strictly(folder)
    call("pyright", "--pythonpath", sys.executable, ".", cwd=folder)


def test_wrong_calls_are_type_errors(folder: Path) -> None:
    """What a type checker has to find in code that uses the client."""
    (folder / "wrong.py").write_text(
        "import httpx\n"
        "from face_client import AsyncFaceClient, FaceClient, errors\n"
        "with FaceClient(region=1) as client:  # wrong\n"
        "    client.delete_liveness_with_verify_session()  # wrong\n"
        "    client.delete_liveness_with_verify_session('id')  # wrong\n"
        "    client.delete_liveness_with_verify_session(session_id=1)  # wrong\n"
        "    client.delete_liveness_with_verify_session(session_id='id')\n"
        "FaceClient(endpoint='https://a', http_client=httpx.AsyncClient())  # wrong\n"
        "AsyncFaceClient(endpoint='https://a', http_client=httpx.Client())  # wrong\n"
        "AsyncFaceClient(endpoint='https://a', http_client=httpx.AsyncClient())\n"
        "code: str | None = errors.SessionNotFoundError(404, None, '', 1, httpx.Headers()).code\n"
        "wait: int = errors.FaceError(404, None, '', 1, httpx.Headers()).retry_after  # wrong\n"
    )
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *type_cache(), "wrong.py"],
        cwd=folder,
        capture_output=True,
        text=True,
    )
    (folder / "wrong.py").unlink()
    found = [int(n) for n in re.findall(r"^wrong\.py:(\d+): error", done.stdout, re.MULTILINE)]
    assert found == [3, 4, 5, 6, 8, 9, 12], done.stdout


@cache
def has_index() -> bool:
    """Say whether pip can get what the client needs."""
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    options = ["--dry-run", "--no-deps", "--ignore-installed", "hatchling"]
    done = subprocess.run([*pip, *options], capture_output=True)
    return done.returncode == 0


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The interpreter of an empty environment in which the shipped client is installed."""
    if not has_index():
        pytest.skip("needs an index that pip can reach")
    folder = tmp_path_factory.mktemp("installed")
    write(published(), folder / "package")
    call(sys.executable, "-m", "venv", "--without-pip", "venv", cwd=folder)
    made = folder / "venv" / ("Scripts" if os.name == "nt" else "bin") / "python"
    pip = (sys.executable, "-m", "pip", "--python", made, "--disable-pip-version-check")
    call(*pip, "install", "--quiet", "--no-compile", "./package", cwd=folder)
    return made


def test_what_is_installed(python: Path, tmp_path: Path) -> None:
    program = """\
import json
from importlib.metadata import distribution
made = distribution("face-client")
print(json.dumps([made.metadata.json, made.requires, [str(file) for file in made.files]]))
"""
    metadata, requires, files = json.loads(call(python, "-c", program, cwd=tmp_path))
    assert (metadata["name"], Version(metadata["version"])) == ("face-client", Version("1.1rc1"))
    assert metadata["requires_python"] == ">=3.11"
    assert sorted(requires) == ["anyio>=4", "httpx<1,>=0.27"]
    assert metadata["description"].splitlines()[2] == "# face-client"
    assert "Face API" in metadata["summary"]
    package = {file for file in files if ".dist-info/" not in file}
    assert package == {name for name in published() if name.startswith("face_client/")}
    assert "face_client/py.typed" in package


@contextmanager
def mocked(folder: Path, *options: str) -> Iterator[str]:
    """Run `gen mock`; give its endpoint."""
    with running(folder, "mock", "--spec", str(ROOT / "spec"), "--port", "0", *options) as mock:
        assert mock.popen.stderr is not None
        line = mock.popen.stderr.readline().decode()
        found = re.match(r"http://127\.0\.0\.1:\d+", line)
        assert found, line
        yield found.group()


def readme(endpoint: str, folder: Path) -> Path:
    """Render a client for an endpoint, and give the program of its README."""
    options = ["--spec", ROOT / "spec", "--lang", "python-client", "--endpoint", endpoint]
    call(Path(sys.executable).with_name("gen"), "render", *options, "--out", "made", cwd=folder)
    (page,) = (folder / "made").rglob("README.md")
    found = re.search(r"^```python\n(.*?)^```$", page.read_text("utf-8"), re.DOTALL | re.MULTILINE)
    assert found
    (folder / "program.py").write_text(found[1], "utf-8")
    return folder / "program.py"


def run(python: Path, program: Path, key: str = "secret") -> tuple[int, str, str]:
    env = {name: value for name, value in os.environ.items() if name != "FACE_APIKEY"}
    done = subprocess.run(
        [python, program.name],
        cwd=program.parent,
        env=env | ({"FACE_APIKEY": key} if key else {}),
        capture_output=True,
        text=True,
    )
    return done.returncode, done.stdout, done.stderr


def test_the_readme_s_program_runs(python: Path, tmp_path: Path) -> None:
    with mocked(tmp_path) as endpoint:
        program = readme(endpoint, tmp_path)
        done = run(python, program)
        without = run(python, program, key="")
    assert done == (0, "Session and all correlated data deleted.\n", "")
    assert without[0] == 1 and without[1] == ""
    assert "FACE_APIKEY" in without[2].splitlines()[-1]
    code, stdout, stderr = run(python, program)
    assert (code, stdout) == (1, "") and stderr.startswith("No answer: ")


def test_the_readme_s_program_names_the_error(python: Path, tmp_path: Path) -> None:
    with mocked(tmp_path, "--answer", "session-not-found") as endpoint:
        code, stdout, stderr = run(python, readme(endpoint, tmp_path))
    assert (code, stdout) == (1, "")
    assert stderr.startswith("SessionNotFoundError: HTTP 404 SessionNotFound: ")
    assert stderr.count("\n") == 1
