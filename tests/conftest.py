"""A missing tool is a visible skip on a user's machine, and a failure where GEN_STRICT is set."""

from __future__ import annotations

import os
import time
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
_LINES = (ROOT / "tests/slow.txt").read_text("utf-8").splitlines()
# Files whose tests take long, and the place of each among them.
SLOW = {
    ROOT / line: place
    for place, line in enumerate(line for line in _LINES if line and not line.startswith("#"))
}

settings.register_profile("gen", derandomize=True, deadline=None, print_blob=False)
settings.load_profile("gen")


@pytest.fixture(scope="session", autouse=True)
def toolchains_on_path() -> None:
    """Put what `make toolchains` installed in front of the PATH."""
    tools = ROOT / ".toolchains" / "bin"
    venv = ROOT / ".venv" / "bin"
    os.environ["PATH"] = os.pathsep.join([str(tools), str(venv), os.environ["PATH"]])
    # Java and .NET print what locale and terminal allow; tests compare UTF-8.
    os.environ.update({"LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"})
    # A machine may have it set; users have not, and a closed pipe shows then.
    os.environ.pop("PYTHONUNBUFFERED", None)


@pytest.fixture(scope="session", autouse=True)
def cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Let no test know what a run before it left in the user's cache."""
    os.environ["XDG_CACHE_HOME"] = str(tmp_path_factory.mktemp("cache"))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Run the files of slow.txt first, so that no process is left with a long one at the end.

    Skip them in a run of all tests, unless it is CI's or asks for them.
    """
    items.sort(key=lambda item: SLOW.get(item.path, len(SLOW)))
    is_whole = config.args == config.getini("testpaths")
    if not is_whole or os.environ.get("GEN_STRICT") or os.environ.get("GEN_SLOW"):
        return
    for item in items:
        if item.path in SLOW:
            item.add_marker(pytest.mark.skip(reason="takes long; make test-all runs it"))


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    report = yield
    if os.environ.get("GEN_STRICT") and report.skipped and isinstance(report.longrepr, tuple):
        reason = report.longrepr[2]
        if "needs " in reason:
            report.outcome = "failed"
            report.longrepr = f"skipped where nothing may be: {reason}"
    return report


class _Workers:
    """Notes how long each process of a run in parallel has had tests."""

    def __init__(self) -> None:
        self.start = time.monotonic()
        self.ends: dict[str, float] = {}

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        self.ends[node.gateway.id] = time.monotonic() - self.start

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        for id_, seconds in sorted(self.ends.items()):
            terminalreporter.write_line(f"{id_} ended after {seconds:.0f} s")


def pytest_configure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(_Workers())
