"""Programs are measured: what they take of a processor, with what they start and wait for."""

from __future__ import annotations

import signal
import subprocess
import sys
import time

import pytest

from generator.verify.process import Meter, Program, execute

# Takes at least 0.2 s of a processor.
BUSY = "import time\nwhile time.process_time() < 0.2:\n    pass"
measured = pytest.mark.skipif(sys.platform == "win32", reason="Windows tells no such time")


@measured
def test_a_meter_gets_the_programs_of_its_block_and_the_work_of_its_thread() -> None:
    meter, none = Meter(), Meter()
    with meter.measure():
        inner = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}])"
        assert execute([sys.executable, "-c", inner]).exit == 0
        time.sleep(0.3)
    assert meter.seconds is not None and 0.2 <= meter.seconds < 5
    before = meter.seconds
    with none.measure():
        assert execute([sys.executable, "-c", "pass"]).exit == 0
    execute([sys.executable, "-c", "pass"])
    assert meter.seconds == before
    assert none.seconds is not None and 0 < none.seconds < before


@measured
def test_a_program_that_is_killed_is_measured_too() -> None:
    meter = Meter()
    with meter.measure():
        assert execute([sys.executable, "-c", "while True: pass"], timeout=0.5).exit is None
    assert meter.seconds is not None and meter.seconds > 0


def test_the_exit_code_is_that_of_the_program() -> None:
    assert execute([sys.executable, "-c", "raise SystemExit(7)"]).exit == 7
    if sys.platform != "win32":
        kill = "import os; os.kill(os.getpid(), 9)"
        assert execute([sys.executable, "-c", kill]).exit == -signal.SIGKILL
    with Program([sys.executable, "-c", "import time; time.sleep(9)"]) as program:
        with pytest.raises(subprocess.TimeoutExpired):
            program.wait(0.05)
        program.kill()
        assert program.wait() == program.wait(0) == program.returncode != 0


@measured
def test_where_ends_of_programs_are_ignored_a_program_still_ends() -> None:
    """A parent may have set SIGCHLD to be ignored; the system then forgets exit codes."""
    code = """
import signal, sys
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
from generator.verify.process import execute
print(execute([sys.executable, "-c", "print(1)"]))
"""
    made = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert made.stdout == "Result(exit=0, stdout='1\\n', stderr='')\n"
