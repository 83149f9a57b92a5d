"""Documents in which anything stands anywhere: read and rendered, or refused with a place."""

from __future__ import annotations

import copy
import json
from functools import cache
from pathlib import Path
from typing import Any

import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.errors import GenError, Mark, ProblemsError
from generator.model.api import Api
from generator.openapi.reader import read_openapi
from generator.openapi.unsupported import Unsupported, format_unsupported, read_all_responses
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.spec.loader import load_text
from generator.spec.writer import write_spec
from generator.verify.hostile.reader import Memory
from tests.support import LAYERS, languages

HERE = Path(__file__).parent
FILES = {
    "everything": HERE / "cases/everything/document.yaml",
    "azure": HERE / "cases/azure/document.json",
}
LONGEST = 400
ODD: list[Any] = [
    None, True, 0, -1, 1.5, 10**30, "", " ", "a", ".", "..", "{a}", "/", "?a=b", "#/x", "\0",
    "\u2028é😀", "x" * LONGEST, "^(a+)+$", [], [None], [[]], {}, {"$ref": "#"}, {"$ref": "#/paths"},
    {"a": {"b": {}}}, {"type": "object"}, {"type": ["string", 7]}, {"enum": [None, {}]},
    {"oneOf": []}, {"allOf": [7]}, {"properties": []}, {"example": {"a": None}}, "http://[",
    {"type": "integer", "minimum": 10**400}, {"type": "number", "multipleOf": 1e-300},
    {"type": "string", "minLength": 10**9}, {"type": "array", "minItems": 10**9},
]  # fmt: skip


@cache
def documents() -> dict[str, Any]:
    """The documents as plain values, what they refer to put into one source."""
    return {name: yaml.safe_load(file.read_text("utf-8")) for name, file in FILES.items()}


def places(value: Any, way: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """List the ways to all values."""
    rows: list[tuple[Any, Any]] = []
    if isinstance(value, dict):
        rows = list(value.items())
    elif isinstance(value, list):
        rows = list(enumerate(value))
    return [way, *(place for key, child in rows for place in places(child, (*way, key)))]


@st.composite
def edited(draw: st.DrawFn) -> dict[str, Any]:
    """Make a document with something else in a few places, or with a key of another name."""
    document: dict[str, Any] = copy.deepcopy(documents()[draw(st.sampled_from(sorted(FILES)))])
    for _ in range(draw(st.integers(1, 3))):
        way = draw(st.sampled_from(places(document)[1:]))
        holder: Any = document
        for key in way[:-1]:
            holder = holder[key]
        if isinstance(holder, dict) and draw(st.booleans()):
            name = draw(st.sampled_from([odd for odd in ODD if isinstance(odd, str)]))
            holder[name] = holder.pop(way[-1])
        else:
            holder[way[-1]] = copy.deepcopy(draw(st.sampled_from(ODD)))
    return document


def samples(api: Api) -> dict[str, bytes]:
    """Render what two targets make."""
    plan = make_plan([api], languages(), bind, ["curl", "python"])
    return render(plan.files, languages(), LAYERS)


def read(document: dict[str, Any]) -> tuple[Api, Unsupported] | None:
    data = json.dumps(document).encode()
    source = Memory({"a.json": data, "other.yaml": b"Meta: {type: string}\n"})
    problems: list[Any] = []
    losses = Unsupported()
    made = read_openapi(data, source, "a.json", problems, losses)
    assert (made is None) == bool(problems)
    for problem in problems:
        assert isinstance(problem.mark, Mark) and problem.mark.line >= 1
        assert "\n" not in str(problem)
    return None if made is None else (made[0], losses)


@given(edited())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_anything_is_read_and_rendered_or_refused(document: dict[str, Any]) -> None:
    found = read(document)
    if found is None:
        return
    api, losses = found
    try:
        tree = samples(api)
    except ProblemsError as error:
        assert "can't hold" in str(error)  # such as a character that no shell can
        return
    read_all_responses([api])
    assert all("\n" not in line for line in format_unsupported(losses, None))
    try:
        back = load_text(write_spec(api), "spec.yaml")
    except GenError as error:
        raise AssertionError(str(error)) from error
    assert tree == samples(back[0])
