"""Samples that are built together are told of alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from generator.errors import GenError
from generator.verify import batch
from generator.verify.cache import Cache
from generator.verify.results import SampleResult, State
from generator.verify.runner import verify
from generator.verify.toolchain import build_together
from tests.system.verify.test_toolchain import tool
from tests.system.verify.toy import Toy, cell

# Compiles the last arguments into the folder that is the second: a program of the same name each,
# which is what runs. A sample that says BROKEN does not compile; one that says ODD gets a warning.
COMPILER = r"""
import pathlib, sys
log, folder, *files = sys.argv[1:]
with open(log, "a") as lines:
    lines.write(f"{len(files)} {pathlib.Path(folder).name}\n")
texts = {pathlib.Path(name).name: pathlib.Path(name).read_text() for name in files}
if any("BROKEN" in text for text in texts.values()):
    sys.exit("BROKEN: " + ", ".join(name for name, text in texts.items() if "BROKEN" in text))
for name, text in texts.items():
    if "ODD" in text:
        print("odd", file=sys.stderr)
    (pathlib.Path(folder) / name).write_text(text)
"""


@pytest.fixture
def compiled(toy: Toy) -> Toy:
    """Four samples of a language that is compiled, with a log of what the compiler was given."""
    operation = toy.spec.partition("operations:\n")[2]
    parts = "    path: /N/{id}\n    parameters: {id: {description: An id., example: a}}\n"
    operation = operation.replace("    path: /items/a\n", parts)
    toy.spec = toy.spec.partition("operations:\n")[0] + "operations:\n"
    toy.spec += "".join(
        operation.replace("get:", f"get-{n}:", 1).replace("/N/", f"/items-{n}/") for n in range(4)
    )
    path = "{% for p in request.url[1:] if p.value or p.text %}"
    path += "{% if p.value %}{{ p.value.value|percent|string }}"
    path += "{% else %}{{ p.text|string }}{% endif %} {% endfor %}"
    toy.but('path="/items/a"', f"path=({path})")
    compiler = toy.folder / "compiler.py"
    compiler.write_text(COMPILER, "utf-8")
    start = f'["{{interpreter}}", {compiler}, {toy.folder / "log"}, "{{work}}", '
    toy.toolchain(f'build: {start}"{{file}}"]', f'buildAll: {start}"{{files}}"]')
    return toy.but('-IS, "{file}"]', '-IS, "{built}/{stem}.py"]')


def prove(toy: Toy, *cases: str, cache: Cache | None = None) -> list[SampleResult]:
    settings = replace(toy.settings, cases=frozenset(cases), cache=cache)
    return verify(*toy.stage(), settings)


def log(toy: Toy) -> list[str]:
    """Give how many files each call of the compiler had, and into which folder they went."""
    file = toy.folder / "log"
    lines = sorted(file.read_text("utf-8").splitlines()) if file.exists() else []
    file.unlink(missing_ok=True)
    return lines


def test_all_are_built_at_once_and_run_from_there(compiled: Toy) -> None:
    proofs = prove(compiled, "200", "gone")
    assert [proof.failed for proof in proofs] == [False] * 4
    assert log(compiled) == ["4 0"]


def test_those_with_other_values_are_built_apart_from_the_first(compiled: Toy) -> None:
    proofs = prove(compiled, "values")
    assert [cell(proof, "values").faults for proof in proofs] == [()] * 4
    assert log(compiled) == ["4 0", "4 1"]


def test_one_that_is_faulty_is_told_of_alone(compiled: Toy) -> None:
    compiled.but("import time\n", "import time{% if stem == 'get_2' %} # BROKEN{% endif %}\n\n")
    proofs = prove(compiled, "200")
    states = [cell(proof, "200").state for proof in proofs]
    assert states == [State.PASSED, State.PASSED, State.NOT_RUN, State.PASSED]
    assert cell(proofs[2], "build").faults == ("exit code 1: BROKEN: get_2.py",)
    assert log(compiled) == ["1 work"] * 4 + ["4 0"]


def test_a_warning_is_told_where_it_belongs(compiled: Toy) -> None:
    compiled.but("import time\n", "import time{% if stem == 'get_1' %} # ODD{% endif %}\n\n")
    proofs = prove(compiled, "200")
    assert [cell(proof, "build").faults for proof in proofs] == [(), ("it warns: odd",), (), ()]


def test_one_sample_is_built_by_build(compiled: Toy) -> None:
    compiled.spec = compiled.spec.partition("  get-1:")[0]
    assert [proof.failed for proof in prove(compiled, "200")] == [False]
    assert log(compiled) == ["1 work"]


def test_a_batch_has_an_end(compiled: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("generator.verify.runner.MOST", 3)
    assert [proof.failed for proof in prove(compiled, "200")] == [False] * 4
    assert log(compiled) == ["1 work", "3 0"]


def test_what_passed_before_is_not_built_again(compiled: Toy, tmp_path: Path) -> None:
    prove(compiled, "200", cache=Cache(tmp_path))
    assert log(compiled) == ["4 0"]
    compiled.but("import time\n", "import time{% if stem != 'get_1' %} # new{% endif %}\n\n")
    proofs = prove(compiled, "200", cache=Cache(tmp_path))
    assert [cell(proof, "200").is_cached for proof in proofs] == [False, True, False, False]
    assert log(compiled) == ["3 0"]
    prove(compiled, "200", cache=Cache(tmp_path))
    assert log(compiled) == []


def test_how_many_are_built_at_once_has_a_say_in_what_passed(compiled: Toy, tmp_path: Path) -> None:
    prove(compiled, "200", cache=Cache(tmp_path))
    compiled.but(', "{files}"]', ', -, "{files}"]')
    proofs = prove(compiled, "200", cache=Cache(tmp_path))
    assert not any(cell(proof, "200").is_cached for proof in proofs)


def test_files_of_one_name_are_never_built_together(compiled: Toy) -> None:
    jobs, files, stage = compiled.stage()
    proofs = verify(
        [*jobs, *jobs[:1]], files, stage, replace(compiled.settings, cases=frozenset(["200"]))
    )
    assert [proof.failed for proof in proofs] == [False] * 5
    assert log(compiled) == ["1 1", "4 0"]


@pytest.mark.parametrize("count", [1, 4])
def test_what_can_not_be_opened_is_told_once_and_as_it_is(
    compiled: Toy, monkeypatch: pytest.MonkeyPatch, count: int
) -> None:
    jobs, files, stage = compiled.stage()

    def fail(*_: object) -> NoReturn:
        raise GenError("it can't be opened")

    monkeypatch.setattr(stage, "open", fail)
    with pytest.raises(GenError, match="it can't be opened"):
        verify(jobs[:count], files, stage, compiled.settings)


def test_a_tool_that_is_not_there_or_says_anything_built_nothing(tmp_path: Path) -> None:
    files = [tmp_path / "a.x", tmp_path / "b.x"]
    steps = [("no-such-program",), ("echo", "{files}"), ("false",), ("sh", "-c", "echo 1 >&2")]
    for number, step in enumerate(steps):
        assert not build_together(tool(build_all=step), files, tmp_path / str(number))
    step = ("sh", "-c", 'test $# = 2 && touch "$0/ok"', "{work}", "{files}")
    assert build_together(tool(build_all=step), files, tmp_path / "good")
    assert (tmp_path / "good/ok").exists()


# once

ONCE = 'once: [sh, -c, \'echo "$0" >> "$LOG"; touch "$0/x"{}\', "{{shared}}"]'


@pytest.mark.parametrize("end, left", [("", "x"), ("; exit 1", "")])
def test_one_step_is_done_once_for_all_runs(
    compiled: Toy, monkeypatch: pytest.MonkeyPatch, end: str, left: str
) -> None:
    """What it leaves is there for every run, unless it fails."""
    monkeypatch.setenv("LOG", str(compiled.folder / "log"))
    monkeypatch.setattr("generator.verify.target_run._ONCE_FROM", 8)
    compiled.toolchain(ONCE.format(end))
    compiled.but('{stem}.py"]', '{stem}.py", "{shared}"]')
    see = 'if os.listdir(sys.argv[1]) != {!r}:\n    sys.exit("what once made")\n'
    compiled.but("import time\n", f"import time\n{see.format([left] if left else [])}\n")
    proofs = prove(compiled, "200", "gone")
    assert [proof.failed for proof in proofs] == [False] * 4
    lines = [line for line in log(compiled) if "shared" in line]
    assert len(lines) == 1


def test_a_few_runs_do_without(compiled: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LOG", str(compiled.folder / "log"))
    compiled.toolchain(ONCE.format(""))
    assert [proof.failed for proof in prove(compiled, "200")] == [False] * 4
    assert log(compiled) == ["4 0"]


def test_the_number_of_samples_of_a_batch_is_bounded() -> None:
    assert 1 < batch.MOST < 100
