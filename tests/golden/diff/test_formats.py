"""What a pull request is shown in every format, byte for byte; `make golden` rewrites it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.golden.diff.conftest import commit, edit, git, tree
from tests.system.cli.conftest import gen

EXPECTED = Path(__file__).parent / "expected"
SPEC = "spec/face-v1.1-preview.1.yaml"
REGIONS = "spec/regions.yaml"
SAMPLES = "out/face/v1.1-preview.1/delete-liveness-with-verify-session"
CLIENT = "out/face/v1.1-preview.1/python-client"
SUFFIXES = {"text": "diff", "stat": "stat", "json": "json", "markdown": "md", "github": "github"}

# Scenarios whose patch is short enough to be read; git applies those of all.
WHOLE = ("region-added", "by-hand")


def region_added() -> None:
    edit(REGIONS, "japaneast", "israelcentral: Israel Central\njapaneast")


def regions_renamed() -> None:
    """The default region gets another id, whose host follows, and one region another name."""
    edit(SPEC, "defaultRegion: norwayeast", "defaultRegion: norwaynorth")
    edit(REGIONS, "norwayeast: Norway East", "norwaynorth: Norway East")
    edit(REGIONS, "italynorth: Italy North", "italynorth: Italia Nord")


def default_region() -> None:
    edit(SPEC, "defaultRegion: norwayeast", "defaultRegion: westeurope")


def sovereign_cloud() -> None:
    """The default region gets a host of its own, and another cloud is added."""
    endpoint = "{name: Norway East, endpoint: https://norway.example.com}"
    edit(REGIONS, "norwayeast: Norway East", f"norwayeast: {endpoint}")
    endpoint = "{name: US Gov Virginia, endpoint: https://virginia.api.cognitive.microsoft.us}"
    edit(REGIONS, "westcentralus", f"usgovvirginia: {endpoint}\nwestcentralus")


def breaking() -> None:
    """A region and an error code are gone, and a parameter is newly required."""
    edit(REGIONS, "uksouth: UK South\n", "")
    edit(SPEC, "code: SessionNotFound", "code: NotFound")
    edit(SPEC, "Session Id is not found. The session id", "Session is not found. The session id")
    more = "      Prefer: {in: header, required: true, description: How., example: wait}\n"
    edit(SPEC, "    responses:\n", f"{more}    responses:\n")


def by_hand() -> None:
    """Files were edited, removed and replaced, and one that is edited is no longer made."""
    ruby = next(Path(SAMPLES, "ruby").iterdir())
    ruby.write_bytes(ruby.read_bytes() + b"# by hand, without an end of line")
    (Path(CLIENT) / "README.md").unlink()
    php = next(Path(SAMPLES, "php").iterdir())
    php.write_bytes(b"<?php // mine\n")
    edit(SPEC, " php,", "")
    python = next(Path(SAMPLES, "python").iterdir())
    python.unlink()
    python.symlink_to("/dev/null")


SCENARIOS: dict[str, Callable[[], None]] = {
    function.__name__.replace("_", "-"): function
    for function in (
        region_added,
        regions_renamed,
        default_region,
        sovereign_cloud,
        breaking,
        by_hand,
    )
}


def check(name: str, made: str) -> None:
    file = EXPECTED / name
    made = re.sub('(?<="commit": ")[0-9a-f]{40}(?=")', "0" * 40, made)
    if os.environ.get("GEN_GOLDEN") == "write":
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(made.encode())
    assert file.exists(), "run make golden, and read what it wrote"
    assert made == file.read_bytes().decode()


@pytest.mark.parametrize("scenario", SCENARIOS)
def test_a_changed_spec_is_told_as_expected_in_every_format(
    scenario: str, repository: Path
) -> None:
    SCENARIOS[scenario]()
    for kind, suffix in SUFFIXES.items():
        result = gen("diff", "--format", kind)
        assert result.code == 1
        if kind != "text" or scenario in WHOLE:
            check(f"{scenario}.{suffix}", result.out)


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "by-hand"])
def test_a_branch_is_compared_with_main_as_its_files_were_before(
    scenario: str, repository: Path
) -> None:
    """What `--against main` says of a branch is what `gen diff` said before it was rendered."""
    git(repository, "switch", "--quiet", "--create", "branch")
    SCENARIOS[scenario]()
    before = {kind: gen("diff", "--format", kind).out for kind in ("text", "stat")}
    assert gen("render").code == 0
    commit(repository, "Regions")
    assert (gen("diff").code, gen("diff").out) == (0, "")
    against = {kind: gen("diff", "--against", "main", "--format", kind).out for kind in before}
    assert against == before
    for kind in ("markdown", "github", "json"):
        made = gen("diff", "--against", "main", "--format", kind)
        assert made.code == 1
        check(f"{scenario}.against.{SUFFIXES[kind]}", made.out)


@pytest.mark.parametrize("scenario", [name for name in SCENARIOS if name != "by-hand"])
@pytest.mark.parametrize("folder", [".", "spec"])
def test_git_apply_makes_of_the_old_files_what_render_makes(
    scenario: str, folder: str, repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    SCENARIOS[scenario]()
    monkeypatch.chdir(folder)
    where = [f"--spec={repository}/spec", f"--out={repository}/out"]
    made = gen("diff", *where)
    git(repository, "apply", "--whitespace=error-all", stdin=made.out.encode())
    applied = tree(repository / "out")
    assert gen("render", *where).code == 0
    assert applied == tree(repository / "out")


def test_several_formats_are_made_of_one_run(repository: Path) -> None:
    region_added()
    files = {kind: repository / f"report.{kind}" for kind in SUFFIXES}
    given = [f"--format={kind}={file}" for kind, file in files.items()]
    result = gen("diff", *given, "--format", "stat")
    assert result.code == 1
    for kind, file in files.items():
        assert file.read_text("utf-8") == gen("diff", "--format", kind).out
    assert result.out == files["stat"].read_text("utf-8")


def test_nothing_is_written_but_the_reports(repository: Path) -> None:
    breaking()
    before = tree(repository)
    for kind in SUFFIXES:
        gen("diff", "--format", kind)
        gen("diff", "--against", "HEAD", "--format", kind)
    assert tree(repository) == before


def test_a_patch_of_what_was_edited_by_hand_leaves_out_what_no_patch_can_do(
    repository: Path,
) -> None:
    by_hand()
    text = gen("diff").out
    assert "python/delete_liveness_with_verify_session.py: no regular file" in text
    assert "+++ b/out/face/v1.1-preview.1/delete-liveness-with-verify-session/python" not in text
    git(repository, "apply", "--check", stdin=text.encode())


def test_the_json_counts_what_the_stat_counts(repository: Path) -> None:
    breaking()
    rows = json.loads(gen("diff", "--format", "json").out)["files"]
    stat = gen("diff", "--format", "stat").lines
    for row in rows:
        (line,) = [line for line in stat if line.startswith(f" {row['path']} ")]
        assert int(line.split("|")[1].split()[0]) == row["added"] + row["removed"]
