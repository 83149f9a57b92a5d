"""The folder of gen's own code, and the folder of the built-in templates."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).parent.parent


def builtin_templates() -> Path:
    """Return the folder of the built-in templates.

    An installed gen has them inside its package, a checkout has them beside it.
    """
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"
