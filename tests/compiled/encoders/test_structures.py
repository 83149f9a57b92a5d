"""JSON values as source code: each form of each language is read back as what it was made of.

A form whose code is JSON, or Python's, has a reader in `READERS`. For the other forms,
`structures/TARGET.jinja` is a program that prints, for each value that goes through a form, that
value as JSON on a line of its own. The template gets:

- `values`: arrays and objects with all that is hard to write;
- `texts`: those of them that are objects with texts alone, as forms are;
- `stem`: the name of the file without what is behind its first dot.

Its filters are the language's forms and encoders. A form takes three numbers, too: the spaces in
front of the line, the column at which the value begins, and how many columns stay free behind it.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.languages.language import Language
from generator.languages.target import Target
from generator.model.naming import CASES, in_case
from generator.model.text import is_plain
from generator.model.values import plain
from generator.verify.expected.body import _is_same_json
from generator.verify.hostile.texts import CANARIES, HOSTILE, MAGIC
from generator.verify.toolchain import prepare_sample, run_sample
from tests.compiled.hostile import powershell
from tests.support import languages, sample_targets, toolchain_for

from .forms import made, write
from .test_literals import code, sample_languages
from .texts import generated, texts

PROGRAMS = Path(__file__).parent / "structures"
# Names that mean something to maps of some language.
NAMES = [
    *("", "0", "1", "-1", "00", "1e3", "9223372036854775808", "__proto__", "constructor", "\0a"),
    *("toString", "length", "hasOwnProperty", "json_class", "nil", "null", "class", "a", "A", " "),
]


def scalars() -> st.SearchStrategy[Any]:
    whole = st.integers(-(2**53) + 1, 2**53 - 1)
    numbers = st.floats(allow_nan=False, allow_infinity=False)
    return st.one_of(st.none(), st.booleans(), whole, numbers, texts())


def values() -> st.SearchStrategy[Any]:
    """Give any array or object of JSON."""
    names = st.one_of(texts(), st.sampled_from(NAMES))

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(st.lists(inner, max_size=5), st.dictionaries(names, inner, max_size=12))

    return deeper(st.recursive(scalars(), deeper, max_leaves=12))


def _of_java_block(code: str) -> str:
    """Undo a text block of Java (JLS 3.10.6); no Unicode escape of Java's own stands in it."""
    assert '"""' not in code
    assert not re.search(r"(?<!\\)(\\\\)*\\u", code)
    assert not re.search(r"[ \t]$", code, re.MULTILINE), "spaces at the end of a line are lost"
    return re.sub(r"\\(.)", lambda m: {"n": "\n", "r": "\r", "t": "\t"}.get(m[1], m[1]), code)


def _of_cmd(code: str) -> str:
    """Undo what cmd and the C runtime of curl.exe read within quotes."""
    assert re.fullmatch("[ -~]*", code)
    assert not re.search(r'(?<!\\)"|[%!&|<>^]', code)
    return code.replace('\\"', '"')


def _of_quotes(code: str) -> str:
    """Undo single quotes of a shell, which change nothing."""
    assert "'" not in code
    return code


def _of_form(code: str) -> str:
    """Undo --form of curl, for which a semicolon ends a value."""
    assert ";" not in code
    return _of_quotes(code)


def _of_http(code: str) -> str:
    """Undo what programs for .http files read in a body: variables."""
    assert "{{" not in code
    return code


def _of_powershell(code: str) -> str:
    """Undo a literal of PowerShell in single quotes."""
    text, end = powershell.string(f"'{code}'", 0, {})
    assert end == len(code) + 2
    return text


# How forms that are text of JSON, or that Python reads, are undone; a program reads the others.
READERS: dict[tuple[str, str], Callable[[str], Any]] = {
    ("python", "literal"): ast.literal_eval,
    ("curl", "literal"): lambda code: json.loads(_of_quotes(code)),
    ("curl", "form_literal"): lambda code: json.loads(_of_form(code)),
    ("curl", "cmd_literal"): lambda code: json.loads(_of_cmd(code)),
    ("powershell", "json"): lambda code: json.loads(_of_powershell(code)),
    ("http", "literal"): lambda code: json.loads(_of_http(code)),
    ("java", "json"): lambda code: json.loads(_of_java_block(code)),
    ("java", "json_part"): lambda code: json.loads(_of_java_block(code).replace("%%", "%")),
}


@pytest.mark.parametrize(("language", "form"), READERS, ids=lambda word: word)
@settings(max_examples=60, deadline=None)
@given(value=values(), indent=st.integers(0, 12), before=st.integers(0, 30))
def test_are_read_back(language: str, form: str, value: Any, indent: int, before: int) -> None:
    """On one line and on several, wherever they begin."""
    known = languages()[language]
    for place in ((), (indent, indent + before, 1)):
        assert _is_same_json(READERS[language, form](write(known, form, value, *place)), value)


