"""Runs of gen in processes that fork from one that has imported it, each watched from outside."""

from __future__ import annotations

import os
import resource
import shutil
import signal
import stat
import sys
import time
import traceback
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages
from typing import Any

import generator
from tests.fuzz.seeds import SECRET, Command

MIB = 1024 * 1024
# Most memory that a run may hold, and most that the system gives it.
MOST_MEMORY = 1024 * MIB
_ADDRESSES = 1536 * MIB
_FILE = 256 * MIB
# What writes, by the event of Python's audit hooks: which of its arguments are paths.
_WRITES = {"os.mkdir": 1, "os.remove": 1, "os.rename": 2, "os.rmdir": 1, "os.link": 2,
           "os.truncate": 1, "os.chmod": 1, "os.chown": 1, "os.utime": 1}  # fmt: skip
_STARTS = (
    "subprocess.Popen",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "socket.connect",
    "pty.spawn",
)
_MODES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC


@dataclass(frozen=True)
class Outcome:
    """What a run of gen did.

    Attributes:
        code: its exit code, None if it was stopped.
        signal: what it was stopped by, 0 if it was not.
        seconds: how long it took, of the processor.
        memory: the most bytes that it held.
        stdout, stderr: what it printed.
        events: what it did that it must not, such as a path outside of its folder that it wrote.
    """

    code: int | None
    signal: int
    seconds: float
    memory: int
    stdout: str
    stderr: str
    events: tuple[str, ...]


class Runner:
    """A place to run gen in.

    Arguments:
        root: a new folder. gen is run in `run/work` below it, keeps its cache in `run/cache`, and
            must not touch anything but `run`.
        limit: seconds of the processor that a run may take; three times as many of the clock.
    """

    def __init__(self, root: Path, limit: int = 10) -> None:
        self.root = Path(os.path.realpath(root))
        self.limit = limit
        self.own = self.root / "run"
        self.folder = self.own / "work"
        self.cache = self.own / "cache"
        self._output = self.root / "output"
        (self.root / "outside").mkdir(parents=True)
        self.secret = self.root / "outside/secret.yaml"
        self.secret.write_text(f"{SECRET}: {SECRET}\n{SECRET}\n")
        self._output.mkdir()
        for module in walk_packages(generator.__path__, "generator."):
            if not module.name.endswith("__main__"):
                import_module(module.name)
        import_module("generator.__main__")
        for name in (
            "black",
            "pygments.lexers",
            "pygments.formatters",
            "jinja2.ext",
            "concurrent.futures",
        ):
            import_module(name)

    def clear(self, files: dict[str, bytes]) -> None:
        """Make the folder anew with some files; what the cache has of templates stays."""
        for name in ("work", "home", "tmp"):
            remove(self.own / name)
        remove(self.cache / "gen/stamps")
        for name in ("work", "home", "tmp", "cache"):
            (self.own / name).mkdir(parents=True, exist_ok=True)
        for name, data in files.items():
            place = self.folder / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)

    def tree(self) -> dict[str, object]:
        """Give what stands in the folder: bytes of files, links, and the rest."""
        found: dict[str, object] = {}
        for place, folders, names in os.walk(self.folder):
            for name in (*names, *folders):
                path = Path(place) / name
                mode = path.lstat().st_mode
                row: object = stat.S_IFMT(mode)
                if stat.S_ISLNK(mode):
                    row = f"link {path.readlink()}"
                elif stat.S_ISREG(mode):
                    row = path.read_bytes() if path.lstat().st_size < MIB else path.lstat().st_size
                found[path.relative_to(self.folder).as_posix()] = row
        return found

    def run(self, command: Command) -> Outcome:
        """Run one command of gen."""
        out, err, events = (self._output / name for name in ("stdout", "stderr", "events"))
        for path in (out, err, events):
            path.write_bytes(b"")
        child = os.fork()
        if not child:
            try:
                self._become(command, out, err, events)
            finally:
                os._exit(70)
        status, usage = self._wait(child)
        stopped = os.WIFSIGNALED(status)
        return Outcome(
            None if stopped else os.waitstatus_to_exitcode(status),
            os.WTERMSIG(status) if stopped else 0,
            usage.ru_utime + usage.ru_stime,
            usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024),
            out.read_bytes()[: 4 * MIB].decode("utf-8", "replace"),
            err.read_bytes()[: 4 * MIB].decode("utf-8", "replace"),
            tuple(dict.fromkeys(events.read_text("utf-8", "replace").splitlines())),
        )

    def _wait(self, child: int) -> tuple[int, resource.struct_rusage]:
        end, pause = time.monotonic() + 3 * self.limit, 0.0005
        while True:
            done, status, usage = os.wait4(child, os.WNOHANG)
            if done:
                break
            if time.monotonic() > end:
                os.kill(child, signal.SIGKILL)
                _, status, usage = os.wait4(child, 0)
                break
            time.sleep(pause)
            pause = min(pause * 1.5, 0.02)
        with suppress(ProcessLookupError, PermissionError):  # of processes that it left
            os.killpg(child, signal.SIGKILL)
        return status, usage

    def _become(self, command: Command, out: Path, err: Path, events: Path) -> None:
        """Be gen, in a process of its own."""
        os.setsid()
        os.chdir(self.folder)
        os.environ.update({
            "HOME": str(self.own / "home"), "XDG_CACHE_HOME": str(self.cache),
            "TMPDIR": str(self.own / "tmp"), "GIT_CEILING_DIRECTORIES": str(self.root),
            "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "NO_COLOR": "1",
        })  # fmt: skip
        null = os.open(os.devnull, os.O_RDONLY)
        handles = [os.open(path, os.O_WRONLY | os.O_APPEND) for path in (out, err)]
        os.dup2(null, 0)
        os.dup2(handles[0], 1)
        os.dup2(handles[1], 2)
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
        sys.stderr = open(2, "w", errors="backslashreplace", closefd=False)  # noqa: SIM115
        noted = os.open(events, os.O_WRONLY | os.O_APPEND)
        resource.setrlimit(resource.RLIMIT_CPU, (self.limit, self.limit + 1))
        resource.setrlimit(resource.RLIMIT_AS, (_ADDRESSES, _ADDRESSES))
        resource.setrlimit(resource.RLIMIT_FSIZE, (_FILE, _FILE))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        _watch(str(self.own), noted)
        sys.argv = ["gen", *command]
        from generator.__main__ import run

        try:
            run()
        except SystemExit as ended:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code if isinstance(ended.code, int) else 1)
        except BaseException:
            traceback.print_exc()
            sys.stderr.flush()
            os._exit(70)


