"""Snippet tags: what docs sites include a sample's request by, and nothing else changed by them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from functools import cache
from pathlib import Path

import pytest

from generator.spec.grammar import SNIPPET_SITES
from tests.golden.publish.site import FACE, run
from tests.support import EVERYTHING, ROOT, published_targets, sample_targets, toolchain_for

TARGETS = [target for target in sample_targets() if target.id in published_targets()]
OPERATIONS = ("delete-liveness-with-verify-session", "detect", "create-liveness-session")


@cache
def tagged(site: str) -> Path:
    """Give the folder of the shipped spec's samples with the tags of a site."""
    import atexit
    import tempfile

    folder = Path(tempfile.mkdtemp(prefix="gen-tags-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    shutil.copytree(ROOT / "spec", folder / "spec")
    spec = folder / "spec/face-v1.1-preview.1.yaml"
    text = spec.read_text("utf-8")
    spec.write_text(f"{text.rstrip()}\n  snippetTags: {site}\n", "utf-8")
    made = run("render", "--spec", str(folder / "spec"), "--out", str(folder / "out"))
    assert made.exit_code == 0, made.output
    return folder


def files(site: str, operation: str) -> dict[str, Path]:
    """Give the operation's own sample of each target; those of its examples have longer names."""
    paths = (tagged(site) / "out" / FACE / operation).glob("*/*")
    found = {p.parent.name: p for p in sorted(paths, key=lambda p: -len(p.name))}
    return {target: path for target, path in found.items() if target != "reference"}


def between(text: str, begin: str, end: str) -> str:
    lines = text.split("\n")
    first = next(at for at, line in enumerate(lines) if begin in line)
    last = next(at for at, line in enumerate(lines) if end in line)
    return textwrap.dedent("".join(f"{line}\n" for line in lines[first + 1 : last]))


@pytest.mark.parametrize("site", SNIPPET_SITES)
@pytest.mark.parametrize("operation", OPERATIONS)
def test_tags_are_two_lines_more_and_no_other_change(site: str, operation: str) -> None:
    made = files(site, operation)
    assert set(made) == {target.id for target in TARGETS}
    for target, path in made.items():
        old = ROOT / "out" / path.relative_to(tagged(site) / "out")
        lines = path.read_text("utf-8").split("\n")
        usual = old.read_text("utf-8").split("\n")
        tags = [line for line in lines if re.search(r"</?request>|\[(start|end|START|END)\b", line)]
        assert len(tags) == 2, target
        assert [line for line in lines if line not in tags] == usual
        comment = next(t.comment for t in sample_targets() if t.id == target)
        assert all(tag.strip().startswith(comment) for tag in tags)


def test_a_page_has_no_tags() -> None:
    page = Path(FACE) / OPERATIONS[0] / "reference/reference.md"
    assert (tagged("docfx") / "out" / page).read_bytes() == (ROOT / "out" / page).read_bytes()


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: str(target.id))
def test_tagged_samples_are_formatted_and_build(target: object, tmp_path: Path) -> None:
    """A comment is one in every language; formatters leave it where it is."""
    from generator.languages.target import Target, fill_pattern

    assert isinstance(target, Target)
    toolchain = toolchain_for(target)
    formatter = target.formatter
    is_slow = bool(toolchain.build) and not EVERYTHING
    for site in list(SNIPPET_SITES)[: 1 if is_slow else None]:  # their comments differ in a word
        made = files(site, OPERATIONS[1])[target.id]
        step = toolchain.build or toolchain.check
        facts = {"file": str(made), "work": str(tmp_path), "stem": made.name.partition(".")[0],
                 "interpreter": sys.executable}  # fmt: skip
        steps = [step]
        if formatter and shutil.which(formatter.needs):
            steps.append(formatter.check)
        for words in filter(None, steps):
            ran = subprocess.run([fill_pattern(word, facts) for word in words], cwd=made.parent,
                                 capture_output=True, text=True)  # fmt: skip
            assert ran.returncode == 0, ran.stdout + ran.stderr


def test_docfx_finds_the_request() -> None:
    """By the rule of its documentation: the lines between `<id>` and `</id>` in comments."""
    for path in files("docfx", OPERATIONS[0]).values():
        text = between(path.read_text("utf-8"), " <request>", " </request>")
        assert "FACE_APIKEY" in text and "<request>" not in text


def test_mkdocs_includes_the_request() -> None:
    import markdown

    for target, path in files("mkdocs", OPERATIONS[0]).items():
        made = markdown.markdown(
            f'```text\n--8<-- "{path.name}:request"\n```',
            extensions=["pymdownx.superfences", "pymdownx.snippets"],
            extension_configs={
                "pymdownx.snippets": {
                    "base_path": [str(path.parent)],
                    "check_paths": True,
                    "dedent_subsections": True,
                },
                "pymdownx.superfences": {"disable_indented_code_blocks": True},
            },
        )
        from html import unescape

        shown = unescape(re.sub(r"<[^>]+>", "", made))
        text = path.read_text("utf-8").expandtabs(4)  # as Python-Markdown does
        wanted = between(text, "[start:request]", "[end:request]")
        assert shown.strip() == wanted.strip(), target


def test_sphinx_includes_the_request(tmp_path: Path) -> None:
    made = files("sphinx", OPERATIONS[0])
    (tmp_path / "conf.py").write_text("project = 'x'\nhtml_theme = 'basic'\n", "utf-8")
    rows = ["Page", "====", ""]
    for target, path in made.items():
        shutil.copy(path, tmp_path / f"{target}.txt")
        rows += [f".. literalinclude:: {target}.txt", "   :language: none",
                 "   :start-after: [START request]", "   :end-before: [END request]",
                 "   :dedent:", ""]  # fmt: skip
    (tmp_path / "index.rst").write_text("\n".join(rows), "utf-8")
    words = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "text", ".", "built"]
    ran = subprocess.run(words, cwd=tmp_path, capture_output=True, text=True)
    assert ran.returncode == 0, ran.stderr
    built = " ".join((tmp_path / "built/index.txt").read_text("utf-8").split())
    for path in made.values():
        wanted = between(path.read_text("utf-8"), "[START request]", "[END request]")
        assert " ".join(wanted.split()) in built


def test_what_stands_between_the_tags_can_be_compiled(tmp_path: Path) -> None:
    """A page that includes a sample shows something whole."""
    for operation in OPERATIONS:
        text = files("docfx", operation)["python"].read_text("utf-8")
        compile(between(text, "# <request>", "# </request>"), "sample.py", "exec")
        java = files("docfx", operation)["java-net-http"].read_text("utf-8")
        inner = between(java, "// <request>", "// </request>")
        assert inner.startswith("import ") and inner.rstrip().endswith("}")


def test_another_site_is_refused_with_its_place(tmp_path: Path) -> None:
    spec = tmp_path / "spec.yaml"
    text = (ROOT / "tests/golden/cases/public/spec.yaml").read_text("utf-8")
    kept = text.partition("publish:")[0]
    spec.write_text(f"{kept}publish:\n  snippetTags: docfxx\n", "utf-8")
    made = run("lint", "--spec", str(spec))
    assert made.exit_code == 2
    assert re.search(r"spec\.yaml:\d+:16: .*docfx", made.output)
