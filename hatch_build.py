"""Compile the built-in templates when gen is built or installed, so that no run has to."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.config import BuilderConfig
from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class CompiledTemplates(BuildHookInterface[BuilderConfig]):
    """Writes the code of the templates to `build`, and packs it into a wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the templates before hatchling collects the files of a wheel.

        Arguments:
            version: `editable` if the wheel is only to make gen importable from the checkout.
            build_data: tells hatchling what else belongs to the wheel.
        """
        sys.path.insert(0, self.root)
        from generator.rendering.compiled.templates import compile_templates

        folder = Path(self.root, "build", "compiled_templates")
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        for name, code in compile_templates():
            Path(folder, name).write_text(code, "utf-8")
        if version != "editable":
            build_data["force_include"][str(folder)] = "generator/_compiled_templates"
