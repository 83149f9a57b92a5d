"""The tools of a language: which are chosen, and how their steps are run."""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

import pytest

from generator.languages.target import Target, Toolchain, Trust
from generator.model.structs import replace
from generator.verify.process import Result, execute
from generator.verify.systems import system_names
from generator.verify.toolchain import (
    ChosenToolchain,
    Unavailable,
    build_faults,
    choose_toolchain,
    fill_command,
    missing_programs,
    run_sample,
    trust_authority,
)
from tests.support import sample_params
from tests.system.verify.processes import wait_for
from tests.system.verify.toy import Toy

PYTHON = sys.executable
EMPTY = Toolchain(
    name="tool",
    needs=(),
    versions={},
    get="",
    platform=None,
    env={},
    build=(),
    check=(),
    run=(),
    trust=None,
    known_failures={},
)


def tool(name: str = "tool", **keys: object) -> Toolchain:
    return replace(EMPTY, name=name, **keys)


def chosen(toy: Toy, *tools: Toolchain, platform: str = "linux") -> str:
    """Give the name of the toolchain that is chosen, or the reason why none is."""
    made = choose_toolchain(replace(toy.target(), toolchains=tools), platform)
    return made.toolchain.name if isinstance(made, ChosenToolchain) else made.reason


# choose


def test_a_target_without_toolchains_says_so(toy: Toy) -> None:
    made = choose_toolchain(replace(toy.target(), toolchains=()))
    assert made == Unavailable("its language.yaml names no toolchain", False)


@pytest.mark.parametrize(
    ("platforms", "reason"),
    [
        (["win32"], "Windows"),
        (["darwin"], "macOS"),
        (["win32", "darwin"], "Windows or macOS"),
        (["win32", "win32"], "Windows"),
    ],
)
def test_a_toolchain_of_another_platform_is_elsewhere(
    toy: Toy, platforms: list[str], reason: str
) -> None:
    tools = tuple(tool(platform=platform) for platform in platforms)
    made = choose_toolchain(replace(toy.target(), toolchains=tools), "linux")
    assert isinstance(made, Unavailable) and made.is_other_platform
    assert sorted(made.reason.split(" or ")) == sorted(reason.split(" or "))


def test_the_first_toolchain_that_is_there_is_chosen(toy: Toy) -> None:
    assert chosen(toy, tool("a"), tool("b")) == "a"
    assert chosen(toy, tool("a", platform="win32"), tool("b")) == "b"
    assert chosen(toy, tool("a", platform="win32"), tool("b"), platform="win32") == "a"
    assert chosen(toy, tool("a", needs=("no-such-program",)), tool("b")) == "b"


@pytest.mark.parametrize(
    ("keys", "reason"),
    [
        ({"needs": ("no-such-a",)}, "needs no-such-a"),
        ({"needs": ("sh", "no-such-a", "no-such-b")}, "needs no-such-a, no-such-b"),
        ({"needs": ("no-such-a",), "get": "A, version 2"}, "needs no-such-a: A, version 2"),
        ({"versions": {"Part": ("sh", "-c", "exit 3")}}, "needs Part"),
        ({"versions": {"Part": ("no-such-a",)}, "get": "apt"}, "needs Part: apt"),
        ({"versions": {"Good": ("sh", "-c", "echo 1.2"), "Bad": ("false",)}}, "needs Bad"),
    ],
)
def test_what_is_missing_is_told(toy: Toy, keys: dict[str, object], reason: str) -> None:
    made = choose_toolchain(replace(toy.target(), toolchains=(tool(**keys),)))  # type: ignore[arg-type]
    assert made == Unavailable(reason, False)


def test_alternatives_that_are_missing_are_told_once_each(toy: Toy) -> None:
    a, b = tool(needs=("no-such-a",), get="A"), tool(needs=("no-such-b",))
    assert chosen(toy, a, b, a) == "needs no-such-a: A, or needs no-such-b"


DEBIAN = {"debian": "apt a", "macos": "brew a", "docs": "https://a.example"}


