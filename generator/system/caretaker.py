"""The caretaker: a program that cleans up after another process when that process ends.

    python -I -S caretaker.py [CODE]

The caretaker kills the programs and removes the folders that the process left. It reads their list
from stdin, one entry a line. The list is complete when stdin is closed. The system closes it when
the process ends in any way. `+group 12` adds the process group 12 to the list, and `-group 12`
removes it. The kinds of entries are:

- `group`: a process group, which is killed;
- `server`: a process group that ends by itself soon after its stdin is closed, else it is killed;
- `process`: a process that gets SIGTERM, on which it ends cleanly, else it is killed;
- `folder`: a folder, as hexadecimal digits of its path, which is removed.

The exit code of the caretaker is CODE, or 0.

This module imports no other module of this package, so that the caretaker starts fast.
"""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from collections.abc import Collection
from contextlib import suppress

# Seconds in which a program must end by itself.
GRACE_SECONDS = 2.0
# Seconds between two checks.
_PAUSE = 0.01
# Windows has no SIGKILL; SIGTERM kills there.
_KILL = getattr(signal, "SIGKILL", signal.SIGTERM)

Entry = tuple[str, str]


def format_line(sign: str, entry: Entry) -> bytes:
    """Return the line that adds an entry to the caretaker's list, or removes it.

    Arguments:
        sign: `+` to add the entry, `-` to remove it.
        entry: the kind of the entry, and a process id or the path of a folder.
    """
    kind, name = entry
    text = os.fsencode(name).hex() if kind == "folder" else name
    return f"{sign}{kind} {text}\n".encode()


def read_entries(lines: Collection[bytes]) -> list[Entry]:
    """Return the entries that are on the list after all lines.

    Arguments:
        lines: lines as `format_line` writes them. A last line without a line end is ignored.
    """
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
    """Kill the programs and remove the folders on the list; ignore those that no longer exist.

    Arguments:
        entries: the list: the kind of each entry, and a process id or the path of a folder.
    """
    numbers = {
        which: [int(name) for kind, name in entries if kind == which]
        for which in ("process", "group", "server")
    }
    for process in numbers["process"]:
        _signal(process, signal.SIGTERM)
    for group in numbers["group"]:
        _kill_group(group)
    running = _wait({*numbers["process"], *numbers["server"]})
    for number in running:
        _signal(number, _KILL)
    for group in running.intersection(numbers["server"]):
        _kill_group(group)
    for kind, name in entries:
        if kind == "folder":
            _remove(name)


def _remove(folder: str) -> None:
    """Remove a folder, and retry, since on Windows a killed program may still lock a file."""
    end = time.monotonic() + GRACE_SECONDS
    while os.path.lexists(folder):
        shutil.rmtree(folder, ignore_errors=True)
        if time.monotonic() > end:
            return
        time.sleep(_PAUSE)


def _wait(processes: Collection[int]) -> set[int]:
    """Wait for processes for at most `GRACE_SECONDS`; return those that have not ended."""
    end = time.monotonic() + GRACE_SECONDS
    running = set(processes)
    while running and time.monotonic() < end:
        running = {process for process in running if _is_running(process)}
        if running:
            time.sleep(_PAUSE)
    return running


def _is_running(process: int) -> bool:
    """Return whether a process still runs."""
    if not hasattr(os, "WNOHANG"):  # Windows has no such check
        return False
    try:
        return os.waitpid(process, os.WNOHANG)[0] == 0  # else a child that ended still exists
    except OSError:  # it is the child of another process
        pass
    try:
        os.kill(process, 0)
    except OSError:
        return False
    return True


def _kill_group(group: int) -> None:
    """Kill a process group, or only its first process where the system has no groups."""
    if hasattr(os, "killpg"):
        with suppress(OSError):  # it has ended; macOS also fails if all its processes are dead
            os.killpg(group, _KILL)
    else:
        _signal(group, _KILL)


def _signal(process: int, number: int) -> None:
    """Send a signal to a process, if it still exists."""
    with suppress(OSError):  # it has ended
        os.kill(process, number)


def main() -> None:
    """Run the caretaker: read the list to its end, clean up, and wait for child processes."""
    clean_up(read_entries(sys.stdin.buffer.readlines()))
    end = time.monotonic() + GRACE_SECONDS
    with suppress(OSError):  # no children are left
        while time.monotonic() < end:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(_PAUSE)
    os._exit(int(sys.argv[1]) if len(sys.argv) > 1 else 0)


if __name__ == "__main__":
    main()
