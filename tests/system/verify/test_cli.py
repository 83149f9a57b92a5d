"""`gen verify` as a user meets it: what it prints, how it ends, what it remembers."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from generator.system.cache import cache_folder
from tests.support import languages, toolchain_for
from tests.system.cli.conftest import gen, write_spec
from tests.system.verify.golden import check, said, told
from tests.system.verify.toy import Toy

pytestmark = pytest.mark.xdist_group("verify-cli")
TOY = ("verify", "--spec", "toy.yaml", "--templates", "templates", "--lang", "toy")
TRUSTED = (*TOY, "--trust")
MESSAGE = 'sys.exit(f"HTTP {response.status}: {body}")'


@pytest.fixture(autouse=True)
def hurry(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let samples wait two seconds for an answer; remember nothing of another test."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
    monkeypatch.setattr("generator.verify.stage.LIMIT", 2)


def need(*ids: str) -> None:
    """Skip the test where a toolchain is missing."""
    for target in (t for language in languages().values() for t in language.targets):
        if target.id in ids:
            toolchain_for(target)


def repeats(text: str) -> list[list[str]]:
    """Give the arguments of the commands that repeat what failed."""
    lines = [line.strip() for line in text.splitlines() if line.startswith("  repeat: gen ")]
    return [shlex.split(line.removeprefix("repeat: gen ")) for line in lines]


def report(*arguments: str) -> Any:
    """Verify with a report, and read that."""
    gen(*arguments, "--report", "report.json")
    return json.loads(Path("report.json").read_text("utf-8"))


# What it prints


def test_all_pass(here: Path) -> None:
    need("curl", "ruby", "php")
    check("passes", told("verify", "--lang", "curl,ruby,php"))


def test_some_fail(toy: Toy) -> None:
    toy.but(MESSAGE, 'sys.exit(f"HTTP {response.status}")').but('"X-Key": key', '"X-Key": "guess"')
    toy.write()
    check("fails", told(*TRUSTED))


def test_it_is_not_built(toy: Toy) -> None:
    toy.but("import time\n", "import time as\n")
    toy.toolchain("check: ['{interpreter}', -c, 'exit(\"It is wrong.\\nMuch.\")']").write()
    check("not-built", told(*TRUSTED, "--case", "200"))


def test_a_tool_is_missing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "empty").mkdir()
    monkeypatch.setenv("PATH", str(here / "empty"))
    monkeypatch.setattr("generator.verify.toolchain.search_path", lambda: str(here / "empty"))
    monkeypatch.setattr("generator.verify.toolchain.system_names", lambda platform: ("debian",))
    command = ("verify", "--lang", "ruby,php", "--case", "200")
    check("missing", told(*command), told(*command, "--strict"))


def test_some_tools_are_missing(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Targets that can't run have a line, and no row of dashes."""
    need("curl", "ruby")
    folder = here / "some"
    folder.mkdir()
    for name in ("bash", "curl", "ruby"):
        found = shutil.which(name)
        assert found is not None
        (folder / name).symlink_to(found)
    monkeypatch.setattr("generator.verify.toolchain.search_path", lambda: str(folder))
    monkeypatch.setattr("generator.verify.toolchain.system_names", lambda platform: ("macos",))
    assert gen("render", "--lang", "curl,php,javascript,ruby", "--out", "made").code == 0
    command = ("verify", "--lang", "curl,php,javascript,ruby", "--case", "200", "--out", "made")
    check("some-missing", told(*command), told(*command, "--strict"))


def test_committed_files_need_not_be_there(here: Path) -> None:
    need("curl")
    (sample, _) = report("verify", "--lang", "curl", "--case", "200", "--strict")["samples"]
    assert sample["cells"][0] == {
        "case": "published",
        "state": "not run",
        "reason": "there is no such file in out",
    }
    assert gen("verify", "--lang", "curl", "--case", "200", "--strict").code == 0


@pytest.mark.skipif(sys.platform == "win32", reason="it is of Windows")
def test_a_target_is_of_another_platform(here: Path) -> None:
    check("elsewhere", told("verify", "--lang", "curl-cmd", "--case", "200", "--strict"))


def test_templates_are_not_trusted(toy: Toy) -> None:
    toy.write()
    check("untrusted", told(*TOY, "--case", "200"), told(*TOY, "--case", "200", "--strict"))


def test_a_failure_is_known(toy: Toy) -> None:
    toy.but(": {body}", "").toolchain("known: {html: It shows no page., empty: It is odd.}").write()
    command = (*TRUSTED, "--case", "200,html,empty")
    check("known", told(*command), told(*command))


