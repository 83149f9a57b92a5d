"""A process that has imported everything, and forks into commands of gen that are interfered with.

It reads a list of orders a line from stdin, runs them all at once, and answers with what became of
each in a line. An order may have the command killed before its n-th change of the file system, or
in the middle of a write, delayed at each change, or denied room or rights. What a change is, Python
itself tells (PEP 578), whichever of its functions makes it.
"""

from __future__ import annotations

import ctypes
import gc
import json
import mmap
import os
import random
import resource
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any, NoReturn

from generator.cli.main import main

ROOT = Path(__file__).resolve().parents[3]

CHANGES = {
    *("os.chmod", "os.chown", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir"),
    *("os.symlink", "os.truncate", "os.utime"),
}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
# A page for the number of changes, the others for their names.
PAGES = 64
# In seconds; who waits for a pipe is killed.
TIME_LIMIT = 60
# In seconds; who has not ended by then may be waiting for one that is stopped.
PATIENCE = 0.2


@dataclass(frozen=True)
class Order:
    """One command to run.

    Arguments:
        arguments: of gen.
        cwd: where.
        die_at: the number, from 0, of the change before which it is killed.
        stop: it is stopped there instead, until the others of its list have ended or wait for it.
        half: it is killed when it has written so many bytes of the file that this change opens.
        room: no file can be larger than so many bytes.
        pauses: a seed; each change is followed by a moment in which others come first.
        powerless: a root without root's rights, who can do what the modes of files allow.
        command: run this instead of gen, for what only a namespace can do.
    """

    arguments: tuple[str, ...] = ()
    cwd: str = "."
    die_at: int | None = None
    stop: bool = False
    half: int | None = None
    room: int | None = None
    pauses: int | None = None
    powerless: bool = False
    command: tuple[str, ...] = ()


class Hook:
    """Sees each change before it is made, and counts it where the parent can read it."""

    def __init__(self, order: Order, shared: mmap.mmap) -> None:
        self.order = order
        self.shared = shared
        self.count = 0
        self.pauses = None if order.pauses is None else random.Random(order.pauses)
        self.open = os.open

    def __call__(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, _, flags = arguments
            if not flags & WRITING or isinstance(path, int) or str(path).startswith("/dev/"):
                return
        elif event not in CHANGES or is_vain(event, arguments):
            return
        self.pause()
        number, self.count = self.count, self.count + 1
        self.shared.write(f"{event} {arguments[0]!r}\n".encode())
        if number == self.order.die_at:
            if self.order.stop:
                os.kill(os.getpid(), signal.SIGSTOP)
            elif self.order.half is None:
                os.kill(os.getpid(), signal.SIGKILL)
            elif event == "open":  # the kernel writes so much of it, and then kills
                limit(self.order.half)

    def pause(self) -> None:
        """Let others come first."""
        if self.pauses is not None:
            time.sleep(self.pauses.random() / 200)

    def open_slowly(self, *arguments: Any, **named: Any) -> int:
        """Open a file; others come before it is written."""
        descriptor = self.open(*arguments, **named)
        self.pause()
        return descriptor


def is_vain(event: str, arguments: tuple[Any, ...]) -> bool:
    """Say whether a call changes nothing, as a folder is made that is there."""
    path, directory = arguments[0], arguments[-1]
    if directory != -1 or isinstance(path, int):  # in a folder, or a file, that the caller knows
        return False
    exists = os.path.lexists(path)
    return (event == "os.mkdir" and exists) or (event == "os.remove" and not exists)


def limit(size: int) -> None:
    """Let no file become larger."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))


def give_up_rights() -> None:
    """Give up what root may do beyond what the modes of files say."""
    header, none = (ctypes.c_uint32 * 2)(0x20080522, 0), (ctypes.c_uint32 * 6)()
    if os.geteuid() == 0 and ctypes.CDLL(None).capset(header, none) != 0:
        raise OSError("capset failed")


def work(order: Order, shared: mmap.mmap, out: int, err: int) -> NoReturn:
    """Carry out an order in a process of its own."""
    code = 70
    try:
        os.dup2(out, 1)
        os.dup2(err, 2)
        signal.alarm(TIME_LIMIT)
        os.chdir(order.cwd)
        if order.command:
            code = subprocess.run(order.command, check=False).returncode
        else:
            if order.powerless:
                give_up_rights()
            if order.room is not None:
                limit(order.room)
            if order.half is not None:  # here, since only the main thread may
                signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
            hook = Hook(order, shared)
            if order.pauses is not None:
                os.open = hook.open_slowly
            sys.addaudithook(hook)
            main(list(order.arguments))
    except SystemExit as error:
        code = error.code if isinstance(error.code, int) else int(error.code is not None)
    except BaseException:
        traceback.print_exc()
    finally:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def carry_out(orders: list[Order]) -> list[dict[str, Any]]:
    """Run commands at the same time; give what became of each."""
    started = []
    ended: dict[int, int] = {}
    for order in orders:
        shared = mmap.mmap(-1, PAGES * mmap.PAGESIZE)
        pipes = os.pipe(), os.pipe()  # not files, as these can be limited
        pid = os.fork()
        if pid == 0:
            work(order, shared, *(pipe[1] for pipe in pipes))
        for pipe in pipes:
            os.close(pipe[1])
        started.append((pid, shared, [pipe[0] for pipe in pipes]))
        if order.stop:
            _, status = os.waitpid(pid, os.WUNTRACED)
            if not os.WIFSTOPPED(status):
                ended[pid] = status
    stopped = [one[0] for one, order in zip(started, orders, strict=True) if order.stop]
    if stopped:
        running = {one[0] for one in started}.difference(stopped)
        patient_until = time.monotonic() + PATIENCE
        while not running <= {*ended} and time.monotonic() < patient_until:
            for pid in running - {*ended}:
                if (found := os.waitpid(pid, os.WNOHANG)) != (0, 0):
                    ended[pid] = found[1]
            time.sleep(0.001)
        for pid in {*stopped} - {*ended}:
            os.kill(pid, signal.SIGCONT)
    results = []
    for pid, shared, pipes_out in started:
        said = []
        for descriptor in pipes_out:
            with os.fdopen(descriptor, encoding="utf-8", errors="backslashreplace") as file:
                said.append(file.read())
        if pid not in ended:
            ended[pid] = os.waitpid(pid, 0)[1]
        changes = shared[:].rstrip(b"\0").decode().splitlines()
        shared.close()
        code = os.waitstatus_to_exitcode(ended[pid])
        results.append({"code": code, "out": said[0], "err": said[1], "changes": changes})
    return results


def warm_up(folder: Path) -> None:
    """Render something of everything, so that every module is imported and template compiled."""
    os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
    arguments = ["render", "--spec", str(ROOT / "spec"), "--out", str(folder / "out")]
    with redirect_stdout(StringIO()), redirect_stderr(StringIO()):
        main(arguments, standalone_mode=False)
    sys.dont_write_bytecode = True
    gc.collect()
    gc.freeze()


def serve() -> None:
    """Carry out what stdin asks for."""
    with tempfile.TemporaryDirectory() as folder:
        warm_up(Path(folder))
        for line in sys.stdin:
            orders = [Order(**order) for order in json.loads(line)]
            print(json.dumps(carry_out(orders)), flush=True)


if __name__ == "__main__":
    serve()
