"""What samples in PowerShell send, read as PowerShell reads them, and their grammar.

Only Windows runs them. tree-sitter's grammar is another reader of the language; it takes the
typographic quotes for letters, which stand in strings alone.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.model.api import Api, Operation
from generator.plan import make_plan
from generator.rendering.jobs import Job
from generator.rendering.renderer import render
from generator.rendering.request import Binding
from generator.spec.loader import load
from generator.verify.expected.cases import make_answer
from generator.verify.expected.files import saved_faults
from generator.verify.expected.output import output_facts, output_faults
from generator.verify.expected.request import expected_request, request_faults
from generator.verify.runner import make_keys
from generator.verify.stage import write_sent_files
from tests.compiled.hostile import powershell
from tests.support import LAYERS, ROOT, languages

ENDPOINT = "http://h:1"
SPECS = [
    *(ROOT / "tests/compiled/wire").glob("*.yaml"),
    *(ROOT / "tests/golden/cases" / name for name in ("credentials", "methods", "names", "styles")),
    ROOT / "spec",
]
CASES = [(api, operation) for spec in SPECS for api in load(spec) for operation in api.operations]


def rendered(api: Api, operation: Operation) -> list[tuple[Job, str]]:
    """Give the samples of an operation; none if it needs what PowerShell can't do."""
    plan = make_plan([api], languages(), lambda _: Binding(ENDPOINT, 20), ["powershell"])
    jobs = [job for job in plan.jobs if job.operation is operation]
    files = render(jobs, languages(), LAYERS)
    return [(job, files[job.path].decode()) for job in jobs]


@pytest.mark.parametrize(("api", "operation"), CASES, ids=lambda value: value.id)
def test_every_request_arrives(api: Api, operation: Operation, tmp_path: Path) -> None:
    for job, text in rendered(api, operation):
        write_sent_files(job, tmp_path)
        answer = make_answer(operation.success)
        keys = make_keys(api)
        received, result = powershell.run(text, keys, ENDPOINT, answer, tmp_path)
        expected = expected_request(api, operation, {}, keys, sample=job.variant.id)
        assert request_faults([received], expected, 1) == []
        facts = output_facts(operation, answer)
        assert output_faults(job.target.expect, "success", result, facts) == []
        assert saved_faults(operation, answer, "success", tmp_path) == []


def test_the_grammar_takes_every_sample() -> None:
    tree_sitter = pytest.importorskip("tree_sitter")
    language = pytest.importorskip("tree_sitter_powershell").language()
    parser = tree_sitter.Parser(tree_sitter.Language(language))
    for case in CASES:
        for job, text in rendered(*case):
            assert not parser.parse(text.encode()).root_node.has_error, job.path


class TestReader:
    """The reader of samples, which nothing here runs."""

    def run(self, *lines: str) -> None:
        text = "\n".join((*lines, ""))
        powershell.run(text, {}, ENDPOINT, make_answer(CASES[0][1].success), Path())

    REQUEST = (
        "$request = @{",
        "    Uri = 'http://h:1/a'",
        "    Method = 'GET'",
        "    TimeoutSec = 3",
        "    MaximumRedirection = 0",
        "    SkipHttpErrorCheck = $true",
        "}",
    )
    CALL = "$response = Invoke-WebRequest @request"

    def test_reads_a_call(self) -> None:
        self.run("# Do it.", *self.REQUEST, self.CALL, "'Done ’’.'")

    @pytest.mark.parametrize(
        "line",
        [
            "Remove-Item *",
            "'a'; Remove-Item *",
            "'a' + (Remove-Item *)",
            "'a’; Remove-Item *; ‘'",
            '"$(Remove-Item *)"',
            '"$env:PATH"',
            '"a” + $(Remove-Item *)"',
            "$a = Get-Content SECRET",
            "$a = [IO.File]::ReadAllText('SECRET')",
            "'a",
            "& cmd",
            "$response = Invoke-WebRequest @request",
        ],
    )
    def test_refuses_everything_else(self, line: str) -> None:
        with pytest.raises((powershell.UnreadableError, KeyError)):
            self.run(*self.REQUEST, self.CALL, line)
