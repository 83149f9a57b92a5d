"""The call of a client that web pages show is run as it stands there."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest

from generator.publishing.evidence import read_reports
from generator.rendering.renderer import Renderer
from generator.spec.loader import load_text
from generator.verify.report import as_json
from generator.verify.results import SampleResult, State
from generator.verify.runner import Settings, verify
from generator.verify.stage import LocalRunner, bind_client
from tests.support import LAYERS, languages, published, toolchain_for
from tests.system.verify.shop import SPEC, client

# With regions, and an operation that returns nothing.
REGIONAL = SPEC.replace(
    "endpoint: https://shop.example.com\n",
    "endpoint: https://{region}.shop.example.com\n"
    "regions: {west: West, east: East}\ndefaultRegion: east\n",
).replace(
    "publish:",
    """\
  delete-item:
    title: Delete an item
    summary: Deletes an item.
    method: DELETE
    path: /items/{itemId}
    parameters:
      itemId: {description: Which item., example: "7"}
    responses: {"204": Deleted.}
publish:""",
)
# What stands in a call, what stands there instead, and a case that has to fail then.
BROKEN = {
    "another value": ('item_id="7"', 'item_id="8"', "200"),
    "another method": ("client.get_item(", "client.delete_item(", "200"),
    "nothing is printed": ("print(result)", "result", "200"),
    "another sentence": ("Deleted.", "Gone.", "204"),
    "an error is not told": (
        'sys.exit(f"{type(error).__name__}: {error}")',
        "sys.exit(1)",
        "no_item",
    ),
    "it does not compile": ("try:", "try", "build"),
}


def _results(old: str = "", new: str = "") -> list[SampleResult]:
    """Run the calls, with a text in place of another one."""
    (api,) = load_text(REGIONAL, "shop.yaml")
    target = client()
    toolchain_for(target)
    programs, files = published(api, target)
    jobs = [job for job in programs if job.is_page_call]
    changed = {job.path: files[job.path].replace(old.encode(), new.encode()) for job in jobs}
    assert not old or any(changed[path] != files[path] for path in changed)
    settings = Settings(os.cpu_count() or 1)
    return verify(jobs, {**files, **changed}, LocalRunner(languages(), LAYERS), settings)


def failed(old: str = "", new: str = "") -> set[str]:
    """Give the cases that fail with a text in place of another one."""
    results = _results(old, new)
    assert len(results) == 2
    return {c.case for result in results for c in result.cells if c.state is State.FAILED}


def test_calls_that_are_right_pass() -> None:
    assert failed() == set()


@pytest.mark.parametrize(("old", "new", "case"), BROKEN.values(), ids=BROKEN)
def test_a_fault_of_a_call_is_noticed(old: str, new: str, case: str) -> None:
    assert case in failed(old, new)


def test_pages_tell_of_the_run_until_the_call_or_its_client_changes(tmp_path: Path) -> None:
    (api,) = load_text(REGIONAL, "shop.yaml")
    results = _results()
    report = tmp_path / "report.json"
    report.write_text(as_json(results, "1", "local"), "utf-8")
    jobs = [job for job in published(api, client())[0] if job.is_page_call]

    def proofs(known: Mapping[str, bytes]) -> list[int]:
        reports = read_reports([report])
        renderer = Renderer(languages(), LAYERS, reports.find, known=known)
        return [len(renderer.sample(job).proofs) for job in jobs]

    assert proofs({}) == [1, 1]
    assert proofs({jobs[0].path: b"pass\n"}) == [0, 1]
    assert jobs[0].caller is not None
    assert proofs({jobs[0].caller.client[0].path: b"Another client.\n"}) == [0, 0]


@pytest.mark.parametrize(
    ("pattern", "text", "bound"),
    [
        ("https://{region}.a.example", 'f"https://{self}.a.example"', 'f"http://here"'),
        ("https://a.{region}", 'f"https://a.{self}" + x', 'f"http://here" + x'),
        ("https://a.example", '("https://a.example", "https://b.example")', '("http://here", "https://b.example")'),
    ],
)  # fmt: skip
def test_a_client_gets_the_server_s_address(pattern: str, text: str, bound: str) -> None:
    head = "regions: {west: West}\ndefaultRegion: west\n" if "{" in pattern else ""
    (api,) = load_text(f"{SPEC.replace('https://shop.example.com', pattern)}{head}", "shop.yaml")
    assert bind_client(api, text.encode(), "http://here") == bound.encode()
