"""`gen render`: what it writes, what it leaves, and what it refuses."""

from __future__ import annotations

import difflib
import os
import re
from pathlib import Path
from typing import IO

import pytest

from tests.support import ROOT, languages, reference_api, reference_checkout
from tests.system.cli.conftest import gen, process, rendered, snapshot, write_spec

EVERYTHING = {
    f"{operation}/{target}"
    for operation in ("get-item", "drop-item")
    for target in ("python", "ruby", "reference")
} | {"v1/reference"}


def test_what_is_written_is_said_on_stdout_and_counted_on_stderr(here: Path) -> None:
    made = gen("render")
    assert made.code == 0
    assert made.lines[0] == "added    out/shop/v1/drop-item/python/drop_item.py"
    assert len(made.lines) == 7
    assert made.err == "7 files: 7 added\n"
    assert rendered(here / "out") == EVERYTHING


def test_a_second_run_says_and_writes_nothing(here: Path) -> None:
    gen("render")
    before = snapshot(here)
    made = gen("render")
    assert (made.code, made.out, made.err) == (0, "", "7 files: nothing to do\n")
    assert snapshot(here) == before


def test_all_says_once_what_it_leaves_out_and_how_to_get_it(here: Path) -> None:
    """Two specs leave out targets that the other one has, and others that none has."""
    write_spec(here / "spec/other.yaml", old="id: shop", new="id: other")
    other = (here / "spec/other.yaml").read_text("utf-8")
    assert "targets: [python, ruby, reference]" in other
    (here / "spec/other.yaml").write_text(other.replace("[python, ruby,", "[php, curl,"), "utf-8")
    for end in ("added", "nothing to do"):
        made = gen("render", "--lang", "all")
        note, count = made.err.splitlines()
        assert made.code == 0 and count.endswith(end)
        what, _, todo = note.partition("; ")
        assert what == "--lang all leaves out 17 targets that no spec publishes"
        (lang,) = re.findall(r"^--lang (\S+) makes them, too", todo)
    made_ids = {target.id for language in languages().values() for target in language.targets
                if not target.is_publication}  # fmt: skip
    assert sorted(lang.split(",")) == sorted(
        {"all", *made_ids} - {"python", "ruby", "reference", "php", "curl"}
    )
    everything = gen("render", "--lang", lang, "--out", "more")
    assert everything.code == 0 and everything.err.splitlines()[-1].endswith("added")
    assert "leaves out" not in everything.err
    for quiet in (("render",), ("render", "--lang", "php"), ("lint",)):
        assert "leaves out" not in gen(*quiet).err
    for named in (("lint",), ("manifest",), ("diff",), ("verify", "--case", "published")):
        told = gen(*named, "--lang", "all")
        assert told.err.count("leaves out") == 1 and "leaves out" not in told.out


def test_check_exits_with_1_and_writes_nothing_until_there_is_nothing_to_do(here: Path) -> None:
    before = snapshot(here)
    made = gen("render", "--check")
    assert (made.code, made.err) == (1, "7 files: would be 7 added\n")
    assert snapshot(here) == before
    assert not (here / "out").exists()
    gen("render")
    assert gen("render", "--check").code == 0


def test_check_finds_a_hand_edit_a_missing_file_and_a_missing_manifest(here: Path) -> None:
    gen("render")
    for file in sorted((here / "out").rglob("*.py"))[:1]:
        file.write_text("mine", "utf-8")
    made = gen("render", "--check")
    assert made.code == 1
    assert made.out == ("changed  out/shop/v1/drop-item/python/drop_item.py (was edited by hand)\n")
    assert file.read_text("utf-8") == "mine"
    file.unlink()
    assert gen("render", "--check").code == 1
    gen("render")
    (here / "out/manifest.json").unlink()
    made = gen("render", "--check")
    assert (made.code, made.out) == (1, "")
    assert not (here / "out/manifest.json").exists()


def test_the_repository_is_rendered() -> None:
    made = gen("render", "--check", "--spec", ROOT / "spec", "--out", ROOT / "out")
    assert (made.code, made.out) == (0, "")


