"""A run that is forked off does what one does that Python starts, to the last byte."""

from __future__ import annotations

import os
import re
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest

from generator.languages.target import WarmStart
from generator.system.package import builtin_templates
from generator.verify import process
from generator.verify.process import Result, execute, kill_all
from generator.verify.toolchain import fill
from generator.verify.warm_process import WarmProcess
from tests.system.verify.processes import running, wait_for
from tests.system.verify.test_interrupt import TOY
from tests.system.verify.toy import Toy, cell

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system knows no fork")

PROGRAM = (builtin_templates() / "python/starter.py").read_bytes()
COMMAND = ("{interpreter}", "{starter}", "json", "http.client")


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmProcess]:
    with started(tmp_path_factory.mktemp("warm") / "starter") as made:
        yield made


def started(folder: Path, command: tuple[str, ...] = COMMAND, text: bytes = PROGRAM) -> WarmProcess:
    return WarmProcess(
        WarmStart("starter.py", text, command), folder, fill, {"MINE": "x"}, lambda: None
    )


def written(folder: Path, code: str, name: str = "sample.py") -> Path:
    file = folder / name
    file.write_text(code, "utf-8")
    return file


SCRIPTS = {
    "nothing": "",
    "output": "print('a')\nimport sys; print('b', file=sys.stderr)",
    "unicode": "import sys\nprint('naïve 日本 😀')\nprint('é', file=sys.stderr)",
    "bytes": "import os\nos.write(1, bytes(range(256)))",
    "big": "print('x' * 3_000_000)",
    "text": "import sys\nsys.exit('No answer: é')",
    "code": "import sys\nsys.exit(7)",
    "no code": "import sys\nsys.exit()",
    "true": "import sys\nsys.exit(True)",
    "negative": "import sys\nsys.exit(-1)",
    "large": "import sys\nsys.exit(256)",
    "object": "import sys\nsys.exit(['a', 1])",
    "bare": "raise SystemExit",
    "at once": "import os\nprint('lost')\nos._exit(3)",
    "raised": "def f():\n    raise ValueError('é\\n2')\n\n\nf()",
    "chained": "try:\n    1 / 0\nexcept ZeroDivisionError as error:\n    raise OSError from error",
    "group": "raise ExceptionGroup('a', [ValueError(1)])",
    "note": "e = ValueError(1)\ne.add_note('more')\nraise e",
    "missing": "import no_such_module",
    "syntax": "print(1)\nx = = 2",
    "indent": "if 1:\nprint(2)",
    "coding": "# coding: latin-1\nprint('é')",
    "hook": "import sys\nsys.excepthook = lambda *a: print('hook', a[0].__name__)\n1 / 0",
    "interrupted": "raise KeyboardInterrupt",
    "signal": "import os\nos.kill(os.getpid(), 9)",
    "terminated": "import os, signal\nos.kill(os.getpid(), signal.SIGTERM)",
    "abort": "import os\nos.abort()",
    "stdin": "import sys\nprint(repr(sys.stdin.read()))",
    "arguments": "import sys\nprint(sys.argv, sys.orig_argv[1:], sys.path[0])",
    "names": "print(sorted(globals()), __name__, __file__, __spec__, __cached__, __doc__)",
    "loader": "print(__loader__.name, __loader__.path, __builtins__, __annotations__)",
    "main": "import sys, __main__\nx = 1\nprint(__main__.x, sys.modules['__main__'] is __main__)",
    "future": "def f(x: no_such_name): pass",
    "class": "class A: pass\nimport pickle\nprint(pickle.loads(pickle.dumps(A())).__class__)",
    "folder": "import os\nprint(os.getcwd(), os.getpgid(0) == os.getsid(0) == os.getpid())",
    "signals": "import signal\nprint([signal.getsignal(s) for s in (2, 13, 15, signal.SIGCHLD)])",
    "child": "import subprocess\nprint(subprocess.run(['sh', '-c', 'exit 5']).returncode)",
    "forked": "import os\npid = os.fork()\nif pid:\n    os.wait()\nprint(pid > 0)",
    "threads": "import threading\nthreading.Timer(0.2, print, ['late']).start()\nprint('early')",
    "asyncio": "import asyncio\nprint(asyncio.run(asyncio.sleep(0, 'x')))",
    "at exit": "import atexit, sys\natexit.register(print, 'bye')\nsys.exit(4)",
    "deleted": "class A:\n    def __del__(self): print('gone')\na = A()\nb = [a]\nb.append(b)",
    "logging": "import logging\nlogging.warning('careful')",
    "warning": "import warnings\nwarnings.warn('careful')",
    "closed": "import sys\nsys.stdout.close()",
    "no stdout": "import os\nprint('x')\nos.close(1)",
    "encodings": "import sys\nprint(sys.stdout.encoding, sys.stdout.errors, sys.stderr.errors)",
    "buffers": "import sys\nfor f in sys.stdout, sys.stderr: print(f.line_buffering, f.isatty())",
    "descriptors": "import os\nprint(sorted(int(n) for n in os.listdir('/dev/fd')))",
    "limits": "import sys\nprint(sys.getrecursionlimit(), sys.flags, sys.warnoptions)",
}


