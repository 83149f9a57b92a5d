"""Built-in templates as Python code, made when gen is built, so that a run need not compile them.

This buys half of a small run: without it, `gen render` of the shipped spec, which uses 58
templates, takes 1.9 times the processor time, and `gen lint` more than twice as much.

The name of a file with code is a digest of all that the code is made from: the template, the
modules of gen that change how Jinja compiles, and Jinja itself. So code is only found for the very
template that it was made from. Any other template is compiled by the run that uses it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import CodeType

import jinja2

from generator.system.package import compiled_templates

# Modules of gen that change how Jinja compiles a template.
_MODULES = ("environment", "sandbox", "tags")


def find_code(name: str | None, source: str) -> CodeType | None:
    """Return the code of a template that was compiled when gen was built.

    Arguments:
        name: the path of the template in the template folders; None for one without a path.
        source: the text of the template.

    Returns:
        The code; None if there is none for this text.
    """
    path = compiled_templates() / f"{code_name(name, source)}.py"
    return SourceFileLoader(path.stem, str(path)).get_code(path.stem) if path.is_file() else None


def code_name(name: str | None, source: str) -> str:
    """Return the name of the file with a template's code, without its suffix; see `find_code`."""
    return hashlib.sha256(f"{_compiler()}\0{name}\0{source}".encode()).hexdigest()


@cache
def _compiler() -> str:
    """Return what a template's code is made by."""
    package = Path(__file__).parent.parent
    parts = [Path(package, f"{module}.py").read_text("utf-8") for module in _MODULES]
    library = Path(jinja2.__file__).parent
    sizes = [f"{path.name} {path.stat().st_size}" for path in sorted(library.glob("*.py"))]
    return "\0".join([*parts, *sizes])


def compile_templates() -> Iterator[tuple[str, str]]:
    """Compile all built-in templates.

    Yields:
        The name of each file with code, and its text.
    """
    from generator.languages.language import Layers
    from generator.languages.loader import load_languages
    from generator.rendering.environment import make_environment, make_filters
    from generator.rendering.finish import Pending

    layers = Layers()
    for language in load_languages(layers).values():
        pending = Pending()
        filters = make_filters(language, lambda fault, text, encoder: None, pending)  # noqa: ARG005
        environment = make_environment(layers, filters, pending)
        for file in sorted(layers.builtin.names(language.id)):
            if file.endswith(".jinja"):
                name = f"{language.id}/{file}"
                source = (layers.builtin.read(name) or b"").decode()
                yield f"{code_name(name, source)}.py", environment.compile(source, name, None, True)
