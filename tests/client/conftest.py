"""No test of a client meets a proxy, or a key that this machine has."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in list(os.environ):
        if name.casefold().endswith("_proxy") or name.endswith(("_KEY", "_APIKEY")):
            monkeypatch.delenv(name)