@pytest.mark.parametrize("code", SCRIPTS.values(), ids=SCRIPTS)
def test_a_run_is_as_if_python_had_started_it(
    starter: WarmProcess, tmp_path: Path, code: str
) -> None:
    file = written(tmp_path, code)
    work = tmp_path / "work"
    work.mkdir()
    cold = execute([sys.executable, str(file)], {"MINE": "y"}, cwd=work)
    warm = starter.execute(file, {"MINE": "y"}, 60, work)
    assert warm is not None
    assert replace(warm, stderr=plain(warm.stderr)) == replace(cold, stderr=plain(cold.stderr))


def plain(text: str) -> str:
    """Leave out addresses, which are others each time."""
    return re.sub("0x[0-9a-f]+", "0x", text)


def test_every_run_has_its_own_environment_and_folder(starter: WarmProcess, tmp_path: Path) -> None:
    code = "import os\nprint(sorted(os.environ.items()), os.getcwd())\n"
    code += "import subprocess, sys\nsys.stdout.flush()\nsubprocess.run(['env', '-0'])\n"
    file = written(tmp_path, code)
    for number in range(3):
        work = tmp_path / str(number)
        work.mkdir()
        env = {"ONE": f"é={number}", "HOME": None, "LINES": "a\nb=c", f"X{number}": ""}
        cold = execute([sys.executable, str(file)], env, cwd=work)
        assert starter.execute(file, env, 60, work) == cold
        assert "MINE" not in cold.stdout or "MINE" in os.environ


def test_a_library_sees_the_variables_of_its_run(tmp_path: Path) -> None:
    code = "import ssl, os\nprint(ssl.get_default_verify_paths().cafile)"
    authority = written(tmp_path, "", "ca.pem")
    command = ("{interpreter}", "{starter}", "ssl")
    with started(tmp_path / "starter", command) as starter:
        file = written(tmp_path, code)
        made = starter.execute(file, {"SSL_CERT_FILE": str(authority)}, 60, tmp_path)
        assert made == Result(0, f"{authority}\n", "")


def test_nothing_of_a_run_is_left_for_the_next(starter: WarmProcess, tmp_path: Path) -> None:
    """What a script does to a module is done to a copy, and random numbers are others each time."""
    first = written(tmp_path, "import json, random\njson.x = y = 1\nprint(random.random())")
    second = "import json, random\nprint(hasattr(json, 'x'), 'y' in globals(), random.random())"
    other = written(tmp_path, second, "second.py")
    one = starter.execute(first, {}, 60, tmp_path)
    two = starter.execute(first, {}, 60, tmp_path)
    three = starter.execute(other, {}, 60, tmp_path)
    assert one is not None and two is not None and one.stdout != two.stdout
    assert three is not None and three.stdout.startswith("False False ")


@pytest.mark.parametrize("name", ["json.py", "http/__init__.py", "select.py", "os.py"])
def test_a_file_that_is_named_like_a_module_is_not_passed_over(
    starter: WarmProcess, tmp_path: Path, name: str
) -> None:
    file = written(tmp_path, "import json, http.client, select\nprint(json.__file__)")
    (tmp_path / name).parent.mkdir(exist_ok=True)
    written(tmp_path, "", name)
    assert starter.execute(file, {}, 60, tmp_path) is None


def test_what_python_reads_at_its_start_is_not_passed_over(
    starter: WarmProcess, tmp_path: Path
) -> None:
    file = written(tmp_path, "print(1)")
    assert starter.execute(file, {"PYTHONOPTIMIZE": "2"}, 60, tmp_path) is None
    assert starter.execute(file, {}, 60, tmp_path) == Result(0, "1\n", "")


def test_a_run_that_takes_too_long_is_killed_with_what_it_started(
    starter: WarmProcess, tmp_path: Path
) -> None:
    code = "import subprocess, time\nprint('begun', flush=True)\n"
    code += "child = subprocess.Popen(['sleep', '60'])\nprint(child.pid, flush=True)\nchild.wait()"
    start = time.monotonic()
    made = starter.execute(written(tmp_path, code), {}, 1, tmp_path)
    assert made is not None and made.exit is None and made.stdout.startswith("begun\n")
    assert time.monotonic() - start < 30
    wait_for(lambda: not alive(int(made.stdout.split()[1])))


def alive(pid: int) -> bool:
    """Say whether a process runs; a zombie does not."""
    file = Path(f"/proc/{pid}/stat")
    return file.exists() and file.read_text().rpartition(")")[2].split()[0] != "Z"


def test_what_a_run_leaves_behind_is_killed(starter: WarmProcess, tmp_path: Path) -> None:
    code = "import subprocess\nprint(subprocess.Popen(['sleep', '60']).pid)"
    made = starter.execute(written(tmp_path, code), {}, 60, tmp_path)
    assert made is not None and made.exit == 0
    wait_for(lambda: not alive(int(made.stdout)))


