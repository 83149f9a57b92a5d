"""A Ruby script that is forked off does what one does that `ruby` starts."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.languages.target import WarmStart
from generator.system.package import builtin_templates
from generator.verify.process import execute, search_path
from generator.verify.toolchain import fill
from generator.verify.warm_process import WarmProcess

RUBY = shutil.which("ruby", path=search_path())
pytestmark = [
    pytest.mark.skipif(not hasattr(os, "fork"), reason="this system knows no fork"),
    pytest.mark.skipif(RUBY is None, reason="needs ruby"),
]
PROGRAM = (builtin_templates() / "ruby/starter.rb").read_bytes()


@pytest.fixture(scope="module")
def starter(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WarmProcess]:
    folder = tmp_path_factory.mktemp("warm") / "starter"
    command = ("ruby", "{starter}", "net/http")
    env = {"MINE": "x", "RUBYOPT": None}
    with WarmProcess(
        WarmStart("starter.rb", PROGRAM, command), folder, fill, env, lambda: None
    ) as made:
        yield made


SCRIPTS = {
    "nothing": "",
    "output": "puts 'a'\nwarn 'b'",
    "unicode": "puts 'naïve 日本 😀'\n$stderr.puts 'é'",
    "bytes": "$stdout.write((0..255).map(&:chr).join)",
    "big": "puts 'x' * 3_000_000",
    "abort": "abort 'No answer: é'",
    "code": "exit 7",
    "no code": "exit",
    "false": "exit false",
    "at once": "puts 'lost'\nexit! 3",
    "rescued": "begin\n  raise 'x'\nrescue StandardError => e\n  abort e.message\nend",
    "signal": "Process.kill(:KILL, Process.pid)",
    "stdin": "p $stdin.read",
    "names": "p __FILE__ == $0, __FILE__, $PROGRAM_NAME, ARGV",
    "main": "p self.to_s, __method__, (local_variables - [:_])",
    "folder": "p Dir.pwd, Process.getpgid(0) == Process.pid",
    "at exit": "at_exit { puts 'bye' }\nexit 4",
    "child": "p system('exit 5'), $?.exitstatus",
    "thread": "Thread.new { puts 'in' }.join",
    "environment": "p ENV['MINE'], ENV['HOME'] == Dir.home",
    "json": "require 'json'\nputs({ a: 1 }.to_json)",
    "no json": "puts defined?(JSON).inspect, defined?(ERB).inspect",
    "encodings": "p Encoding.default_external, Encoding.default_internal",
    "verbose": "p $VERBOSE, $DEBUG, $stdout.sync, $stderr.sync",
    "random": "p rand.class",
}  # fmt: skip


@pytest.mark.parametrize("code", SCRIPTS.values(), ids=SCRIPTS)
def test_a_run_is_as_if_ruby_had_started_it(
    starter: WarmProcess, tmp_path: Path, code: str
) -> None:
    file = tmp_path / "sample.rb"
    file.write_text(code, "utf-8")
    work = tmp_path / "work"
    work.mkdir()
    env = {"MINE": "y", "RUBYOPT": None}
    assert starter.execute(file, env, 60, work) == execute(["ruby", str(file)], env, cwd=work)


def test_what_is_raised_ends_it_with_a_trace(starter: WarmProcess, tmp_path: Path) -> None:
    file = tmp_path / "sample.rb"
    file.write_text("def f = raise('é')\nf", "utf-8")
    made = starter.execute(file, {"RUBYOPT": None}, 60, tmp_path)
    assert made is not None
    assert (made.exit, made.stdout) == (1, "")
    assert made.stderr.startswith(f"{file}:1:in `f': é (RuntimeError)\n\tfrom {file}:2:in `")


def test_a_run_that_takes_too_long_is_killed(starter: WarmProcess, tmp_path: Path) -> None:
    file = tmp_path / "sample.rb"
    file.write_text("puts 'a'\n$stdout.flush\nsleep 60", "utf-8")
    made = starter.execute(file, {"RUBYOPT": None}, 1, tmp_path)
    assert made is not None
    assert (made.exit, made.stdout) == (None, "a\n")


def test_what_ruby_reads_at_its_start_is_not_passed_over(
    starter: WarmProcess, tmp_path: Path
) -> None:
    file = tmp_path / "sample.rb"
    file.write_text("puts 1", "utf-8")
    assert starter.execute(file, {"RUBYOPT": "-w"}, 60, tmp_path) is None


def test_many_run_at_a_time(starter: WarmProcess, tmp_path: Path) -> None:
    def run(number: int) -> str:
        file = tmp_path / f"sample{number}.rb"
        file.write_text(f"sleep 0.2\nputs {number}, rand\nexit {number}", "utf-8")
        made = starter.execute(file, {"RUBYOPT": None}, 60, tmp_path)
        assert made is not None
        assert (made.exit, made.stdout.split()[0]) == (number, str(number))
        return made.stdout.split()[1]

    with ThreadPoolExecutor(20) as pool:
        assert len(set(pool.map(run, range(20)))) == 20
