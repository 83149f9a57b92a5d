"""Ctrl-C ends a run soon, and leaves nothing behind."""

from __future__ import annotations

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.system.verify.processes import running, wait_for
from tests.system.verify.toy import Toy

pytestmark = [
    pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is of Linux"),
    pytest.mark.xdist_group("verify-interrupt"),
]
TOY = ("verify", "--spec", "toy.yaml", "--templates", "templates", "--lang", "toy", "--trust")
HANG = "open({!r}, 'a').write('x'); time.sleep(60)"


def hanging(toy: Toy, where: str) -> Toy:
    """Make the sample wait: as it runs, in its check, or in what tells its version."""
    flag = str(toy.folder / "started")
    code = f"import time; {HANG.format(flag)}"
    if where == "run":
        toy.but("import time\n", f"import time\n{HANG.format(flag)}\n")
    elif where == "check":
        toy.toolchain(f'check: ["{{interpreter}}", -c, "{code}"]')
    elif where == "child":
        child = f"import subprocess\nsubprocess.run([sys.executable, '-c', {code!r}])\n"
        toy.but("import time\n", f"import time\n{child}")
    else:
        toy.toolchain(f'versions: {{Toy: ["{{interpreter}}", -c, "{code}"]}}')
    return toy.write()


@pytest.mark.parametrize("where", ["run", "check", "child", "versions"])
def test_ctrl_c_ends_all_soon_and_leaves_nothing(toy: Toy, where: str) -> None:
    hanging(toy, where)
    with running(toy.folder, *TOY, "--case", "200") as gen:
        wait_for((toy.folder / "started").exists)
        assert list(gen.tmp.iterdir()) != []
        code, out, err, took = gen.end(signal.SIGINT)
        assert took < 30
        assert code == 130
        assert "Traceback" not in err and len(err.splitlines()) <= 2
        assert out == ""
        assert list(gen.tmp.iterdir()) == []
        assert gen.left() == []


@pytest.mark.parametrize("where", ["run", "check", "child", "versions"])
def test_a_run_that_is_killed_leaves_no_program_and_no_folder(toy: Toy, where: str) -> None:
    """Somebody else has to end them, who sees that the run is gone."""
    hanging(toy, where)
    with running(toy.folder, *TOY, "--case", "200") as gen:
        wait_for((toy.folder / "started").exists, 30)
        gen.end(signal.SIGKILL)
        wait_for(lambda: gen.left() == [] and list(gen.tmp.iterdir()) == [])


def test_what_a_killed_program_leaves_in_its_temporary_folder_is_removed(toy: Toy) -> None:
    hanging(toy, "run").but("import time\n", "import tempfile\nimport time\ntempfile.mkdtemp()\n")
    toy.write()
    with running(toy.folder, *TOY, "--case", "200") as gen:
        wait_for((toy.folder / "started").exists, 30)
        assert gen.end(signal.SIGTERM)[0] == 143
        assert list(gen.tmp.iterdir()) == [] and gen.left() == []


def test_ctrl_c_ends_many_samples_that_wait_for_an_answer(toy: Toy) -> None:
    first = toy.spec.partition("operations:\n")[2].replace("    errors: [gone]\n", "")
    toy.spec += "".join(
        first.replace("get:", f"get-{number}:").replace("/a", f"/{number}") for number in range(20)
    )
    toy.but(
        "import time\n", f"import time\nopen({str(toy.folder / 'started')!r}, 'a').write('x')\n"
    )
    toy.write()
    with running(toy.folder, *TOY, "--case", "no-answer", "--jobs", "4") as gen:
        wait_for(lambda: (toy.folder / "started").exists())
        code, _, err, took = gen.end(signal.SIGINT)
        assert took < 30
        assert code == 130 and "Traceback" not in err
        assert list(gen.tmp.iterdir()) == [] and gen.left() == []
    assert len((toy.folder / "started").read_text("utf-8")) < 21 * 2


def test_an_interrupted_run_can_be_done_again(toy: Toy) -> None:
    hanging(toy, "run")
    with running(toy.folder, *TOY, "--case", "200") as gen:
        wait_for((toy.folder / "started").exists)
        gen.end(signal.SIGINT)
    toy.sample = toy.sample.replace("time.sleep(60)", "")
    toy.write()
    with running(toy.folder, *TOY, "--case", "200") as gen:
        out, err = gen.popen.communicate(timeout=30)
        assert gen.popen.returncode == 0, (out, err)


def test_a_terminal_sees_the_progress_and_a_file_does_not(toy: Toy) -> None:
    toy.write()
    main, terminal = pty.openpty()
    made = subprocess.run(
        [Path(sys.executable).with_name("gen"), *TOY, "--case", "200,gone"],
        cwd=toy.folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=terminal,
        timeout=60,
    )
    os.close(terminal)
    shown = b""
    try:
        while data := os.read(main, 65536):
            shown += data
    except OSError:  # a terminal that nobody writes to ends so on Linux
        pass
    finally:
        os.close(main)
    assert made.returncode == 0
    assert b"cells" in shown and b"100%" in shown and b"1 sample, 5 cells: 4 passed" in shown
    assert b"%" not in made.stdout and made.stdout.startswith(
        b"proven  toy  toy\n\n     published  build  document  200  410\n"
    )
