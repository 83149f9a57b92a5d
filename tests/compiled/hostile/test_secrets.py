"""Hostile values around credentials, in cookies, and in arrays and objects of a query: what arrives
is what was written. Beside the slots, as these have no list of what may be refused of their own.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.languages.target import Target
from generator.spec.loader import load_text
from generator.verify.hostile.values import Traps, always
from generator.verify.results import State
from tests.support import (
    EVERYTHING,
    has_proven_encoders,
    is_whole,
    proofs,
    sample_params,
    yaml_text,
)

# Bytes of a value, and values of an operation: a header and the line of a request hold so much.
MOST, MANY = 200, 16


def spec(batches: list[list[str]]) -> str:
    """Write a spec whose operations have some of the values each, in every place."""
    lines = [
        "api: {id: secrets, title: Secrets, version: v1}",
        "endpoint: https://example.com",
        "credentials:",
        "  token: {scheme: bearer, description: A token., env: EXAMPLE_TOKEN}",
        "  session: {in: cookie, name: sid, description: A session., env: EXAMPLE_SESSION}",
    ]
    for number, values in enumerate(batches):
        for i, value in enumerate(values):
            name = yaml_text(f"k{i} {value}")
            row = f"{{in: query, name: {name}, description: {name}, env: EXAMPLE_KEY}}"
            lines.append(f"  k{number}-{i}: {row}")
    lines.append("operations:")
    for number, values in enumerate(batches):
        ids = ", ".join(["token", "session", *(f"k{number}-{i}" for i in range(len(values)))])
        lines += [f"  call{number}:", "    title: Call", "    summary: Call.", "    method: GET"]
        lines += [f"    path: /call{number}", "    responses: {200: Fine.}"]
        lines += [f"    security: [{ids}]", "    parameters:"]
        for i, value in enumerate(values):
            lines += parameters(i, value)
    return "\n".join(lines)


def parameters(number: int, value: str) -> list[str]:
    """Write parameters that have a value in them."""
    text, name = yaml_text(value), yaml_text(f"m{number} {value}")
    told = "description: D., required: true"
    fields = f"fields: {{{name}: {{{told}, example: {text}}}}}"
    several = f"items: string, example: [{text}, x]"
    return [
        f"      c{number}: {{in: cookie, {told}, example: {text}}}",
        f"      o{number}: {{in: query, {told}, {fields}}}",
        f"      ? {yaml_text(f'd{number} {value}')}",
        f"      : {{in: query, style: deepObject, {told}, {fields}}}",
        f"      p{number}: {{in: query, style: pipeDelimited, {told}, {several}}}",
    ]


@pytest.mark.parametrize("target", sample_params("hostile"))
def test_nothing_breaks_out_around_a_secret(target: Target, tmp_path: Path) -> None:
    traps = Traps(tmp_path / "traps")
    traps.folder.mkdir()
    traps.lay()
    values = [value for value in always(traps) if len(value.encode()) <= MOST and value.strip()]
    some = [values[start : start + MANY] for start in range(0, len(values), MANY)]
    if not EVERYTHING and (has_proven_encoders(target) or not is_whole(target)):
        some = some[:4]
    (api,) = load_text(spec(some), "secrets.yaml")
    made = proofs(api, target, cases=("build", "200"))
    assert len(made) == len(some)
    for proof, batch in zip(made, some, strict=True):
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), batch
    assert list(traps.sprung(tmp_path)) == []
