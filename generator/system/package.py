"""The folders that this package brings along."""

from __future__ import annotations

from pathlib import Path

# The folder of the package `generator`.
PACKAGE = Path(__file__).parent.parent


def builtin_templates() -> Path:
    """Give the folder of the built-in templates: the wheel's, else the checkout's."""
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"