def test_a_committed_file_differs(here: Path) -> None:
    need("curl")
    assert gen("render", "--lang", "curl", "--out", "made").code == 0
    file = here / "made/shop/v1/get-item/curl/get-item.sh"
    command = ("verify", "--lang", "curl", "--operation", "get-item", "--case", "200")
    assert gen(*command, "--out", "made").code == 0
    file.write_text(file.read_text("utf-8") + "# mine\n", "utf-8")
    check("committed", told(*command, "--out", "made"))


def test_arguments_that_can_not_be(here: Path) -> None:
    texts = [
        told("verify", *arguments)
        for arguments in (
            ("--lang", "curl", "--case", "20"),
            ("--lang", "curl", "--case", "no-kee"),
            ("--lang", "curl", "--case", ","),
            ("--lang", "reference"),
            ("--lang", "rubi"),
            ("--lang", "curl", "--operation", "get-itm"),
            ("--jobs", "0"),
            ("--jobs", "many"),
            ("--spec", "none.yaml"),
            ("--templates", "none"),
            ("--templates", "spec"),
            ("--report", "spec"),
        )
    ]
    check("arguments", *texts)


HOSTILE = "\\e[31mred\\n::error::x\\r\\u202e\\u2028\\x9b\\x07\\0 {status} é"


def test_nothing_of_a_spec_moves_the_cursor_or_begins_a_line(toy: Toy) -> None:
    toy.but("path: /items/a", f'path: /items/{{id}}\n    parameters: {{"q{HOSTILE}": '
            f'{{in: query, required: true, description: Q., example: "{HOSTILE}"}}, '
            f'id: {{description: I., example: "{HOSTILE}"}}}}')  # fmt: skip
    toy.but("title: Get", f'title: "{HOSTILE}"').but("summary: Get it.", f'summary: "{HOSTILE}"')
    toy.but("{200: Done.}", f'{{200: "{HOSTILE}"}}').but(
        "message: It is gone.", f'message: "{HOSTILE}"'
    )
    toy.but("title: Toy, version", f'title: "{HOSTILE}", version')
    toy.but(MESSAGE, 'sys.exit(f"HTTP {body}")').but("print(", "print(1, 2, ").write()
    text = told(*TRUSTED, "--case", "200,gone,no-key")
    assert [line for line in text.split("\n") if not line.isprintable()] == []
    assert [line for line in text.split("\n") if line.lstrip().startswith("::")] == []
    assert "error::x" in text and "Traceback" not in text
    check("hostile", text)


def test_the_name_of_a_toolchain_is_no_terminal_sequence_either(toy: Toy) -> None:
    toy.but("name: toy", 'name: "\\e[2J\\n::error::"').but(MESSAGE, "pass").write()
    text = told(*TRUSTED, "--case", "gone")
    assert [line for line in text.split("\n") if not line.isprintable()] == []
    assert [line for line in text.split("\n") if line.lstrip().startswith("::")] == []


# What it prints is right


def test_the_command_that_repeats_a_failure_does(toy: Toy) -> None:
    toy.but(MESSAGE, 'sys.exit(f"HTTP {response.status}")').write()
    toy.spec_file.rename(toy.folder / "a b's.yaml")
    words = ["verify", "--spec", "a b's.yaml", "--templates", "templates", "--trust"]
    made = gen(*words, "--lang", "toy", "--out", "other", "--case", "200,gone,html")
    assert made.code == 1
    commands = repeats(made.out)
    assert len(commands) == 2
    blocks = [block for block in made.out.split("\n\n") if block.startswith("FAIL")]
    for command, block in zip(commands, blocks, strict=True):
        again = gen(*command)
        assert again.code == 1
        assert again.out.split("\n\n")[-1].rstrip() == block.rstrip()


def test_the_command_that_repeats_a_failed_build_or_publication_does(toy: Toy) -> None:
    toy.but(
        "import time\n", "import time as\n{% if request.timeout == 30 %}\nimport x\n{% endif %}\n"
    )
    toy.toolchain("check: ['{interpreter}', -m, py_compile, '{file}']").write()
    made = gen(*TRUSTED)
    assert made.code == 1 and len(repeats(made.out)) == 2
    for command in repeats(made.out):
        again = gen(*command)
        assert again.code == 1 and repeats(again.out) == repeats(made.out)


def test_a_case_is_named_by_its_column_too(toy: Toy) -> None:
    toy.write()
    (sample,) = report(*TRUSTED, "--case", "410")["samples"]
    assert [cell["case"] for cell in sample["cells"]] == ["published", "build", "document", "gone"]


