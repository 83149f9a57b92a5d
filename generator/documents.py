"""OpenAPI documents and overlays."""

from __future__ import annotations

from collections.abc import Sequence

from generator.model import Api
from generator.shown import Entry
from generator.values import Value


def openapi(api: Api, entries: Sequence[Entry]) -> Value:
    raise NotImplementedError


def overlay(api: Api, entries: Sequence[Entry]) -> Value:
    raise NotImplementedError
