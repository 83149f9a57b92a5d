"""Names of a spec that mean something to Python, to the client itself, or are alike."""

from __future__ import annotations

import builtins
import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any

import black
import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.client.names import error_names
from generator.client.programs import plan_programs
from generator.model.api import Api
from generator.model.messages import Where
from generator.model.naming import in_case
from generator.model.structs import replace
from generator.model.text import reveal
from generator.rendering.renderer import render
from tests.support import LAYERS, languages

from .made import TARGET, classes, files_of, imported, planned, read, strictly, type_cache, write
from .names import CODES, ENVS, OWN_ENVS, of_codes, of_id, specs
from .names import operation as operation_of

BUILTIN_ERRORS = [name for name in dir(builtins) if name.endswith("Error")]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all packages side by side."""
    made = tmp_path_factory.mktemp("names")
    for text in specs().values():
        write(files_of(text), made)
    return made


@pytest.fixture(params=specs())
def client(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Api, Any]]:
    """Every API with its package."""
    with imported(files_of(specs()[request.param]), tmp_path) as package:
        yield read(specs()[request.param]), package


def checked(folder: Path, *command: str) -> None:
    done = subprocess.run([*command, str(folder)], cwd=folder, capture_output=True, text=True)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}"


@pytest.mark.xdist_group("client-names")
def test_mypy_finds_nothing(folder: Path) -> None:
    checked(folder, sys.executable, "-m", "mypy", "--strict", *type_cache())


@pytest.mark.xdist_group("client-names")
def test_pyright_finds_nothing(folder: Path) -> None:
    if shutil.which("pyright") is None:
        pytest.skip("needs pyright")
    strictly(folder)
    checked(folder, "pyright", "--pythonpath", sys.executable)


@pytest.mark.xdist_group("client-names")
def test_ruff_finds_nothing(folder: Path) -> None:
    checked(folder, sys.executable, "-m", "ruff", "check", "--isolated", "--no-cache")


@pytest.mark.parametrize("id_", specs())
def test_black_leaves_it_as_it_is(id_: str) -> None:
    assert_black(files_of(specs()[id_]))


def test_black_leaves_names_of_every_length_as_they_are() -> None:
    """What stands on one line, and what does not, is black's to say, to the column."""
    # One operation at a time: where one line is too long, black writes the whole file.
    head = "api: {id: a, title: A, version: v1}\nendpoint: https://a.example.com\noperations:\n"
    for place in ("query, required: true", "header"):
        for end in ("", "1"):  # as an identifier, `a1` is `a_1`
            for length in range(26, 34):
                row = f"      {'b' * length}{end}: {{in: {place}, description: D., example: x}}\n"
                assert_black(files_of(head + operation_of("get", row)), "_client.py")
    for length in range(6, 60, 5):
        assert_black(files_of(head + operation_of("c" * length)), "_client.py")
    for length in range(15, 64, 6):
        assert_black(files_of(of_id("d" * length)))


def assert_black(files: Mapping[str, str], ending: str = ".py") -> None:
    for name, text in files.items():
        if name.endswith(ending):
            assert black.format_str(text, mode=black.Mode()) == text, name


