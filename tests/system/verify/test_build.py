"""What does not build, is not what is published, is known to fail or not trusted is told so."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from generator.languages.language import Layers
from generator.languages.loader import load_languages
from generator.verify.results import State
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner
from tests.support import LAYERS, ROOT, published, reference_api
from tests.system.verify.toy import Toy, cell

CASES = [
    *("200", "gone", "retry-after", "html", "empty", "misdirected", "redirect"),
    *("no-key", "empty-key"),
]
CASES += ["no-answer", "refused"]


@pytest.fixture(autouse=True)
def hurry(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let samples wait two seconds for an answer."""
    monkeypatch.setattr("generator.verify.stage.LIMIT", 2)


@pytest.mark.parametrize("key", ["check", "build"])
def test_it_does_not_compile(toy: Toy, key: str) -> None:
    toy.but("import time\n", "import time as\n")
    proof = toy.toolchain(f"{key}: ['{{interpreter}}', -m, py_compile, '{{file}}']").prove()
    build = cell(proof, "build")
    assert build.state is State.FAILED
    assert build.faults[0].startswith("exit code 1: ") and "SyntaxError" in build.faults[0]
    rest = {(c.state, c.reason, c.is_other_platform) for c in proof.cells[2:]}
    assert rest == {(State.NOT_RUN, "it was not built", False)}
    assert [c.case for c in proof.cells[2:]] == CASES


def test_a_compiler_warns(toy: Toy) -> None:
    proof = toy.toolchain("check: [sh, -c, 'echo careful >&2']").prove("200")
    assert cell(proof, "build").faults == ("it warns: careful",)
    assert cell(proof, "200").state is State.NOT_RUN


def test_what_runs_it_can_not_be_started(toy: Toy) -> None:
    toy.but('run: ["{interpreter}"', 'run: ["no-such-program"')
    assert toy.faults("200") == ["no-such-program: can't be started (No such file or directory)"]


# What is published


def test_what_runs_is_not_what_is_published(toy: Toy) -> None:
    toy.but("import time\n", "{% if request.timeout == 30 %}\nimport sloppily\n{% endif %}\n")
    proof = toy.prove("200")
    assert cell(proof, "published").state is State.FAILED
    (fault,) = cell(proof, "published").faults
    assert "'import sloppily'" in fault
    assert cell(proof, "200").state is State.PASSED


def test_what_is_committed_is_another(toy: Toy, tmp_path: Path) -> None:
    jobs, files, stage = toy.stage()
    settings = replace(toy.settings, out=tmp_path / "out", cases=frozenset(["200"]))
    (path,) = files
    assert not verify(jobs, files, stage, settings)[0].failed
    (tmp_path / "out" / path).parent.mkdir(parents=True)
    (tmp_path / "out" / path).write_bytes(files[path])
    assert not verify(jobs, files, stage, settings)[0].failed
    (tmp_path / "out" / path).write_bytes(files[path] + b"# edited\n")
    (proof,) = verify(jobs, files, stage, settings)
    (fault,) = cell(proof, "published").faults
    assert fault.endswith("out/toy/v1/get/toy/get.py is not what is rendered; run gen render")


# Known failures


def test_a_known_failure_is_told_as_one(toy: Toy) -> None:
    toy.but(": {body}", "").toolchain("known: {html: It shows no page.}")
    proof = toy.prove("html")
    made = cell(proof, "html")
    assert (made.state, made.reason) == (State.KNOWN, "It shows no page.")
    assert len(made.faults) == 1 and not proof.failed


@pytest.mark.parametrize("spec", [{}, {"410": "421"}])
def test_a_failure_is_known_for_every_answer_of_a_status(toy: Toy, spec: dict[str, str]) -> None:
    """Whether the API documents the status or not."""
    again = "if response.status == 421:\n    ask()\n"
    toy.but("if response.status >= 300", f"{again}if response.status >= 300")
    for old, new in spec.items():
        toy.but(f"status: {old}", f"status: {new}")
    made = toy.toolchain('known: {"421": It asks again.}').cell("gone" if spec else "misdirected")
    assert (made.state, made.reason) == (State.KNOWN, "It asks again.")


def test_a_known_failure_that_passes_is_a_failure(toy: Toy) -> None:
    made = toy.toolchain("known: {html: It shows no page.}").cell("html")
    assert made.state is State.FAILED
    assert made.faults == ("it passes, but language.yaml knows it to fail: It shows no page.",)


def test_a_failure_beside_a_known_one_is_a_failure(toy: Toy) -> None:
    toy.but(": {body}", "").toolchain("known: {html: It shows no page.}")
    proof = toy.prove("html", "gone")
    assert (cell(proof, "gone").state, proof.failed) == (State.FAILED, True)


# Trust

UNTRUSTED = "needs --trust: its templates are not built in"
CANARY = (
    "versions: {Toy: [sh, -c, 'touch \"$CANARY\"; echo 1.0']}",
    "check: [sh, -c, 'touch \"$CANARY\"']",
    "trust: {prepare: [sh, -c, 'touch \"$CANARY\"']}",
)


@pytest.mark.parametrize("trusted", [False, True])
def test_without_trust_no_step_of_the_users_own_folders_is_run(
    toy: Toy, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trusted: bool
) -> None:
    """Not even one that tells a version; rendering alone is safe."""
    canary = tmp_path / "canary"
    monkeypatch.setenv("CANARY", str(canary))
    toy.toolchain(*CANARY).but("import time\n", 'import time\nopen(os.environ["CANARY"], "a")\n')
    toy.settings = Settings(jobs=2, trusted=trusted)
    proof = toy.prove("200", "gone")
    assert canary.exists() is trusted
    if not trusted:
        assert {(c.state, c.reason) for c in proof.cells[1:]} == {(State.NOT_RUN, UNTRUSTED)}
        assert cell(proof, "published").state is State.PASSED
        assert (proof.toolchain, dict(proof.versions), proof.failed) == ("", {}, False)


@pytest.mark.parametrize("file", ["bash.sh.jinja", "language.yaml", "else.jinja"])
def test_one_file_of_the_users_is_enough_to_need_trust(tmp_path: Path, file: str) -> None:
    folder = tmp_path / "templates/curl"
    folder.mkdir(parents=True)
    builtin = ROOT / "templates/curl" / file
    if builtin.exists():
        shutil.copy(builtin, folder)
    else:
        (folder / file).write_text("", "utf-8")
    layers = Layers([tmp_path / "templates"])
    languages = load_languages(layers)
    api = reference_api()
    jobs, files = published(api, languages["curl"].targets[0], layers=layers)
    (proof,) = verify(jobs, files, LocalRunner(languages, layers), Settings(jobs=1))
    assert {c.reason for c in proof.cells[1:]} == {UNTRUSTED}


def test_trust_of_one_folder_is_not_needed_for_another(toy: Toy) -> None:
    """What no folder of the user's has a say in runs as ever."""
    languages = load_languages(Layers([toy.write().templates]))
    assert [t.is_builtin for t in languages["toy"].targets] == [False]
    assert all(t.is_builtin for id_ in load_languages(LAYERS) for t in languages[id_].targets)
