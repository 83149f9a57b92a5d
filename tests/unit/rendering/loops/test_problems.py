"""Which operations have no sample with a loop, and what is said of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.plan import make_plan
from generator.rendering.request import bind
from generator.spec.loader import load
from tests.support import languages

SPEC = """\
api: {{id: a, title: A, version: v1}}
endpoint: https://a.example.com
credentials: {{key: {{in: {where}, name: key, env: A_KEY, description: K.}}}}
operations:
  list:
    title: L
    summary: List.
    method: GET
    path: /l
    responses:
      200:
        description: L.
        body:
          fields:
            v: {{description: V., items: string, example: [x]}}
            n: {{description: N., example: "/l?p=2"}}
    paging: {{next: n, items: v}}
  start:
    title: S
    summary: Start.
    method: POST
    path: /s/{{id}}
    parameters: {{id: {{description: I., example: x}}}}
    responses: {{202: Started.}}
    longRunning: {{operation: state, field: state, done: ["1"]}}
  state:
    title: T
    summary: State.
    method: {method}
    path: /t/{{{name}}}
    parameters: {{{name}: {{description: I., example: y}}}}
    {body}
    responses:
      200:
        description: T.
        body: {{fields: {{state: {{description: S., type: {type}, example: {example}}}}}}}
"""
USUAL = {
    "where": "header", "method": "GET", "name": "id", "body": "", "type": "string", "example": "x"
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "place", "what"),
    [
        ({}, "", ""),
        ({"where": "query"}, "17:20", "list has a credential in its query"),
        ({"name": "task"}, "25:44", "start does not send task, which state needs"),
        (
            {
                "method": "POST",
                "body": "body: {fields: {a: {description: A., required: true, example: b}}}",
            },
            "25:44",
            "state needs a body",
        ),
        ({"type": "integer", "example": "1"}, "25:44", "state is no text"),
    ],
)
def test_what_has_no_loop_is_reported(
    changes: dict[str, str], place: str, what: str, tmp_path: Path
) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SPEC.format(**{**USUAL, **changes}), "utf-8")
    plan = make_plan(load(file), languages(), bind, ["python"])
    said = [str(problem) for problem in plan.skipped]
    made = {job.path.rpartition("/")[2] for job in plan.jobs}
    assert {"list.py", "start.py", "state.py"} <= made
    if not what:
        assert said == []
        assert {"list_all_pages.py", "start_until_done.py"} <= made
    else:
        assert len(said) == 1
        assert f"{place}: {what}" in said[0]
        assert len(made) == 4


def test_targets_without_loops_are_named_once(tmp_path: Path) -> None:
    file = tmp_path / "a.yaml"
    file.write_text(SPEC.format(**USUAL), "utf-8")
    plan = make_plan(load(file), languages(), bind, ["python", "curl", "java"])
    assert {target.id for target in plan.without_loops} == {"curl", "java"}
    assert {job.target.id for job in plan.jobs if job.variant.loop} == {"python"}
