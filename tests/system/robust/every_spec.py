"""Render specs of this repository with one Python: every_spec.py REPOSITORY FOLDER [NAME...].

It renders the specs of these names; every one if there are none. Each spec gets a folder of its own
below FOLDER. It is run by Pythons that have no pytest, so it imports nothing but the command. It
prints JSON: the version, where the command came from, and the packages with compiled parts.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

import generator
from generator.cli.main import main


def render(repository: Path, folder: Path, *names: str) -> None:
    """Render the shipped spec, those of the cases and one of odd characters, as they are named."""
    cases = {
        path.parent.name: path for path in sorted(repository.glob("tests/golden/cases/*/spec.yaml"))
    }
    odd = repository / "tests/system/robust/unicode.yaml"
    for name, spec in {"shipped": repository / "spec", "unicode": odd, **cases}.items():
        if names and name not in names:
            continue
        arguments = ["render", "--spec", os.fspath(spec), "--out", os.fspath(folder / name)]
        main(arguments, standalone_mode=False)


def compiled() -> list[str]:
    """Give the packages that were installed with parts in machine code, and have them."""
    files = {name: getattr(module, "__file__", None) or "" for name, module in sys.modules.items()}
    return sorted(
        {
            name.split(".")[0]
            for name, file in files.items()
            if "site-packages" in file and file.endswith((".so", ".pyd"))
        }
    )


if __name__ == "__main__":
    stdout, sys.stdout = sys.stdout, open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    render(Path(sys.argv[1]), Path(sys.argv[2]), *sys.argv[3:])
    made = {
        "python": ".".join(map(str, sys.version_info[:2])),
        "from": str(Path(generator.__file__).resolve().parent.parent),
        "compiled": compiled(),
    }
    print(json.dumps(made), file=stdout)
