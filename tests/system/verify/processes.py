"""Commands as processes that a test talks to, stops, and asks what they left behind."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

SOON = 10.0


def wait_for(what: Callable[[], object], seconds: float = SOON) -> None:
    """Wait until something is so."""
    end = time.monotonic() + seconds
    while not what():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.02)


@dataclass
class Running:
    """A `gen` command that runs; its children inherit a mark, by which they are found."""

    popen: subprocess.Popen[bytes]
    mark: str
    folder: Path
    tmp: Path = field(init=False)

    def __post_init__(self) -> None:
        self.tmp = self.folder / "tmp"

    def end(self, number: int) -> tuple[int, str, str, float]:
        """Send a signal; give exit code, output and the seconds that it took."""
        start = time.monotonic()
        self.popen.send_signal(number)
        out, err = self.popen.communicate(timeout=60)
        return self.popen.returncode, out.decode(), err.decode(), time.monotonic() - start

    def left(self) -> list[int]:
        """Give the processes that have the mark."""
        found = []
        for path in Path("/proc").glob("[0-9]*/environ"):
            with contextlib.suppress(OSError):
                if self.mark.encode() in path.read_bytes():
                    found.append(int(path.parent.name))
        return found


@contextlib.contextmanager
def running(folder: Path, *arguments: str, session: bool = False) -> Iterator[Running]:
    """Start a `gen` command in a folder, perhaps in a session of its own; make sure it ends."""
    program = Path(sys.executable).with_name("gen")
    mark = f"GEN_TEST_MARK={uuid.uuid4()}"
    (folder / "tmp").mkdir(exist_ok=True)
    name, _, value = mark.partition("=")
    popen = subprocess.Popen(
        [program, *arguments],
        cwd=folder,
        env={**os.environ, name: value, "TMPDIR": str(folder / "tmp")},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=session,
        # What runs in the background of a shell ignores Ctrl-C, and so would its children.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
    made = Running(popen, mark, folder)
    try:
        yield made
    finally:
        popen.kill()
        popen.communicate()
        for pid in made.left():
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, 9)
