"""Documents of every version: their samples, what is not supported, and the specs they become.

`make golden` rewrites what is expected; read it in the diff.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from _pytest.mark.structures import ParameterSet
from click.testing import CliRunner

from generator.cli.main import main
from generator.languages.target import Target
from generator.openapi.unsupported import Unsupported
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.spec.loader import load
from generator.verify.results import State
from tests.golden.cases.test_cases import tree
from tests.support import EVERYTHING, LAYERS, is_whole, languages, proofs, sample_params

HERE = Path(__file__).parent
CASES = {path.parent.name: path for path in sorted(HERE.glob("cases/*/document.*"))}
WRITE = os.environ.get("GEN_GOLDEN") == "write"


def run(*words: str) -> tuple[str, str]:
    result = CliRunner().invoke(main, list(words))
    assert result.exit_code == 0, result.stderr
    return result.stdout, result.stderr


def same(file: Path, text: str) -> None:
    if WRITE:
        file.write_text(text, "utf-8")
    assert file.exists(), f"{file} is missing: run make golden and read what it wrote"
    assert text == file.read_text("utf-8")


@pytest.mark.parametrize("case", CASES)
def test_samples_are_the_expected_ones(case: str, tmp_path: Path) -> None:
    words = ("render", "--spec", str(CASES[case]), "--lang", "curl,python", "--out", str(tmp_path))
    run(*words)
    (tmp_path / "manifest.json").unlink()
    expected = CASES[case].parent / "expected"
    if WRITE:
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path, expected)
    assert tree(tmp_path) == tree(expected)


@pytest.mark.parametrize("case", CASES)
def test_what_is_not_supported_is_told_with_its_place(
    case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CASES[case].parent)
    out, error = run("lint", "--spec", CASES[case].name)
    same(CASES[case].parent / "losses.txt", out + error)


@pytest.mark.parametrize("case", CASES)
def test_an_import_renders_to_the_same_bytes(case: str, tmp_path: Path) -> None:
    file = tmp_path / "spec.yaml"
    run("import", str(CASES[case]), "--out", str(file))
    same(CASES[case].parent / "imported.yaml", file.read_text("utf-8"))
    made = []
    for path in (CASES[case], file):
        known = languages()
        targets = [t.id for language in known.values() for t in language.targets if t.is_sample]
        plan = make_plan(load(path), known, bind, [*targets, "python-client", "reference"])
        made.append(render(plan.files, known, LAYERS))
    assert made[0] == made[1]


def runs() -> Iterator[ParameterSet]:
    """Give targets and the documents whose samples are run; of what is compiled, one document's.

    What is read of a document is the same for all targets.
    """
    for param in sample_params("openapi"):
        (target,) = param.values
        assert isinstance(target, Target)
        is_quick = not any(chain.build for chain in target.toolchains)
        more = ("azure", "bodies") if EVERYTHING or (is_whole(target) and is_quick) else ()
        for case in ("everything", *more):
            yield pytest.param(target, case, id=f"{target.id}-{case}", marks=param.marks)


@pytest.mark.parametrize(("target", "case"), list(runs()))
def test_samples_of_a_document_pass_every_answer_of_success(target: Target, case: str) -> None:
    api = load(CASES[case], Unsupported())[0]
    # What an error or the network does is the same wherever a sample's spec is from.
    answers = {str(operation.success.status) for operation in api.operations}
    made = proofs(api, target, cases=("published", "build", *answers))
    assert made
    for proof in made:
        for cell in proof.cells:
            assert (cell.state, cell.faults) == (State.PASSED, ()), proof.job.path