def test_what_is_no_longer_made_is_removed_and_what_was_edited_is_kept(here: Path) -> None:
    gen("render")
    (here / "out/shop/v1/drop-item/ruby/drop_item.rb").write_text("mine", "utf-8")
    write_spec(here / "spec/shop.yaml", old="drop-item", new="delete-item")
    made = gen("render")
    assert made.code == 0
    assert made.err == "7 files: 3 added, 2 removed, 1 kept\n"
    assert (
        "kept     out/shop/v1/drop-item/ruby/drop_item.rb"
        " (no longer made, but edited by hand: remove it yourself)"
    ) in made.lines
    assert "drop-item/ruby" in rendered(here / "out")
    assert "drop-item/python" not in rendered(here / "out")
    assert gen("render", "--check").code == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["--lang", "ruby"],
        ["--operation", "get-item"],
        ["--lang", "ruby,python", "--operation", "get-item"],
        ["--lang", "all", "--operation", "get-item", "--operation", "drop-item"],
    ],
)
def test_a_limited_run_leaves_all_other_files_and_rows(here: Path, arguments: list[str]) -> None:
    gen("render")
    before = snapshot(here)
    assert gen("render", *arguments).code == 0
    assert snapshot(here) == before


def test_a_limited_run_removes_only_orphans_within_its_limits(here: Path) -> None:
    gen("render")
    write_spec(here / "spec/shop.yaml", old="drop-item", new="delete-item")
    made = gen("render", "--lang", "ruby")
    assert [line.split()[0] for line in made.lines] == ["added", "removed"]
    assert rendered(here / "out") == EVERYTHING - {"drop-item/ruby"} | {"delete-item/ruby"}


def test_a_run_over_a_folder_removes_an_old_version_and_one_over_a_file_does_not(
    here: Path,
) -> None:
    gen("render")
    (here / "spec/shop.yaml").unlink()
    write_spec(here / "spec/shop-v2.yaml", version="v2")
    gen("render", "--spec", "spec/shop-v2.yaml")
    gen("render", "--lang", "ruby")
    assert sorted(path.name for path in (here / "out/shop").iterdir()) == ["v1", "v2"]
    assert gen("render").err == "7 files: 7 removed\n"
    assert [path.name for path in (here / "out/shop").iterdir()] == ["v2"]


def test_two_versions_live_side_by_side(here: Path) -> None:
    write_spec(here / "spec/shop-v2.yaml", version="v2")
    assert gen("render").err == "14 files: 14 added\n"
    assert gen("render", "--check", "--spec", "spec/shop.yaml").code == 0


def test_a_page_that_is_rendered_alone_has_the_bytes_it_has_among_all(here: Path) -> None:
    gen("render")
    assert gen("render", "--check", "--lang", "reference").code == 0
    page = (here / "out/shop/v1/get-item/reference/reference.md").read_text("utf-8")
    for sample in ("python/get_item.py", "ruby/get_item.rb"):
        code = (here / "out/shop/v1/get-item" / sample).read_text("utf-8")
        assert code in page


def test_nothing_is_written_if_one_template_fails(here: Path) -> None:
    gen("render")
    write_spec(here / "spec/shop.yaml", old="Get an item.", new="Get it.")
    (here / "t/ruby").mkdir(parents=True)
    (here / "t/ruby/sample.rb.jinja").write_text("{{ nope|comment }}", "utf-8")
    before = snapshot(here)
    assert gen("render", "--templates", "t").code == 2
    assert snapshot(here) == before


def test_nothing_is_written_if_one_of_two_specs_is_faulty(here: Path) -> None:
    write_spec(here / "spec/z.yaml", version="v2", old="summary: Get", new="sumary: Get")
    made = gen("render")
    assert made.code == 2
    assert "spec/z.yaml:11:5: unknown key 'sumary'; did you mean summary?" in made.err
    assert not (here / "out").exists()


# What would change the bytes of out/


@pytest.mark.parametrize("out", [None, "", "out", "out/", "./out", "spec/../out", "{here}/out"])
@pytest.mark.parametrize(
    "option", [["--region", "there"], ["--endpoint", "http://x"], ["--set", "id=1"]]
)
def test_options_that_change_bytes_need_an_output_folder_of_their_own(
    here: Path, option: list[str], out: str | None
) -> None:
    gen("render")
    before = snapshot(here)
    given = [] if out is None else ["--out", out.format(here=here)]
    made = gen("render", *option, *given)
    assert made.code == 2
    assert f"{option[0]} needs an output folder of its own: add --out DIR" in made.err
    assert snapshot(here) == before


