"""Every layout of a table, byte for byte: before a command, and after it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from tests.system.regions.support import done, spec_text, write


@dataclass(frozen=True)
class Case:
    """A table, a command, and the table after it; `default` is never touched."""

    about: str
    before: str
    command: tuple[str, ...]
    after: str
    default: str = "b"

    def __str__(self) -> str:
        return re.sub(r"\W+", "-", self.about)


US = "https://us.example.org"
CASES = [
    # A block mapping
    Case("its sorted place", "a: A\nb: B\nd: D\n", ("add", "c", "C"), "a: A\nb: B\nc: C\nd: D\n"),
    Case("before all others", "b: B\nc: C\n", ("add", "a", "A"), "a: A\nb: B\nc: C\n"),
    Case("behind all others", "a: A\nb: B\n", ("add", "c", "C"), "a: A\nb: B\nc: C\n"),
    Case("the end if not sorted", "c: C\nb: B\n", ("add", "a", "A"), "c: C\nb: B\na: A\n"),
    Case("behind the only one", "b: B\n", ("add", "c", "C"), "b: B\nc: C\n"),
    Case("before the only one", "b: B\n", ("add", "a", "A"), "a: A\nb: B\n"),
    Case("remove between", "a: A\nb: B\nc: C\n", ("remove", "a"), "b: B\nc: C\n"),
    Case("remove the first", "a: A\nb: B\n", ("remove", "a"), "b: B\n"),
    Case("remove the last", "b: B\nc: C\n", ("remove", "c"), "b: B\n"),
    Case(
        "a host of its own",
        "b: B\n",
        ("add", "us", "US Gov", "--endpoint", US),
        f"b: B\nus: {{name: US Gov, endpoint: '{US}'}}\n",
    ),
    Case("no line end at the end", "b: B", ("add", "c", "C"), "b: B\nc: C"),
    Case("no line end, remove", "a: A\nb: B\nc: C", ("remove", "c"), "a: A\nb: B"),
    Case("no line end, CRLF", "a: A\r\nb: B", ("add", "c", "C"), "a: A\r\nb: B\r\nc: C"),
    Case("no line end, remove CRLF", "a: A\r\nb: B\r\nc: C", ("remove", "c"), "a: A\r\nb: B"),
    Case("no line end, remove before", "a: A\nb: B", ("remove", "a"), "b: B"),
    Case("CRLF", "a: A\r\nb: B\r\n", ("add", "aa", "X"), "a: A\r\naa: X\r\nb: B\r\n"),
    Case("CRLF, first", "b: B\r\n", ("add", "a", "A"), "a: A\r\nb: B\r\n"),
    Case("CRLF, remove", "a: A\r\nb: B\r\nc: C\r\n", ("remove", "c"), "a: A\r\nb: B\r\n"),
    Case("CR alone", "a: A\rb: B\r", ("add", "c", "C"), "a: A\rb: B\rc: C\r"),
    Case(
        "mixed line ends",
        "a: A\nb: B\r\nc: C\n",
        ("add", "bb", "X"),
        "a: A\nb: B\r\nbb: X\r\nc: C\n",
    ),
    Case("a BOM", "\ufeffb: B\n", ("add", "a", "A"), "\ufeffa: A\nb: B\n"),
    Case("a BOM, remove", "\ufeffa: A\nb: B\n", ("remove", "a"), "\ufeffb: B\n"),
    Case(
        "comments and empty lines stay where they are",
        "# top\n\n# of b\nb: B  # b\n\n# of d\nd: D\n# end\n",
        ("add", "c", "C"),
        "# top\n\n# of b\nb: B  # b\nc: C\n\n# of d\nd: D\n# end\n",
    ),
    Case(
        "the end of the table, not of the file",
        "b: B\n\n# end\n",
        ("add", "c", "C"),
        "b: B\nc: C\n\n# end\n",
    ),
    Case("first below the heading", "# top\nb: B\n", ("add", "a", "A"), "# top\na: A\nb: B\n"),
    Case(
        "a deeper comment belongs to the entry above",
        "b:\n  name: B\n  # endpoint: later\n\n# c\nd: D\n",
        ("add", "c", "C"),
        "b:\n  name: B\n  # endpoint: later\nc: C\n\n# c\nd: D\n",
    ),
    Case(
        "comment lines stay, that behind the entry goes",
        "# a\na: A  # of a\n# between\nb: B\n",
        ("remove", "a"),
        "# a\n# between\nb: B\n",
    ),
    Case("empty lines stay", "a: A\n\nc: C\n\nb: B\n", ("remove", "c"), "a: A\n\n\nb: B\n"),
    Case(
        "a nested mapping, with a comment line in it",
        f"b: B\nus:\n\n  # sovereign\n  name: US  # short\n  endpoint: {US} # host\nz: Z\n",
        ("remove", "us"),
        "b: B\n  # sovereign\nz: Z\n",
    ),
    Case(
        "behind a nested mapping",
        f"b:\n  name: US\n  endpoint: {US} # host\nz: Z\n",
        ("add", "c", "C"),
        f"b:\n  name: US\n  endpoint: {US} # host\nc: C\nz: Z\n",
    ),
    Case(
        "a flow mapping on several lines",
        f"a: {{\n  # sovereign\n  name: US,\n  endpoint: {US},\n}} # end\nb: B\n",
        ("remove", "a"),
        "  # sovereign\nb: B\n",
    ),
    Case("text on two lines", "a: A\n  and more # x\nb: B\n", ("remove", "a"), "b: B\n"),
    Case(
        "behind text on two lines",
        "b: B\n  # no\nd: D\n",
        ("add", "c", "C"),
        "b: B\n  # no\nc: C\nd: D\n",
    ),
    Case(
        "quotes on two lines",
        'a: "A\n  # no comment\n\n  end" # x\nb: B\n',
        ("remove", "a"),
        "b: B\n",
    ),
    Case(
        "a literal",
        "a: |- # x\n  A\n  # no comment\n\n# own\nb: B\n",
        ("remove", "a"),
        "\n# own\nb: B\n",
    ),
    Case(
        "behind a literal",
        "b: |\n  B\n\n\n# d\nd: D\n",
        ("add", "c", "C"),
        "b: |\n  B\nc: C\n\n\n# d\nd: D\n",
    ),
    Case(
        "behind a folded one",
        "b: >-\n  B\n  B\n\nd: D\n",
        ("add", "c", "C"),
        "b: >-\n  B\n  B\nc: C\n\nd: D\n",
    ),
    Case(
        "behind a keeping one",
        "b: |+\n  B\n\nd: D\n",
        ("add", "c", "C"),
        "b: |+\n  B\n\nc: C\nd: D\n",
    ),
    Case("a keeping one", "a: |+\n  A\n\n\nb: B\n", ("remove", "a"), "b: B\n"),
    Case("a keeping one at the end", "b: B\nc: |+\n  C\n\n\n", ("remove", "c"), "b: B\n"),
    Case(
        "behind a keeping one at the end",
        "b: |+\n  B\n\n",
        ("add", "c", "C"),
        "b: |+\n  B\n\nc: C\n",
    ),
    Case("a literal in front", "b: |\n  B\nc: C", ("remove", "c"), "b: |\n  B\n"),
    Case(
        "a literal in a mapping in front",
        "b:\n  name: |\n    B\nc: C",
        ("remove", "c"),
        "b:\n  name: |\n    B\n",
    ),
    Case("an explicit key", "? a\n: A\nb: B\n", ("remove", "a"), "b: B\n"),
    Case("an explicit key on its own line", "?\n  a\n: A\nb: B\n", ("remove", "a"), "b: B\n"),
    Case("before an explicit key", "? b\n: B\n", ("add", "a", "A"), "a: A\n? b\n: B\n"),
    Case("behind an explicit key", "? b\n: B # b\n", ("add", "c", "C"), "? b\n: B # b\nc: C\n"),
    Case("indented", "  a: A\n  b: B\n", ("add", "c", "C"), "  a: A\n  b: B\n  c: C\n"),
    Case("indented, first", "  b: B\n", ("add", "a", "A"), "  a: A\n  b: B\n"),
    Case(
        "a document's marks",
        "%YAML 1.1\n---\nb: B\n...\n",
        ("add", "c", "C"),
        "%YAML 1.1\n---\nb: B\nc: C\n...\n",
    ),
    Case(
        "quotes as the others have",
        '"a": "A"\n"b": "B"\n',
        ("add", "c", "C"),
        '"a": "A"\n"b": "B"\n"c": "C"\n',
    ),
    Case(
        "names in quotes", "a: 'A'\nb: 'B'\n", ("add", "c", "it's"), "a: 'A'\nb: 'B'\nc: 'it''s'\n"
    ),
    Case(
        "quotes that differ",
        '"a": \'A\'\nb: "B"\n',
        ("add", "c", "C"),
        '"a": \'A\'\nb: "B"\nc: C\n',
    ),
    Case("beyond the BMP", "a: 🦀 # 🦀\nb: 𝔅 # 🦀\nc: C\n", ("remove", "a"), "b: 𝔅 # 🦀\nc: C\n"),
    Case(
        "behind what is beyond the BMP",
        "b: 🦀 # 𝔅\nc: C\n",
        ("add", "bb", "São 🦀"),
        "b: 🦀 # 𝔅\nbb: São 🦀\nc: C\n",
    ),
    Case("a line separator ends a line", "a: A # a\u2028b: B\n", ("remove", "a"), "b: B\n"),
    # A flow mapping on one line
    Case("flow", "{a: A, b: B}\n", ("add", "c", "C"), "{a: A, b: B, c: C}\n"),
    Case("flow, first", "{b: B}\n", ("add", "a", "A"), "{a: A, b: B}\n"),
    Case("flow, between", "{a: A, b: B}\n", ("add", "aa", "X"), "{a: A, aa: X, b: B}\n"),
    Case("flow with spaces", "{ a: A, b: B }", ("add", "c", "C"), "{ a: A, b: B, c: C }"),
    Case(
        "flow with a comma at the end",
        "{a: A, b: B,}\n",
        ("add", "c", "C"),
        "{a: A, b: B, c: C,}\n",
    ),
    Case("flow, remove the first", "{a: A, b: B, c: C}\n", ("remove", "a"), "{b: B, c: C}\n"),
    Case("flow, remove between", "{a: A, c: C, b: B} # x\n", ("remove", "c"), "{a: A, b: B} # x\n"),
    Case("flow, remove the last", "{ a: A, b: B, c: C }\n", ("remove", "c"), "{ a: A, b: B }\n"),
    Case(
        "flow, the last with a comma", "{a: A, b: B, c: C,}\n", ("remove", "c"), "{a: A, b: B,}\n"
    ),
    Case("flow, comma and spaces", "{ b: B, c: C, }\n", ("remove", "c"), "{ b: B, }\n"),
    Case("flow, a comma in the name", "{b: B}\n", ("add", "c", "C, D"), "{b: B, c: 'C, D'}\n"),
    Case(
        "flow, a mapping in it",
        f"{{a: {{name: A, endpoint: {US}}}, b: B}}\n",
        ("remove", "a"),
        "{b: B}\n",
    ),
    Case(
        "flow, a host of its own",
        "{b: B}\n",
        ("add", "us", "US", "--endpoint", US),
        f"{{b: B, us: {{name: US, endpoint: '{US}'}}}}\n",
    ),
    Case("JSON", '{"a": "A", "b": "B"}\n', ("add", "c", "C"), '{"a": "A", "b": "B", "c": "C"}\n'),
    Case("flow behind a mark", "--- {b: B}\n", ("add", "c", "C"), "--- {b: B, c: C}\n"),
    # A flow mapping on several lines
    Case(
        "a line each",
        "{\n  a: A, # a\n  b: B # b\n}\n",
        ("add", "c", "C"),
        "{\n  a: A, # a\n  b: B, # b\n  c: C\n}\n",
    ),
    Case(
        "a line each, between",
        "{\n  a: A, # a\n\n  # b\n  b: B\n}\n",
        ("add", "aa", "X"),
        "{\n  a: A, # a\n  aa: X,\n\n  # b\n  b: B\n}\n",
    ),
    Case("a line each, first", "{\n  b: B\n}\n", ("add", "a", "A"), "{\n  a: A,\n  b: B\n}\n"),
    Case(
        "a comma at the end",
        "{\n  b: B, # b\n}\n",
        ("add", "c", "C"),
        "{\n  b: B, # b\n  c: C,\n}\n",
    ),
    Case(
        "brace behind the last",
        "{\n  a: A,\n  b: B }\n",
        ("add", "c", "C"),
        "{\n  a: A,\n  b: B,\n  c: C }\n",
    ),
    Case(
        "brace and comma",
        "{\n  a: A,\n  b: B, }\n",
        ("add", "c", "C"),
        "{\n  a: A,\n  b: B, c: C, }\n",
    ),
    Case(
        "brace before the first",
        "{b: B,\n c: C}\n",
        ("add", "bb", "X"),
        "{b: B,\n bb: X,\n c: C}\n",
    ),
    Case(
        "commas in front",
        "{ a: A\n, b: B # b\n}\n",
        ("add", "c", "C"),
        "{ a: A\n, b: B, c: C # b\n}\n",
    ),
    Case(
        "several a line",
        "{a: A, b: B, # x\n d: D, e: E}\n",
        ("add", "c", "C"),
        "{a: A, b: B, c: C, # x\n d: D, e: E}\n",
    ),
    Case(
        "a line each, remove between",
        "{\n  a: A, # a\n  # of b\n  c: C, # c\n  b: B # b\n}\n",
        ("remove", "c"),
        "{\n  a: A, # a\n  # of b\n  b: B # b\n}\n",
    ),
    Case(
        "a line each, remove the last",
        "{\n  a: A,\n  b: B, # b\n  c: C # c\n}\n",
        ("remove", "c"),
        "{\n  a: A,\n  b: B # b\n}\n",
    ),
    Case(
        "a comma behind a comment",
        "{\n  b: B # b\n  , # comma\n  c: C # c\n}\n",
        ("remove", "c"),
        "{\n  b: B # b\n   # comma\n}\n",
    ),
    Case(
        "remove, commas in front",
        "{ a: A\n, c: C # c\n, b: B\n}\n",
        ("remove", "c"),
        "{ a: A\n, b: B\n}\n",
    ),
    Case(
        "remove the last, commas in front",
        "{ b: B\n, c: C # c\n}\n",
        ("remove", "c"),
        "{ b: B\n}\n",
    ),
    Case("remove, brace behind", "{ b: B,\n  c: C}\n", ("remove", "c"), "{ b: B}\n"),
    Case("remove, brace before", "{a: A, # a\n b: B}\n", ("remove", "a"), "{\n b: B}\n"),
    Case(
        "remove, others on the line",
        "{a: A, c: C, # x\n b: B}\n",
        ("remove", "c"),
        "{a: A, # x\n b: B}\n",
    ),
    Case(
        "remove the first on the line",
        "{ b: B,\n c: C, d: D}\n",
        ("remove", "c"),
        "{ b: B,\n d: D}\n",
    ),
    Case(
        "a mapping on several lines, begun on a shared one",
        f"{{b: B, c: {{\n  # own\n  name: C, endpoint: {US}}}, # c\n  d: D}}\n",
        ("remove", "c"),
        "{b: B,\n  # own\n  d: D}\n",
    ),
    Case(
        "a mapping on several lines on shared ones",
        f"{{b: B, c: {{\n  # own\n  name: C, endpoint: {US}}}, d: D}}\n",
        ("remove", "c"),
        "{b: B,\n  # own\nd: D}\n",
    ),
    Case(
        "CRLF in flow",
        "{\r\n  b: B # b\r\n}\r\n",
        ("add", "c", "C"),
        "{\r\n  b: B, # b\r\n  c: C\r\n}\r\n",
    ),
    Case("tabs in flow", "{\n\tb: B\n}\n", ("add", "c", "C"), "{\n\tb: B,\n\tc: C\n}\n"),
    Case("an explicit key in flow", "{? b : B, ? c : C}\n", ("remove", "c"), "{? b : B}\n"),
]


@pytest.mark.parametrize("parser", ["in C", "in Python"])
@pytest.mark.parametrize("case", CASES, ids=str)
def test_only_what_is_meant_changes(
    case: Case, parser: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if parser == "in Python":
        if "\t" in case.before:
            pytest.skip("only the parser in C takes a tab for space")
        monkeypatch.delattr(yaml, "CLoader", raising=False)
    file = write(tmp_path, case.before.encode(), case.default)
    done("regions", *case.command, "--spec", tmp_path)
    assert file.read_bytes().decode() == case.after


BLOCK = [case for case in CASES if case.before.startswith(("a:", "b:", "c:"))]


@pytest.mark.parametrize("case", [c for c in BLOCK if c.before.endswith("\n")], ids=str)
def test_a_block_in_the_spec_is_edited_as_one_in_a_file(case: Case, tmp_path: Path) -> None:
    def inside(text: str) -> str:
        lines = text.splitlines(keepends=True)
        indented = [line if line in ("\n", "\r\n") else f"  {line}" for line in lines]
        return spec_text(case.default, f"regions: # all\n{''.join(indented)}")

    spec = tmp_path / "spec.yaml"
    spec.write_bytes(inside(case.before).encode())
    done("regions", *case.command, "--spec", spec)
    # Where lines are all CRLF, those of the spec around them are not.
    assert spec.read_bytes().decode() == inside(case.after)


FLOW = [case for case in CASES if case.before.startswith("{")]


@pytest.mark.parametrize("case", FLOW, ids=str)
def test_a_flow_mapping_in_the_spec_is_edited_as_one_in_a_file(case: Case, tmp_path: Path) -> None:
    def inside(text: str) -> str:
        return spec_text(case.default, f"regions: {text.rstrip()}\n")

    spec = tmp_path / "spec.yaml"
    spec.write_bytes(inside(case.before).encode())
    done("regions", *case.command, "--spec", spec)
    assert spec.read_bytes().decode() == inside(case.after)