@pytest.mark.parametrize(
    ("installs", "systems", "reason"),
    [
        ([DEBIAN], ["ubuntu", "debian"], "needs no-such-0: apt a"),
        ([DEBIAN | {"ubuntu": "apt u"}], ["ubuntu", "debian"], "needs no-such-0: apt u"),
        ([DEBIAN], ["macos"], "needs no-such-0: brew a"),
        ([DEBIAN], ["windows"], "needs no-such-0: A 1; https://a.example says how"),
        ([{"debian": "apt a"}], ["arch"], "needs no-such-0: A 1"),
        ([{"any": "pip a", "macos": "brew a"}], [], "needs no-such-0: pip a"),
        ([{"any": "pip a", "macos": "brew a"}], ["macos"], "needs no-such-0: brew a"),
        # A command of any toolchain is better than a page, and a page better than words.
        ([{}, DEBIAN, {"debian": "apt b"}], ["debian"], "needs no-such-1: apt a"),
        ([DEBIAN, {"windows": "winget b"}], ["windows"], "needs no-such-1: winget b"),
        ([{}, DEBIAN], [], "needs no-such-1: A 1; https://a.example says how"),
        ([{}, {}], ["debian"], "needs no-such-0: A 1, or needs no-such-1: A 1"),
    ],
)
def test_what_is_missing_comes_with_the_command_that_gets_it(
    toy: Toy, installs: list[dict[str, str]], systems: list[str], reason: str
) -> None:
    tools = tuple(
        tool(needs=(f"no-such-{number}",), get="A 1", install=install)
        for number, install in enumerate(installs)
    )
    made = choose_toolchain(replace(toy.target(), toolchains=tools), systems=systems)
    assert made == Unavailable(reason, False)


def test_a_command_can_name_the_python_of_gen(toy: Toy) -> None:
    missing = tool(needs=("no-such-a",), install={"any": "{interpreter} -m pip install a"})
    assert chosen(toy, missing).endswith(f"{PYTHON} -m pip install a")