def test_a_link_to_out_is_out(here: Path) -> None:
    gen("render")
    try:
        (here / "link").symlink_to(here / "out")
    except OSError:
        pytest.skip("no symbolic links here")
    assert gen("render", "--region", "there", "--out", "link").code == 2


def differences(old: Path, new: Path) -> list[tuple[list[str], list[str]]]:
    """Give the groups of lines that differ."""
    one, two = (path.read_text("utf-8").splitlines() for path in (old, new))
    codes = difflib.SequenceMatcher(None, one, two, autojunk=False).get_opcodes()
    return [(one[i:j], two[k:m]) for tag, i, j, k, m in codes if tag != "equal"]


CLIENT = "python-client"


def committed(part: str) -> Path:
    return reference_checkout() / "out" / part


def published() -> list[str]:
    """Give the paths of the committed files, relative to out/."""
    return [path for path in sorted(snapshot(reference_checkout() / "out")) if "/" in path]


@pytest.fixture(scope="module")
def europe(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("europe")
    made = gen(
        "render", "--spec", reference_checkout() / "spec", "--region", "westeurope", "--out", out
    )
    assert made.code == 0
    return out


@pytest.mark.parametrize("path", published())
def test_another_region_changes_the_host_and_nothing_else(europe: Path, path: str) -> None:
    changed = differences(committed(path), europe / path)
    if f"/{CLIENT}/" in path:  # which any region is for; its README has an example
        assert len(changed) == path.endswith("/README.md")
        for before, after in changed:
            made = [line.replace("Region.WESTEUROPE", "Region.NORWAYEAST") for line in after]
            assert made == before
        return
    target = path.split("/")[-2]
    pages = {t.id for language in languages().values() for t in language.targets if t.is_page}
    if target not in pages:
        assert [(len(old), len(new)) for old, new in changed] == [(1, 1)]
    for old, new in changed:
        for one, two in zip(old, new, strict=True):
            two = two.replace("//westeurope.", "//norwayeast.")
            assert two.replace("In West Europe,", "In Norway East,") == one


def test_another_region_makes_the_same_files(europe: Path) -> None:
    assert sorted(path for path in snapshot(europe) if "/" in path) == published()


def test_an_unknown_region_names_the_nearest(here: Path) -> None:
    made = gen("render", "--region", "ther", "--out", "tmp")
    assert made.code == 2
    assert made.err == "--region ther: shop v1 has no such region; did you mean there?\n"
    assert not (here / "tmp").exists()


def test_region_and_endpoint_exclude_each_other(here: Path) -> None:
    made = gen("render", "--region", "there", "--endpoint", "http://x", "--out", "tmp")
    assert made.code == 2
    assert "--region and --endpoint both choose the host: give one of them" in made.err


def test_an_endpoint_is_the_only_difference_that_it_makes(here: Path) -> None:
    gen("render")
    assert gen("render", "--endpoint", "http://localhost:8000/", "--out", "tmp").code == 0
    for path in ("python/get_item.py", "ruby/get_item.rb"):
        ((old, new),) = differences(
            here / "out/shop/v1/get-item" / path, here / "tmp/shop/v1/get-item" / path
        )
        assert new == [old[0].replace("https://here.shop.example.com", "http://localhost:8000")]


def test_a_faulty_endpoint_is_refused(here: Path) -> None:
    made = gen("render", "--endpoint", "localhost", "--out", "tmp")
    assert (made.code, made.out) == (2, "")
    todo = "use scheme and host without a trailing slash: https://api.example.com"
    assert made.err == f"--endpoint localhost: this is no endpoint; {todo}\n"


def test_a_value_takes_the_examples_place(tmp_path: Path) -> None:
    settings = ("--set", "sessionId=a/b c=d'é", "--out", tmp_path)
    assert (
        gen(
            "render", "--spec", reference_checkout() / "spec", "--lang", "python,ruby", *settings
        ).code
        == 0
    )
    folder = f"face/v1.1-preview.1/{reference_api().operations[0].id}"
    for target, line in (("python", 'session_id = quote("a/b c='), ("ruby", "session_id = ")):
        (path,) = (tmp_path / folder / target).iterdir()
        ((old, new),) = differences(committed(f"{folder}/{target}/{path.name}"), path)
        assert (len(old), len(new)) == (1, 1)
        assert new[0].startswith(line)


def test_a_value_makes_an_optional_parameter_sent(here: Path) -> None:
    gen("render", "--set", "X-Trace=t=1", "--out", "tmp")
    assert '"X-Trace": "t=1"' in (here / "tmp/shop/v1/get-item/python/get_item.py").read_text()
    assert "X-Trace" not in (here / "tmp/shop/v1/drop-item/python/drop_item.py").read_text()


def test_every_faulty_value_is_told_and_nothing_is_written(here: Path) -> None:
    faulty = ["idd=1", "id", "id=", "id=..", "X-Trace= x", "X-Trace=ü", "=", "", "X-Trace=fine"]
    options = [word for setting in faulty for word in ("--set", setting)]
    made = gen("render", *options, "--out", "tmp")
    assert (made.code, made.out) == (2, "")
    assert made.err.splitlines() == [
        "--set idd=1: there is no parameter idd; did you mean id?",
        "--set id: there is no =; write PARAM=VALUE",
        "--set id=: a path segment can't be empty; choose another value",
        "--set id=..: clients remove a path segment of .. (RFC 3986, 5.2.4); choose another value",
        "--set X-Trace= x: a header value can't begin or end with a space; choose another value",
        "--set X-Trace=ü: a header value is printable ASCII; choose another value",
        "--set =: this names no parameter; write PARAM=VALUE",
        "--set : there is no =; write PARAM=VALUE",
        "--set X-Trace=fine: X-Trace is set twice; remove one of them",
    ]
    assert not (here / "tmp").exists()


@pytest.mark.skipif(os.name != "posix", reason="arguments are text on Windows")
def test_a_value_that_is_not_utf8_is_refused(here: Path) -> None:
    made = process("render", "--set", b"id=\xff", "--out", "tmp", cwd=here)
    assert (made.code, made.out) == (2, "")
    assert made.err == "--set id=\\udcff: this is not UTF-8; write it in UTF-8\n"


# Where things stand


def test_a_spec_elsewhere_gives_the_same_bytes(here: Path, tmp_path: Path) -> None:
    """The working folder, spaces and letters beyond ASCII in paths make no difference."""
    gen("render")
    there = tmp_path / "süß 日本 'x'"
    write_spec(there / "my specs/shop.yaml")
    (there / "cwd").mkdir()
    out = there / "öut put"
    made = process("render", "--spec", "../my specs", "--out", out, cwd=there / "cwd")
    assert (made.code, made.err) == (0, "7 files: 7 added\n")
    bytes_of = {path: data for path, (data, _, _) in snapshot(out).items()}
    assert bytes_of == {path: data for path, (data, _, _) in snapshot(here / "out").items()}
    assert process("render", "--check", "--spec", "../my specs", "--out", out, cwd=out).code == 0


def test_an_error_names_the_spec_as_it_was_given(here: Path) -> None:
    write_spec(here / "süß spec/shop.yaml", old="method: GET", new="method: GTE")
    for given in ("süß spec", "./süß spec/", here / "süß spec", "süß spec/shop.yaml"):
        made = gen("render", "--spec", given)
        assert made.code == 2
        file = (
            Path(given) if str(given).endswith(".yaml") else Path(given) / "shop.yaml"
        ).as_posix()
        assert made.err.startswith(f"{file}:12:13: 'GTE' is not known here; did you mean GET?")


def test_the_current_folder_can_be_the_output_folder(here: Path) -> None:
    assert gen("render", "--out", ".").code == 0
    write_spec(here / "spec/shop.yaml", old="drop-item", new="delete-item")
    assert gen("render", "--out", ".").code == 0
    assert (here / "shop/v1/delete-item").is_dir()
    assert not (here / "shop/v1/drop-item").exists()
    assert (here / "spec/shop.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--spec", "nowhere"], "nowhere: no such file or folder; run gen init"),
        (["--spec", "empty"], "empty: no .yaml file in this folder; run gen init"),
        (["--spec", "empty", "--out", "tmp"], "empty: no .yaml file in this folder"),
        (["--lang", "rubby"], "--lang rubby: there is no such target; did you mean ruby?"),
        (["--lang", "python,rubby"], "--lang rubby: there is no such target; did you mean ruby?"),
        (["--lang", ""], "--lang names nothing: give an id, or leave it out"),
        (["--lang", " , ,"], "--lang names nothing: give an id, or leave it out"),
        (["--operation", ""], "--operation names nothing: give an id, or leave it out"),
        (["--operation", "get"], "--operation get: there is no such operation; "),
        (["--templates", "nowhere"], "Invalid value for '--templates': Directory 'nowhere' does"),
        (["--templates", "spec/shop.yaml"], "Invalid value for '--templates': Directory 'spec/s"),
        (["--out", "spec/shop.yaml"], "spec/shop.yaml: this is not a folder; remove it or name"),
        (["--out", "spec/shop.yaml/x"], "spec/shop.yaml/x/manifest.json: can't be read (Not a d"),
        (["--nope"], "No such option"),
        (["stray"], "Got unexpected extra argument (stray)"),
    ],
)
@pytest.mark.parametrize("check", [[], ["--check"]])
def test_what_it_cannot_work_with_is_told_on_stderr_with_exit_code_2(
    here: Path, arguments: list[str], message: str, check: list[str]
) -> None:
    (here / "empty").mkdir()
    before = snapshot(here)
    made = gen("render", *arguments, *check)
    assert (made.code, made.out) == (2, "")
    assert message in made.err
    assert snapshot(here) == before


