"""No test of a client meets a proxy, or a key that this machine has."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest

from .made import TOY, files_of, imported


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The toy's client, imported."""
    with imported(files_of(TOY), tmp_path_factory.mktemp("toy")) as package:
        yield package


@pytest.fixture
def key(clean_environment: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A key for the toy in the environment."""
    monkeypatch.setenv("TOY_KEY", "secret")


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.casefold().endswith("_proxy") or name.endswith(("_KEY", "_APIKEY")):
            monkeypatch.delenv(name)
