"""The files of a new project beside its spec: settings, a workflow, a hook, lines for git."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Sequence
from importlib.metadata import PackageNotFoundError, distribution, version

from generator.config.config import DEFAULT_OUT
from generator.system.package import DISTRIBUTION

WORKFLOW = ".github/workflows/samples.yml"
HOOK = ".pre-commit-config.yaml"
# Where web pages go, which are not committed.
SITE = "site"
# What can stand within quotes of a shell and of YAML.
_URL = re.compile(r"[A-Za-z0-9._~:/@%+=&?-]+")


def starter_config(spec: str, targets: Sequence[str], is_document: bool) -> str:
    """Write the settings of a new project.

    Arguments:
        spec: the path of the spec, the folder of specs or the OpenAPI document.
        targets: the targets to publish.
        is_document: whether `spec` is an OpenAPI document.
    """
    lines = [
        "# What gen does in this repository. gen config shows what is in force, and",
        "# gen schema config all keys. A spec that lists targets itself comes first.",
        f"spec = {json.dumps(spec, ensure_ascii=False)}",
        f"out = {json.dumps(DEFAULT_OUT)}",
        "targets = [",
        *(f"  {json.dumps(target)}," for target in targets),
        "]",
        "",
        "[[publish]]",
        'format = "html"',
        f"out = {json.dumps(SITE)}",
    ]
    if is_document:
        lines += [
            "",
            "[openapi]",
            "# What the document does not say. gen list operations has the ids.",
            '# leaveOut = ["an-operation"]',
            '# server = "https://api.example.com"',
            '# env = {securityScheme = "EXAMPLE_KEY"}',
        ]
    return "\n".join([*lines, ""])


def requirement() -> tuple[str, str]:
    """Return what another machine installs to have the gen that runs here.

    Returns:
        A requirement for pip. And the place that gen was installed from, if no other machine can
        reach it; the requirement is then that of the release with the same version. Else an empty
        text.
    """
    try:
        text = distribution(DISTRIBUTION).read_text("direct_url.json")  # PEP 610
    except PackageNotFoundError:
        text = None
    release = f"{DISTRIBUTION}=={version(DISTRIBUTION)}"
    if text is None:
        return release, ""
    try:
        origin = json.loads(text)
        url = str(origin["url"])
        vcs = origin.get("vcs_info")
        place = f"{vcs['vcs']}+{url}@{vcs['commit_id']}" if vcs else url
    except (ValueError, LookupError, TypeError, AttributeError):
        return release, ""
    if url.startswith("file:") or not _URL.fullmatch(place):
        return release, url
    return f"{DISTRIBUTION} @ {place}", ""


def workflow(needed: str) -> str:
    """Write a workflow of GitHub that checks pull requests.

    Arguments:
        needed: the requirement for pip that brings gen.
    """
    return _WORKFLOW.replace("REQUIREMENT", needed)


def hook(needed: str, paths: Iterable[str]) -> str:
    """Write the settings of pre-commit, with a hook that renders.

    Arguments:
        needed: the requirement for pip that brings gen.
        paths: the files and folders that a commit must touch for the hook to run. A folder ends in
            a slash; an empty path is the folder of the settings.
    """
    ends = (re.escape(p) if p.endswith("/") or not p else f"{re.escape(p)}$" for p in paths)
    return _HOOK.replace("REQUIREMENT", needed).replace("FILES", f"^({'|'.join(ends)})")


def added_lines(text: str, lines: Sequence[str]) -> str:
    """Return the lines that a .gitignore lacks, as text to append to it.

    Arguments:
        text: the text of the file; empty if there is none.
        lines: the lines that it should have: comments, and then patterns.
    """
    present = {line.strip() for line in text.splitlines()}
    if all(line in present for line in lines if not line.startswith("#")):
        return ""
    front = "" if not text else "\n" if text.endswith("\n") else "\n\n"
    return front + "".join(f"{line}\n" for line in lines)


GITIGNORE = ("# Web pages that gen publish makes.", f"/{SITE}/")

_WORKFLOW = """\
# Checks that out/ is what the spec makes, and shows what a pull request changes in the samples.
name: Samples
on: pull_request
permissions:
  contents: read
concurrency:
  group: samples-${{ github.ref }}
  cancel-in-progress: true
jobs:
  check:
    runs-on: ubuntu-latest
    timeout-minutes: 10
    steps:
      - uses: actions/checkout@v5
        with:
          fetch-depth: 2 # the merge and its base
          persist-credentials: false
      - uses: actions/setup-python@v6
        with:
          python-version: "3.13"
      - run: python -m pip install "REQUIREMENT"
      # What the pull request changes, and why, is in the summary of the run.
      - run: >-
          gen diff --against HEAD^1 --exit-zero
          --format stat --format markdown="$GITHUB_STEP_SUMMARY"
      # This fails if somebody changed a spec and did not run gen render.
      - run: gen diff --format stat --format github
"""

_HOOK = """\
repos:
  - repo: local
    hooks:
      - id: gen-render
        name: gen render
        entry: gen render
        language: python
        additional_dependencies: ["REQUIREMENT"]
        files: FILES
        pass_filenames: false
        require_serial: true
"""