def test_a_spec_that_cannot_be_read_is_told(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object, **__: object) -> IO[bytes]:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("generator.system.regular_files.open", refuse, raising=False)
    made = gen("render")
    assert made.code == 2
    assert re.match(r"spec/shop\.yaml: can't be read \(Permission denied\); make it", made.err)


# Templates of the user's own

IO_LANGUAGE = """\
title: Io
names: {case: camel}
encoders:
  string:
    - open: '"'
      close: '"'
      escapes: {'\\': '\\\\', '"': '\\"'}
      numeric: [{form: '\\U{:08x}'}]
  comment:
    - base: line
targets:
  io: {title: Io, template: sample.io.jinja, file: "{snake}.io", fence: io}
"""
IO_SAMPLE = """\
// {{ operation.summary|comment }}
{% for variable in request.variables %}
{{ variable|name }} := {{ variable.value|string }}
{% endfor %}
"""


def own(folder: Path, files: dict[str, str]) -> Path:
    """Write template files below a folder."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    return folder


def python_sample(here: Path) -> str:
    return (here / "out/shop/v1/get-item/python/get_item.py").read_text("utf-8")


def test_an_override_that_extends_the_built_in_template_gives_its_bytes(here: Path) -> None:
    gen("render")
    own(here / "t", {"python/sample.py.jinja": '{% extends "builtin:python/sample.py.jinja" %}\n'})
    assert gen("render", "--check", "--templates", "t").code == 0


def test_an_override_takes_the_built_in_templates_place_alone(here: Path) -> None:
    gen("render")
    own(here / "t", {"python/sample.py.jinja": "# {{ operation.title|comment }}\n"})
    made = gen("render", "--templates", "t", "--lang", "python,ruby")
    assert [line.split()[0] for line in made.lines] == ["changed", "changed"]
    assert python_sample(here) == "# Get\n"


def test_a_page_shows_the_overridden_sample(here: Path) -> None:
    own(here / "t", {"python/sample.py.jinja": "# {{ operation.title|comment }} it my way\n"})
    gen("render", "--templates", "t")
    page = (here / "out/shop/v1/get-item/reference/reference.md").read_text("utf-8")
    assert "# Get it my way\n" in page


def test_of_two_folders_the_first_wins(here: Path) -> None:
    own(here / "a", {"python/sample.py.jinja": "# a\n"})
    own(here / "b", {"python/sample.py.jinja": "# b\n", "ruby/sample.rb.jinja": "# b\n"})
    gen("render", "--templates", "a", "--templates", "b")
    assert python_sample(here) == "# a\n"
    assert (here / "out/shop/v1/get-item/ruby/get_item.rb").read_text("utf-8") == "# b\n"


def test_a_users_python_is_formatted_by_black(here: Path) -> None:
    text = (
        "import sys\nx = {  'a':1,\n  }\nprint( {{ operation.title|string }} )\n\n\n\nif x : pass\n"
    )
    own(here / "t", {"python/sample.py.jinja": text})
    assert gen("render", "--templates", "t", "--lang", "python").code == 0
    assert python_sample(here) == (
        'import sys\n\nx = {\n    "a": 1,\n}\nprint("Get")\n\nif x:\n    pass\n'
    )


def test_what_black_cannot_read_is_the_templates_fault(here: Path) -> None:
    own(here / "t", {"python/sample.py.jinja": "x = (\n"})
    made = gen("render", "--templates", "t", "--lang", "python")
    assert (made.code, made.out) == (2, "")
    assert made.err.startswith(
        "t/python/sample.py.jinja:1:1: black can't read what this makes for drop-item: "
    )
    assert not (here / "out").exists()


@pytest.mark.parametrize(
    ("template", "place", "what"),
    [
        ("# 1\n# 2\n{{ nope|comment }}\n", "3:1", "'nope' is undefined"),
        ("# 1\n{{ operation.nope|comment }}\n", "2:1", "has no attribute 'nope'"),
        ("# 1\n{{ operation.title|nope }}\n", "2:1", "No filter named 'nope'"),
        ("# 1\n{% if %}\n", "2:1", "Expected an expression, got 'end of statement block'"),
        ("# 1\n{% for x in y %}\n", "2:1", "Unexpected end of template"),
        ("# 1\n\n{{ operation.title }}\n", "3:1", "text from a spec is printed without an encoder"),
        ("# 1\n{{ 1 + 1 }}\n", "2:1", "a value of type int is printed without an encoder"),
        ("# 1\n{{ (operation.title ~ 'x')|comment }}\n", "2:1", "used without an encoder"),
        ("# 1\n{{ operation.title|word }}\n{{ operation.summary|word }}\n", "3:1", "an item"),
        ("# 1\n{% include 'python/nope.jinja' %}\n", "2:1", "no template python/nope.jinja"),
        ("# 1\n{% include '../../secret' %}\n", "2:1", "there is no template ../../secret"),
        pytest.param(
            "# 1\n{{ (1 // 0)|word }}\n",
            "2:1",
            "division",
        ),
    ],
)
def test_a_templates_fault_has_file_and_line(
    here: Path, template: str, place: str, what: str
) -> None:
    own(here / "t", {"python/sample.py.jinja": template})
    (here / "secret").write_text("secret", "utf-8")
    made = gen("render", "--templates", "t", "--lang", "python", "--operation", "get-item")
    assert (made.code, made.out) == (2, "")
    assert made.err.startswith(f"t/python/sample.py.jinja:{place}: ")
    assert what in made.err
    assert not (here / "out").exists()


def test_a_template_that_extends_itself_is_told(here: Path) -> None:
    """Easily done: it is the built-in one that was meant, by its `builtin:` name."""
    own(here / "t", {"python/sample.py.jinja": '{% extends "python/sample.py.jinja" %}\n'})
    made = gen("render", "--templates", "t", "--lang", "python", "--operation", "get-item")
    assert (made.code, made.out) == (2, "")
    assert made.err.startswith("t/python/sample.py.jinja:1:1: ")


def test_faults_of_several_templates_are_told_at_once(here: Path) -> None:
    own(here / "t", {"python/sample.py.jinja": "{{ a|word }}", "ruby/sample.rb.jinja": "{% b %}"})
    made = gen("render", "--templates", "t", "--operation", "get-item")
    assert [line.partition(":")[0] for line in made.err.splitlines()] == [
        "t/python/sample.py.jinja",
        "t/ruby/sample.rb.jinja",
    ]


def test_a_template_that_is_not_utf8_is_told(here: Path) -> None:
    own(here / "t", {"python/sample.py.jinja": ""})
    (here / "t/python/sample.py.jinja").write_bytes(b"# \xff\n")
    made = gen("render", "--templates", "t", "--lang", "python")
    assert made.code == 2
    assert made.err == "t/python/sample.py.jinja: this is not UTF-8; save the file as UTF-8\n"


def test_a_new_language_is_a_folder_of_two_files(here: Path) -> None:
    own(here / "t", {"io/language.yaml": IO_LANGUAGE, "io/sample.io.jinja": IO_SAMPLE})
    write_spec(here / "spec/shop.yaml", old="[python, ruby,", new="[python, io,")
    assert gen("render", "--lang", "io", "--templates", "t").code == 0
    sample = (here / "out/shop/v1/get-item/io/get_item.io").read_text("utf-8")
    assert sample == '// Get an item.\nid := "a"\n'
    assert gen("render", "--templates", "t").code == 0
    page = (here / "out/shop/v1/get-item/reference/reference.md").read_text("utf-8")
    assert f"### Io\n\n```io\n{sample}```\n" in page
    assert "io  " in gen("list", "languages", "--templates", "t").out
    assert "there is no target io" in gen("lint").err


def test_a_new_language_without_publish_is_among_the_defaults(here: Path) -> None:
    own(here / "t", {"io/language.yaml": IO_LANGUAGE, "io/sample.io.jinja": IO_SAMPLE})
    write_spec(
        here / "spec/shop.yaml", old="publish: {targets: [python, ruby, reference]}\n", new=""
    )
    gen("render", "--templates", "t", "--operation", "get-item")
    assert rendered(here / "out") >= {"get-item/io", "get-item/python"}


def test_a_page_that_is_asked_for_does_not_bring_the_other_pages(here: Path) -> None:
    notes = "title: Notes\nmakes: pages\nencoders: {text: [{base: line}]}\ntargets:\n"
    notes += "  notes: {title: Notes, template: notes.md.jinja, file: notes.md}\n"
    page = "{% for sample in samples %}{{ sample.title|text }};{% endfor %}\n"
    own(here / "t", {"notes/language.yaml": notes, "notes/notes.md.jinja": page})
    write_spec(here / "spec/shop.yaml", old="[python, ruby, r", new="[python, ruby, notes, r")
    gen("render", "--templates", "t", "--lang", "notes", "--operation", "get-item")
    assert rendered(here / "out") == {"get-item/notes"}
    (file,) = (here / "out/shop/v1/get-item/notes").iterdir()
    assert file.read_text("utf-8") == "Python;Ruby;"


def test_a_value_that_a_new_language_cannot_hold_is_told_with_its_place(here: Path) -> None:
    strict = IO_LANGUAGE.replace("      numeric: [{form: '\\U{:08x}'}]\n", "      never: 'é'\n")
    own(here / "t", {"io/language.yaml": strict, "io/sample.io.jinja": IO_SAMPLE})
    write_spec(
        here / "spec/shop.yaml",
        old="id: {description: Of the item., example: a}\n      X",
        new="id: {description: Of the item., example: é}\n      X",
    )
    made = gen("render", "--lang", "io,python", "--templates", "t")
    assert made.code == 0
    assert made.err.startswith("spec/shop.yaml:15:48: Io can't hold ")
    assert ", and io makes no sample of " in made.err.splitlines()[0]
    assert list(here.glob("out/shop/*/*/python/*.py"))


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("title: Io\nnames", "names", "1:1: title is missing; add it: name of the language"),
        ("case: camel", "case: camle", "2:15: 'camle' is not known here; did you mean camel?"),
        ("names:", "nmaes:", "2:1: unknown key 'nmaes'; did you mean names?"),
        ("escapes: {'", "escapes: {'ab': x, '", "7:17: 'ab' is not one character; use patterns:"),
        ("- base: line", "- base: lime", "10:13: 'lime' is not known here; did you mean line?"),
        ("- base: line", "- patterns: {'(': x}", "10:18: no regular expression: missing )"),
        (
            "{form: '\\U{:08x}'}",
            "{form: '{:q'}",
            "8:24: '{:q' does not fit here; use text with",
        ),
        ("template: sample", "template: smaple", "12:29: there is no template smaple.io.jinja in"),
        (
            "  io: {",
            "  iolang: {",
            "12:3: target iolang does not bear the name of its folder; call",
        ),
        (
            "  io: {",
            "  python: {",
            "12:3: target python does not bear the name of its folder; call",
        ),
        ('"{snake}.io"', '"{nope}.io"', "12:52: '{nope}.io' does not fit here; use a file name"),
        ('"{snake}.io"', '"../{snake}"', "12:52: '../{snake}' does not fit here; use a file name"),
        pytest.param(
            '"{snake}.io"',
            '".."',
            "12:52: '..' does not fit here; use a file name",
        ),
        ("  string:\n", "  String:\n", "4:3: 'String' does not fit here; use lower-case letters"),
        ("title: Io\n", "title: [Io\n", "2:6: not YAML: "),
    ],
)
def test_a_fault_of_a_language_has_its_place(here: Path, old: str, new: str, message: str) -> None:
    assert IO_LANGUAGE.count(old) == 1
    own(
        here / "t",
        {"io/language.yaml": IO_LANGUAGE.replace(old, new), "io/sample.io.jinja": IO_SAMPLE},
    )
    made = gen("render", "--templates", "t")
    assert (made.code, made.out) == (2, "")
    assert f"t/io/language.yaml:{message}" in made.err
    assert not (here / "out").exists()


def test_a_target_that_two_folders_make_is_told(here: Path) -> None:
    variant = IO_LANGUAGE.replace("  io: {", "  io-x: {")
    inner = IO_LANGUAGE.replace("  io: {", "  io-x: {")
    own(here / "t", {"io/language.yaml": variant, "io/sample.io.jinja": IO_SAMPLE})
    own(here / "t", {"io-x/language.yaml": inner, "io-x/sample.io.jinja": IO_SAMPLE})
    made = gen("render", "--templates", "t")
    assert made.code == 2
    assert "t/io-x/language.yaml:12:3: target io-x is made by io, too; rename one of" in made.err


def test_a_folder_that_cannot_be_a_language_is_told(here: Path) -> None:
    own(here / "t", {"My Io/language.yaml": IO_LANGUAGE, "My Io/sample.io.jinja": IO_SAMPLE})
    made = gen("render", "--templates", "t")
    assert made.code == 2
    assert "t/My Io/language.yaml:1:1: My Io can't be the id of a language; rename" in made.err


# Templates of a user over the built-in ones


def test_a_few_lines_of_language_yaml_change_all_samples(here: Path) -> None:
    text = "indent: 4\nindentWith: ' '\ntargets: {python: {header: {install: uv add requests}}}\n"
    own(here / "t", {"python/language.yaml": text})
    assert gen("render", "--templates", "t", "--lang", "python").code == 0
    lines = python_sample(here).splitlines()
    assert lines[0] == "# uv add requests"
    assert lines[1].endswith("python get_item.py"), "what the user does not say stays"
    assert any(line.startswith(" timeout=") for line in lines)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("indentWith: xx\n", "1:13: 'xx' does not fit here; use at most 16 spaces or tabs"),
        ("expressions: {variable: '{value}{value}'}\n", "1:25: {value} stands here more than once"),
        ("expressions: {text: strnig}\n", "1:21: there is no encoder strnig; did you mean string?"),
    ],
)
def test_a_fault_of_such_lines_has_its_place(here: Path, text: str, message: str) -> None:
    own(here / "t", {"python/language.yaml": text})
    made = gen("render", "--templates", "t", "--lang", "python")
    assert made.code == 2
    assert made.err.startswith(f"t/python/language.yaml:{message}")


def test_one_block_of_a_template_can_be_replaced(here: Path) -> None:
    text = (
        '{% extends "builtin:python/sample.py.jinja" %}\n'
        "{% block failure %}\nresponse.raise_for_status()\n{% endblock %}\n"
    )
    own(here / "t", {"python/sample.py.jinja": text})
    assert gen("render", "--templates", "t", "--lang", "python").code == 0
    made = python_sample(here)
    assert "\nresponse.raise_for_status()\n" in made and "response.status_code" not in made


def test_what_replaces_nothing_is_told(here: Path) -> None:
    text = '{% extends "builtin:python/sample.py.jinja" %}\n{% block faliure %}{% endblock %}\n'
    own(here / "t", {"python/sample.py.jinja": text, "python/smaple.py.jinja": "x\n"})
    made = gen("render", "--templates", "t", "--lang", "python")
    assert (made.code, made.out) == (2, "")
    assert made.err.splitlines() == [
        "t/python/sample.py.jinja:2:1: what this template extends has no block faliure; did you "
        "mean failure?",
        "t/python/smaple.py.jinja:1:1: no target of language.yaml uses this template; name it "
        "there, include it, or correct the name of the file",
    ]


def test_a_line_that_cmd_can_not_read_leaves_out_its_sample(here: Path) -> None:
    long = " ".join(["word"] * 1_700)
    row = "id: {description: Of the item., example: a}\n      X-Trace: {in: header, "
    more = f"required: true, example: {long}, "
    write_spec(here / "spec/shop.yaml", old=row, new=row + more)
    made = gen("render", "--lang", "curl,curl-cmd")
    assert made.code == 0
    assert re.match(
        r"spec/shop\.yaml:\d+:\d+: a line has 8,\d{3} characters, and 8,191 are read, and curl-cmd "
        r"makes no sample of get-item; ",
        made.err,
    )
    assert list(here.glob("out/shop/v1/get-item/*/*.sh"))
    assert not list(here.glob("out/shop/v1/get-item/*/*.cmd"))
    assert list(here.glob("out/shop/v1/drop-item/*/*.cmd"))
