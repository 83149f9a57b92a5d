"""What is wrong with the reference page that this project began with, and stays right here.

Each test is one fault that was found by running the page's nine code blocks. What the samples do
against a server is proven in `tests/compiled/wire`; here the committed files are read.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from generator.model.text import reveal
from tests.support import ROOT, published_targets, reference_api, sample_targets

API = reference_api()
OPERATION = API.operations[0]
FOLDER = ROOT / "out" / API.folder / OPERATION.id
PAGE = (FOLDER / "reference/reference.md").read_text("utf-8")
REGIONS = (ROOT / "out" / API.folder / "reference/regions.md").read_text("utf-8")
SAMPLES = {
    target.id: next((FOLDER / target.id).iterdir()).read_text("utf-8")
    for target in sample_targets()
    if target.id in published_targets()
}
HOST = "https://norwayeast.api.cognitive.microsoft.com"
every_sample = pytest.mark.parametrize("sample", SAMPLES.values(), ids=list(SAMPLES))


def tables(page: str = PAGE) -> list[list[list[str]]]:
    """A page's tables: rows of cells, as a Markdown reader sees them."""
    found: list[list[list[str]]] = []
    tokens = MarkdownIt("commonmark").enable("table").parse(page)
    for index, token in enumerate(tokens):
        if token.type == "table_open":
            found.append([])
        elif token.type == "tr_open":
            found[-1].append([])
        elif token.type in ("th_open", "td_open"):
            children = tokens[index + 1].children or []
            found[-1][-1].append("".join(child.content for child in children))
    return found


def headings() -> list[str]:
    tokens = MarkdownIt("commonmark").parse(PAGE)
    found = [tokens[i + 1] for i, t in enumerate(tokens) if t.type == "heading_open"]
    return ["".join(child.content for child in token.children or []) for token in found]


# The page


def test_there_is_one_region_list_with_all_32() -> None:
    (table,) = tables(REGIONS)
    regions = table[1:]
    assert len(regions) == 32
    assert [
        "Italy North",
        "italynorth",
        "https://italynorth.api.cognitive.microsoft.com",
    ] in regions
    assert REGIONS.count("Italy North") == 1
    assert "[these regions](../../reference/regions.md)" in PAGE
    assert "Italy North" not in PAGE


def test_the_request_url_is_there() -> None:
    assert (
        "DELETE https://{region}.api.cognitive.microsoft.com/face/v1.1-preview.1"
        "/detectLivenessWithVerify/singleModal/sessions/{sessionId}\n"
    ) in PAGE


def test_the_parameter_and_the_header_have_names() -> None:
    names = [row[0] for rows in tables() if rows[0][0] == "Name" for row in rows[1:]]
    assert names == ["sessionId", "Ocp-Apim-Subscription-Key"]


def test_the_page_says_that_there_is_no_body() -> None:
    assert "None. Send neither a body nor a Content-Type." in PAGE


def test_every_error_is_a_row_of_one_table_with_separate_cells() -> None:
    errors = next(rows[1:] for rows in tables() if rows[0][:2] == ["Status", "Code"])
    assert [(row[0].split()[0], row[1]) for row in errors] == [
        ("400", "InvalidSessionId"),
        ("401", "Unspecified"),
        ("403", "–"),
        ("404", "SessionNotFound"),
        ("415", "BadArgument"),
        ("429", "–"),
    ]


def test_the_table_has_the_very_message_of_the_example() -> None:
    rows = next(rows[1:] for rows in tables() if rows[0][:2] == ["Status", "Code"])
    for row, error in zip(rows, OPERATION.errors, strict=True):
        assert row[2] == reveal(error.message)
        assert error.body is not None and f'"message": "{row[2]}"' in reveal(error.body)
        assert reveal(error.body) in PAGE


def test_429_documents_retry_after() -> None:
    assert "With the header `Retry-After: 26`:" in PAGE


def test_the_code_blocks_are_labelled() -> None:
    titles = {target.id: target.title for target in sample_targets()}
    published = [titles[reveal(id_)] for id_ in API.targets or () if reveal(id_) in titles]
    assert len(published) == 13
    assert headings()[headings().index("Code samples") + 1 :] == published


