"""The YAML of README: each block begins with the name of its file in a comment."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.support import ROOT

README = (ROOT / "README.md").read_text("utf-8")
BLOCKS: dict[str, str] = {
    name: text
    for text, name in re.findall(r"```yaml\n(# (\.[\w/.-]+)\n.*?)```\n", README, re.DOTALL)
}
# YAML 1.1 takes the key `on` for a truth value.
WORKFLOWS: dict[str, dict[Any, Any]] = {
    name: yaml.safe_load(text) for name, text in BLOCKS.items() if "\njobs:\n" in text
}
CONFIG = ".pre-commit-config.yaml"
