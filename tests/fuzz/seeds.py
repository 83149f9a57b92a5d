"""What the fuzzer starts from: small valid inputs of every kind, and what reads them."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from generator.output.manifest import HIDDEN_MANIFEST
from tests.support import ROOT, reference_spec

Command = tuple[str, ...]
SECRET = "CANARY-4f1d"


@dataclass(frozen=True)
class Seed:
    """An input without a fault.

    Attributes:
        kind: what sort of file is changed.
        name: which one.
        files: the files of the folder that gen is run in.
        target: the file that is changed, or a pattern of it.
        commands: one of them is run.
        before: commands that are run first, on what is not changed yet.
        after: commands to run once the command has succeeded; the last of them must succeed if all
            others do.
        trees: how often the file is changed as a tree of YAML or JSON, not as bytes.
    """

    kind: str
    name: str
    files: Mapping[str, bytes] = field(repr=False)
    target: str
    commands: tuple[Command, ...] = field(repr=False)
    before: tuple[Command, ...] = ()
    after: Mapping[Command, tuple[Command, ...]] = field(default_factory=dict, repr=False)
    trees: float = 0.8


_SITES = ("plain", "mkdocs", "docusaurus", "docfx", "sphinx")
_LANGUAGES = ("curl", "curl-cmd", "csharp", "java", "java-net-http", "javascript", "objc", "php",
              "python", "ruby", "python-client", "reference")  # fmt: skip


def _render(spec: str, *targets: str) -> Command:
    return ("render", "--jobs", "1", "--spec", spec, "--lang", ",".join(targets))


def _reading(spec: str) -> tuple[Command, ...]:
    """Give the commands that read a spec or document."""
    return (
        *[("lint", "--spec", spec)] * 6,
        *[_render(spec, target) for target in _LANGUAGES],
        _render(spec, "all"),
        (*_render(spec, "curl", "ruby"), "--region", "all", "--out", "regions"),
        (*_render(spec, "php"), "--endpoint", "http://localhost:8080", "--out", "local"),
        (*_render(spec, "php", "curl"), "--set", "id=a b", "--out", "local"),
        ("diff", "--spec", spec, "--lang", "curl"),
        ("diff", "--spec", spec, "--lang", "curl", "--format", "json"),
        ("list", "operations", "--spec", spec),
        ("list", "regions", "--spec", spec, "--json"),
        *[
            ("publish", "--spec", spec, "--lang", "curl,python", "--format", form, "--out", "site")
            for form in ("html", "openapi", "overlay")
        ],
        *[
            ("publish", "--spec", spec, "--lang", "ruby", "--format", "markdown", "--tabs", site,
             "--out", "site")
            for site in _SITES
        ],
    )  # fmt: skip


def _editing(spec: str) -> tuple[Command, ...]:
    """Give the commands that edit a region table, ids and names odd ones, too."""
    return (
        ("regions", "add", "aaa", "A a", "--spec", spec),
        ("regions", "add", "zz9", "Z: #'\"\\ é", "--spec", spec),
        ("regions", "add", "own", "Own", "--endpoint", "https://own.example", "--spec", spec),
        ("regions", "remove", "uksouth", "--spec", spec),
        ("regions", "remove", "westeurope", "--spec", spec),
        ("regions", "rename", "uksouth", "no", "--name", "Ü: {x}", "--spec", spec),
        ("regions", "rename", "norwayeast", "zz8", "--spec", spec),
        ("regions", "set-default", "uksouth", "--spec", spec),
        ("regions", "set-default", "westeurope", "--spec", spec),
    )


def _after(commands: tuple[Command, ...], spec: str) -> dict[Command, tuple[Command, ...]]:
    """Give what must succeed behind a command that did."""
    found: dict[Command, tuple[Command, ...]] = {}
    for command in commands:
        if command[0] == "render":
            found[command] = ((*command, "--check"),)
        elif command[0] == "regions":
            found[command] = (("list", "regions", "--spec", spec),)
        elif command[0] == "import" and "--out" in command:
            found[command] = (("lint", "--spec", spec), ("lint", "--spec", "imported.yaml"))
    return found


def _files(folder: Path, *left_out: str) -> dict[str, bytes]:
    found = {}
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in ("expected", *left_out))
        for name in sorted(names):
            path = Path(place) / name
            if name not in left_out:
                found[path.relative_to(folder).as_posix()] = path.read_bytes()
    return found


def _within(folder: str, files: Mapping[str, bytes]) -> dict[str, bytes]:
    return {f"{folder}/{path}": data for path, data in files.items()}


def _read(path: str) -> bytes:
    return (ROOT / path).read_bytes()


_TABLES = {
    "block": "# Regions\nnorwayeast: Norway East # first\nuksouth: 'UK South'\n"
    'westeurope: "W E"\n',
    "flow": "{norwayeast: Norway East, uksouth: {name: UK, endpoint: 'https://uk.example'},\n"
    " westeurope: W E}\n",
    "scalars": "norwayeast: |\n  Norway East\n\nuksouth: >-\n  UK\n  South\n\nwesteurope: W E\n",
}
_SPEC = """\
api: {id: tables, title: Tables, version: v1}
endpoint: https://{region}.example.com
defaultRegion: norwayeast
regions: %s
operations:
  get-status: {title: Status, summary: Tell., method: GET, path: /status, responses: {204: Well.}}
