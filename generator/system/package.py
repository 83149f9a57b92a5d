"""The name under which gen is installed, and the folders of its code and built-in templates."""

from __future__ import annotations

from pathlib import Path

# The name for pip. The command is `gen`, the package `generator`.
DISTRIBUTION = "gen-samples"
PACKAGE = Path(__file__).parent.parent


def builtin_templates() -> Path:
    """Return the folder of the built-in templates.

    An installed gen has them inside its package, a checkout has them beside it.
    """
    packed = PACKAGE / "_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "templates"


def compiled_templates() -> Path:
    """Return the folder of the code of built-in templates, which is missing in a fresh checkout.

    An installed gen has it inside its package. Where a checkout is installed, it is in `build`.
    """
    packed = PACKAGE / "_compiled_templates"
    return packed if packed.is_dir() else PACKAGE.parent / "build" / "compiled_templates"
