"""The overlay, applied by two tools that nobody here wrote."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden.publish.site import SHIPPED, published
from tests.support import ROOT

OVERLAYJS = ROOT / ".toolchains/npm/node_modules/.bin/overlayjs"
Apply = Callable[[Path, Path], Any]


def by_node(document: Path, overlay: Path) -> Any:
    """openapi-overlays-js, the OpenAPI community's."""
    if not OVERLAYJS.exists():
        pytest.skip("needs overlayjs: make toolchains")
    words = [str(OVERLAYJS), "--openapi", str(document), "--overlay", str(overlay)]
    ran = subprocess.run(words, capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")
    return yaml.load(ran.stdout, yaml.CSafeLoader)


def by_python(document: Path, overlay: Path) -> Any:
    """oas-patch, which also checks the overlay by its schema."""
    tool = Path(sys.executable).with_name("oas-patch")
    made = document.with_suffix(".made.json")
    overlaid = ["overlay", str(document), str(overlay), "-o", str(made)]
    for words in (["validate", str(overlay)], overlaid):
        ran = subprocess.run([str(tool), *words], capture_output=True, text=True)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    return json.loads(made.read_bytes())


def parts(spec: Path) -> tuple[Any, Path]:
    """Give the OpenAPI document of a spec, and the file of its overlay."""
    (document,) = published("openapi", spec).rglob("openapi.json")
    (overlay,) = published("overlay", spec).rglob("overlay.json")
    return json.loads(document.read_bytes()), overlay


def without_samples(document: Any) -> Any:
    made = json.loads(json.dumps(document))
    for path in made["paths"].values():
        for operation in path.values():
            del operation["x-codeSamples"]
    return made


@pytest.mark.parametrize("apply", [by_node, by_python])
def test_it_puts_the_samples_there_once_however_often_it_is_applied(
    apply: Apply, tmp_path: Path
) -> None:
    wanted, overlay = parts(SHIPPED)
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(without_samples(wanted)), "utf-8")
    once = apply(bare, overlay)
    assert once == wanted
    again = tmp_path / "again.json"
    again.write_text(json.dumps(once), "utf-8")
    assert apply(again, overlay) == wanted


@pytest.mark.parametrize("apply", [by_node, by_python])
def test_it_replaces_old_samples_and_touches_nothing_else(apply: Apply, tmp_path: Path) -> None:
    wanted, overlay = parts(SHIPPED)
    old = without_samples(wanted)
    old["paths"]["/other"] = {"get": {"x-codeSamples": [{"lang": "Go", "source": "x"}]}}
    old["paths"]["/detect"]["post"]["x-codeSamples"] = [{"lang": "Go", "source": "old"}]
    old["paths"]["/detect"]["post"]["x-else"] = [1]
    given = tmp_path / "given.json"
    given.write_text(json.dumps(old), "utf-8")
    made = apply(given, overlay)
    assert made["paths"]["/other"] == old["paths"]["/other"]
    assert made["paths"]["/detect"]["post"].pop("x-else") == [1]
    assert made["paths"]["/detect"]["post"] == wanted["paths"]["/detect"]["post"]


@pytest.mark.parametrize("apply", [by_node, by_python])
def test_paths_may_have_every_character_that_paths_have(apply: Apply, tmp_path: Path) -> None:
    spec = tmp_path / "paths.yaml"
    rows = ["/it's/a(b)*c;d=e,f:g@h!i$j&k", "/%27%22/x.y~z_-", "/{it's}/{a b}"]
    parameters = "".join(
        f"      {json.dumps(name)}: {{description: D., example: e}}\n" for name in ("it's", "a b")
    )
    spec.write_text(
        "api: {id: p, title: P, version: v1}\nendpoint: https://api.example.org\noperations:\n"
        + "".join(
            f"  o{number}:\n    title: T{number}\n    summary: Do it.\n    method: GET\n"
            f"    path: {json.dumps(path)}\n    responses: {{200: Fine.}}\n"
            for number, path in enumerate(rows)
        )
        + f"    parameters:\n{parameters}",
        "utf-8",
    )
    wanted, overlay = parts(spec)
    assert list(wanted["paths"]) == rows
    bare = tmp_path / "bare.json"
    bare.write_text(json.dumps(without_samples(wanted)), "utf-8")
    assert apply(bare, overlay) == wanted
