"""Every folder here with a spec has the whole tree that is rendered from it as golden output.

`make golden` rewrites the trees; read them in the diff, they are what users get.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import black
import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.cli.main import main
from generator.plan import make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind
from generator.spec.loader import load
from tests.support import LAYERS, ROOT, languages, yaml_text

HERE = Path(__file__).parent
CASES = sorted(path.parent.name for path in HERE.glob("*/spec.yaml"))


def tree(folder: Path) -> dict[str, bytes]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@pytest.mark.parametrize("case", CASES)
def test_the_tree_is_the_expected_one(case: str, tmp_path: Path) -> None:
    spec = HERE / case / "spec.yaml"
    result = CliRunner().invoke(main, ["render", "--spec", str(spec), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.stderr
    (tmp_path / "manifest.json").unlink()
    expected = HERE / case / "expected"
    if os.environ.get("GEN_GOLDEN") == "write":
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(tmp_path, expected)
    made = tree(tmp_path)
    missing = [str(expected / path) for path in made if not (expected / path).exists()]
    assert missing == [], "run make golden, and read what it wrote"
    assert made == tree(expected)


def test_python_is_as_black_leaves_it_in_every_case() -> None:
    files = [*HERE.glob("*/expected/**/*.py"), *(ROOT / "out").rglob("*.py")]
    assert len(files) > len(CASES)
    for file in files:
        text = file.read_text("utf-8")
        assert black.format_str(text, mode=black.Mode()) == text, file


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=60)
# Words and lines of words: what no formatter breaks may be longer than its lines.
LONG = TEXTS | st.from_regex(r"[a-z #+\"'{}:,-]{70,120}", fullmatch=True)


@given(
    values=st.lists(LONG.filter(lambda t: t not in (".", "..")), max_size=4),
    words=st.lists(st.from_regex(r"[a-zA-Z0-9]{1,40}", fullmatch=True), min_size=1, max_size=5),
    fields=st.lists(
        st.from_regex(r"X-[a-zA-Z0-9]{1,60}", fullmatch=True), max_size=3, unique_by=str.lower
    ),
    key=st.from_regex(r"[A-Z]{1,40}", fullmatch=True),
    sentence=LONG.filter(str.strip),
    sent=st.dictionaries(LONG.filter(str.strip), LONG, max_size=3),
)
@settings(max_examples=300)
def test_python_is_as_black_leaves_it_for_any_spec(
    values: list[str],
    words: list[str],
    fields: list[str],
    key: str,
    sentence: str,
    sent: dict[str, str],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    """Paths and headers of any length, values of any text: the template prints what black would."""
    path = "".join(f"/{word}" for word in words)
    path += "".join(f"/{{p{i}}}/{words[0]}" for i in range(len(values)))
    parameters = [
        f"p{i}: {{description: P., example: {yaml_text(v)}}}" for i, v in enumerate(values)
    ]
    if values:
        row = f"in: query, required: true, description: Q., example: {yaml_text(values[0])}"
        parameters.append(f"q: {{{row}}}")
    headers = [f"{name}: {{description: H., value: {words[0]}}}" for name in fields[1:]]
    headers += [f"{name}: {{description: H., env: {key}}}" for name in fields[:1]]
    more = f", parameters: {{{', '.join(parameters)}}}" if parameters else ""
    if sent:
        example = ", ".join(f"{yaml_text(k)}: {yaml_text(v)}" for k, v in sent.items())
        within = f"list: [{yaml_text(sentence)}, {{{example}}}]"
        more += f", body: {{type: object, example: {{{example}, {within}}}}}"
    lines = [
        "api: {id: a, title: A, version: v1}",
        "endpoint: https://example.com",
        "operations:",
        f"  op: {{title: Op, summary: {yaml_text(sentence)}, method: PATCH, path: '{path}',",
        f"    responses: {{200: {yaml_text(sentence)}}}{more}}}",
        f"headers: {{{', '.join(headers)}}}" if headers else "",
    ]
    spec = tmp_path_factory.mktemp("spec") / "spec.yaml"
    spec.write_text("\n".join(lines), "utf-8")
    plan = make_plan(load(spec), languages(), bind, ["python"])
    (made,) = render(plan.jobs, languages(), LAYERS).values()
    assert black.format_str(made.decode(), mode=black.Mode()) == made.decode()
