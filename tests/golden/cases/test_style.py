"""Published samples are short, and as their community's formatter leaves them."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from statistics import median

import pytest

from generator.languages.target import Target
from generator.model.variants import Loop, in_file_name
from generator.plan import make_plan
from generator.rendering.references import References
from generator.rendering.renderer import render
from generator.rendering.request import Binding
from generator.spec.loader import load
from generator.verify.process import execute
from generator.verify.toolchain import fill_command, missing_programs
from tests.support import LAYERS, ROOT, languages, sample_targets, samples_folder

# Lines of a sample that sends a little JSON, formatted, comment lines included.
LIMITS = {
    "curl": 10,
    "curl-cmd": 20,
    "c": 51,
    "csharp": 28,
    "go": 51,
    "http": 15,
    "java": 42,
    "java-net-http": 32,
    "javascript": 24,
    "javascript-axios": 30,
    "kotlin": 30,
    "objc": 32,
    "php": 24,
    "php-guzzle": 26,
    "powershell": 26,
    "python": 24,
    "python-httpx": 24,
    "ruby": 24,
    "rust": 40,
    "typescript": 24,
}
JSON_CALL = "create-liveness-session"
# Lines that a file or multipart/form-data may take more; Foundation has no class for the latter.
MORE_FOR_FILES = 15
MORE = {"objc": 22}
WITH_FILES = ("detect", "create-liveness-with-verify-session-with-verify-image")
# Lines of samples of all pages, and of those that wait until a task is done.
LOOPS = {
    "csharp": (32, 52),
    "go": (67, 91),
    "javascript": (28, 48),
    "javascript-axios": (34, 58),
    "php": (30, 54),
    "php-guzzle": (38, 52),
    "python": (34, 50),
    "python-httpx": (34, 50),
    "ruby": (30, 40),
    "rust": (56, 76),
    "typescript": (28, 48),
}
# Lines of a template of such samples.
LOOP_TEMPLATE = 64
# Lines and characters of half of all samples without a loop. Go's have three lines for each call
# that can fail; without them it is 850 characters.
MEDIAN = (22, 930)
# Lines of a target's template with its table of expressions, and the widest of them.
TEMPLATE = 132
# java.net.http has no class for forms and multipart/form-data, and Apache's needs many types. Some
# clients give no media type to a part that is no file, or send no name twice. In C, each file that
# is opened takes four lines; rustfmt wants calls on one line or on several, by their length.
TEMPLATES = {
    "c": 145,
    "csharp": 136,
    "java": 172,
    "java-net-http": 158,
    "javascript": 195,
    "javascript-axios": 197,
    "objc": 158,
    "php": 162,
    "php-guzzle": 152,
    "python": 175,
    "python-httpx": 177,
    "ruby": 140,
    "rust": 150,
    "typescript": 195,
}
WIDEST = 120
targets = pytest.mark.parametrize("target", sample_targets(), ids=lambda target: target.id)
with_loops = pytest.mark.parametrize(
    "target", [t for t in sample_targets() if t.loops], ids=lambda target: target.id
)


def published(target: Target) -> list[Path]:
    return sorted(samples_folder(target).glob(f"*/*/*/{target.id}/*"))


def of_operation(target: Target, operation: str) -> list[Path]:
    return sorted(samples_folder(target).glob(f"*/*/{operation}/{target.id}/*"))


def loop_of(file: Path) -> str:
    """The id of the loop that a sample has; empty for none."""
    name = in_file_name(file.stem)
    return next((loop for loop in Loop if name.endswith(in_file_name(loop))), "")


def shortened(file: Path, folder: Path, width: int) -> Path:
    """Copy a sample with URLs that fit on their line: gen never breaks that line, formatters do."""

    def fit(line: str) -> str:
        found = re.search(r"/face/v1\.1-preview\.1[\w./-]*(?:\?[\w=&,.-]*)?", line)
        if len(line) <= width or found is None:
            return line
        kept = max(2, len(found[0]) - (len(line) - width))
        return line[: found.start()] + found[0][:kept] + line[found.end() :]

    lines = file.read_text("utf-8").split("\n")
    copy = folder / file.parent.parent.name / file.name
    copy.parent.mkdir(exist_ok=True)
    copy.write_text("\n".join(map(fit, lines)), "utf-8")
    return copy


@targets
def test_the_formatter_leaves_it_as_it_is(target: Target, tmp_path: Path) -> None:
    if target.formatter is None:
        without = ("curl-cmd", "http", "powershell")
        assert target.id in without, "every other target names its formatter"
        return
    if missing_programs([target.formatter.needs]):
        pytest.skip(f"needs {target.formatter.needs}")
    rule = languages()[target.language].fit
    width = WIDEST if rule is None else rule.width
    files = [shortened(file, tmp_path, width) for file in published(target)]
    words = fill_command(target.formatter.check, files[0], files[0].parent)
    # Formatters take several files, and start slowly.
    at = words.index(str(files[0]))
    said = execute([*words[:at], *map(str, files), *words[at + 1 :]])
    assert said.exit == 0, f"{said.stdout}{said.stderr}"


def size(file: Path) -> tuple[int, int]:
    """The lines and characters of a file."""
    text = file.read_text("utf-8")
    return text.count("\n"), len(text)


@targets
def test_it_is_short(target: Target) -> None:
    (file,) = of_operation(target, JSON_CALL)
    assert size(file)[0] <= LIMITS[target.id]
    files = (file for id_ in WITH_FILES for file in of_operation(target, id_))
    lengths = {file.name: size(file)[0] for file in files}
    most = LIMITS[target.id] + MORE.get(target.id, MORE_FOR_FILES)
    assert {name: length for name, length in lengths.items() if length > most} == {}


def test_half_of_all_samples_are_shorter_than_a_page() -> None:
    files = (file for target in sample_targets() for file in published(target))
    sizes = [size(file) for file in files if not loop_of(file)]
    lines, characters = (median(column) for column in zip(*sizes, strict=True))
    assert lines <= MEDIAN[0]
    assert characters <= MEDIAN[1]


@targets
def test_its_template_is_short_and_looks_like_its_output(target: Target) -> None:
    template = "".join(
        (ROOT / "templates" / name).read_text("utf-8")
        for name in sorted(References(LAYERS).templates([target.file.template]))
    )
    folders = (target.language, *languages()[target.language].borrows)
    paths = (ROOT / "templates" / folder / "language.yaml" for folder in folders)
    language = "".join(path.read_text("utf-8") for path in paths)
    table = re.search(r"(?m)^expressions:\n(?: .*\n|\n)*", language)
    assert table is not None
    lines = [*template.splitlines(), *table[0].strip().splitlines()]
    assert len(lines) <= TEMPLATES.get(target.id, TEMPLATE)
    assert [line for line in lines if len(line) > WIDEST] == []
    encoders = "|".join(re.findall(r"(?m)^  (\w+):$", language))
    assert not re.search(rf"{{% (el)?if [^%]*\|({encoders})\b", template), (
        "no if on what is rendered"
    )


@with_loops
def test_a_sample_with_a_loop_is_short(target: Target) -> None:
    for loop, most in zip(Loop, LOOPS[target.id], strict=True):
        lengths = {file: size(file)[0] for file in published(target) if loop_of(file) == loop}
        assert lengths, "the Face API has both"
        assert {file.name: length for file, length in lengths.items() if length > most} == {}


@targets
def test_a_target_has_both_loops_or_a_reason(target: Target) -> None:
    assert set(target.loops) == (set() if target.no_loops else set(Loop))


def root(template: str) -> str:
    """Give the text of a template, or of the one that it is another name of."""
    text = (ROOT / "templates" / template).read_text("utf-8")
    other = re.fullmatch(r'{% extends "(.+)" %}\n', text)
    return text if other is None else root(other[1])


@with_loops
def test_a_template_with_a_loop_is_short_and_extends_that_of_samples(target: Target) -> None:
    for loop in target.loops.values():
        lines = root(loop.template).splitlines()
        # Or that of a target in the same language, which extends the template of samples.
        bases = References(LAYERS).templates([loop.template])
        templates = [other.file.template for other in languages()[target.language].targets]
        of_language = set(References(LAYERS).templates(templates))
        assert lines[0].startswith('{% extends "')
        assert of_language & set(bases)
        assert len(lines) <= LOOP_TEMPLATE
        assert [line for line in lines if len(line) > WIDEST] == []


@targets
def test_its_template_has_the_blocks_that_users_replace(target: Target) -> None:
    names = sorted(References(LAYERS).templates([target.file.template]))
    template = "".join((ROOT / "templates" / name).read_text("utf-8") for name in names)
    blocks = re.findall(r"{%[-+]? block (\w+)", template)
    # A loop replaces these: what gives the URL, what sends the request, what ends the program. Two
    # clients of a language have the last one, and other blocks that they replace, too.
    parts = ("url", "send", "end", "header_value")
    blocks = [block for block in dict.fromkeys(blocks) if block not in parts]
    assert blocks == ["header", "imports", "inputs", "call", "failure", "success"]


@targets
def test_it_is_clean_text(target: Target) -> None:
    for file in published(target):
        data = file.read_bytes()
        assert b"\r" not in data
        assert data.endswith(b"\n") and not data.endswith(b"\n\n")
        assert not any(line != line.rstrip() for line in data.decode().split("\n"))


@targets
def test_a_comment_is_for_the_reader_not_about_the_generator(target: Target) -> None:
    for file in published(target):
        assert "generated" not in file.read_text("utf-8").lower()


def host_of(length: int) -> str:
    """Give a host of a length, in labels of 50 characters."""
    return "".join("." if at % 51 == 50 else "a" for at in range(length - 1)) + "a"


@pytest.mark.parametrize("spec", ["spec", "tests/golden/cases/credentials"])
def test_the_layout_does_not_depend_on_the_host(spec: str) -> None:
    """A change of the host is one line of a review, whatever the lengths of both."""
    targets = [target.id for target in sample_targets()]
    known: set[str] = set()
    for length in (1, 8, 40, *range(62, 84, 3), 100, 200, 253):
        endpoint = f"https://{host_of(length)}"
        plan = make_plan(
            load(ROOT / spec), languages(), lambda _, at=endpoint: Binding(at, 30), targets
        )
        files = render(plan.jobs, languages(), LAYERS, skipped=[])
        known.add("".join(data.decode().replace(endpoint, "HOST") for data in files.values()))
    assert len(known) == 1


def test_a_value_that_looks_like_the_formatters_host_stays(tmp_path: Path) -> None:
    """black works on a text with another host; a value of the spec may hold that very host."""
    value = "https://endpoint.invalid/é\u0301/https://endpoint2.invalid"
    shutil.copytree(ROOT / "spec", tmp_path / "spec")
    (file,) = (tmp_path / "spec").glob("face-*.yaml")
    file.write_text(file.read_text("utf-8").replace("Face API", value, 1), "utf-8")
    plan = make_plan(
        load(tmp_path / "spec"),
        languages(),
        lambda _: Binding("https://example.org", 30),
        ["python-client"],
    )
    files = render(plan.clients, languages(), LAYERS, skipped=[])
    assert any(value in data.decode() for data in files.values())