publish: {targets: [curl, reference]}
"""


def _specs() -> Iterator[Seed]:
    texts = {
        path.parent.name: path.read_bytes()
        for path in sorted(ROOT.glob("tests/golden/cases/*/*.yaml"))
    }
    texts["reference"] = reference_spec().encode()
    for name in ("everything", "azure", "plain"):
        texts[name] = _read(f"tests/golden/openapi/cases/{name}/imported.yaml")
    for name, text in texts.items():
        files = {"spec/spec.yaml": text, "spec/regions.yaml": _read("spec/regions.yaml")}
        edits = _editing("spec/spec.yaml") if b"\nregions:" in text else ()
        commands = (*_reading("spec/spec.yaml"), *edits)
        after = _after(commands, "spec/spec.yaml")
        yield Seed("spec", name, files, "spec/spec.yaml", commands, after=after)


def _openapi(name: str, files: Mapping[str, bytes], target: str) -> Seed:
    document = f"spec/{target}"
    importing = ("import", document, "--out", "imported.yaml")
    commands = (*_reading(document), *[importing] * 6, ("import", document))
    after = _after(commands, document)
    return Seed("openapi", name, _within("spec", files), document, commands, after=after)


def _documents() -> Iterator[Seed]:
    for folder in sorted(ROOT.glob("tests/golden/openapi/cases/*")):
        files = _files(folder, "imported.yaml", "losses.txt")
        target = next(name for name in files if name.startswith("document."))
        yield _openapi(folder.name, files, target)
        for name in files:
            if "/" not in name and name != target:
                seed = _openapi(f"{folder.name} beside", files, target)
                yield Seed(seed.kind, seed.name, seed.files, f"spec/{name}", seed.commands)
    for path in sorted((Path(__file__).parent / "documents").iterdir()):
        yield _openapi(path.stem, {"document.yaml": path.read_bytes()}, "document.yaml")


def _tables() -> Iterator[Seed]:
    commands = (*_editing("spec"), *_editing("spec"), ("lint",), ("list", "regions"),
                _render("spec", "reference"))  # fmt: skip
    after = _after(commands, "spec")
    for name, table in _TABLES.items():
        files = {
            "spec/spec.yaml": (_SPEC % "regions.yaml").encode(),
            "spec/regions.yaml": table.encode(),
        }
        yield Seed("regions", name, files, "spec/regions.yaml", commands, after=after, trees=0.4)
        inside = "".join(f"\n  {line}".rstrip(" ") for line in table.splitlines())
        files = {"spec/spec.yaml": (_SPEC % inside).encode()}
        yield Seed(
            "regions", f"{name} inside", files, "spec/spec.yaml", commands, after=after, trees=0.4
        )


def _outputs() -> Iterator[Seed]:
    """Give manifests and stamps, which a run before writes."""
    files = {"spec/spec.yaml": _read("tests/golden/cases/public/spec.yaml")}
    first = _render("spec", "curl", "ruby")
    commands: tuple[Command, ...] = (
        first,
        (*first, "--check"),
        _render("spec", "curl"),
        _render("spec", "python"),
        ("diff", "--spec", "spec", "--lang", "curl"),
    )
    after: dict[Command, tuple[Command, ...]] = {first: ((*first, "--check"),)}
    yield Seed("manifest", "out", files, "out/manifest.json", commands, (first,), after)
    yield Seed("stamp", "cache", files, "cache/gen/stamps/*", (first,), (first,), after)
    page = ("publish", "--spec", "spec", "--lang", "curl", "--format", "html", "--out", "site")
    commands = (page, (*page, "--check"))
    yield Seed("manifest", "site", files, f"site/{HIDDEN_MANIFEST}", commands, (page,))


@cache
def _report() -> bytes:
    made = ROOT / "tests/golden/cases/public/expected/public/v1/get-status"
    samples = []
    for path in sorted(made.rglob("*")):
        if path.is_file():
            samples.append(
                {
                    "path": f"public/v1/get-status/{path.relative_to(made).as_posix()}",
                    "target": path.parent.name,
                    "operation": "get-status",
                    "toolchain": "Bash",
                    "sha256": hashlib.sha256(path.read_bytes()).hexdigest(),
                    "versions": {"bash": "5.2", "curl": "7.88"},
                    "cells": [
                        {"case": "published", "state": "passed"},
                        {"case": "204", "state": "passed"},
                        {"case": "html", "state": "not run"},
                    ],
                }
            )
    return json.dumps({"format": 1, "samples": samples[:3]}, indent=1).encode()


def _reports() -> Iterator[Seed]:
    files = {
        "spec/spec.yaml": _read("tests/golden/cases/public/spec.yaml"),
        "report.json": _report(),
    }
    commands = tuple(
        ("publish", "--spec", "spec", "--lang", "curl,ruby", "--format", form, "--out", "site",
         "--verified", "report.json")
        for form in ("html", "markdown", "openapi")
    )  # fmt: skip
    yield Seed("report", "verified", files, "report.json", commands)


def _templates() -> Iterator[Seed]:
    spec = {"spec/spec.yaml": _read("tests/golden/cases/parameters/spec.yaml")}
    for name in (
        "ruby",
        "php",
        "curl",
        "python-client",
        "reference",
        "java",
        "markdown",
        "overlay",
    ):
        folder = _within(f"templates/{name}", _files(ROOT / "templates" / name))
        targets = {"python-client": "python-client", "reference": "reference"}
        lang = targets.get(name, "curl,ruby,php")
        front = ("--spec", "spec", "--templates", "templates")
        commands: tuple[Command, ...] = (
            ("render", "--jobs", "1", *front, "--lang", lang),
            ("render", "--jobs", "1", *front, "--lang", "all"),
            ("lint", *front),
            ("list", "targets", "--templates", "templates"),
        )
        if name in ("markdown", "overlay"):
            commands = (("publish", *front, "--format", name, "--lang", "curl", "--out", "site"),)
        files = {**spec, **folder}
        yield Seed("language", name, files, f"templates/{name}/language.yaml", commands)
        for path in folder:
            if path.endswith(".jinja"):
                yield Seed("template", path, files, path, commands, trees=0)


@cache
def seeds() -> tuple[Seed, ...]:
    """List the seeds of the repository."""
    return (
        *_specs(), *_documents(), *_tables(), *_outputs(), *_reports(), *_templates(),
    )  # fmt: skip


def more_seeds(folder: Path) -> tuple[Seed, ...]:
    """Make seeds of the documents and specs in a folder.

    Arguments:
        folder: the folder; what is YAML or JSON in it is taken.
    """
    found = []
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".yaml", ".yml", ".json") and path.is_file():
            found.append(_openapi(f"more {path.name}", {path.name: path.read_bytes()}, path.name))
    return tuple(found)