def test_a_run_with_several_jobs_is_the_same(here: Path) -> None:
    need("curl")
    command = ("verify", "--lang", "curl", "--strict", "--jobs")
    one, many = gen(*command, "1"), gen(*command, "8")
    assert said(one) == said(many)
    assert one.code == 0


def test_without_a_place_for_temporary_files_nothing_is_blamed_on_stdout(
    toy: Toy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "none/at/all")
    toy.write()
    made = gen(*TRUSTED, "--case", "200")
    assert (made.code, made.out) == (2, "")
    assert "No such file or directory" in made.err and "stdout" not in made.err
    assert len(made.err.splitlines()) == 1


# Cache


def earlier(made: Any) -> dict[str, bool]:
    """Say of each operation whether all its runs were remembered."""
    return {
        sample["operation"]: all(
            cell.get("earlier", False) for cell in sample["cells"] if cell["case"] != "published"
        )
        for sample in made["samples"]
    }


def test_what_did_not_change_is_not_run_again(here: Path) -> None:
    need("curl")
    command = ("verify", "--lang", "curl", "--case", "200,no-key")
    assert earlier(report(*command)) == {"get-item": False, "drop-item": False}
    check("earlier", told(*command))
    row = "id: {description: Of the item., example: %s}\n      X-Trace"
    write_spec(here / "spec/shop.yaml", old=row % "a", new=row % "b")
    assert earlier(report(*command)) == {"get-item": False, "drop-item": True}
    assert earlier(report(*command)) == {"get-item": True, "drop-item": True}
    assert earlier(report(*command, "--strict")) == {"get-item": False, "drop-item": False}
    assert not (here / ".gen").exists()


@pytest.mark.parametrize("data", [b"[]", b"null", b"\xff\x00", b'{"green": 1}'])
def test_a_broken_cache_is_none(here: Path, data: bytes) -> None:
    need("curl")
    command = ("verify", "--lang", "curl", "--case", "200", "--operation", "get-item")
    assert gen(*command).code == 0
    folder = cache_folder("verify")
    assert folder is not None
    (file,) = folder.iterdir()
    file.write_bytes(data)
    made = gen(*command)
    counts = "3 passed, 1 without a committed file"
    assert made.code == 0
    assert made.err.splitlines()[-1] == f"1 sample, 4 cells: {counts}"


# Report


def test_the_report_says_all(toy: Toy) -> None:
    toy.but(": {body}", "")
    toy.toolchain("known: {html: It shows no page.}", "versions: {Toy: [echo, '1.2']}").write()
    made = report(*TRUSTED, "--case", "200,gone,html")
    assert made["format"] == 1 and made["stage"] == "local"
    assert made["platform"] == sys.platform and made["interpreter"] == sys.version.split()[0]
    assert made["counts"] == {"passed": 3, "failed": 1, "known": 1, "not run": 1}
    (sample,) = made["samples"]
    cells = {cell.pop("case"): cell for cell in sample.pop("cells")}
    assert len(sample.pop("sha256")) == 64
    assert sample == {
        "path": "toy/v1/get/toy/get.py",
        "api": "toy",
        "version": "v1",
        "operation": "get",
        "target": "toy",
        "toolchain": "toy",
        "versions": {"Toy": "1.2"},
    }
    assert cells["200"] == {"state": "passed"}
    assert cells["gone"]["state"] == "failed" and len(cells["gone"]["differences"]) == 1
    assert cells["html"]["reason"] == "It shows no page." and cells["html"]["differences"]


def test_the_report_says_why_something_was_not_run(toy: Toy) -> None:
    toy.but("needs: [", "needs: [no-such-program, ").write()
    (sample,) = report(*TRUSTED, "--case", "200")["samples"]
    assert (sample["toolchain"], sample["versions"]) == (None, {})
    reason = "needs no-such-program"
    assert sample["cells"][1:] == [
        {"case": "build", "state": "not run", "reason": reason},
        {"case": "document", "state": "not run", "reason": reason},
        {"case": "200", "state": "not run", "reason": reason},
    ]


@pytest.mark.parametrize("file", ["none/report.json", "/proc/report.json", "toy.yaml/report.json"])
def test_a_report_that_can_not_be_written_is_told(toy: Toy, file: str) -> None:
    toy.write()
    made = gen(*TRUSTED, "--case", "200", "--report", file)
    assert made.code == 2
    assert "3 passed" in made.err, "what was found is told all the same"
    line = made.err.splitlines()[-1]
    assert line.startswith(f"{file}: can't be written (") and line.endswith("; name another file")
