"""Read an OpenAPI document, and its other files, as Python values."""

from __future__ import annotations

import json
import re
from collections.abc import Hashable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from urllib.request import url2pathname

import yaml
from jsonschema_path import SchemaPath


class UnjudgedError(Exception):
    """The document can't be judged by, for the reason in the message."""


class _Loader(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):  # type: ignore[misc]
    """Reads YAML by the core schema of YAML 1.2, with all keys as text.

    YAML 1.1 makes dates of texts, and booleans of `on` and `no`. JSON, and so OpenAPI, has neither.
    """

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Construct a mapping whose keys are the texts of its scalar keys."""
        self.flatten_mapping(node)
        pairs = [
            (key.value if isinstance(key, yaml.ScalarNode) else self.construct_object(key), value)
            for key, value in node.value
        ]
        return {key: self.construct_object(value, deep=deep) for key, value in pairs}

    def construct_yaml_int(self, node: yaml.ScalarNode) -> int:
        """Construct a whole number. A zero in front makes no octal number since YAML 1.2."""
        return int(node.value)


_Loader.add_constructor("tag:yaml.org,2002:int", _Loader.construct_yaml_int)
_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("bool", "true|True|TRUE|false|False|FALSE", "tTfF"),
    ("int", "[-+]?[0-9]+", "-+0123456789"),
    (
        "float",
        r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)",
        "-+.0123456789",
    ),
    ("null", "~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("merge", "<<", "<"),
):
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_tag}", re.compile(f"(?:{_pattern})\\Z"), list(_first)
    )


def read(path: Path) -> Any:
    """Read a document: as JSON if it is JSON, else as YAML."""
    text = path.read_bytes().decode("utf-8-sig")
    try:
        return json.loads(text)
    except ValueError:
        return yaml.load(text, _Loader)


def open_document(path: Path, value: Any) -> SchemaPath:
    """Return a document with which `$ref` can be followed, to files in its folder alone.

    Arguments:
        path: the path of the document.
        value: the document.
    """
    folder = path.parent.resolve()

    def retrieve(uri: str) -> Any:
        other = Path(url2pathname(urlsplit(uri).path)).resolve()
        if not other.is_relative_to(folder):
            return refuse(uri)
        return read(other)

    handlers = {"file": retrieve, "http": refuse, "https": refuse, "": refuse}
    return SchemaPath.from_dict(value, base_uri=path.resolve().as_uri(), handlers=handlers)


def refuse(uri: str) -> Any:
    """Refuse to read a file."""
    raise UnjudgedError(f"{uri} is not in the folder of the document")
