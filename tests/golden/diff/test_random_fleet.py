"""Edits at random of five APIs: grouped causes name the files that change, and no edit twice.

`GEN_ROUNDS=100` makes a hundred rounds in place of five.
"""

from __future__ import annotations

import json
import os
import random
from collections import Counter
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.golden.diff.conftest import commit, git, tree
from tests.golden.diff.test_random import EDITS, SPEC, Spec
from tests.support import EVERYTHING
from tests.system.cli.conftest import gen

ROUNDS = int(os.environ.get("GEN_ROUNDS", "10" if EVERYTHING else "5"))
IDS = ("shop", "stock", "mail", "people", "maps")
# The last two have tables of their own.
SHARED = IDS[:3]
PLACES = {*(f"spec/{id_}.yaml" for id_ in IDS), "spec/regions.yaml"}


def start() -> dict[str, Spec]:
    """Five specs that differ in their ids, and one in its host."""
    specs = {}
    for id_ in IDS:
        spec = specs[id_] = deepcopy(SPEC)
        spec["api"]["id"] = id_
        spec["publish"]["targets"] = ["curl", "python", "reference", "python-client"]
    specs["maps"]["endpoint"] = "https://{region}.maps.example.com"
    return specs


def write(specs: dict[str, Spec]) -> None:
    Path("spec").mkdir(exist_ok=True)
    table = specs[SHARED[0]]["regions"]
    Path("spec/regions.yaml").write_text(yaml.safe_dump(table, sort_keys=False), "utf-8")
    for id_, spec in specs.items():
        made = {key: value for key, value in spec.items() if key != "errors" or value}
        if not any("schema" in row.get("body", {}) for row in spec["operations"].values()):
            del made["schemas"]  # which nothing would have
        if id_ in SHARED:
            made["regions"] = "regions.yaml"
        Path(f"spec/{id_}.yaml").write_text(yaml.safe_dump(made, sort_keys=False), "utf-8")


def edited(specs: dict[str, Spec], rng: random.Random) -> dict[str, Spec]:
    """Make the same edit, or as much the same as the specs allow, in one to three APIs.

    Nothing is returned if a spec would have a default region that its table lacks.
    """
    specs = deepcopy(specs)
    function, seed = rng.choice(EDITS), rng.random()
    for id_ in rng.sample(IDS, rng.randint(1, 3)):
        before = deepcopy(specs[id_])
        if function(specs[id_], random.Random(seed)) is None:
            specs[id_] = before
        elif id_ in SHARED and specs[id_]["regions"] != before["regions"]:
            for other in SHARED:
                specs[other]["regions"] = deepcopy(specs[id_]["regions"])
    if any(spec["defaultRegion"] not in spec["regions"] for spec in specs.values()):
        return {}
    return specs


def lines_that_differ(old: bytes, new: bytes) -> tuple[Counter[str], Counter[str]]:
    before, after = (Counter(data.decode().split("\n")) for data in (old, new))
    return before - after, after - before


def check(report: dict[str, Any], before: dict[str, bytes], after: dict[str, bytes]) -> None:
    """Compare a report with what a run really changed; all of it is counted anew."""
    changed = {p for p in before.keys() | after.keys() if before.get(p) != after.get(p)}
    rows = {row["path"].removeprefix("out/"): row for row in report["files"]}
    assert set(rows) == changed
    named: set[str] = set()
    for cause in report["causes"]:
        files = {path.removeprefix("out/") for path in cause["files"]}
        named |= files
        # Where the version changed, the files of the old one are gone.
        parts = 1 if cause["kind"] == "API version" else 2
        apis = {" ".join(api.split(" ")[:parts]) for api in cause["apis"]}
        assert {" ".join(path.split("/")[:parts]) for path in files} <= apis, cause
        assert {place["file"] for place in cause["places"]} <= PLACES
        place = cause["place"]
        assert place == cause["places"][0] and (place["line"], place["column"]) > (1, 1), cause
        if "host line only" in cause["shows"] and ", in " not in cause["shows"]:
            samples = [path for path in files if rows[path]["target"] in ("curl", "python")]
            assert samples and all(rows[path]["host"] for path in samples)
        assert set(cause["otherwise"]) <= set(cause["files"])
        assert cause["hostOnly"] == sum(rows[path]["host"] is not None for path in files)
    assert named == changed - {"manifest.json"}
    for path, row in rows.items():
        if row["host"]:
            old, new = (row["host"][key].encode() for key in ("old", "new"))
            assert before[path] != after[path] == before[path].replace(old, new), path
    told = [(cause["kind"], cause["what"]) for cause in report["causes"]]
    assert len(set(told)) == len(told), told
    places = [(cause["breaking"], len(cause["files"])) for cause in report["causes"]]
    assert places == sorted(places, key=lambda pair: (not pair[0], -pair[1]))
    for number, pattern in enumerate(report["patterns"]):
        members = [path for path, row in rows.items() if row["pattern"] == number]
        example = pattern["example"].removeprefix("out/")
        assert len(members) == pattern["files"] > (0 if pattern["hosts"] else 1)
        assert example in members
        for path in members:
            assert rows[path]["causes"] == pattern["causes"]
            assert (rows[path]["host"] or {}) in (pattern["hosts"] or [{}])
            if path.split("/")[0] == example.split("/")[0] and not pattern["hosts"]:
                removed, added = lines_that_differ(before[path], after[path])
                if removed or added:  # otherwise lines have moved
                    assert Counter(pattern["removed"]) <= removed
                    assert Counter(pattern["added"]) <= added


def test_grouped_causes_name_exactly_the_files_that_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    rng = random.Random("fleet")
    specs = start()
    write(specs)
    assert gen("render").code == 0
    git(tmp_path, "init", "--quiet", "--initial-branch", "main")
    commit(tmp_path)
    for _ in range(ROUNDS):
        for _ in range(rng.choice([1, 1, 2])):
            specs = edited(specs, rng) or specs
        write(specs)
        result = gen("diff", "--format", "json", "--exit-zero")
        assert result.code == 0, result.err
        for kind in ("stat", "markdown", "github"):
            assert gen("diff", "--format", kind, "--exit-zero").code == 0
        before = tree(tmp_path / "out")
        assert gen("render").code == 0
        check(json.loads(result.out), before, tree(tmp_path / "out"))
        commit(tmp_path)
