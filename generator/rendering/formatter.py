"""Format Python code with black in this process, and keep formatted texts in the user's cache.

Without the cache, to import black and format a client takes longer than all the rest of a run.
"""

from __future__ import annotations

import ast
import hashlib
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Protocol

from generator.system.cache import cache_folder, read_cached, write_cached

# Texts in the cache: a client has about twelve files, and a user may work on several specs.
_MAX_TEXTS = 512
# Size of one cached text.
_MAX_BYTES = 1 << 24

# Several threads may render, and only one at a time can import black.
_lock = threading.Lock()


# Tells black for which versions of Python a statement is, as the whole file does.
_FUTURE = "from __future__ import annotations\n\n\n"
# What stands in front of a statement of a class, so that it can be read alone.
_CLASS = "class _:\n"


def _format_with_black(text: str, spec: Path, is_done: Callable[[str], bool] | None = None) -> str:
    """Format Python code with black, or take the result from the cache.

    Arguments:
        text: the code.
        spec: the path of the spec that the code was made from. The cache is never in its folder.
        is_done: says whether black leaves a line as it is. Black reads only the statements that
            have another line, which saves a fifth of a small run, and two thirds of the time of a
            large client. None if nothing is known about the lines.

    Raises:
        ValueError: if black can't parse the code.
    """
    folder = _folder(spec)
    name = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    cached = None if folder is None else read_cached(folder, name, _MAX_BYTES)
    if cached is not None:
        with suppress(ValueError):  # the file is damaged
            return _read_checked(cached)
    with _lock:
        import black

    mode = black.Mode()
    try:
        formatted = None
        if is_done is not None and _FUTURE.rstrip() in text:
            formatted = _format_statements(
                text, is_done, lambda part: black.format_str(part, mode=mode)
            )
        if formatted is None:
            formatted = black.format_str(text, mode=mode)
    except Exception as error:  # black's parser raises errors of many types
        raise ValueError(str(error)) from error
    if folder is not None:
        data = formatted.encode()
        write_cached(folder, name, b"%08x\n%s" % (zlib.crc32(data), data), _MAX_TEXTS)
    return formatted


def _format_statements(
    text: str, is_done: Callable[[str], bool], format_text: Callable[[str], str]
) -> str | None:
    """Format the statements of a module that have a line which is not done.

    Arguments:
        text: the code of the module.
        is_done: says whether the formatter leaves a line as it is.
        format_text: formats code.

    Returns:
        The code; None if its statements can't be told apart.

    Raises:
        SyntaxError: if the code is wrong.
    """
    if "\r" in text or "\f" in text:
        return None
    lines = text.split("\n")
    formatted: list[str] = []
    at = 0
    for first, last, prefix in _find_statements(ast.parse(text).body, lines, is_done):
        statement = "\n".join(lines[first:last]).rstrip("\n")
        made = format_text(f"{_FUTURE}{prefix}{statement}\n")
        if not made.startswith(_FUTURE + prefix):
            return None
        formatted += lines[at:first]
        formatted += made.removeprefix(_FUTURE + prefix).rstrip("\n").split("\n")
        at = first + statement.count("\n") + 1
    return "\n".join([*formatted, *lines[at:]])


def _find_statements(
    nodes: Sequence[ast.stmt], lines: Sequence[str], is_done: Callable[[str], bool], end: int = -1
) -> Iterator[tuple[int, int, str]]:
    """Find the smallest statements of a module or a class that have a line which is not done.

    Arguments:
        nodes: the statements.
        lines: the lines of the module.
        is_done: says whether the formatter leaves a line as it is.
        end: the index of the line behind the statements. -1 is the last line of the module, which
            is empty.

    Yields:
        The index of a statement's first line, that of the line behind it, and what has to stand in
        front of it so that it can be read alone.
    """
    firsts = [_first_line(node) for node in nodes]
    for node, first, last in zip(nodes, firsts, [*firsts[1:], end % len(lines)], strict=True):
        if all(map(is_done, lines[first:last])):
            continue
        is_inner = lines[first].startswith(" ")
        if isinstance(node, ast.ClassDef) and not is_inner:
            body = _first_line(node.body[0])
            if body > first and all(map(is_done, lines[first:body])):
                yield from _find_statements(node.body, lines, is_done, last)
                continue
        yield first, last, _CLASS if is_inner else ""


def _first_line(node: ast.stmt) -> int:
    """Return the index of the first line of a statement, or of its decorators."""
    nodes: list[ast.stmt | ast.expr] = [node]
    if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
        nodes += node.decorator_list
    return min(one.lineno for one in nodes) - 1


def _read_checked(data: bytes) -> str:
    """Return the text of a cached file; raise ValueError if its checksum is wrong."""
    checksum, _, text = data.partition(b"\n")
    if int(checksum, 16) != zlib.crc32(text):
        raise ValueError
    return text.decode()


@cache
def _folder(spec: Path) -> Path | None:
    """Return the cache folder for this version of black and Python, without importing black."""
    library = find_spec("black")
    origin = Path(library.origin) if library and library.origin else None
    if origin is None:
        return None
    description = f"{sys.implementation.cache_tag} {origin}"
    try:
        # The sizes of its source files differ if somebody has edited it.
        files = sorted(origin.parent.glob("*.py"))
        description += "".join(f" {path.name} {path.stat().st_size}" for path in files)
        description += (origin.parent.parent / "_black_version.py").read_text("utf-8")
    except OSError:
        return None
    return cache_folder(f"black-{zlib.crc32(description.encode()):08x}", [spec])


def _check_for_black(text: str, spec: Path) -> None:
    """Check that black can format Python code, without black if this Python can parse the code.

    To import black and format the shipped spec's code takes a quarter of the time of `gen lint`.

    Arguments:
        text, spec: see `_format_with_black`.

    Raises:
        ValueError: if black can't parse the code.
    """
    try:
        ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        _format_with_black(text, spec)  # black knows syntax of newer Pythons, too


class FormatCode(Protocol):
    """A formatter that runs in this process."""

    def __call__(
        self, text: str, spec: Path, is_done: Callable[[str], bool] | None = None, /
    ) -> str:
        """Format code, as `_format_with_black` does."""


# Formatters that run in this process, by the program that language.yaml names in `needs`.
FORMATTERS: dict[str, FormatCode] = {"black": _format_with_black}
# Checks for code that nobody will see, by the same names.
CHECKS: dict[str, Callable[[str, Path], None]] = {"black": _check_for_black}


def endpoint_not_in(text: str) -> str:
    """Return an endpoint that a text does not have.

    It stands for the endpoint of a sample while a formatter works. RFC 6761 keeps `.invalid` from
    use, but a spec can have a value with it.
    """
    number = ""
    while (endpoint := f"https://endpoint{number}.invalid") in text:
        number = str(int(number or 1) + 1)
    return endpoint
