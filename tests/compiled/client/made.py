"""Clients of specs: rendered, written, imported under a name of their own, and called."""

from __future__ import annotations

import atexit
import importlib.util
import itertools
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import anyio

from generator.model.api import Api
from generator.model.naming import in_case
from generator.model.text import is_plain
from generator.plan import Plan, make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.spec.loader import load_files
from generator.verify.hostile.reader import Memory
from tests.support import LAYERS, languages

TARGET = "python-client"
# How a client is used: without asyncio, and by each library that there is for `await`.
KINDS = ["sync", "asyncio", *(["trio"] if importlib.util.find_spec("trio") else [])]

# An API with every method, and every place of a parameter.
TOY = """\
api: {id: toy, title: Toy API, version: v1}
endpoint: https://{region}.toy.example.com
basePath: /toy/{version}
regions: {north: North, south: {name: South, endpoint: "https://south.example.org"}}
defaultRegion: north
headers:
  X-Key: {description: The key., env: TOY_KEY}
  X-Version: {description: The version., value: "1"}
errorBodies:
  coded: {error: {code: $code, message: $message}}
  gateway: {statusCode: $status, message: $message}
errors:
  gone: {status: 404, code: ThingNotFound, description: It is gone., message: There is none.}
  busy: {status: 429, body: gateway, description: Too many calls., message: Wait.}
operations:
  find:
    title: Find
    summary: Find a thing.
    method: GET
    path: /things/{thing}
    parameters:
      thing: {description: Its id., example: a b}
      view: {in: query, required: true, description: How much., example: all}
      page: {in: query, description: Where to begin.}
      X-Trace: {in: header, description: An id for logs.}
    responses: {200: Found.}
    errors: [gone, busy]
""" + "".join(
    f"""\
  {method}:
    title: {method}
    summary: Ask with {method}.
    method: {method.upper()}
    path: /things
    responses: {{200: Done.}}
    errors: [gone, busy]
"""
    for method in ("get", "put", "post", "delete", "options", "head", "patch")
)


@cache
def read(spec: str) -> Api:
    """Read a spec that no disk holds."""
    (api,) = load_files(Memory({"spec.yaml": spec.encode()}), ["spec.yaml"])
    return api


def planned(api: Api, endpoint: str | None = None) -> Plan:
    """Plan the files of an API's client."""
    return make_plan([api], languages(), lambda api: bind(api, endpoint=endpoint), [TARGET])


def client_files(api: Api, endpoint: str | None = None) -> dict[str, str]:
    """Render a client; give its files by their path in its folder."""
    plan = planned(api, endpoint)
    rendered = render(plan.files, languages(), LAYERS)
    return {
        job.path.removeprefix(f"{job.folder}/"): rendered[job.path].decode() for job in plan.clients
    }


@cache
def files_of(spec: str, endpoint: str | None = None) -> Mapping[str, str]:
    """Render the client of a spec."""
    return client_files(read(spec), endpoint)


def write(files: Mapping[str, str], folder: Path) -> Path:
    """Write a client; give the folder of its package."""
    for name, text in files.items():
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    (init,) = (name for name in files if name.endswith("__init__.py"))
    return (folder / init).parent


_numbers = itertools.count()


@contextmanager
def imported(files: Mapping[str, str], folder: Path) -> Iterator[Any]:
    """Write a client, and import it under a name that nothing else has."""
    package = write(files, folder)
    name = f"imported_client_{next(_numbers)}"
    spec = importlib.util.spec_from_file_location(
        name, package / "__init__.py", submodule_search_locations=[str(package)]
    )
    assert spec is not None and spec.loader is not None
    sys.modules[name] = module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
        yield module
    finally:
        for loaded in [key for key in sys.modules if key.partition(".")[0] == name]:
            del sys.modules[loaded]


def classes(api_id: str, package: Any) -> tuple[Any, Any]:
    """Give the client of a package, and the one for `await`."""
    name = f"{in_case(api_id, 'pascal')}Client"
    return getattr(package, name), getattr(package, f"Async{name}")


def call(package: Any, kind: str, operation: str, **options: Any) -> None:
    """Make a toy client, call one operation, and close it.

    Arguments:
        package: the client's package.
        kind: one of KINDS.
        operation: the method's name.
        options: `arguments` are those of the method, all others those of the client.
    """
    arguments = options.pop("arguments", {})
    plain, awaited = classes("toy", package)
    if kind == "sync":
        with plain(**options) as client:
            assert getattr(client, operation)(**arguments) is None
        return

    async def main() -> None:
        async with awaited(**options) as client:
            assert await getattr(client, operation)(**arguments) is None

    anyio.run(main, backend=kind)


def strictly(folder: Path) -> None:
    """Have pyright check all that it can in a folder."""
    (folder / "pyrightconfig.json").write_text('{"typeCheckingMode": "strict"}', "utf-8")


@cache
def type_cache() -> tuple[str, str]:
    """Give the option that has mypy remember what it knows of httpx, for all tests of a process."""
    folder = tempfile.mkdtemp(prefix="gen-mypy-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return ("--cache-dir", folder)


def check_types(files: Mapping[str, str], uses: str, folder: Path) -> None:
    """Have mypy and pyright check a client in their strict modes, and code that uses it.

    Arguments:
        files: the files of the client.
        uses: the code. What has to be a type error ends in `# wrong`.
        folder: an empty folder.
    """
    write(files, folder)
    (folder / "uses.py").write_text(uses, "utf-8")
    strictly(folder)
    mypy = [sys.executable, "-m", "mypy", "--strict", *type_cache(), "."]
    checks = [mypy]
    if shutil.which("pyright") is not None:
        checks.append(["pyright", "--pythonpath", sys.executable, "."])
    wrong = [n for n, line in enumerate(uses.splitlines(), 1) if line.endswith("# wrong")]
    for command in checks:
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        found = re.findall(
            r"^(?:.*/| *)?([\w]+\.py):(\d+)(?::\d+)?(?: -|:) error", done.stdout, re.M
        )
        assert {file for file, _ in found} <= {"uses.py"}, done.stdout
        assert sorted({int(n) for _, n in found}) == wrong, done.stdout


def shown(text: str) -> str:
    """Write a text as a line for readers has it: on one line, what can't be seen is named."""
    edges = " \t\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029"
    line = text.strip(edges)
    for mark in edges[2:]:
        line = line.replace(mark, "\n")
    line = " ".join(part for i, part in enumerate(line.split("\n")) if part or not i)
    line = line.replace("\t", " ")
    return "".join(c if is_plain(c) else f"<U+{ord(c):04X}>" for c in line)
