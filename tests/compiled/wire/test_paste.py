"""curl samples, pasted into interactive shells with history expansion on, and run as files."""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.model.api import Api
from generator.model.text import reveal
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import Binding
from generator.spec.loader import load
from generator.verify.expected.body import file_bytes
from generator.verify.expected.cases import make_answer
from generator.verify.expected.request import expected_request, request_faults
from generator.verify.expected.values import required_credentials
from generator.verify.mock_server import MockServer
from generator.verify.runner import make_keys
from tests.support import LAYERS, ROOT, languages

pytestmark = pytest.mark.xdist_group("paste")
SHELLS = {
    "bash": (["bash", "--noprofile", "--norc", "-i"], "PS1='> '; set -H; history -s 'echo NO'"),
    "zsh": (["zsh", "-f", "-i"], "PS1='> '; setopt banghist; print -s 'echo NO'"),
}
SPECS = ("tests/compiled/wire/bodies.yaml", "tests/golden/cases/credentials/spec.yaml")
# Seconds that a shell may take for one sample.
PATIENCE = 30


class Shell:
    """An interactive shell behind a terminal."""

    def __init__(self, name: str, folder: Path, env: dict[str, str]) -> None:
        words, start = SHELLS[name]
        self.said = ""
        self.number = 0
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            os.execvpe(words[0], words, env)
        time.sleep(0.3)
        self.send(f"{start}\r")
        self.wait()

    def send(self, text: str) -> None:
        data = text.encode()
        while data:  # a terminal takes a few kilobytes at a time
            select.select([], [self.terminal], [], 5)
            data = data[os.write(self.terminal, data[:1000]) :]
            self.read(0.005)

    def read(self, wait: float) -> None:
        if select.select([self.terminal], [], [], wait)[0]:
            self.said += os.read(self.terminal, 65536).decode(errors="replace")

    def wait(self) -> int:
        """Ask for the exit code; the answer shows that the shell goes on."""
        self.number += 1
        self.send(f"printf 'DONE%s=%s;\\n' {self.number} $?\r")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.2)
            if match := re.search(rf"DONE{self.number}=(\d+);", self.said):
                return int(match[1])
        raise AssertionError(f"the shell does not go on: {self.said[-2000:]}")

    def paste(self, text: str) -> tuple[int, str]:
        """Paste a text as terminals do it, press Enter, and return exit code and output."""
        before = len(self.said)
        typed = text.replace("\n", "\r").removesuffix("\r")
        self.send(f"\x1b[200~{typed}\x1b[201~")
        time.sleep(0.05)
        self.send("\r")
        return self.wait(), self.said[before:]

    def close(self) -> None:
        os.kill(self.pid, 9)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def samples(api: Api, endpoint: str) -> Iterator[tuple[str, str]]:
    """Give the id of each operation and its sample."""
    plan = make_plan([api], languages(), lambda _: Binding(endpoint, 20), ["curl"])
    for job in plan.jobs:
        yield job.operation.id, render([job], languages(), LAYERS)[job.path].decode()


def environment(keys: dict[str, str]) -> dict[str, str]:
    own = {"HOME": "/nonexistent", "TERM": "xterm", "LANG": "C.UTF-8", "HISTFILE": ""}
    return {"PATH": os.environ["PATH"], **own, **keys}


@pytest.mark.parametrize("spec", SPECS)
@pytest.mark.parametrize("name", SHELLS)
def test_a_sample_can_be_pasted(name: str, spec: str, tmp_path: Path) -> None:
    if shutil.which(name) is None or shutil.which("curl") is None:
        pytest.skip(f"needs {name} and curl")
    (api,) = load(ROOT / spec)
    keys = dict(make_keys(api))
    with MockServer([api]) as server:
        shell = Shell(name, tmp_path, environment(keys))
        bare = Shell(name, tmp_path, environment(dict.fromkeys(keys, "")))
        operations = {operation.id: operation for operation in api.operations}
        for id_, text in samples(api, server.endpoint):
            operation = operations[id_]
            assert not re.search(r"(?m)^#|\t", text)
            plan = make_plan([api], languages(), lambda _: Binding("http://x", 1), ["curl"], [id_])
            for file in plan.jobs[0].request.files:
                (tmp_path / reveal(file.value)).write_bytes(file_bytes(reveal(file.value)))
            server.answer = make_answer(operation.success)
            expected = expected_request(api, operation, {}, keys, accepts=True)
            script = tmp_path / "sample.sh"
            script.write_text(text, "utf-8")
            server.received.clear()
            code, said = shell.paste(text)
            assert (code, request_faults(server.received, expected, 1)) == (0, []), said
            server.received.clear()
            ran = subprocess.run([SHELLS[name][0][0], script], cwd=tmp_path,
                                 env=environment(keys), capture_output=True)  # fmt: skip
            assert (ran.returncode, request_faults(server.received, expected, 1)) == (0, [])
            if not required_credentials(api, operation):
                continue
            server.received.clear()
            code, said = bare.paste(text)
            assert code != 0 and "set it to" in said, said
            assert not server.received
        shell.close()
        bare.close()
