"""Which changes of `send` are found: they change samples, and break nobody."""

from __future__ import annotations

import pytest

from generator.model.api import Api
from generator.review.model_diff import model_differences
from generator.review.sentences import plain
from generator.spec.loader import load_text

SPEC = """\
api: {{id: a, title: A, version: v1}}
endpoint: https://example.com
operations:
  set:
    title: T
    summary: S.
    method: PUT
    path: /a
    parameters: {{size: {{in: query, description: S.{parameter}}}}}
    body:
      fields:
        owner:
          description: O.
          required: true
          fields: {{name: {{description: N.{field}}}}}
    responses: {{204: R.}}
"""
SENT = ", send: true, example: a"


def api(parameter: str, field: str) -> Api:
    return load_text(SPEC.format(parameter=parameter, field=field), "spec.yaml")[0]


CASES = [
    (
        ("", ""),
        (SENT, SENT),
        [
            "parameter size of set changed: example added",
            "parameter size of set is sent by samples now",
            "field owner.name of body of set is sent by samples now",
            "field owner.name of body of set changed: example added",
        ],
    ),
    (
        (SENT, SENT),
        ("", ", example: a"),
        [
            "parameter size of set is not sent by samples any more",
            "parameter size of set changed: example is gone",
            "field owner.name of body of set is not sent by samples any more",
        ],
    ),
]


@pytest.mark.parametrize(("old", "new", "found"), CASES)
def test_what_samples_send_breaks_nobody(
    old: tuple[str, str], new: tuple[str, str], found: list[str]
) -> None:
    differences = model_differences(api(*old), api(*new))
    assert [plain(row.phrase) for row in differences] == found
    assert not any(row.breaking for row in differences)


def test_what_is_required_in_place_of_sent_is_breaking() -> None:
    required = ", required: true, example: a"
    differences = model_differences(api(SENT, SENT), api(required, required))
    assert [(plain(row.phrase), row.breaking) for row in differences] == [
        ("parameter size of set is not sent by samples any more", False),
        ("parameter size of set is required now", True),
        ("field owner.name of body of set is required now", True),
        ("field owner.name of body of set is not sent by samples any more", False),
    ]
