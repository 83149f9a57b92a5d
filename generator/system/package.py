"""The folder of this package, and the folder of the built-in templates."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def builtin_templates() -> Path:
    """Return the folder of the built-in templates: that of the wheel, else of the checkout."""
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"
