"""`gen diff` as a command: exit codes, where reports go, and what can't be known."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path

import pytest

from generator.review.git import Revision
from tests.golden.diff.conftest import commit, edit, git
from tests.golden.diff.test_formats import (
    CLIENT,
    REGIONS,
    SAMPLES,
    SPEC,
    default_region,
    region_added,
)
from tests.system.cli.conftest import gen, process, write_spec

TARGETS = "(spec/face-v1.1-preview.1.yaml:90)"
ENDPOINT = "(spec/face-v1.1-preview.1.yaml:6)"
TEMPLATES = Path(__file__).parents[3] / "templates"


def copy_ruby(folder: Path) -> None:
    """Make a language of its own, Perl, of a copy of Ruby's templates."""
    shutil.copytree(TEMPLATES / "ruby", folder)
    for file in folder.iterdir():
        text = file.read_text("utf-8").replace("  ruby:", "  perl:").replace('"ruby/', '"perl/')
        file.write_text(text.replace("title: Ruby", "title: Perl"), "utf-8")


def reasons(*arguments: str) -> list[str]:
    """Give the lines of a stat that say why."""
    lines = gen("diff", "--format", "stat", *arguments).lines
    return lines[: lines.index("")] if "" in lines else []


def test_nothing_differs_and_nothing_is_said_on_stdout(repository: Path) -> None:
    for arguments in ([], ["--against", "main"]):
        result = gen("diff", *arguments)
        assert (result.code, result.out, result.err) == (0, "", "nothing differs\n")


def test_the_exit_code_says_whether_something_differs(repository: Path) -> None:
    region_added()
    assert gen("diff").code == 1
    assert gen("diff", "--exit-zero").code == 0
    assert gen("diff", "--exit-zero").out == gen("diff").out
    edit(REGIONS, "japaneast: Japan East", "japaneast: [")
    for arguments in ([], ["--exit-zero"], ["--against", "main"]):
        result = gen("diff", *arguments)
        assert (result.code, result.out) == (2, "")
        assert result.err.startswith("spec/regions.yaml:")


def test_without_an_error_annotations_are_notices(repository: Path) -> None:
    region_added()
    assert gen("diff", "--format", "github").out.startswith(
        "::error file=spec/regions.yaml,line=13,"
    )
    made = gen("diff", "--format", "github", "--exit-zero").out
    assert made.startswith("::notice file=spec/regions.yaml,line=13,")


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (["--format", "xml"], "'xml' is no format; use one of text, stat, json, markdown, github"),
        (["--format", "text="], "'text=' names no file; write text=FILE, or text alone"),
        (["--format", "json", "--format", "stat"], "write --format json=FILE"),
        (["--limit", "10"], "--limit"),
        (["--region", "westus"], "--region needs an output folder of its own"),
    ],
)
def test_a_faulty_call_is_told(given: list[str], message: str, repository: Path) -> None:
    result = gen("diff", *given)
    assert (result.code, result.out) == (2, "")
    assert message in result.err


@pytest.mark.parametrize(
    "revision", ["nowhere", "-x", "--all", "HEAD:spec", "", "a\nb", "main^{tree}"]
)
def test_a_revision_that_is_none_is_told_with_what_to_do(revision: str, repository: Path) -> None:
    result = gen("diff", f"--against={revision}")
    assert (result.code, result.out) == (2, "")
    assert "has no such revision; name a commit, branch or tag; in a shallow clone" in result.err
    assert "\n" not in result.err.removesuffix("\n")


def test_a_report_that_can_not_be_written_is_told(repository: Path) -> None:
    region_added()
    result = gen("diff", "--format", "stat=nowhere/report")
    assert result.code == 2
    assert result.err == (
        "nowhere/report: can't be written (No such file or directory); name another file\n"
    )


def test_without_git_it_says_that_the_causes_are_not_known(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.rmtree(repository / ".git")
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(repository.parent))
    region_added()
    result = gen("diff")
    assert result.code == 1
    first = result.lines[0]
    assert first.startswith("# the reason is unknown: ") and "not a git repository" in first
    assert result.lines[1].startswith("diff --git a/out/")
    made = json.loads(gen("diff", "--format", "json").out)
    assert "not a git repository" in made["causesUnknown"]
    assert made["causes"] == [] and len(made["files"]) == 3
    assert "Why is not known" in gen("diff", "--format", "markdown").out
    against = gen("diff", "--against", "HEAD")
    assert (against.code, against.out) == (2, "")
    assert "not a git repository" in against.err


