"""A fault in what the model tells to templates is seen by verify, which computes the same anew."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from generator.model import values
from generator.model.api import Api
from generator.model.messages import Parameter
from generator.model.schema import Schema
from generator.model.text import Text, reveal
from generator.model.values import Object
from generator.spec.loader import load_text
from generator.verify.results import State
from tests.support import ROOT, proofs, sample_targets
from tests.system.cli.conftest import gen

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
credentials: {key: {description: Your key., name: X-Key, env: SHOP_KEY}}
operations:
  put-item:
    title: Put an item
    summary: Puts an item.
    method: PUT
    path: /items/{itemId}
    parameters:
      itemId: {description: Which item., example: "7"}
      fresh: {description: Whether it is., in: query, type: boolean, required: true, example: true}
      tags:
        description: Words.
        in: query
        required: true
        items: {}
        example: [a, b]
    body:
      description: The item.
      fields:
        name: {description: Its name., required: true, example: Tea}
        size: {description: Its size., type: integer, required: true, example: 3}
        parts: {description: Parts., required: true, items: {example: leaf}}
    responses:
      "200": {description: The item., body: {fields: {name: {description: Name., example: Tea}}}}
  send-form:
    title: Send a form
    summary: Sends a form.
    method: POST
    path: /forms
    body:
      description: The form.
      mediaType: multipart/form-data
      fields:
        data:
          description: A part of JSON.
          required: true
          fields:
            name: {description: Its name., required: true, example: Tea}
            size: {description: Its size., type: integer, required: true, example: 3}
    responses: {"200": The form.}
"""


def failed() -> bool:
    """Make the Python samples and run them; say whether a case fails."""
    (api,) = load_text(SPEC, "shop.yaml")
    (target,) = (t for t in sample_targets() if t.id == "python")
    cells = [cell for proof in proofs(api, target) for cell in proof.cells]
    assert cells
    return any(cell.state is State.FAILED for cell in cells)


@contextmanager
def everywhere(name: str, broken: Callable[..., Any]) -> Iterator[None]:
    """Replace a function of `generator.values` in all modules that imported it."""
    with pytest.MonkeyPatch.context() as patch:
        usual = getattr(values, name)
        for module in list(sys.modules.values()):
            if module.__name__.startswith("generator") and getattr(module, name, None) is usual:
                patch.setattr(module, name, broken)
        yield


def test_samples_that_are_right_pass() -> None:
    assert not failed()


def _scalar_text(value: Any) -> str:
    return str(value) if isinstance(value, bool) else _usual_scalar_text(value)


_usual_scalar_text = values.scalar_text


def test_a_faulty_function_of_values_fails() -> None:
    with everywhere("scalar_text", _scalar_text):
        assert failed()


def _sent(schema: Schema) -> Any:
    made = _usual_sent(schema)
    return Object(made.members[:1]) if isinstance(made, Object) else made


_usual_sent = Schema.sent


def _pairs(parameter: Parameter, value: Any) -> Any:
    return [(name, Text(f"{reveal(text)}0")) for name, text in _usual_pairs(parameter, value)]


_usual_pairs = Parameter.pairs


@pytest.mark.parametrize(
    ("owner", "name", "broken"),
    [
        (Schema, "sent", _sent),
        (Parameter, "pairs", _pairs),
        (Api, "secrets", lambda api, operation: ()),
    ],
)
def test_a_faulty_method_of_the_model_fails(
    owner: type, name: str, broken: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(owner, name, broken)
    assert failed()


def test_a_documented_header_that_clients_send_by_themselves_is_judged(tmp_path: Path) -> None:
    """User-Agent, whose value is the sample's here, was not shown to the oracle."""
    spec = str(ROOT / "tests/mutants/extra.yaml")
    words = ["--lang", "python", "--operation", "headers-that-clients-know", "--case", "200"]
    made = gen("verify", "--spec", spec, "--out", str(tmp_path), "--strict", *words)
    assert made.code == 0, made.out