# Every sample


@every_sample
def test_no_placeholder_is_sent(sample: str) -> None:
    """`{sessionId}` and `{body}` went over the wire as they are, or crashed."""
    sample = re.sub(r'\$"[^"]*"', "", sample)  # C# puts a variable in there
    assert not re.search(r"(?<!\$)\{sessionId\}|\{subscription key\}", sample)
    assert not re.search(r"""["']\{body\}["']""", sample)


@every_sample
def test_a_real_example_stands_in_a_variable(sample: str) -> None:
    assert sample.count("b12e033e-bda7-4b83-a211-e721c661f30e") == 1


@every_sample
def test_the_host_stands_in_one_line(sample: str) -> None:
    assert sample.count(HOST) == 1
    assert sample.count("norwayeast") == 1


@every_sample
def test_the_key_comes_from_the_environment(sample: str) -> None:
    assert "FACE_APIKEY" in sample
    assert "subscription key" not in sample.lower()


@every_sample
def test_there_is_a_time_limit(sample: str) -> None:
    assert re.search(r"(?i)(time|limit).{0,30}\b30\b|30_000", sample)


@every_sample
def test_a_bare_request_has_no_trailing_question_mark(sample: str) -> None:
    code = [line for line in sample.splitlines() if "/detectLiveness" in line]
    assert code and not any("?" in line for line in code)


# One by one


def test_curl_continues_its_lines_and_hides_the_key() -> None:
    for target, mark in (("curl", "\\"), ("curl-cmd", "^")):
        lines = SAMPLES[target].rstrip().split("\n")
        start = next(i for i, line in enumerate(lines) if line.startswith("curl "))
        assert all(line.endswith(f" {mark}") for line in lines[start:-1])
        assert not re.search(r"(?m) -v\b|--verbose|--data", SAMPLES[target])
        assert "--fail-with-body" in SAMPLES[target]


def test_csharp_awaits_and_disposes_and_waits_for_no_key_press() -> None:
    sample = SAMPLES["csharp"]
    assert "async void" not in sample and "ReadLine" not in sample
    assert "await client.DeleteAsync" in sample
    for owned in ("client", "response"):
        assert f"using var {owned} = " in sample


def test_java_imports_httpdelete_and_all_it_uses() -> None:
    sample = SAMPLES["java"]
    assert "import org.apache.hc.client5.http.classic.methods.HttpDelete;" in sample
    imported = re.findall(r"(?m)^import [\w.]+\.(\w+);", sample)
    body = sample[sample.index("\nclass ") :]
    assert all(re.search(rf"\b{name}\b", body) for name in imported), "an import is not used"
    assert "setEntity" not in sample and "catch (Exception" not in sample
    assert "try (var client = " in sample, "the client is closed"


def test_javascript_is_no_web_page_with_an_old_library() -> None:
    sample = SAMPLES["javascript"]
    assert not re.search(r"(?i)jquery|<script|<html|http://|alert\(", sample)


def test_objective_c_is_written_for_arc_and_todays_foundation() -> None:
    sample = SAMPLES["objc"]
    assert not re.search("NSAutoreleasePool|sendSynchronousRequest|entities=true|NSLog", sample)
    assert len(re.findall(r"NSError \*", sample)) == 1, "no error shadows another"


def test_php_needs_no_package_and_catches_no_class_that_is_none() -> None:
    sample = SAMPLES["php"]
    assert not re.search("(?i)require|HTTP_?Request2|HttpException|apache", sample)


def test_python_is_python_3_and_prints_text() -> None:
    sample = SAMPLES["python"]
    compile(sample, "sample.py", "exec")
    assert not re.search(r"httplib|errno|urlencode|response\.content|read\(\)", sample)


def test_ruby_sends_no_body() -> None:
    assert not re.search(r"request\.body|set_form", SAMPLES["ruby"])


def test_the_manual_names_every_test_of_this_file() -> None:
    page = (ROOT / "docs/upstream-faults.md").read_text("utf-8")
    tests = re.findall(r"(?m)^def (test_\w+)", Path(__file__).read_text("utf-8"))
    missing = [name for name in tests[:-1] if f"`{name}`" not in page]
    assert missing == []
