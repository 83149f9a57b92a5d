"""A project with a spec, templates and settings, and a preview of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config.discovery import find_config
from generator.pipeline import RenderOptions
from generator.preview.input_reader import InputReader
from generator.preview.preview import Preview
from tests.system.cli.conftest import SHOP

FOLDER = "shop/v1"


class Project:
    """A project in the current folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.spec = folder / "spec/shop.yaml"
        self.spec.parent.mkdir()
        self.text = SHOP.replace("VERSION", "v1")
        self.write(self.text)
        self.reader = InputReader(self.options)
        self.preview = Preview(self.reader, ["all"])

    def options(self) -> RenderOptions:
        config = find_config()
        return RenderOptions("spec", templates=config.templates, config=config)

    def write(self, text: str, name: str = "spec/shop.yaml") -> None:
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, "utf-8")


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    monkeypatch.chdir(tmp_path)
    return Project(tmp_path)
