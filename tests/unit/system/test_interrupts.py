"""A signal ends a process at once, or as soon as nothing is held, with all that it started."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from generator.system import interrupts
from generator.system.caretaker import format_line, read_entries
from tests.system.verify.processes import wait_for

START = """\
import os, signal, subprocess, sys, threading, time
from functools import partial
from pathlib import Path
from generator.system import interrupts

def send(number=signal.SIGTERM):
    os.kill(os.getpid(), number)

interrupts.install()
"""
SLEEP = "partial(subprocess.Popen, ['sleep', '300'], start_new_session=True)"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals come otherwise there")


def defaults() -> None:
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    signal.signal(signal.SIGHUP, signal.SIG_DFL)


def ended(code: str, cwd: Path) -> tuple[int, str, str]:
    """Run a program; give exit code, stdout and stderr."""
    (cwd / "tmp").mkdir(exist_ok=True)
    made = subprocess.run(
        [sys.executable, "-c", START + code],
        cwd=cwd,
        env={**os.environ, "TMPDIR": str(cwd / "tmp")},
        capture_output=True,
        text=True,
        timeout=60,
        # As they are by default, but not in the background of a shell, nor behind nohup.
        preexec_fn=defaults,
    )
    return made.returncode, made.stdout, made.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
@pytest.mark.parametrize(
    "code",
    [
        "send({0})",
        "with interrupts.hold():\n    send({0}); print('whole', flush=True)\nprint('more')",
        "try:\n    pass\nfinally:\n    send({0})",
        "class Odd:\n    def __del__(self): send({0})\nodd = Odd()\ndel odd",
        "import atexit\natexit.register(lambda: send({0}))",
        "with interrupts.hold():\n    with interrupts.hold():\n        send({0})\n"
        "    print('whole', flush=True)\nprint('more')",
        "with interrupts.hold():\n    for n in (2, 15, 2, {0}): send({0})\n"
        "    print('whole', flush=True)\nprint('more')",
        "threading.Thread(target=time.sleep, args=[60]).start(); send({0})",
        "lock = threading.Lock(); lock.acquire()\n"
        "threading.Timer(0.1, send, [{0}]).start(); lock.acquire()",
        "def block():\n    with interrupts.hold():\n        print('whole', flush=True)\n"
        "        send({0}); time.sleep(0.1)\n"
        "threading.Thread(target=block).start(); time.sleep(60)",
    ],
)
def test_a_signal_ends_it_with_its_code_and_no_word(
    code: str, number: signal.Signals, tmp_path: Path
) -> None:
    made, out, err = ended(code.format(int(number)), tmp_path)
    assert (made, err) == (128 + number, "")
    assert out == ("whole\n" if "whole" in code else "")


@pytest.mark.parametrize(
    "code",
    [
        f"process = interrupts.start_program('group', {SLEEP})",
        f"process = interrupts.start_program('server', {SLEEP})",
        f"process = interrupts.start_program('process', {SLEEP})",
        "import shutil\nprocess = interrupts.start_program('group', partial(subprocess.Popen, "
        "['sh', '-c', 'sleep 300 & sleep 300'], start_new_session=True))",
        "process = interrupts.start_program('process', partial(subprocess.Popen, "
        "['sh', '-c', 'trap : TERM; while :; do sleep 1; done'], start_new_session=True))",
    ],
)
def test_a_program_ends_with_it(code: str, tmp_path: Path) -> None:
    made, out, err = ended(f"{code}\nprint(process.pid, flush=True)\nsend()", tmp_path)
    assert (made, err) == (143, "")
    wait_for(lambda: not is_running(int(out)))


def is_running(group: int) -> bool:
    """Say whether a process group has one that is not dead yet."""
    made = subprocess.run(["ps", "-eo", "pgid=,stat="], capture_output=True, text=True, check=True)
    rows = [row.split() for row in made.stdout.splitlines()]
    return any(int(row[0]) == group and not row[1].startswith("Z") for row in rows)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_folder_is_removed_though_a_thread_makes_it_again_and_again(
    number: int, tmp_path: Path
) -> None:
    code = f"""
with interrupts.temporary_folder("gen-test-") as folder:
    def work():
        while True:
            (folder / "a/b").mkdir(parents=True, exist_ok=True)
    for _ in range(4):
        threading.Thread(target=work).start()
    time.sleep(0.05)
    send({number})
"""
    assert ended(code, tmp_path) == (128 + number, "", "")
    assert list((tmp_path / "tmp").iterdir()) == []


def test_a_copy_that_was_forked_leaves_what_its_parent_started(tmp_path: Path) -> None:
    code = """
with interrupts.temporary_folder("gen-test-") as folder:
    with interrupts.hold():
        child = os.fork()
        if not child:
            interrupts.forked()
            send()
            os._exit(9)
    print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), folder.is_dir())
"""
    assert ended(code, tmp_path) == (0, "143 True\n", "")


def test_a_second_signal_ends_what_is_held_for_too_long(tmp_path: Path) -> None:
    code = "with interrupts.hold():\n    send(); time.sleep(1.2); send(); time.sleep(60)"
    assert ended(code, tmp_path) == (143, "", "")


def test_a_signal_that_is_ignored_stays_so(tmp_path: Path) -> None:
    code = "signal.signal(1, signal.SIG_IGN); interrupts.install(); send(1); print('on')"
    assert ended(code, tmp_path) == (0, "on\n", "")


def test_where_nobody_took_charge_nothing_is_kept(tmp_path: Path) -> None:
    with interrupts.hold(), interrupts.temporary_folder("gen-test-") as folder:
        assert folder.is_dir()
    assert not folder.exists()


def test_a_list_survives_any_path_and_half_a_line() -> None:
    odd = ("folder", "/tmp/a\nb c/é")
    lines = [
        format_line("+", ("group", "12")),
        format_line("+", odd),
        format_line("-", ("group", "12")),
        b"+group 3",
    ]
    assert read_entries(lines) == [odd]
