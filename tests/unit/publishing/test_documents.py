"""What README says is true: its sample, its matrix, its commands, its options."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from click import Context, Group
from click.testing import CliRunner

from generator.cli.main import main
from generator.languages.grammar import SHARED_FILTERS
from generator.verify.expected.cases import make_chooser
from generator.verify.mock_server import MockServer
from tests.support import ROOT, client_targets, face_api, reference_api, sample_targets

README = (ROOT / "README.md").read_text("utf-8")
JOBS = [
    job
    for line in README.splitlines()
    for job in re.findall(r"`(gen [^`]*)`", line)
    # A mock ends when it is told to; tests/compiled/wire runs every sample, tests/system/regions
    # edits copies, and which revisions there are is a clone's own.
    if not job.startswith(("gen mock", "gen regions"))
    and "--against" not in job
    and job not in ("gen import", "gen publish", "gen verify", "gen verify --published")
]


def test_the_sample_is_the_published_one() -> None:
    operation = reference_api().operations[0].id
    (file,) = (ROOT / "out").glob(f"*/*/{operation}/python/*.py")
    assert f"```python\n{file.read_text('utf-8')}```\n" in README


def test_the_matrix_has_every_target_and_every_answer() -> None:
    rows = [
        line for line in README.splitlines() if re.match(r"\| (Target|`[\w-]+` \|.*[✓–])", line)
    ]
    columns = [cell.strip() for cell in rows[0].strip("|").split("|")][2:]
    operation = reference_api().operations[0]
    answers = [r.status for r in operation.responses] + [e.status for e in operation.errors]
    assert columns[:-3] == [str(status) for status in answers]
    proven = sorted(target.id for target in (*sample_targets(), *client_targets()))
    assert sorted(row.split("`")[1] for row in rows[1:]) == proven


@pytest.mark.parametrize(
    ("answer", "said"),
    [("200", ""), ("404", "It was gone already.\n"), ("429", "Try again in 26 seconds.\n")],
)
def test_the_example_of_the_client_does_what_it_says(answer: str, said: str) -> None:
    (example,) = re.findall(r"```python\n(from face_client .*?)```\n", README, re.DOTALL)
    api = reference_api()
    with MockServer([api], choose=make_chooser([api], answer)) as server:
        bound = f'endpoint="{server.endpoint}", retries=0'
        program = example.replace("region=Region.NORWAYEAST", bound)
        assert program != example
        done = subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONPATH": str(ROOT / "out" / api.folder / "python-client"),
                 "PYTHONDONTWRITEBYTECODE": "1", "FACE_APIKEY": "k"},
            capture_output=True,
            text=True,
        )  # fmt: skip
    assert (done.returncode, done.stdout, done.stderr) == (0, said, "")


@pytest.mark.parametrize("job", JOBS)
def test_every_command_of_the_readme_runs(job: str, tmp_path: Path) -> None:
    words = shlex.split(job.partition(" > ")[0].partition("#")[0])[1:]
    if "--templates" in words:
        words[words.index("--templates") + 1] = "templates"
    if "--out" in words:
        made = tmp_path / "spec.yaml" if words[0] == "import" else tmp_path
        words[words.index("--out") + 1] = str(made)
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output


def test_every_command_is_in_the_readme() -> None:
    context = Context(main)
    found = {name: main.get_command(context, name) for name in main.list_commands(context)}
    commands = {name: command for name, command in found.items() if command is not None}
    for group in [name for name, command in commands.items() if isinstance(command, Group)]:
        inner = commands.pop(group)
        assert isinstance(inner, Group)
        commands |= {f"{group} {name}": command for name, command in inner.commands.items()}
    assert "regions add" in commands
    for name, command in commands.items():
        assert f"gen {name}" in README, name
        for parameter in command.params:
            long = [option for option in parameter.opts if option.startswith("--")]
            assert all(option in README for option in long), f"{name} {long}"


def test_the_two_commands_are_targets_of_the_makefile() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for command in ("make test", "make toolchains"):
        assert command in README
        assert re.search(rf"(?m)^{command.split()[1]}:", makefile)


def test_the_language_of_the_templates_readme_renders(tmp_path: Path) -> None:
    text = (ROOT / "templates/README.md").read_text("utf-8")
    blocks = dict(re.findall(r"`DIR/(\S+)`:\n\n```\w+\n(.*?)```\n", text, re.DOTALL))
    assert sorted(blocks) == ["go/language.yaml", "go/sample.go.jinja"]
    for name, content in blocks.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(content, "utf-8")
    out = tmp_path / "out"
    words = ["render", "--lang", "go", "--templates", str(tmp_path), "--out", str(out)]
    result = CliRunner().invoke(main, words)
    assert result.exit_code == 0, result.output
    files = {file.stem: file.read_text("utf-8") for file in out.rglob("*.go")}
    made = files["delete_liveness_with_verify_session"]
    assert 'endpoint := "https://norwayeast.api.cognitive.microsoft.com"' in made
    assert "url.PathEscape(sessionId)" in made
    assert 'input := map[string]any{"url": "' in files["detect_from_url"]
    # What carries a file is none of its shapes.
    assert len(files) == len(face_api().operations) - 2
    assert "go can't send a file as the body" in result.stderr


def test_the_templates_readme_names_every_filter() -> None:
    text = (ROOT / "templates/README.md").read_text("utf-8")
    assert [name for name in SHARED_FILTERS if f"`{name}" not in text] == []