def test_one_that_prints_for_ever_is_killed(
    starter: WarmProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_MOST", 1000)
    file = written(tmp_path, "while True:\n    print('x' * 100)")
    made = starter.execute(file, {}, 60, tmp_path)
    assert made is not None and made.exit is None and len(made.stdout) == 1000


def test_many_run_at_a_time(starter: WarmProcess, tmp_path: Path) -> None:
    code = "import os, sys, time\ntime.sleep(0.5)\nprint(os.environ['N'])\n"
    code += "sys.exit(int(os.environ['N']))"
    file = written(tmp_path, code)

    def one(number: int) -> Result | None:
        return starter.execute(file, {"N": str(number)}, 60, tmp_path)

    start = time.monotonic()
    with ThreadPoolExecutor(20) as pool:
        made = list(pool.map(one, range(20)))
    assert made == [Result(number, f"{number}\n", "") for number in range(20)]
    assert time.monotonic() - start < 9


def test_all_that_runs_can_be_killed(starter: WarmProcess, tmp_path: Path) -> None:
    flag = tmp_path / "flag"
    file = written(tmp_path, f"import time\nopen({str(flag)!r}, 'w')\ntime.sleep(60)")
    made: list[Result | None] = []
    thread = threading.Thread(target=lambda: made.append(starter.execute(file, {}, 60, tmp_path)))
    thread.start()
    wait_for(flag.exists)
    kill_all()
    thread.join(10)
    assert made == [Result(-9, "", "")]


# What can't be started


def test_one_that_is_lost_is_told(tmp_path: Path) -> None:
    """Its run has to be done in another way; so has every later one."""
    file = written(
        tmp_path, "import os, signal\nos.kill(os.getppid(), 9)\nimport time\ntime.sleep(1)"
    )
    with started(tmp_path / "starter") as starter:
        assert starter.execute(file, {}, 60, tmp_path) is None
        assert starter.execute(file, {}, 60, tmp_path) is None


@pytest.mark.parametrize(
    "command", [("no-such-program",), ("false",), ("{interpreter}", "{starter}", "no_such_module")]
)
def test_one_that_does_not_start_is_an_error(tmp_path: Path, command: tuple[str, ...]) -> None:
    with pytest.raises(OSError):
        started(tmp_path / "starter", command)


def test_where_nothing_can_fork_there_is_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(os, "fork")
    with pytest.raises(OSError):
        started(tmp_path / "starter")


def test_one_that_does_not_get_ready_can_be_given_up(tmp_path: Path) -> None:
    def check() -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        WarmProcess(WarmStart("s", b"", ("sleep", "60")), tmp_path / "s", fill, {}, check)


# In a whole run

WARM = (
    'warm: {starter: starter.py, run: ["{interpreter}", "{starter}", http.client]}',
    "buildAll: [false]",
)


def warmed(toy: Toy, monkeypatch: pytest.MonkeyPatch, text: str = "") -> Toy:
    """Let a sample tell what started it."""
    log = "import sys\nopen({!r}, 'a').write(sys.argv[0][:1] + str('gc' in sys.modules) + '\\n')\n"
    toy.but("import time\n", f"import time\n{log.format(str(toy.folder / 'log'))}\n")
    toy.toolchain(*WARM)
    toy.write()
    (toy.templates / "toy/starter.py").write_bytes(text.encode() or PROGRAM)
    return toy


def test_the_first_case_is_run_as_ever_and_the_others_are_warm(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    proof = warmed(toy, monkeypatch).prove()
    assert not proof.failed, proof
    lines = (toy.folder / "log").read_text("utf-8").split()
    assert lines == ["/False"] + ["/True"] * (len(lines) - 1) and len(lines) == 11


def test_without_a_starter_all_are_run_as_ever(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    proof = warmed(toy, monkeypatch, "no python").prove()
    assert not proof.failed, proof
    assert set((toy.folder / "log").read_text("utf-8").split()) == {"/False"}


def test_what_fails_fails_warm_too(toy: Toy, monkeypatch: pytest.MonkeyPatch) -> None:
    toy.but("except OSError", "except ZeroDivisionError").but(": {body}", "")
    cold = toy.prove()
    warm = warmed(toy, monkeypatch).prove()
    assert [c.case for c in warm.cells if c.faults] == [c.case for c in cold.cells if c.faults]
    assert cell(warm, "gone").faults == cell(cold, "gone").faults != ()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="/proc is of Linux")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_an_interrupted_run_leaves_nothing_behind(
    toy: Toy, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    hang = "if 'gc' in sys.modules:\n    open({!r}, 'w')\n    time.sleep(60)\n"
    toy.but("key = os", f"{hang.format(str(toy.folder / 'hangs'))}key = os")
    warmed(toy, monkeypatch)
    with running(toy.folder, *TOY) as gen:
        wait_for((toy.folder / "hangs").exists, 30)
        _, out, err, took = gen.end(number)
        assert took < 30 and "Traceback" not in err and out == ""
        wait_for(lambda: gen.left() == [])