def test_without_the_program_git_it_says_so_too(repository: Path) -> None:
    region_added()
    result = process("diff", "--format", "stat", cwd=repository, PATH="/nowhere")
    assert result.code == 1
    assert result.lines[0].startswith("the reason is unknown: git: can't be run")


def test_in_a_repository_without_a_commit_the_causes_are_not_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    write_spec(tmp_path / "spec/shop.yaml")
    git(tmp_path, "init", "--quiet")
    assert "has no such revision" in gen("diff", "--format", "stat").lines[0]


def test_old_specs_that_can_not_be_read_are_no_causes(repository: Path) -> None:
    text = Path(SPEC).read_text("utf-8")
    Path(SPEC).write_text(text.replace("timeout: 30", "timeout: x"), "utf-8")
    commit(repository)
    Path(SPEC).write_text(text.replace("timeout: 30", "timeout: 31"), "utf-8")
    (first,) = reasons()
    assert first.startswith(
        "the reason is unknown: the specs of HEAD can't be read: HEAD:spec/face-"
    )
    assert ":10:10: 'x' stands here; write a whole number" in first


def test_a_shallow_clone_is_told_to_fetch(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    region_added()
    gen("render")
    commit(repository)
    first = git(repository, "rev-parse", "HEAD~1").strip()
    clone = repository.parent / "clone"
    git(repository, "clone", "--quiet", "--depth=1", f"file://{repository}", str(clone))
    monkeypatch.chdir(clone)
    assert "git fetch it first" in gen("diff", "--against", first).err
    git(clone, "fetch", "--quiet", "--depth=1", "origin", first)
    result = gen("diff", "--against", first, "--format", "stat")
    assert (
        result.lines[0]
        == "region israelcentral added (spec/regions.yaml:13): reference page, client; no sample"
    )


def test_a_new_id_of_a_region_breaks_those_who_use_its_host_or_the_client(
    repository: Path,
) -> None:
    host = "https://italynorth.api.cognitive.microsoft.com"
    edit(REGIONS, "italynorth: Italy North", f"italy: {{name: Italy North, endpoint: {host}}}")
    said = "region italynorth renamed to italy"
    assert reasons() == [
        f"BREAKING {said} (the client loses ITALYNORTH) ({REGIONS}:12): "
        "reference page, client; no sample"
    ]
    gen("render")
    commit(repository)
    edit(REGIONS, f"italy: {{name: Italy North, endpoint: {host}}}", "italy: Italy North")
    assert reasons() == [
        f'region italy changed: host "{host}" is now "https://italy.api.cognitive.microsoft.com" '
        f"({REGIONS}:12): reference page, client; no sample"
    ]
    gen("render")
    commit(repository)
    edit(REGIONS, "italy: Italy North", "italynorth: Italy North")
    said = f"region italy renamed to italynorth ({REGIONS}:12)"
    assert reasons() == [f"BREAKING {said}: reference page, client; no sample"]


def test_a_new_id_of_a_region_with_the_same_host_breaks_nobody_without_a_client(
    repository: Path,
) -> None:
    edit(SPEC, ", python-client", "")
    gen("render")
    commit(repository)
    host = "https://italynorth.api.cognitive.microsoft.com"
    edit(REGIONS, "italynorth: Italy North", f"italy: {{name: Italy North, endpoint: {host}}}")
    assert reasons() == [
        f"region italynorth renamed to italy ({REGIONS}:12): reference page; no sample"
    ]


def test_a_hook_of_git_may_run_it(repository: Path) -> None:
    """Git tells hooks of its folder by variables, which would mislead a search of ours."""
    region_added()
    git_dir = {"GIT_DIR": ".git", "GIT_INDEX_FILE": ".git/index", "GIT_PREFIX": ""}
    result = process("diff", "--format", "stat", cwd=repository, **git_dir)
    assert result.lines[0].startswith("region israelcentral added")


def test_a_new_api_and_one_that_is_gone_are_told(repository: Path) -> None:
    write_spec(Path("spec/shop.yaml"))
    (first,) = reasons()
    assert first == "API shop v1 added (spec/shop.yaml:1): 4 samples; 3 reference pages"
    gen("render")
    commit(repository)
    Path("spec/shop.yaml").unlink()
    assert reasons() == ["BREAKING API shop v1 is gone: 4 samples; 3 reference pages"]
    assert "title=Breaks callers::API shop v1 is gone" in gen("diff", "--format=github").out


def test_a_spec_that_was_not_there_is_all_new(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")
    commit(tmp_path)
    write_spec(tmp_path / "spec/shop.yaml")
    result = gen("diff", "--format", "stat", "--against", "HEAD")
    assert result.lines[0] == "API shop v1 added (spec/shop.yaml:1): 4 samples; 3 reference pages"
    assert result.lines[-1] == "8 files added"


def test_a_spec_file_of_its_own_is_compared_with_itself(repository: Path) -> None:
    other = repository / "specs/shop.yaml"
    write_spec(other)
    assert gen("render", "--spec", other).code == 0
    commit(repository)
    write_spec(other, "v1", "title: Get", "title: Fetch")
    found = reasons("--spec", str(other))
    assert found == [
        'operation get-item reworded: title "Get" is now "Fetch" (specs/shop.yaml:10): '
        "reference page; no sample"
    ]


def test_out_that_nobody_rendered_is_told(repository: Path) -> None:
    default_region()
    commit(repository, "Forgot to render")
    expected = [
        "default region changed from norwayeast to westeurope (spec/face-v1.1-preview.1.yaml:8): "
        "13 samples, host line only, proven; reference page, client"
    ]
    assert reasons() == expected, "as it was when out/ was committed last"
    assert reasons("--against", "HEAD~1") == expected
    Path("out/manifest.json").write_bytes(Path("out/manifest.json").read_bytes() + b" ")
    commit(repository, "Now that is all that is known")
    other = "made by another version of gen, other options, or other specs than those of HEAD"
    assert reasons() == [f"{other}: 13 samples; reference page, client"]


def test_only_what_is_not_rendered_yet_is_explained(repository: Path) -> None:
    """One edit was rendered before the next: it is the cause of nothing that still differs."""
    edit(SPEC, "Session Id is not found.", "Session Id is unknown.")
    assert gen("render").code == 0
    default_region()
    found = reasons()
    assert found[0].startswith("default region changed from norwayeast to westeurope (spec/")


def test_templates_that_changed_are_named_with_what_they_make(repository: Path) -> None:
    mine = repository / "mine/ruby"
    shutil.copytree(TEMPLATES / "ruby", mine)
    commit(repository)
    template = mine / "sample.rb.jinja"
    template.write_text(
        template.read_text("utf-8").replace(
            "require 'net/http'", "require 'net/http' # Ruby's own"
        ),
        "utf-8",
    )
    found = reasons("--templates", "mine")
    assert found == [
        "template ruby/sample.rb.jinja changed (mine/ruby/sample.rb.jinja:10): "
        "1 sample; reference page"
    ]
    commit(repository)
    gen("render", "--templates", "mine")
    commit(repository)
    shutil.rmtree(repository / "mine/ruby")
    (repository / "mine/php").mkdir()
    found = reasons("--templates", "mine")
    names = ["all-pages.rb.jinja", "language.yaml", "sample.rb.jinja"]
    names += ["state.rb.jinja", "until-done.rb.jinja"]
    assert found == [f"template ruby/{name} is gone: 1 sample; reference page" for name in names]


def test_a_language_that_is_added_is_told_with_its_files(repository: Path) -> None:
    copy_ruby(repository / "mine/perl")
    edit(SPEC, " ruby,", " ruby, perl,")
    found = reasons("--templates", "mine")
    assert found == [f"published target perl added {TARGETS}: 1 sample; reference page"]


def test_files_of_a_client_are_one_client(repository: Path) -> None:
    edit(SPEC, " python-client,", "")
    found = reasons()
    assert found == [
        f"BREAKING published target python-client is gone {TARGETS}: client; no sample"
    ]


def test_a_change_that_shows_nowhere_is_told_nevertheless(repository: Path) -> None:
    edit(REGIONS, "uksouth: UK South\n", "")
    result = gen("diff", "--lang", "ruby", "--format", "stat", "--against", "main")
    assert result.code == 0
    assert result.lines == [
        "BREAKING region uksouth is gone (spec/regions.yaml:27): no file",
        "",
        "nothing differs",
    ]
    assert gen("diff", "--lang", "ruby", "--format", "stat").lines == ["nothing differs"]
    gen("render")
    assert gen("diff", "--format", "stat").lines == ["nothing differs"], "it is rendered already"


def test_only_chosen_targets_are_compared(repository: Path) -> None:
    default_region()
    result = gen("diff", "--lang", "ruby,php", "--format", "json")
    rows = json.loads(result.out)["files"]
    assert [row["target"] for row in rows] == ["php", "ruby", None]
    assert all(row["host"]["new"].startswith("https://westeurope.") for row in rows[:2])


def test_regions_each_in_a_folder_are_explained_too(repository: Path) -> None:
    where = ["--region", "all", "--lang", "ruby,php", "--out", "all"]
    assert gen("render", *where).code == 0
    commit(repository)
    edit(SPEC, "{region}.api.cognitive.microsoft.com", "{region}.example.com")
    found = reasons(*where)
    hosts = '"https://{region}.api.cognitive.microsoft.com" is now "https://{region}.example.com"'
    assert found == [f"host changed: {hosts} {ENDPOINT}: 64 samples, host line only, proven"]
    made = gen("diff", *where, "--format", "markdown").out
    assert made.count("```diff") == 2
    assert "In 64 files `https://australiaeast.example.com` stands where" in made
    assert "stood (and 31 other pairs of hosts), and nothing else differs." in made


def test_paths_are_those_of_git_wherever_it_is_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    region_added()
    expected = gen("diff").out
    monkeypatch.chdir("spec")
    assert gen("diff", "--spec", ".", "--out", "../out").out == expected
    monkeypatch.chdir(repository.parent)
    where = ["--spec", "work/spec", "--out", "work/out"]
    assert gen("diff", *where).out == expected
    result = gen("diff", *where, "--against", "main")
    assert result.out == expected


def test_an_output_folder_outside_the_repository_has_its_own_paths(repository: Path) -> None:
    out = repository.parent / "elsewhere"
    gen("render", "--out", out)
    region_added()
    result = gen("diff", "--out", out)
    assert (
        result.lines[0]
        == "# region israelcentral added (spec/regions.yaml:13): reference page, client; no sample"
    )
    assert result.lines[1].startswith("diff --git a/face/v1.1-preview.1/")
    git(out, "apply", stdin=result.out.encode())
    assert gen("diff", "--out", out).code == 0


def test_against_a_revision_the_folder_on_disk_does_not_count(repository: Path) -> None:
    region_added()
    expected = gen("diff", "--against", "main").out
    shutil.rmtree("out")
    assert gen("diff", "--against", "main").out == expected
    Path("out").write_text("a file")
    assert gen("diff", "--against", "main").out == expected


def test_a_manifest_in_git_that_lies_is_told(repository: Path) -> None:
    Path("out/manifest.json").write_text("[]")
    commit(repository)
    result = gen("diff", "--against", "HEAD")
    assert result.code == 2
    assert result.err.startswith("HEAD:out/manifest.json: this is not a manifest of gen")


def test_a_file_that_is_a_link_in_git_is_replaced(repository: Path) -> None:
    ruby = next(Path(SAMPLES, "ruby").iterdir())
    ruby.unlink()
    ruby.symlink_to("/etc/passwd")
    commit(repository)
    (line,) = [r for r in gen("diff", "--against", "HEAD").lines if r.endswith("replaced by one")]
    assert line == f"# {ruby.as_posix()}: no regular file, replaced by one"


def test_a_file_edited_in_git_and_no_longer_made_is_kept(repository: Path) -> None:
    readme = Path(CLIENT, "README.md")
    readme.write_text("mine")
    commit(repository)
    edit(SPEC, " python-client,", "")
    rows = json.loads(gen("diff", "--against", "HEAD", "--format", "json").out)["files"]
    assert {row["path"]: row["status"] for row in rows}[readme.as_posix()] == "kept"
    result = gen("render")
    assert f"kept     {readme.as_posix()}" in result.out
    assert readme.read_text() == "mine"


def test_many_differences_are_made_in_fewer_steps(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import generator.review.attribution

    monkeypatch.setattr(generator.review.attribution, "_MOST_FILES", 1)
    lines = Path(REGIONS).read_text("utf-8").split("\n")
    more = [f"{line.split(':')[0]}x: {line.split(':')[1].strip()}" for line in lines[1:20]]
    Path(REGIONS).write_text("\n".join([*lines[:1], *more, *lines[1:]]), "utf-8")
    default_region()
    found = reasons()
    first = f"region {more[0].split(':')[0]} added"
    assert found[0].startswith("default region changed from norwayeast to westeurope (spec/")
    places = f"(spec/regions.yaml:2 and {len(more) - 1} more places)"
    assert found[1] == (
        f"{len(more)} differences such as: {first} {places}: reference page, client; no sample"
    )
    assert len(found) == 2
    edit(REGIONS, "uksouth: UK South\n", "")
    edit(REGIONS, "uaenorth: UAE North\n", "")
    found = reasons()
    told = "among the differences that are told together"
    gone, places = "region uaenorth is gone", "(spec/regions.yaml:45)"
    assert found[:3] == [
        f"BREAKING 2 differences such as: {gone} {places}: reference page, client; no sample",
        f"BREAKING {gone} (spec/regions.yaml:45): {told}",
        f"BREAKING region uksouth is gone (spec/regions.yaml:45): {told}",
    ]


def test_problems_of_a_spec_are_annotations_on_their_lines(repository: Path) -> None:
    text = Path(SPEC).read_text("utf-8")
    Path(SPEC).write_text(text.replace("timeout: 30", "timeout: 3,%\n"), "utf-8")
    result = gen("diff", "--spec", repository / "spec", "--format", "github")
    assert result.code == 2
    assert result.out == (
        "::error file=spec/face-v1.1-preview.1.yaml,line=10,title=gen can't read this"
        "::'3,%25' stands here; write a whole number from 1 to 3600\n"
    )
    assert result.err.endswith("write a whole number from 1 to 3600\n")
    Path(SPEC).write_text(text.replace("      - ", "      - x"), "utf-8")
    lines = gen("diff", "--format", "github=notes", "--format", "stat").lines
    assert lines == []
    notes = Path("notes").read_text("utf-8").splitlines()
    assert len(notes) == 10
    assert notes[-1] == "::error title=gen can't read this::and 3 more; the log has all"


def test_places_are_paths_of_git_wherever_it_is_run(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    edit(REGIONS, "uksouth: UK South\n", "")
    monkeypatch.chdir("out")
    where = ["--spec", "../spec", "--out", "."]
    made = json.loads(gen("diff", *where, "--format", "json").out)
    assert made["causes"][0]["place"] == {"file": "spec/regions.yaml", "line": 27, "column": 11}
    line = gen("diff", *where, "--format", "github").lines[0]
    assert line.startswith("::warning file=spec/regions.yaml,line=27,")


def test_a_message_is_one_line_whatever_it_quotes(repository: Path) -> None:
    for option in ("--spec", "--lang", "--operation", "--against"):
        result = gen("diff", option, "a\n::error::x")
        assert result.code == 2
        assert "\n::error" not in result.err


def test_three_dots_are_where_a_branch_left_the_other(repository: Path) -> None:
    git(repository, "switch", "--quiet", "--create", "branch")
    edit(SPEC, "timeout: 30", "timeout: 31")
    gen("render")
    commit(repository)
    git(repository, "switch", "--quiet", "main")
    region_added()
    gen("render")
    commit(repository)
    git(repository, "switch", "--quiet", "branch")
    changed = f"API changed: timeout 30 is now 31 ({SPEC}:10): 13 samples; reference page, client"
    assert reasons("--against", "main...") == [changed]
    gone = (
        f"BREAKING region israelcentral is gone ({REGIONS}:12): reference page, client; no sample"
    )
    assert reasons("--against", "main") == [gone, changed]
    assert "has no such revision" in gen("diff", "--against", "nowhere...").err


def test_a_new_version_is_the_old_one_with_its_differences(repository: Path) -> None:
    edit(SPEC, "version: v1.1-preview.1", "version: v1.2")
    edit(SPEC, "timeout: 30", "timeout: 31")
    found = reasons()
    version = f"version changed from v1.1-preview.1 to v1.2 ({SPEC}:5)"
    assert found == [
        f"BREAKING {version}: 13 samples; 2 reference pages, client",
        f"API changed: timeout 30 is now 31 ({SPEC}:10): 13 samples; reference page, client",
    ]


def test_a_spec_with_another_name_is_the_same_api(repository: Path) -> None:
    git(repository, "mv", SPEC, "spec/faces.yaml")
    edit("spec/faces.yaml", "timeout: 30", "timeout: 31")
    files = "13 samples; reference page, client"
    expected = [f"API changed: timeout 30 is now 31 (spec/faces.yaml:10): {files}"]
    assert reasons("--spec", "spec/faces.yaml") == expected
    assert reasons() == expected


def test_a_spec_that_is_a_link_in_git_is_no_cause(repository: Path) -> None:
    Path("spec/regions.yaml").rename("spec/table")
    Path("spec/regions.yaml").symlink_to("table")
    commit(repository)
    default_region()
    (first,) = reasons()
    assert first == (
        "the reason is unknown: HEAD:spec/regions.yaml is a link; its specs are not read through it"
    )


def test_line_ends_of_a_checkout_are_told(repository: Path) -> None:
    default_region()
    for file in Path("out").rglob("*.*"):
        if file.is_file() and file.name != "manifest.json":
            file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))
    found = reasons()
    assert found[0].startswith("default region changed from norwayeast to westeurope (spec/")
    line_ends = "line ends are CRLF; out/** text eol=lf in .gitattributes keeps LF"
    assert found[1:] == [f"{line_ends}: 13 samples; 2 reference pages, client"]


def test_without_a_manifest_nobody_knows_what_was_edited_by_hand(repository: Path) -> None:
    default_region()
    Path("out/manifest.json").unlink()
    found = reasons()
    assert len(found) == 1 and found[0].startswith("default region changed from norwayeast")
    assert "by hand" not in gen("diff").out


def test_what_a_client_loses_breaks_callers(repository: Path) -> None:
    """A second error of that code gives both classes the status, and the old name is gone."""
    row = "  session-not-found:\n    status: 404\n"
    more = "  gone:\n    status: 410\n    code: SessionNotFound\n"
    more += "    description: D.\n    message: M.\n"
    edit(SPEC, row, more + row)
    edit(SPEC, "      - session-not-found\n", "      - gone\n      - session-not-found\n")
    lost = "(the client loses SessionNotFoundError)"
    files = "reference page, client; no sample"
    assert reasons() == [f"BREAKING error 410 SessionNotFound added {lost} ({SPEC}:49): {files}"]
    edit(SPEC, " python-client,", "")
    Path("out/face").rename("out/other")
    shutil.rmtree("out")
    gen("render")
    commit(repository)
    edit(SPEC, "  gone:\n    status: 410\n    code: S", "  gone:\n    status: 410\n    code: T")
    assert reasons()[0].startswith("BREAKING error 410 SessionNotFound changed: code")


def test_an_operation_that_only_has_another_id_breaks_clients_alone(repository: Path) -> None:
    old, new = "delete-liveness-with-verify-session", "remove-session"
    edit(SPEC, f"  {old}:", f"  {new}:")
    lost = "(the client loses delete_liveness_with_verify_session)"
    (found,) = reasons()
    assert found == (
        f"BREAKING operation {old} is called {new} now {lost} "
        "(spec/face-v1.1-preview.1.yaml:66): 13 samples; reference page, client"
    )
    edit(SPEC, f"  {new}:", f"  {old}:")
    edit(SPEC, " python-client,", "")
    gen("render")
    commit(repository)
    edit(SPEC, f"  {old}:", f"  {new}:")
    assert reasons() == [
        f"operation {old} is called {new} now (spec/face-v1.1-preview.1.yaml:66): "
        "13 samples; reference page"
    ]


def test_each_of_several_apis_is_named(repository: Path) -> None:
    write_spec(Path("spec/shop.yaml"))
    gen("render")
    commit(repository)
    default_region()
    (found,) = reasons()
    assert "westeurope (spec/face-v1.1-preview.1.yaml:8): face v1.1-preview.1: 13 sam" in found


def test_a_summary_of_a_step_is_added_to(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    region_added()
    summary = repository.parent / "summary"
    summary.write_text("what another command said\n")
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(summary))
    gen("diff", "--format", f"markdown={summary}", "--format", "stat=stat")
    assert summary.read_text("utf-8").startswith("what another command said\n### `out/`: 3 files")


def test_links_in_a_circle_and_names_that_are_too_long_are_told(repository: Path) -> None:
    Path("circle").symlink_to("circle")
    for out in ("circle", "x" * 300):
        for arguments in ([], ["--against", "HEAD"]):
            result = gen("diff", "--out", out, *arguments)
            assert "Traceback" not in result.err
            # What is in no revision is rendered from that revision.
            assert result.code in ((0, 2) if arguments else (1, 2))


def test_a_path_that_is_no_utf_8_is_told(repository: Path) -> None:
    for kind in ("text", "stat", "json", "markdown", "github"):
        out = Path(os.fsdecode(b"o\xfft"))
        result = gen("diff", "--lang", "ruby", "--out", out, "--format", f"{kind}=report")
        assert result.code == 1
        report = Path("report").read_bytes()
        assert b"\\udcff" in report or b"o\xfft" in report
        if kind == "json":
            assert json.loads(report)["files"][0]["path"].startswith("o\udcfft/")


def test_a_large_repository_around_the_specs_is_not_read(
    repository: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(300):
        folder = repository / f"folder{number}" / "deeper"
        folder.mkdir(parents=True)
        (folder / "file").write_text(str(number))
    (repository / "large").write_bytes(b"x" * 1_000_000)
    commit(repository)
    region_added()
    read: list[int] = []
    really = Revision.fetch_all

    def fetch_all(self: Revision, paths: Iterable[str] | None = None) -> None:
        really(self, paths)
        read.append(sum(map(len, self.fetched.values())))

    monkeypatch.setattr(Revision, "fetch_all", fetch_all)
    assert reasons("--spec", ".", "--out", "out", "--against", "HEAD")[0].startswith("region isr")
    assert 0 < max(read) < 200_000


def test_what_is_in_the_file_already_is_not_told_again(repository: Path) -> None:
    """Rendered and not committed: the next edit has nothing to do with the one before."""
    edit(REGIONS, "uksouth: UK South\n", "")
    gen("render")
    edit(REGIONS, "japaneast", "israelcentral: Israel Central\njapaneast")
    gen("render")
    edit(REGIONS, "israelcentral: Israel Central\n", "")
    assert not any("uksouth" in line for line in reasons())
    assert "BREAKING" not in gen("diff").out


def test_files_that_are_removed_are_named_and_not_shown(repository: Path) -> None:
    edit(SPEC, " python-client,", "")
    made = gen("diff", "--format", "markdown").out
    assert "<summary>Removed: 9 files</summary>" in made
    assert "import httpx" not in made


def test_a_range_is_no_revision(repository: Path) -> None:
    for revision in ("main..HEAD", "main...HEAD"):
        todo = "name one revision, or write REV... for where HEAD branched off from it\n"
        assert gen("diff", "--against", revision).err.endswith(todo)


def test_a_difference_is_told_once_where_people_look(repository: Path) -> None:
    region_added()
    assert gen("diff", "--format", "stat").err == ""
    assert gen("diff", "--format", "text").err == "3 files changed\n"
    assert gen("diff", "--format", "stat=report").err == "3 files changed\n"


def test_a_problem_outside_the_repository_is_annotated_with_its_own_path(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    mine = tmp_path_factory.mktemp("elsewhere")
    shutil.copytree(TEMPLATES / "objc", mine / "objc")
    (mine / "objc/sample.m.jinja").write_text("{{ nothing|word }}\n")
    result = gen("diff", "--templates", mine, "--format", "github")
    assert result.code == 2
    assert result.out.startswith(f"::error file={mine}/objc/sample.m.jinja,line=1,")
