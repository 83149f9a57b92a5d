"""Tables of any layout, names of any characters: what an edit must never do to them."""

from __future__ import annotations

import re
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.support import EVERYTHING, HOSTILE, yaml_text
from tests.system.regions.support import gen, rows, spec_text

EXAMPLES = 70 if EVERYTHING else 30
# The longest is as long as a part of a host can be (RFC 1035, 2.3.4).
IDS = [*"abdy", "aa", "no", "on", "null", "true", "e3", "y1", "o-o", "a_b", "x" * 63]
NEW_IDS = [*IDS, *"cnz", "off", "yes", "false", "bb"]
WORD = st.sampled_from(["A", "North West", "São Paulo", "🦀", "a:b", "x#y", "1e3", "no", "日本"])
ANY_NAME = st.one_of(
    st.sampled_from([text for text in HOSTILE if text.strip()]),
    st.text(min_size=1).filter(str.strip),
    st.sampled_from(["0o17", "1e3", ".5", "1_0", "12:30", "y", "N", "~", "=", "<<", "2020-01-01"]),
).filter(lambda text: text.isascii() or text.encode("utf-8", "replace").decode() == text)
URL = "https://x.example.org:8080"
COMMENT = st.sampled_from(["", "", " # c", "  # é, {b: c} # 🦀", "   "])


@dataclass(frozen=True)
class Layout:
    """A table and where it stands: the file's bytes are those of `text` with a BOM or without."""

    text: str
    is_flow: bool
    in_spec: bool
    bom: bytes

    @property
    def data(self) -> bytes:
        return self.bom + self.text.encode()


@st.composite
def ids(draw: st.DrawFn) -> list[str]:
    found = draw(st.lists(st.sampled_from(IDS), min_size=1, max_size=5, unique=True))
    return sorted(found) if draw(st.booleans()) else found


@st.composite
def scalar(draw: st.DrawFn, is_flow: bool) -> str:
    """A name on one line, plain or in quotes."""
    style = draw(st.sampled_from(["plain", "plain", "single", "double"]))
    if style == "double":
        return yaml_text(draw(ANY_NAME))
    word = draw(WORD)
    if style == "single" or (is_flow and ":" in word):
        return f"'{word} it''s'"
    return word


@st.composite
def key(draw: st.DrawFn, id_: str) -> str:
    return draw(st.sampled_from([id_, id_, f"'{id_}'", f'"{id_}"']))


@st.composite
def block(draw: st.DrawFn) -> list[str]:
    """The lines of a block mapping, with comments."""
    indent = draw(st.sampled_from(["", "  ", "    "]))
    lines: list[str] = draw(st.lists(st.sampled_from(["", "# top", "# b: B"]), max_size=2))
    for id_ in draw(ids()):
        name, word = draw(scalar(False)), draw(st.sampled_from(["A", "b c"]))
        quoted, end = draw(key(id_)), draw(COMMENT)
        entry = draw(
            st.sampled_from(
                [
                    [f"{quoted}: {name}{end}"],
                    [f"{quoted}: {name}{end}"],
                    [f"{quoted}:", f"  {name}{end}"],
                    [f"{quoted}: {word}", f"   {word}{end}"],
                    [f"? {quoted}", f": {name}{end}"],
                    [f"{quoted}: |-{end}", f"  {word}", "  #in the text"],
                    [f"{quoted}: |", f"    {word}", ""],
                    [f"{quoted}: >+", f"  {word}", "", ""],
                    [f"{quoted}:", f"  name: {name}{end}", "  # own", f"  endpoint: {URL}{end}"],
                    [f"{quoted}:", "    # own", f"    name: {name}{end}"],
                    [f"{quoted}: {{name: {yaml_text(word)}, endpoint: '{URL}'}}{end}"],
                    [f"{quoted}: {{ # in", "  # own", f"  name: '{word}',", f"  }}{end}"],
                    [f'{quoted}: "{word}', "", "  #no comment", f'  {word}"{end}'],
                ]
            )
        )
        lines += [indent + line if line else "" for line in entry]
        lines += draw(
            st.lists(st.sampled_from(["", f"{indent}# own", f"{indent}      # deep"]), max_size=2)
        )
    return lines


@st.composite
def flow(draw: st.DrawFn) -> list[str]:
    """The lines of a flow mapping, with comments."""
    text = draw(st.sampled_from(["{", "{ ", "{\n  ", "{ # open\n  "]))
    separators = [", ", ",", " , ", ",\n  ", ", # c\n  ", " # c\n  , ", "\n  , ", ",\n  # own\n  "]
    chosen = draw(ids())
    usual = draw(st.sampled_from(separators))
    for number, id_ in enumerate(chosen):
        name, quoted = draw(scalar(True)), draw(key(id_))
        text += draw(
            st.sampled_from(
                [
                    f"{quoted}: {name}",
                    f"{quoted}: {name}",
                    f"? {quoted} : {name}",
                    f"{quoted}: {{name: {name}, endpoint: '{URL}'}}",
                    f"{quoted}: {{\n    # own\n    name: {name} # in\n    }}",
                    f"{quoted}:\n    {name}",
                ]
            )
        )
        if number < len(chosen) - 1:
            text += draw(st.sampled_from([usual, usual, *separators]))
    text += draw(
        st.sampled_from(["}", " }", ",}", " , }", "\n  }", ",\n  }", " # c\n  }", ", # c\n  }"])
    )
    return (text + draw(COMMENT)).split("\n")


