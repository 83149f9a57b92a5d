"""The files of a new project: what other machines install, and which lines git is told."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.config import starter
from generator.config.starter import added_lines, hook, requirement
from generator.system.package import DISTRIBUTION


class _Installed:
    """An installed package, which says where it came from."""

    def __init__(self, origin: str | None) -> None:
        self.origin = origin

    def read_text(self, name: str) -> str | None:
        """Give a file of its metadata."""
        assert name == "direct_url.json"
        return self.origin


GIT = {"vcs": "git", "requested_revision": "v0.2.0", "commit_id": "0123abc"}
RELEASE = "gen-samples==9.8"


@pytest.mark.parametrize(
    ("origin", "expected"),
    [
        (None, (RELEASE, "")),
        (
            {"url": "https://git.example.com/gen.git", "vcs_info": GIT},
            ("gen-samples @ git+https://git.example.com/gen.git@0123abc", ""),
        ),
        (
            {"url": "https://example.com/gen_samples-9.8-py3-none-any.whl", "archive_info": {}},
            ("gen-samples @ https://example.com/gen_samples-9.8-py3-none-any.whl", ""),
        ),
        (
            {"url": "file:///home/me/gen", "dir_info": {"editable": True}},
            (RELEASE, "file:///home/me/gen"),
        ),
        (
            {"url": "https://example.com/$(id)", "vcs_info": GIT},
            (RELEASE, "https://example.com/$(id)"),
        ),
        ([], (RELEASE, "")),
        ({"url": "https://example.com/gen.git", "vcs_info": {"vcs": "git"}}, (RELEASE, "")),
    ],
)
def test_other_machines_install_what_is_installed_here(
    monkeypatch: pytest.MonkeyPatch, origin: Any, expected: tuple[str, str]
) -> None:
    text = None if origin is None else json.dumps(origin)
    monkeypatch.setattr(starter, "distribution", lambda name: _Installed(text))
    monkeypatch.setattr(starter, "version", lambda name: {DISTRIBUTION: "9.8"}[name])
    assert requirement() == expected


def test_a_hook_looks_at_folders_and_files() -> None:
    assert "files: ^(api/a\\.yaml$|out/)\n" in hook("gen", ["api/a.yaml", "out/"])


@pytest.mark.parametrize(
    ("text", "added"),
    [
        ("", "# Pages.\n/site/\n"),
        ("x\n", "\n# Pages.\n/site/\n"),
        ("x", "\n\n# Pages.\n/site/\n"),
        ("x\n /site/ \n", ""),
    ],
)
def test_lines_that_are_there_are_not_added(text: str, added: str) -> None:
    assert added_lines(text, ("# Pages.", "/site/")) == added