def test_every_operation_can_be_called(
    client: tuple[Api, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every argument arrives in its place, under its own name."""
    api, package = client
    asked: list[tuple[str, list[tuple[str, str]]]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        sent = request.url.params.multi_items() + request.headers.multi_items()
        asked.append((request.url.path, sent))
        return httpx.Response(200)

    for env in ENVS + OWN_ENVS:
        monkeypatch.setenv(env, f"secret-of-{env}")
    region = {"region": next(iter(package.Region))} if api.regions else {}
    made = classes(api.id, package)[0](
        http_client=httpx.Client(transport=httpx.MockTransport(answer)), **region
    )
    for method, operation in zip(methods(made), api.operations, strict=True):
        names = [name for name in method.__annotations__ if name != "return"]
        method(**{name: f"to {name}" for name in names})
        path, sent = asked.pop()
        parameters = sorted(operation.parameters, key=lambda p: not p.required)
        for name, parameter in zip(names, parameters, strict=True):
            wanted = reveal(parameter.name)
            if parameter.where is Where.PATH:
                assert path == f"/{operation.id}/to {name}"
            else:
                wanted = wanted if parameter.where is Where.QUERY else wanted.lower()
                assert (wanted, f"to {name}") in sent
        for credential in api.credentials:
            secret = f"secret-of-{credential.env}"
            assert (reveal(credential.name).lower(), secret) in sent


def methods(client: Any) -> list[Any]:
    """Give a client's operations, in the order of the spec."""
    (operations,) = (c for c in type(client).__mro__ if c.__name__ == "Operations")
    own = [name for name in vars(operations) if not name.startswith("_")]
    return [getattr(client, name) for name in own]


def test_no_name_hides_a_builtin(client: tuple[Api, Any]) -> None:
    _, package = client
    for module in [package, *vars(package).values()]:
        if isinstance(module, ModuleType) and module.__name__.startswith(package.__name__):
            hidden = {name for name in vars(module) if not name.startswith("__")} & set(
                dir(builtins)
            )
            assert not hidden, module.__name__


@pytest.mark.parametrize("name", BUILTIN_ERRORS)
def test_neither_an_api_nor_a_code_hides_a_builtin_error(name: str, tmp_path: Path) -> None:
    word = in_case(name.removesuffix("Error"), "kebab") or "error"
    for number, text in enumerate((of_id(word), of_id("plain").replace("Plain", name[:-5] or "E"))):
        with imported(files_of(text), tmp_path / str(number)) as package:
            assert not {n for n in vars(package) if n.endswith("Error")} & set(BUILTIN_ERRORS)
            assert not {n for n in vars(package.errors) if n.endswith("Error")} & set(
                BUILTIN_ERRORS
            )


def test_classes_of_codes(tmp_path: Path) -> None:
    found = set()
    with imported(files_of(specs()["codes"]), tmp_path) as package:
        for status, code, name in CODES:
            body = json.dumps({"code": code, "message": "M."}).encode()
            error = package.errors.error_of(httpx.Response(status, content=body))
            made = type(error).__name__
            assert (made, error.code) == (name or made, code)
            assert getattr(package.errors, made) is type(error)
            found.add(made)
    assert len(found) == len(CODES) and "CodesError" not in found


# No two of these codes make one name for themselves.
ROWS = [
    (status, code)
    for status in (400, 401, 404)
    for code in (None, "X", "X400", "X404", "1", "Timeout")
]


@given(st.lists(st.sampled_from(range(len(ROWS))), min_size=2, max_size=6, unique=True))
def test_one_more_error_gives_no_class_another_meaning(chosen: list[int]) -> None:
    """Who catches a class would not notice."""
    api, names = read(of_codes(ROWS)), languages()[TARGET].names
    (only,) = api.operations
    before, after = (
        error_names(
            replace(api, operations=(replace(only, errors=tuple(only.errors[n] for n in rows)),)),
            names,
        )
        for rows in (chosen[:-1], chosen)
    )
    assert len(set(after.values())) == len(chosen)
    meant = {name: row for row, name in before.items()}
    for row, name in after.items():
        assert meant.get(name, row) == row, name


@pytest.mark.parametrize("id_", specs())
def test_the_program_of_the_readme_is_python(id_: str) -> None:
    page = files_of(specs()[id_])["README.md"]
    code = page.partition("```python\n")[2].partition("```")[0]
    assert "with " in code and compile(code, "README.md", "exec")


def test_regions(tmp_path: Path) -> None:
    hosts = {}
    for id_ in ("regions-none", "regions-some", "regions-all"):
        with imported(files_of(specs()[id_]), tmp_path / id_) as package:
            hosts[id_] = {r.name: r.endpoint for r in package.Region}
            for region in package.Region:
                client = classes(id_, package)[0](region=region)
                assert region.endpoint in repr(client)
                client.close()
    assert hosts["regions-none"] == {
        "A_B": "https://a-b.example.com",
        "A_B_": "https://a_b.example.com",
        "A_B_2": "https://a--b.example.com",
        "NONE": "https://none.example.com",
        "MRO": "https://mro.example.com",
        "NAME": "https://name.example.com",
    }
    assert hosts["regions-some"] == {"A": "https://a.example.com", "B": "https://b.example"}
    assert hosts["regions-all"] == {"A": "https://a.example"}


def test_programs_of_verify_call_the_operation_they_are_of() -> None:
    """Also where the ids of two operations make one name."""
    for id_ in ("words", "codes"):
        api = read(specs()[id_])
        client = files_of(specs()[id_])[f"{id_}_client/_client.py"]
        names = [line.split("(")[0].split()[-1] for line in client.splitlines() if " def " in line]
        chosen = [n for n in names if not n.startswith("_") and n not in ("close", "aclose")]
        plan = planned(api)
        jobs = [
            job for job in plan_programs(plan.clients, plan.operations, languages()) if job.caller
        ]
        made = render(jobs, languages(), LAYERS)
        for operation, name in zip(api.operations, chosen, strict=False):
            for job in jobs:
                if job.operation is operation:
                    assert f" client.{name}(" in made[job.path].decode(), job.path
