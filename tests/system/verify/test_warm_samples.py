"""What a process does that runs one sample again and again is what the sample does by itself."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import pytest

from generator.languages.target import Target, Toolchain
from generator.model.structs import replace
from generator.verify.process import Result
from generator.verify.toolchain import (
    build_faults,
    build_together,
    fill_command,
    run_sample,
    toolchain_environment,
)
from generator.verify.warm_process import WarmProcess
from tests.support import languages, toolchain_for

TARGETS = [
    target
    for language in languages().values()
    for target in language.targets
    if any(t.warm is not None and t.warm.each_sample for t in target.toolchains)
]
# Each program prints: how often it was run in its process, a variable, a file beside it, a letter.
# With the variable "fail", it then throws an exception that has another one as its cause.
PROGRAMS = {
    "java": """\
import java.nio.file.Files;
import java.nio.file.Path;

class Program {
  static int runs;

  public static void main(String[] args) throws Exception {
    runs++;
    Thread main = Thread.currentThread();
    new Thread(
            () -> {
              try {
                main.join();
              } catch (InterruptedException error) {
                return;
              }
              System.out.println("late " + System.getProperty("mine"));
            })
        .start();
    String here = Files.readString(Path.of("here"));
    System.out.println(runs + " " + System.getenv("MINE") + " " + here);
    System.setProperty("mine", "set");
    if ("fail".equals(System.getenv("MINE")))
      throw new RuntimeException("HTTP 404: \\u00e9", new Exception("cause"));
    if ("sleep".equals(System.getenv("MINE"))) Thread.sleep(60_000);
    if ("exit".equals(System.getenv("MINE"))) System.exit(3);
  }
}
""",
    "kotlin": """\
import java.nio.file.Files
import java.nio.file.Path

var runs = 0

fun main() {
    runs++
    println("$runs ${System.getenv("MINE")} ${Files.readString(Path.of("here"))}")
    check(System.getenv("MINE") != "fail") { "HTTP 404: é" }
    if (System.getenv("MINE") == "sleep") Thread.sleep(60_000)
    if (System.getenv("MINE") == "exit") kotlin.system.exitProcess(3)
}
""",
    "javascript": """\
import fs from "node:fs/promises";

globalThis.runs = (globalThis.runs ?? 0) + 1;
const { MINE } = process.env;
console.log(`${globalThis.runs} ${MINE} ${await fs.readFile("here", "utf-8")}`);
console.log(process.argv.length, process.argv[1] === decodeURI(import.meta.url.slice(7)));
if (MINE === "fail") throw new TypeError("HTTP 404: é", { cause: new Error("cause") });
if (MINE === "sleep") await new Promise((done) => setTimeout(done, 60_000));
if (MINE === "exit") process.exit(3);
""",
    "typescript": """\
import fs from "node:fs/promises";

const { MINE } = process.env;
console.log(`1 ${MINE} ${await fs.readFile("here", "utf-8")}`);
if (MINE === "fail") throw new TypeError("HTTP 404: é", { cause: new Error("cause") });
if (MINE === "sleep") await new Promise((done) => setTimeout(done, 60_000));
if (MINE === "exit") process.exit(3);
""",
    "csharp": """\
State.Runs++;
var mine = Environment.GetEnvironmentVariable("MINE");
await Task.Delay(1);
Console.WriteLine($"{State.Runs} {mine} {File.ReadAllText("here")} {args.Length}");
if (mine == "fail")
    throw new HttpRequestException("HTTP 404: é", new Exception("cause"));
if (mine == "sleep")
    await Task.Delay(60_000);
if (mine == "exit")
    Environment.Exit(3);

