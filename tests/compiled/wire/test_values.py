"""What readers put into the variables arrives, too: verify runs samples with other values."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.language import Layers
from generator.languages.target import Target
from generator.rendering.references import References
from generator.verify.results import State
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner
from tests.support import LAYERS, languages, published, reference_api, sample_targets, toolchain_for


def of(id_: str) -> Target:
    """Give a target by its id."""
    return next(target for target in sample_targets() if target.id == id_)


# As a form is encoded, with + for a space; the endpoint is not encoded at all.
FORM_ENCODED = (
    "{% if input.is_encoded %}urlencode({{ input.value|string }})"
    "{% else %}{{ input|expression }}{% endif %}"
)


@pytest.mark.parametrize(
    ("target", "right", "wrong"),
    [
        ("ruby", "{{ input|expression }}", "{{ input.value|string }}"),
        ("php", "{{ input|expression }}", FORM_ENCODED),
        ("curl", "{{ input|expression }}", "{{ input.value|string }}"),
    ],
)
def test_a_sample_that_does_not_encode_is_noticed(
    target: str, right: str, wrong: str, tmp_path: Path
) -> None:
    toolchain_for(of(target))
    name, text = next(
        (name, found[0].decode())
        for name in References(LAYERS).templates([of(target).file.template])
        if (found := LAYERS.find(name)) and right in found[0].decode()
    )
    file = tmp_path / name
    file.parent.mkdir()
    file.write_text(text.replace(right, wrong), "utf-8")
    layers = Layers([tmp_path])
    jobs, files = published(reference_api(), of(target), layers=layers)
    settings = Settings(jobs=2, trusted=True, cases=frozenset({"200", "values"}))
    (proof,) = verify(jobs, files, LocalRunner(languages(), layers), settings)
    states = {cell.case: cell.state for cell in proof.cells}
    assert states["200"] is State.PASSED, "the example has nothing to encode"
    assert states["values"] is State.FAILED
