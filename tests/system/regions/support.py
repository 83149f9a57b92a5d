"""A folder with a spec and its region table, and the commands run on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml
from click.testing import CliRunner, Result

from generator.cli.main import main

HEAD = """\
api: {id: a, title: A, version: v1}
endpoint: https://{region}.example.com
"""
TAIL = """\
operations:
  get: {title: Get, summary: Get it., method: GET, path: /it, responses: {200: Got.}}
"""


def spec_text(default: str, regions: str = "regions: regions.yaml\n") -> str:
    """Give a small spec; `regions` is its line or lines for the table."""
    return f"{HEAD}defaultRegion: {default}\n{regions}{TAIL}"


def write(folder: Path, table: bytes, default: str) -> Path:
    """Make a folder with a spec and the file of its table, which is returned."""
    folder.mkdir(exist_ok=True)
    (folder / "spec.yaml").write_text(spec_text(default), "utf-8")
    file = folder / "regions.yaml"
    file.write_bytes(table)
    return file


def gen(*words: str | Path) -> Result:
    """Run a command; nothing that goes wrong may show as a traceback."""
    result = CliRunner().invoke(main, [*map(str, words)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def done(*words: str | Path) -> str:
    """Run a command that succeeds, and give its output."""
    result = gen(*words)
    assert result.exit_code == 0, result.stderr
    return result.stdout


def refused(*words: str | Path) -> str:
    """Run a command that fails, and give what it says; each line has a remedy."""
    result = gen(*words)
    assert result.exit_code == 2, result.stdout
    assert result.stdout == ""
    assert all("; " in line for line in result.stderr.splitlines()), result.stderr
    return result.stderr


def bytes_below(folder: Path) -> dict[str, bytes]:
    """Give every file below a folder, hidden ones too."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def rows(data: bytes, key: str | None = None) -> list[tuple[str, Any]]:
    """Read a table as PyYAML does, all values as text."""
    node = yaml.compose(data.decode("utf-8-sig"))
    table = _plain(node)
    if key is not None:
        table = dict(table)[key]
    return list(table)


def _plain(node: Any) -> Any:
    if isinstance(node, yaml.MappingNode):
        return tuple((key.value, _plain(value)) for key, value in node.value)
    return node.value
