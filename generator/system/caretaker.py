"""Remove what a process leaves behind: the programs that it started, and its temporary folders.

    python -I -S caretaker.py [CODE]

It reads a line of stdin for each of them, until the other end is closed, as it is when the process
has ended in whatever way. `+group 12` adds the process group 12 and `-group 12` takes it off the
list again. `server` is a group that also ends by itself, soon after its own input is closed;
`process` is one that ends cleanly on SIGTERM; `folder` stands before a path in hexadecimal digits.
It ends with exit code CODE.

It imports nothing of this package, so that it starts fast.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Collection
from contextlib import suppress

# Seconds that a program has to end by itself.
GRACE_SECONDS = 2.0
# Seconds between two looks.
_PAUSE = 0.01
# Windows has only the one, which kills there.
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

Entry = tuple[str, str]


def format_line(sign: str, entry: Entry) -> bytes:
    """Write an entry as a line for a caretaker; `sign` is `+` or `-`."""
    kind, name = entry
    text = os.fsencode(name).hex() if kind == "folder" else name
    return f"{sign}{kind} {text}\n".encode()


def read_entries(lines: Collection[bytes]) -> list[Entry]:
    """Read the lines; give the entries that are still on the list."""
    entries: dict[Entry, None] = {}
    for data in lines:
        if not data.endswith(b"\n"):  # the process ended while it wrote
            break
        kind, _, name = data.decode().strip().partition(" ")
        if kind[1:] == "folder":
            name = os.fsdecode(bytes.fromhex(name))
        if kind.startswith("+"):
            entries[kind[1:], name] = None
        else:
            entries.pop((kind[1:], name), None)
    return list(entries)


def clean_up(entries: Collection[Entry]) -> None:
    """Kill programs and remove folders, as far as they are there."""
    numbers = {
        which: [int(name) for kind, name in entries if kind == which]
        for which in ("process", "group", "server")
    }
    for process in numbers["process"]:
        _signal(process, signal.SIGTERM)
    for group in numbers["group"]:
        _kill_group(group)
    left = _wait({*numbers["process"], *numbers["server"]})
    for number in left:
        _signal(number, _KILL)
    for group in left.intersection(numbers["server"]):
        _kill_group(group)
    for kind, name in entries:
        if kind == "folder":
            _remove(name)


def _remove(folder: str) -> None:
    """Remove a folder, even if a program that was just killed still holds a file on Windows."""
    end = time.monotonic() + GRACE_SECONDS
    while os.path.lexists(folder):
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > end:
            return
        time.sleep(_PAUSE)


def _wait(processes: Collection[int]) -> set[int]:
    """Wait until processes have ended, but not too long; give those that have not."""
    end = time.monotonic() + GRACE_SECONDS
    left = set(processes)
    while left and time.monotonic() < end:
        left = {process for process in left if _is_running(process)}
        if left:
            time.sleep(_PAUSE)
    return left


def _is_running(process: int) -> bool:
    if not hasattr(os, "WNOHANG"):  # Windows can't be asked
        return False
    try:
        return os.waitpid(process, os.WNOHANG)[0] == 0  # a child that has ended is there till then
    except OSError:  # it is another process's child
        pass
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _kill_group(group: int) -> None:
    """Kill all that is in a process group, or its first process where there are no groups."""
    if hasattr(os, "killpg"):
        with suppress(OSError):  # it has ended; macOS says so of a group of only dead ones
            os.killpg(group, _KILL)
    else:
        _signal(group, _KILL)


def _signal(process: int, number: int) -> None:
    with suppress(OSError):  # it has ended
        os.kill(process, number)


def main() -> None:
    """Read the list to its end, remove what is on it, and wait for children."""
    clean_up(read_entries(sys.stdin.buffer.readlines()))
    end = time.monotonic() + GRACE_SECONDS
    with suppress(OSError):  # there are none left
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(_PAUSE)
    os._exit(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()