@pytest.mark.parametrize(
    ("release", "names"),
    [
        ({"ID": "debian"}, ("debian",)),
        ({"ID": "ubuntu", "ID_LIKE": "debian"}, ("ubuntu", "debian")),
        ({"ID": "linuxmint", "ID_LIKE": "ubuntu debian"}, ("linuxmint", "ubuntu", "debian")),
        ({"ID": "fedora"}, ("fedora",)),
        (None, ()),
    ],
)
def test_a_distribution_says_what_it_is(
    release: dict[str, str] | None, names: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    def read() -> dict[str, str]:
        if release is None:
            raise OSError
        return release

    monkeypatch.setattr("platform.freedesktop_os_release", read)
    assert system_names("linux") == names
    assert (system_names("darwin"), system_names("win32")) == (("macos",), ("windows",))
    assert system_names("freebsd14") == ()


@pytest.mark.parametrize("system", [["debian"], ["ubuntu", "debian"], ["macos"], ["windows"]])
@pytest.mark.parametrize("target", sample_params("install", clients=True))
def test_every_toolchain_says_how_to_get_it_on_every_system(
    target: Target, system: list[str]
) -> None:
    platform = {"macos": "darwin", "windows": "win32"}.get(system[0], "linux")
    lacking = [
        replace(toolchain, needs=("no-such-program",))
        for toolchain in target.toolchains
        if toolchain.platform in (None, platform)
    ]
    made = choose_toolchain(replace(target, toolchains=tuple(lacking)), platform, system)
    assert isinstance(made, Unavailable)
    words = (
        *("apt-get install", "brew install", "winget install", "pip install", "says how"),
        *("xcode-select --install", "make toolchains", "language.yaml names no toolchain"),
        *("npm install --global", "snap install", "gen itself"),
    )
    assert any(word in made.reason for word in words), made.reason


@pytest.mark.parametrize(
    ("says", "version"),
    [
        ("echo tool 1.22.3-beta", "1.22.3"),
        ("echo 'tool 3.1.7p261 (2025)'", "3.1.7p261"),
        ("echo 8", "8"),
        ("echo 8.2 >&2", "8.2"),
        ("echo first 1.0; echo second 2.0", "1.0"),
        ("echo; echo 1.5", "1.5"),
        ("echo unknown edition", "unknown edition"),
        ("true", ""),
    ],
)
def test_versions_are_the_first_that_a_tool_says(toy: Toy, says: str, version: str) -> None:
    toolchain = tool(versions={"Tool": ("sh", "-c", says)})
    made = choose_toolchain(replace(toy.target(), toolchains=(toolchain,)))
    assert isinstance(made, ChosenToolchain) and dict(made.versions) == {"Tool": version}


def test_the_interpreter_is_the_one_that_runs_this(toy: Toy) -> None:
    assert missing_programs(["{interpreter}"]) == []
    step = ("{interpreter}", "-c", "import sys; print(sys.version)")
    made = choose_toolchain(replace(toy.target(), toolchains=(tool(versions={"Python": step}),)))
    assert isinstance(made, ChosenToolchain)
    assert made.versions["Python"] == sys.version.split()[0].rstrip("+")


# execute


def python(code: str, timeout: float = 20, **env: str | None) -> Result:
    return execute([PYTHON, "-c", code], env, timeout)


def test_what_a_program_does_is_given() -> None:
    said = python("import sys; print('é'); print('日', file=sys.stderr); sys.exit(7)")
    assert said == Result(7, "é\n", "日\n")


def test_what_is_no_utf8_is_replaced() -> None:
    assert python("import os; os.write(1, b'a\\xff')").stdout == "a�"


def test_a_signal_is_a_negative_exit_code() -> None:
    assert python("import os; os.kill(os.getpid(), 9)").exit == -9


def test_stdin_is_empty() -> None:
    assert python("import sys; print(repr(sys.stdin.read()))").stdout == "''\n"


def test_arguments_are_no_shells() -> None:
    assert execute(["echo", "$HOME `id` *; false"]).stdout == "$HOME `id` *; false\n"


def test_a_program_that_is_not_there_is_an_error() -> None:
    with pytest.raises(OSError):
        execute(["no-such-program"])


def test_variables_are_set_and_removed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GONE", "x")
    monkeypatch.setenv("KEPT", "y")
    code = "import os; print(*(os.environ.get(n, '-') for n in ('GONE', 'KEPT', 'MADE')))"
    assert python(code, GONE=None, MADE="z").stdout == "- y z\n"
    assert os.environ["GONE"] == "x"


def test_no_proxy_stands_between_and_the_locale_is_fixed(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTPS_PROXY", "all_proxy", "NO_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("LC_ALL", "tr_TR")
    code = "import os; print(sorted(n for n in os.environ if 'proxy' in n.lower()))"
    assert python(code).stdout == "[]\n"
    assert python("import os; print(os.environ['LC_ALL'])").stdout == "C.UTF-8\n"


def lives(pid: int) -> bool:
    """Say whether a process runs; one that ended and that nobody asked about does not."""
    try:
        state = Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return False
    return state not in "ZX"


linux = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="/proc is of Linux")


@linux
def test_after_its_time_a_program_is_killed_with_its_children(tmp_path: Path) -> None:
    pids = tmp_path / "pids"
    code = f'trap "" TERM INT; sleep 60 & echo $! > {pids}; echo $$ >> {pids}; echo said; wait'
    start = time.monotonic()
    said = execute(["bash", "-c", code], timeout=0.5)
    assert time.monotonic() - start < 30
    assert said == Result(None, "said\n", "")
    wait_for(lambda: not any(map(lives, map(int, pids.read_text("utf-8").split()))))


@linux
def test_a_child_that_a_program_leaves_behind_ends_with_it(tmp_path: Path) -> None:
    """Nothing of a sample may run while another is judged, nor when the run is over."""
    pids = tmp_path / "pids"
    said = execute(["bash", "-c", f"sleep 60 > /dev/null 2>&1 & echo $! > {pids}"], timeout=10)
    assert said == Result(0, "", "")
    wait_for(lambda: not lives(int(pids.read_text("utf-8"))))


@linux
@pytest.mark.parametrize("end", ["exit 0", "sleep 60"], ids=["ends", "hangs"])
def test_a_child_that_left_the_group_and_holds_stdout_open_is_not_waited_for(end: str) -> None:
    start = time.monotonic()
    execute(["bash", "-c", f"setsid sleep 40 & {end}"], timeout=0.5)
    assert time.monotonic() - start < 30


# steps


def test_placeholders_of_a_step_are_filled_and_others_stay() -> None:
    file, work = Path("/a/one.two.py"), Path("/w")
    step = ["{interpreter}", "{file}", "{work}/{stem}", "{other}", "{}", "$x"]
    made = fill_command(step, file, work)
    assert made == [PYTHON, "/a/one.two.py", "/w/one", "{other}", "{}", "$x"]


@pytest.mark.parametrize(
    ("script", "faults"),
    [
        ("", []),
        ("echo fine", []),
        ("echo careful >&2", ["it warns: careful"]),
        ("echo 'a.c:1: no' >&2; exit 2", ["exit code 2: a.c:1: no"]),
        ("echo 'a.c:1: no'; exit 2", ["exit code 2: a.c:1: no"]),
        ("exit 1", ["exit code 1: "]),
    ],
)
@pytest.mark.parametrize("key", ["build", "check"])
def test_a_build_has_to_be_silent_on_stderr(
    tmp_path: Path, key: str, script: str, faults: list[str]
) -> None:
    steps: dict[str, object] = {key: ("sh", "-c", script) if script else ()}
    toolchain = replace(EMPTY, **steps)
    made = build_faults(toolchain, tmp_path / "a.py", tmp_path / "work")
    assert [fault.strip() for fault in made] == [fault.strip() for fault in faults]


def test_a_build_that_never_ends_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`None` is no exit code that a person has heard of."""
    monkeypatch.setattr(
        "generator.verify.toolchain.execute", lambda *_, **__: Result(None, "", "compiling …")
    )
    (fault,) = build_faults(tool(check=("x",)), tmp_path / "a", tmp_path)
    assert "None" not in fault and "compiling …" in fault


def test_a_build_that_can_not_be_started_is_told(tmp_path: Path) -> None:
    made = build_faults(tool(build=("no-such-program",)), tmp_path / "a", tmp_path)
    assert made == ["it can't be built (No such file or directory)"]


def test_a_run_has_the_toolchains_variables_and_the_cases_over_them(tmp_path: Path) -> None:
    script = 'echo "$A $B ${C-unset} ${D-unset}"; pwd; echo "$1"'
    toolchain = tool(
        env={"A": "{interpreter}", "B": "b", "C": ""}, run=("sh", "-c", script, "sh", "{stem}")
    )
    env = {"B": "case", "D": None}
    os.environ["C"] = os.environ["D"] = "x"
    try:
        made = run_sample(toolchain, tmp_path / "one.py", tmp_path / "work", env)
    finally:
        del os.environ["C"], os.environ["D"]
    assert made == Result(0, f"{PYTHON} case unset unset\n{tmp_path / 'work'}\none\n", "")


def test_a_launcher_stands_before_the_step(tmp_path: Path) -> None:
    made = run_sample(
        tool(run=("echo", "a")), tmp_path / "f", tmp_path, {}, launcher=("env", "X=1")
    )
    assert made == Result(0, "a\n", "")


# trusting


def test_a_toolchain_that_can_not_trust_says_so() -> None:
    assert trust_authority(tool(), Path("/ca.pem")) is None


def test_trust_adds_variables_and_may_replace_the_run() -> None:
    trust = Trust({"CA": "{authority}"}, ("make", "{authority}", "{work}"), ("run", "{authority}"))
    plain = tool(env={"A": "a"}, run=("run", "{file}"))
    made = trust_authority(replace(plain, trust=trust), Path("/ca.pem"))
    assert made is not None
    toolchain, step = made
    assert toolchain.env.items() >= {"A": "a", "CA": "/ca.pem"}.items()
    assert list(toolchain.run) == ["run", "/ca.pem"]
    assert list(step) == ["make", "/ca.pem", "{work}"]


def test_trust_keeps_a_run_that_it_does_not_replace() -> None:
    trust = Trust({"CA": "{authority}"}, (), ())
    made = trust_authority(tool(run=("run", "{file}"), trust=trust), Path("/ca.pem"))
    assert made is not None
    toolchain, step = made
    assert (list(toolchain.run), list(step)) == (["run", "{file}"], [])
