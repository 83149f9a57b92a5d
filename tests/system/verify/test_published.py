"""What is run may differ from what is published by the bound values, and by nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.errors import GenError
from generator.model.structs import replace
from generator.rendering.request import Binding, Request, make_request
from generator.verify.compare import committed_fault, unbound_lines
from tests.support import reference_api

API = reference_api()
LONG, SHORT = "https://westeurope.api.example.com", "http://127.0.0.1:4711"
OLD = make_request(API, API.operations[0], Binding(LONG, 30))
NEW = replace(OLD, endpoint=SHORT, timeout=3)

SAMPLE = f"""\
endpoint = "{LONG}"

answer = ask(f"{{endpoint}}/a", timeout=30)

retries = 130
"""


def bound(text: str, old: Request = OLD, new: Request = NEW) -> str:
    """Bind a published sample as a template does that prints the values alone."""
    return text.replace(old.endpoint, new.endpoint).replace(
        f"timeout={old.timeout}", f"timeout={new.timeout}"
    )


def odd(published: str, local: str) -> list[str]:
    return unbound_lines(published, local, OLD, NEW)


def test_endpoint_and_time_limit_may_differ() -> None:
    assert odd(SAMPLE, bound(SAMPLE)) == []


def test_they_need_not() -> None:
    assert odd(SAMPLE, SAMPLE) == []
    assert odd(SAMPLE, SAMPLE.replace("timeout=30", "timeout=3")) == []


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        ("retries = 130", "retries = 131", ["retries = 130"]),
        ("retries = 130", "retries = 13", ["retries = 130"]),
        ("/a", "/b", ['answer = ask(f"{endpoint}/a", timeout=30)']),
        ("timeout=30", "timeout=31", ['answer = ask(f"{endpoint}/a", timeout=30)']),
        ("timeout=30", "timeout=33", ['answer = ask(f"{endpoint}/a", timeout=30)']),
        (LONG, f"{SHORT}/x", [f'endpoint = "{LONG}"']),
        (LONG, "http://127.0.0.1:4712", [f'endpoint = "{LONG}"']),
        ("endpoint = ", "endpoint  =  0 + ", [f'endpoint = "{LONG}"']),
        ("retries = 130\n", "", ["retries = 130"]),
        ("retries = 130\n", "retries = 130\nmore()\n", ["more()"]),
        ("retries = 130\n", "retries = 130\nretries = 130\n", ["retries = 130"]),
    ],
)
def test_every_other_line_is_given(old: str, new: str, lines: list[str]) -> None:
    assert odd(SAMPLE, bound(SAMPLE.replace(old, new))) == lines


def test_lines_in_another_order_are_given() -> None:
    assert odd("a\nb\n", "b\na\n") != []


@pytest.mark.parametrize(
    ("published", "local"),
    [
        ("x30y", "x3y"),
        ("130", "13"),
        ("301", "31"),
        ("v30 = 1", "v3 = 1"),
        ("0x30", "0x3"),
        ("30px", "3px"),
        ("a_30", "a_3"),
    ],
)
def test_a_number_within_a_word_is_no_time_limit(published: str, local: str) -> None:
    assert odd(published, local) == [published]


@pytest.mark.parametrize(
    ("published", "local"),
    [
        ("30", "3"),
        ("f(30)", "f(3)"),
        ("30 * s", "3 * s"),
        ("30_000", "3_000"),
        ("--max-time 30 \\", "--max-time 3 \\"),
    ],
)
def test_a_whole_number_is_one(published: str, local: str) -> None:
    assert odd(published, local) == []


EXPLODED = f"""\
before()
answer = ask(
    "{LONG}",
    headers={{"a": "b"}},
)
other(
    1,
)
after()
"""
JOINED = f"""\
before()
answer = ask("{SHORT}", headers={{"a": "b"}})
other(
    1,
)
after()
"""
NESTED = f"""\
answer = ask(
    [
        "{LONG}",
        30,
    ],
    x,
)
"""


@pytest.mark.parametrize(
    ("published", "local"),
    [
        (EXPLODED, JOINED),
        (NESTED, f'answer = ask(["{SHORT}", 3], x)\n'),
        (NESTED, f'answer = ask(\n    ["{SHORT}", 3],\n    x,\n)\n'),
        (f'f("{LONG}" +\n  "a")\n', f'f("{SHORT}" + "a")\n'),
        (f'f(\n  "{LONG}"\n)\nf(\n  "{LONG}"\n)\n', f'f("{SHORT}")\nf("{SHORT}")\n'),
        (
            f'f(\n  "{LONG}",\n)\ng(\n  x,\n)\nf(\n  x,\n)\n',
            f'f("{SHORT}")\ng(\n  x,\n)\nf(\n  x,\n)\n',
        ),
        ("f(\n  x,\n  timeout=30,\n)\n", "f(\n  x, timeout=3\n)\n"),
    ],
    ids=["call", "nested", "half", "operator", "twice", "brackets that look alike", "one line"],
)
def test_a_longer_value_may_be_laid_out_otherwise(published: str, local: str) -> None:
    assert odd(published, local) == []
    assert unbound_lines(local, published, NEW, OLD) == []


def test_a_difference_in_what_is_laid_out_otherwise_is_given() -> None:
    assert odd(EXPLODED, JOINED.replace('"b"', '"c"')) != []
    assert odd(EXPLODED, JOINED.replace("ask", "tell")) != []
    assert odd(EXPLODED, JOINED.replace(', headers={"a": "b"}', "")) != []


def test_a_time_limit_that_stands_in_the_endpoint_stays() -> None:
    old = replace(OLD, endpoint="https://30.example.com")
    text = f"a {old.endpoint} 30"
    assert unbound_lines(text, f"a {SHORT} 3", old, NEW) == []
    assert unbound_lines(text, "a https://3.example.com 3", old, NEW) == [text]


def test_the_endpoint_is_no_pattern() -> None:
    text = LONG.replace(".", "x")
    assert odd(text, SHORT) == [text]


PIECES = st.lists(
    st.sampled_from(["(", ")", "[", "]", "{", "}", ",", " ", "a", "b", '"', ".", "\\", "é", "4"]),
    max_size=8,
).map("".join)
LINES = st.lists(st.tuples(PIECES, st.sampled_from(["E", "T", ""]), PIECES), max_size=12)


def text_of(lines: list[tuple[str, str, str]], request: Request) -> str:
    values = {"E": request.endpoint, "T": f"({request.timeout})", "": ""}
    return "".join(f"{before}{values[value]}{after}\n" for before, value, after in lines)


@given(lines=LINES)
@settings(max_examples=100)
def test_whatever_the_lines_values_alone_are_no_difference(
    lines: list[tuple[str, str, str]],
) -> None:
    assert odd(text_of(lines, OLD), text_of(lines, NEW)) == []


@given(lines=LINES, place=st.integers(0, 12), letter=st.sampled_from("xyz=;+"))
@settings(max_examples=100)
def test_whatever_the_lines_another_one_is_given(
    lines: list[tuple[str, str, str]], place: int, letter: str
) -> None:
    more = [*lines[:place], (letter, "", ""), *lines[place:]]
    assert odd(text_of(lines, OLD), text_of(more, NEW)) != []
    assert odd(text_of(more, OLD), text_of(lines, NEW)) != []


@given(before=LINES, within=LINES, after=LINES)
@settings(max_examples=100)
def test_whatever_stands_around_a_call_may_be_on_one_line_or_on_many(
    before: list[tuple[str, str, str]],
    within: list[tuple[str, str, str]],
    after: list[tuple[str, str, str]],
) -> None:
    """Lines that a call is laid out in can look like those around it."""
    above, below = text_of(before, OLD), text_of(after, OLD)
    arguments = [f'"{index}"' for index in range(len(within))]
    many = "".join(f"    {argument},\n" for argument in (f'"{LONG}"', *arguments))
    one = ", ".join((f'"{SHORT}"', *arguments))
    published = f"{above}f(\n{many})\n{below}"
    local = f"{text_of(before, NEW)}f({one})\n{text_of(after, NEW)}"
    assert odd(published, local) == []


# committed_fault


def test_a_file_that_is_not_there_is_no_fault(tmp_path: Path) -> None:
    assert committed_fault(tmp_path, "a/b.py", b"x") == ""
    assert committed_fault(tmp_path / "none", "a/b.py", b"x") == ""


def test_a_file_in_place_of_its_folder_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"x")
    assert committed_fault(tmp_path, "a/b.py", b"x") == ""


@pytest.mark.parametrize("data", [b"y", b"", b"x\r\n", b"x\n\n", b"\xff"])
def test_a_file_must_be_what_is_rendered_to_the_byte(tmp_path: Path, data: bytes) -> None:
    (tmp_path / "b.py").write_bytes(b"x\n")
    assert committed_fault(tmp_path, "b.py", b"x\n") == ""
    (tmp_path / "b.py").write_bytes(data)
    fault = committed_fault(tmp_path, "b.py", b"x\n")
    assert fault == f"{tmp_path.as_posix()}/b.py is not what is rendered; run gen render"


def test_a_folder_in_place_of_a_file_is_told(tmp_path: Path) -> None:
    (tmp_path / "b.py").mkdir()
    with pytest.raises(GenError) as caught:
        committed_fault(tmp_path, "b.py", b"x")
    assert str(caught.value).startswith(f"{tmp_path.as_posix()}/b.py: can't be read (")
