"""The pipelines of the manual: each block of YAML begins with the name of its file in a comment."""

from __future__ import annotations

import re
from typing import Any

import yaml

from tests.manual import MANUAL

BLOCKS: dict[str, str] = {
    name: text
    for text, name in re.findall(r"```yaml\n(# (\.[\w/.-]+)\n.*?)```\n", MANUAL, re.DOTALL)
}
# YAML 1.1 takes the key `on` for a truth value.
WORKFLOWS: dict[str, dict[Any, Any]] = {
    name: yaml.safe_load(text) for name, text in BLOCKS.items() if "\njobs:\n" in text
}
CONFIG = ".pre-commit-config.yaml"