@settings(max_examples=60, deadline=None)
@given(value=values(), place=st.sampled_from([(), (0, 8, 1), (4, 30, 2)]))
@pytest.mark.parametrize("language", [pytest.param(r, id=r.id) for r in sample_languages()])
def test_show_nothing_that_is_not_plain(
    language: Language, value: Any, place: tuple[int, ...]
) -> None:
    """And stand on one line unless they have several of their own."""
    for form in language.forms:
        code = write(language, form, value, *place)
        assert all(c == "\n" or is_plain(c) for c in code)
        assert place or "\n" not in code
        assert not re.search(r"[ \t]$", code, re.MULTILINE)


def test_the_model_has_what_json_has() -> None:
    for text in ("[]", "{}", '[null, true, 1, 1.5, "a", {"a": [], "b": {}}]'):
        assert plain(made(json.loads(text))) == json.loads(text)


def programs() -> list[Target]:
    """Give the targets that have a program."""
    return [t for t in sample_targets() if (PROGRAMS / f"{t.id}.jinja").exists()]


@pytest.mark.parametrize("language", sample_languages(), ids=lambda language: language.id)
def test_every_form_is_read_back(language: Language) -> None:
    text = "".join(
        code(PROGRAMS / f"{target.id}.jinja")
        for target in programs()
        if target.language == language.id
    )
    for form in language.forms:
        is_read = (language.id, form) in READERS or re.search(rf"\|{form}\b", text)
        assert is_read, f"write {PROGRAMS}/{language.id}.jinja, or a reader"


def batch() -> list[Any]:
    """Give values that hold what is hard to write, and shapes that are."""
    hard = [*HOSTILE, *CANARIES, *MAGIC, *generated()[:200]]
    found: list[Any] = [[], {}, [[]], [{}], {"a": []}, {"": {"": [{}]}}, [[1], [[2]]]]
    found += [[None], [True, False, 1, 0, -1, 1.5, 1e22, -0.5, 1e-7, 2**53 - 1, -(2**53) + 1]]
    found += [[2147483647, 2147483648, -2147483648, -2147483649, 3000000000, 0.1, 123456789.125]]
    found += [{name: name} for name in NAMES] + [{name: name for name in NAMES}, {"0": 0, "1": 1}]
    found += [{"1": 0, "0": 1}, {"0": [{"0": None}]}, {"\0a": 0, "0": 1}, {"b": None, "a": {}}]
    found += [hard[i : i + 20] for i in range(0, len(hard), 20)]
    found += [{text: text for text in hard[i : i + 20]} for i in range(0, len(hard), 20)]
    found += [{"k": [{text: {"x": text}, "y": [text, None, 0.5]}]} for text in HOSTILE]
    return found


@pytest.mark.parametrize("target", [pytest.param(r, id=r.id) for r in programs()])
def test_programs_read_them_back(target: Target, tmp_path: Path) -> None:
    """Each form, on one line and on several, compiled or interpreted and written as JSON."""
    chain = toolchain_for(target)
    language = languages()[target.language]
    environment = Environment(
        loader=FileSystemLoader(PROGRAMS),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    wanted: list[Any] = []

    def filter_of(form: str) -> Callable[..., str]:
        def encoded(value: Any, *place: int) -> str:
            wanted.append(value)
            return write(language, form, value, *place)

        return encoded

    environment.filters.update({id_: e.encode for id_, e in language.encoders.items()})
    environment.filters.update({form: filter_of(form) for form in language.forms})
    cases = {case: in_case("structures-at-work", case) for case in CASES}
    name = re.sub(r"\{(\w+)\}", lambda match: cases[match[1]], target.file.pattern)
    given = batch()
    text = environment.get_template(f"{target.id}.jinja").render(
        values=given,
        texts=[
            v for v in given if isinstance(v, dict) and all(isinstance(m, str) for m in v.values())
        ],
        stem=name.partition(".")[0],
    )
    file = tmp_path / name
    file.write_text(text, "utf-8")
    said = prepare_sample(chain, file, tmp_path)
    assert (said.exit, said.stderr) == (0, ""), said.stderr[:2000] + said.stdout[:2000]
    result = run_sample(chain, file, tmp_path, {})
    assert not (tmp_path / "CANARY").exists()
    assert (result.exit, result.stderr) == (0, ""), result.stderr[:2000]
    lines = result.stdout.removesuffix("\n").split("\n")
    for value, line in zip(wanted, lines, strict=False):
        assert _is_same_json(json.loads(line), value), f"{line!r} came for {value!r}"
    assert len(lines) == len(wanted)