static class State
{
    public static int Runs;
}
""",
}


@dataclass
class Built:
    """A program that was built, and that a warm process can run, too."""

    target: Target
    toolchain: Toolchain
    file: Path
    work: Path
    places: dict[str, str]
    stack: ExitStack
    processes: int = 0

    def cold(self, mine: str) -> Result:
        variables = {"MINE": mine}
        return run_sample(self.toolchain, self.file, self.work, variables, 60, (), self.places)

    def process(self, mine: str) -> WarmProcess:
        """Start a process in the environment in which a program runs."""
        assert self.toolchain.warm is not None

        def fill_word(word: str) -> str:
            return fill_command([word], self.file, self.work, self.places)[0]

        self.processes += 1
        folder = self.work.with_name(f"starter-{mine}-{self.processes}")
        variables = {**toolchain_environment(self.toolchain), "MINE": mine}
        process = WarmProcess(
            self.toolchain.warm, folder, fill_word, variables, lambda: None, self.work
        )
        return self.stack.enter_context(process)

    def warm(self, process: WarmProcess, mine: str, timeout: float = 60) -> Result | None:
        variables = {**toolchain_environment(self.toolchain), "MINE": mine}
        return process.execute(self.file, variables, timeout, self.work)


@pytest.fixture(
    scope="module",
    params=[pytest.param(t, marks=pytest.mark.xdist_group(f"warm-{t.id}")) for t in TARGETS],
    ids=lambda target: target.id,
)
def built(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Built]:
    target: Target = request.param
    toolchain = toolchain_for(target)
    warm = toolchain.warm
    if warm is None:
        pytest.skip(f"{target.id}: this toolchain has no starter")
    root = tmp_path_factory.mktemp("warm")
    work, shared = root / "work", root / "shared"
    work.mkdir()
    shared.mkdir()
    (work / "here").write_text("beside", "utf-8")
    file = root / f"Program{Path(target.files[0].pattern).suffix}"
    file.write_text(PROGRAMS[target.language], "utf-8")
    places = {"shared": str(shared)}
    if toolchain.build_all:
        assert build_together(toolchain, [file], root / "built")
        places["built"] = str(root / "built")
    else:
        assert build_faults(toolchain, file, work) == []
    if warm.build:
        starter = shared / Path(warm.name).name
        starter.write_bytes(warm.program)
        assert (
            build_faults(
                _only_build(toolchain, [w.replace("{starter}", str(starter)) for w in warm.build]),
                starter,
                shared,
            )
            == []
        )
    with ExitStack() as stack:
        yield Built(target, toolchain, file, work, places, stack)


def _only_build(toolchain: Toolchain, command: list[str]) -> Toolchain:
    return replace(toolchain, build=tuple(command), check=(), warm=None)


def test_there_are_such_targets() -> None:
    assert {target.language for target in TARGETS} == set(PROGRAMS)


def test_what_is_printed_is_the_same_each_time(built: Built) -> None:
    cold = built.cold("é")
    assert cold.exit == 0
    assert cold.stdout.startswith("1 é beside")
    process = built.process("é")
    assert [built.warm(process, "é") for _ in range(3)] == [cold] * 3


def test_an_exception_is_told_as_ever(built: Built) -> None:
    cold = built.cold("fail")
    process = built.process("fail")
    for _ in range(2):
        warm = built.warm(process, "fail")
        assert warm is not None
        assert warm.exit != 0
        assert warm.stdout == cold.stdout
        said = [line for line in warm.stderr.splitlines() if "HTTP 404: é" in line]
        assert said
        assert said[0] in cold.stderr or said[0].strip() in cold.stderr
        assert "tarter" not in warm.stderr
        assert len(warm.stderr.splitlines()) <= len(cold.stderr.splitlines())


def test_another_environment_is_seen_or_refused(built: Built) -> None:
    process = built.process("one")
    warm = built.warm(process, "two")
    assert warm is None or warm.stdout == built.cold("two").stdout


def test_another_folder_is_refused(built: Built, tmp_path: Path) -> None:
    process = built.process("one")
    assert process.execute(built.file, {"MINE": "one"}, 60, tmp_path) is None


def test_a_run_that_takes_too_long_is_killed_and_the_process_with_it(built: Built) -> None:
    process = built.process("sleep")
    warm = built.warm(process, "sleep", 3)
    assert warm is not None
    assert warm.exit is None
    assert warm.stdout.startswith("1 sleep beside")
    assert built.warm(process, "sleep", 3) is None


def test_a_program_that_ends_its_process_has_its_own_code_or_runs_in_the_usual_way(
    built: Built,
) -> None:
    process = built.process("exit")
    warm = built.warm(process, "exit")
    assert warm is None or (warm.exit, warm.stdout) == (3, built.cold("exit").stdout)