def _watch(folder: str, noted: int) -> None:
    """Note what this process does outside of a folder, and programs that it starts."""

    def is_outside(path: Any, follows: bool) -> bool:
        if isinstance(path, int) or path is None:
            return False
        name = os.fsdecode(path)
        above, last = os.path.split(os.path.abspath(name))  # noqa: PTH100
        place = os.path.realpath(name) if follows else os.path.join(os.path.realpath(above), last)  # noqa: PTH118
        return place != os.devnull and not f"{place}/".startswith(f"{folder}/")

    def note(event: str, what: object) -> None:
        text = " ".join(f"{event} {what!r}".split())[:300]
        os.write(noted, f"{text}\n".encode("utf-8", "backslashreplace"))

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            is_writing = flags & _MODES or (isinstance(mode, str) and set(mode) & set("wax+"))
            if is_writing and is_outside(path, follows=True):
                note("writes", path)
        elif event in _WRITES:
            for path in arguments[: _WRITES[event]]:
                if is_outside(path, follows=False):
                    note(event, path)
        elif event in _STARTS and not _is_git(event, arguments):
            note(event, arguments[:2])

    sys.addaudithook(hook)


def _is_git(event: str, arguments: tuple[Any, ...]) -> bool:
    """Say whether git is started, which gen diff asks for what was."""
    if event in ("os.posix_spawn", "os.exec"):  # of subprocess, which has an event of its own
        return Path(os.fsdecode(arguments[0])).name == "git"
    return event == "subprocess.Popen" and list(arguments[1])[:1] == ["git"]


def remove(path: Path) -> None:
    """Remove whatever stands there, if anything does."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return
    if stat.S_ISDIR(mode):
        shutil.rmtree(path)
    else:
        path.unlink()


def faults(
    outcome: Outcome,
    command: Command,
    limit: int,
    before: dict[str, object],
    after: dict[str, object],
) -> Iterable[str]:
    """Give what is wrong with how a run went, each with what tells it from other faults.

    Arguments:
        outcome: how it went.
        command: what was run.
        limit: the seconds that it may have taken.
        before, after: what stood in its folder.
    """
    name = " ".join(command[: 2 if command[0] == "regions" else 1])
    if outcome.signal in (signal.SIGKILL, signal.SIGXCPU) or outcome.seconds > limit:
        yield f"{name}: no end within {limit} seconds"
    elif outcome.signal:
        yield f"{name}: stopped by {signal.Signals(outcome.signal).name}"
    if outcome.memory > MOST_MEMORY:
        yield f"{name}: more memory than {MOST_MEMORY // MIB} MiB"
    if "Traceback" in outcome.stderr:
        yield f"traceback: {_end(outcome.stderr)}"
    elif outcome.code is not None:
        can_differ = "--check" in command or command[0] == "diff"
        if outcome.code not in ((0, 1, 2) if can_differ else (0, 2)):
            yield f"{name}: exit code {outcome.code}"
        if outcome.code == 2:
            yield from _messages(name, outcome.stderr)
            if before != after:
                yield f"{name}: exit code 2, but files changed"
    hidden = {c for c in outcome.stderr if not c.isprintable() and c != "\n"}
    if hidden and "Traceback" not in outcome.stderr:
        yield f"{name}: invisible characters in messages: {sorted(hidden)[0]!r}"
    if SECRET in outcome.stdout + outcome.stderr:
        yield f"{name}: prints a file outside of the folder"
    for path, row in after.items():
        if isinstance(row, bytes) and SECRET.encode() in row and before.get(path) != row:
            yield f"{name}: copies a file outside of the folder"
    for event in outcome.events:
        yield f"{name}: {event}"


def _messages(name: str, stderr: str) -> Iterable[str]:
    lines = stderr.splitlines()
    if not lines:
        yield f"{name}: exit code 2 without a message"
    elif not lines[0].startswith("Usage: ") and "; " not in lines[-1]:
        yield f"{name}: a message without what to do: {lines[-1][:80]}"


def _end(stderr: str) -> str:
    """Give the exception of a traceback, and the last places of our own in it."""
    own = [
        line.strip() for line in stderr.splitlines() if "/generator/" in line and "File " in line
    ]
    places = [line.partition("/generator/")[2].replace('", line ', ":") for line in own[-1:]]
    last = [line for line in stderr.splitlines() if line and not line.startswith(" ")]
    return f"{' < '.join(places)} {(last or ['?'])[-1].partition(':')[0]}"