@st.composite
def layouts(draw: st.DrawFn) -> Layout:
    is_flow, in_spec = draw(st.booleans()), draw(st.booleans())
    lines = draw(flow() if is_flow else block())
    end = draw(st.sampled_from(["\n", "\n", "\r\n", "\r"]))
    text = "\n".join(lines)
    if in_spec:
        text = text if is_flow else "\n".join(f"  {line}" if line else "" for line in lines)
        text = spec_text("DEFAULT", f"regions: {text}\n" if is_flow else f"regions:\n{text}\n")
    elif draw(st.integers(0, 3)):
        text += "\n"
    bom = draw(st.sampled_from([b"", b"", b"\xef\xbb\xbf"]))
    return Layout(text.replace("\n", end), is_flow, in_spec, bom)


def table(layout: Layout, data: bytes) -> list[tuple[str, Any]]:
    return rows(data, "regions" if layout.in_spec else None)


def prepared(folder: Path, layout: Layout, default: str) -> tuple[Path, bytes]:
    """Write the files of a layout, and give the one with the table and its bytes."""
    (folder / "spec.yaml").write_text(spec_text(default), "utf-8")
    file = folder / ("spec.yaml" if layout.in_spec else "regions.yaml")
    data = layout.data.replace(b"DEFAULT", b'"' + default.encode() + b'"')
    file.write_bytes(data)
    assume(gen("lint", "--spec", folder).exit_code == 0)
    return file, data


def ran(file: Path, *words: str) -> bytes | None:
    """Run a command and give the file's bytes after it; None if it says that it can't."""
    before = file.read_bytes()
    result = gen("regions", words[0], "--spec", file.parent, *words[1:])
    after = file.read_bytes()
    assert sorted(path.name for path in file.parent.iterdir()) in (
        ["regions.yaml", "spec.yaml"],
        ["spec.yaml"],
    )
    if result.exit_code:
        assert "can't edit the lines here without changing something else" in result.stderr, (
            result.stderr
        )
        assert after == before
        return None
    return after


def own_comments(text: str) -> list[str]:
    return [line for line in re.split("\r\n|\r|\n", text) if line.lstrip().startswith("# ")]


def texts(value: Any) -> str:
    """Give all text of an entry's value, where what looks like a comment may be none."""
    return value if isinstance(value, str) else " ".join(texts(part) for _, part in value)


def without(part: str, whole: str) -> bool:
    """Say whether `whole` is `part` and something in one place more."""
    left = 0
    while left < len(part) and part[left] == whole[left]:
        left += 1
    return whole.endswith(part[left:])


def test_an_entry_that_is_added_is_all_that_changes_and_goes_without_a_trace() -> None:
    refused = total = 0

    @settings(max_examples=EXAMPLES)
    @given(layouts(), st.sampled_from(NEW_IDS), ANY_NAME, st.sampled_from([None, None, URL]))
    def check(layout: Layout, id_: str, name: str, endpoint: str | None) -> None:
        nonlocal refused, total
        with tempfile.TemporaryDirectory() as folder:
            old = table(layout, layout.data)
            assume(id_ not in dict(old))
            file, before = prepared(Path(folder), layout, old[0][0])
            host = () if endpoint is None else ("--endpoint", endpoint)
            after = ran(file, "add", *host, "--", id_, name)
            total += 1
            if after is None:
                refused += 1
                return
            new = table(layout, after)
            value = name if endpoint is None else (("name", name), ("endpoint", endpoint))
            place = new.index((id_, value))
            assert [*new[:place], *new[place + 1 :]] == old
            known = [key for key, _ in old]
            assert place == (
                sorted([*known, id_]).index(id_) if known == sorted(known) else len(old)
            )
            if not layout.is_flow:
                assert without(before.decode(), after.decode())
            assert own_comments(after.decode()) == own_comments(before.decode())
            again = ran(file, "remove", id_)
            assert again == before

    check()
    assert refused <= total // 10


def test_an_entry_that_is_removed_takes_nothing_else_along() -> None:
    refused = total = 0

    @settings(max_examples=EXAMPLES)
    @given(layouts(), st.data())
    def check(layout: Layout, data: st.DataObject) -> None:
        nonlocal refused, total
        with tempfile.TemporaryDirectory() as folder:
            old = table(layout, layout.data)
            assume(len(old) > 1)
            known = [key for key, _ in old]
            default, id_ = data.draw(st.permutations(known))[:2]
            file, before = prepared(Path(folder), layout, default)
            after = ran(file, "remove", id_)
            total += 1
            if after is None:
                refused += 1
                return
            assert table(layout, after) == [row for row in old if row[0] != id_]
            left, right = before.decode("utf-8-sig"), after.decode("utf-8-sig")
            gone = texts(dict(old)[id_])
            kept = [line for line in own_comments(left) if line.strip() not in gone]
            assert [x for x in own_comments(right) if x in kept] == kept
            if not layout.is_flow:
                lines = iter(left.splitlines())
                assert all(line in lines for line in right.splitlines())

    check()
    assert refused <= total // 10


@pytest.mark.parametrize("quote", ["", "'", '"'])
@pytest.mark.parametrize("id_", NEW_IDS)
def test_a_default_region_is_quoted_as_the_one_before_it(
    id_: str, quote: str, tmp_path: Path
) -> None:
    spec = tmp_path / "spec.yaml"
    text = spec_text(f"{quote}known{quote}  # é", f"regions: {{known: B, '{id_}': C}} # x\n")
    spec.write_bytes(text.replace("\n", "\r\n").encode())
    assert gen("regions", "set-default", id_, "--spec", spec).exit_code == 0
    data = spec.read_bytes()
    assert dict(rows(data))["defaultRegion"] == id_
    marks = [quote] if quote else ["", "'"]
    texts = [text.replace(f"{quote}known{quote}", f"{mark}{id_}{mark}", 1) for mark in marks]
    assert data.decode().replace("\r\n", "\n") in texts
