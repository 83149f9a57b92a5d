"""Literals and comments, read back by each language's own compiler or interpreter.

`programs/TARGET.jinja` is a program that prints, for each literal in it, the UTF-8 bytes in hex on
a line of its own. Every language has one by the name of its default target; another target has
one only for encoders that the default one has no use for. The template gets:

- `texts`: any texts at all, but for what the target can't hold (`REFUSED`);
- `ascii`: those of printable ASCII, for the encoders of pieces of URLs and of header lines;
- `parts`: `texts` in pieces, for languages that bound the size of a method;
- `first`, `second`: texts for comments in line 1 and 2; `stem`: the file's name; `count`.

Filters are the language's encoders and its forms, which write a text as `values` in language.yaml
says, and `word`. Every text that goes through one of them, other than the encoder of a comment, has
to come out, in the order of the program. As nothing else may come out, on stderr neither, a comment
that ran, or that took a line of code with it, is found, too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator.languages.encoders import Encoder, UnholdableError
from generator.languages.language import Language
from generator.languages.target import Target
from generator.model.naming import CASES, in_case
from generator.model.structs import replace
from generator.model.text import Code
from generator.verify.hostile.texts import CANARIES, HOSTILE, MAGIC
from generator.verify.toolchain import prepare_sample, run_sample
from tests.support import languages, sample_targets, toolchain_for

from .forms import write
from .texts import PUNCTUATION, every_character, generated, printable_ascii

PROGRAMS = Path(__file__).parent / "programs"

# All that may be refused, by target and encoder: characters that there is no way to write.
REFUSED = {
    ("curl", "string"): "\0",
    ("curl", "single"): "\0",
    ("curl", "double"): "\0",
    ("curl", "form_text"): "\0",
    ("curl", "upload"): "\0",
    ("curl", "output"): "\0",
    ("objc", "format"): "\0",
    ("c", "string"): "\0",
    ("c", "quoted"): "\0",
    ("c", "format"): "\0",
    ("curl-cmd", "cmd"): '[^ -~]|["!]',
    ("curl-cmd", "cmd_argument"): '[^ -~]|["!]',
    ("curl-cmd", "cmd_url"): '[^ -~]|["]',
}
# The same of single encoders; programs don't give them such texts.
REFUSED_BY_ONE = {
    ("curl", "form_name"): "[\0=]",
    ("rust", "integer"): "[^ -~]",
    ("curl-cmd", "cmd_echo"): '[^ -~]|["!]',
    ("curl", "form_file"): r'[\0"\\]',
    ("curl-cmd", "cmd_form_name"): '[^ -~]|["!=]',
    ("curl-cmd", "cmd_form_text"): r'[^ -~]|["!&|<>^()\\]',
    ("curl-cmd", "cmd_form_file"): '[^ -~]|["!;,]',
    ("curl-cmd", "cmd_output"): '[^ -~]|["!]',
    ("curl-cmd", "cmd_upload"): '[^ -~]|["!]',
}

# Languages without programs, whose encoders another file of this folder proves.
WITHOUT_PROGRAMS = {"http"}

BATCHES: dict[str, Callable[[], Sequence[str]]] = {
    "hostile": lambda: [*HOSTILE, *CANARIES, *MAGIC, PUNCTUATION, *PUNCTUATION],
    "generated": generated,
    "characters": every_character,
}


def is_comment(encoder: str) -> bool:
    """Say whether an encoder is for comments, going by its name."""
    return encoder.endswith("comment")


def source(target: Target) -> Path:
    """Give the template of a target's program."""
    return PROGRAMS / f"{target.id}.jinja"


def code(program: Path) -> str:
    """Give the text of a program, with what it includes."""
    text = program.read_text("utf-8")
    return re.sub(r'{% include "(.+)" %}', lambda m: code(program.parent / m[1]), text)


def targets() -> list[Target]:
    """Give the targets that have a program."""
    return [target for target in sample_targets() if source(target).exists()]


def sample_languages() -> list[Language]:
    """Give the languages that make samples."""
    ids = {target.language for target in sample_targets()}
    return [language for language in languages().values() if language.id in ids]


each_target = pytest.mark.parametrize("target", targets(), ids=lambda target: target.id)
each_language = pytest.mark.parametrize(
    "language",
    [language for language in sample_languages() if language.id not in WITHOUT_PROGRAMS],
    ids=lambda lang: lang.id,
)


class Program:
    """A program of a target, and what it has to print."""

    def __init__(self, target: Target) -> None:
        self.target = target
        self.chain = toolchain_for(target)
        self.written: list[str] = []
        self.environment = Environment(
            loader=FileSystemLoader(PROGRAMS),
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            finalize=self._only_code,
        )
        self.environment.filters["word"] = lambda value: Code(value)
        language = languages()[target.language]
        for name, encoder in language.encoders.items():
            self.environment.filters[name] = self._filter(name, encoder)
        for form in language.forms:
            self.environment.filters[form] = self._form(language, form)

    @staticmethod
    def _only_code(value: object) -> Code:
        assert isinstance(value, Code), f"a program prints {value!r} without an encoder"
        return value

    def _filter(self, name: str, encoder: Encoder) -> Callable[[str], Code]:
        def encode(value: str) -> Code:
            if not is_comment(name):
                self.written.append(value)
            return encoder.encode(value)

        return encode

    def _form(self, language: Language, form: str) -> Callable[..., Code]:
        def encode(value: str, *place: int) -> Code:
            self.written.append(value)
            return Code(write(language, form, value, *place))

        return encode

    def write(self, values: Sequence[str], first: str, second: str, work: Path) -> Path:
        """Write the program into the folder `work`; `self.written` is what it has to print."""
        cases = {case: in_case("encoders-at-work", case) for case in CASES}
        name = re.sub(r"\{(\w+)\}", lambda match: cases[match[1]], self.target.file.pattern)
        without = "|".join(p for (id_, _), p in REFUSED.items() if id_ == self.target.id) or "(?!)"
        values = [value for value in values if not re.search(without, value)]
        self.written = []
        text = self.environment.get_template(source(self.target).name).render(
            texts=values,
            ascii=printable_ascii(values),
            parts=[values[i : i + 400] for i in range(0, len(values), 400)],
            count=str(len(values)),
            first=first,
            second=second,
            stem=name.partition(".")[0],
        )
        work.mkdir(exist_ok=True)
        (work / name).write_bytes(text.encode())
        return work / name

    def fault(self, values: Sequence[str], first: str, second: str, work: Path) -> str:
        """Write, compile and run the program; say what is wrong, nothing if it is all right."""
        file = self.write(values, first, second, work)
        said = prepare_sample(self.chain, file, work)
        if said.exit or said.stderr:
            return f"does not compile: {said.stderr[:1000]}{said.stdout[:1000]}"
        result = run_sample(self.chain, file, work, {})
        if (work / "CANARY").exists():
            return "text was executed"
        if result.exit or result.stderr:
            return f"exit {result.exit}: {result.stderr[:1000]}"
        expected = [value.encode().hex() for value in self.written]
        lines = result.stdout.splitlines()
        for value, wanted, got in zip(self.written, expected, lines, strict=False):
            if wanted != got:
                return f"{value!r}: expected {wanted}, got {got}"
        if len(lines) != len(expected):
            return f"{len(expected)} lines expected, {len(lines)} came"
        return ""

    def culprits(self, values: Sequence[str], work: Path) -> dict[str, str]:
        """Give texts at fault, and the fault of each; not all of them if there are many."""
        fault = self.fault(values, " ".join(values), " ".join(values), work)
        if not fault:
            return {}
        if len(values) == 1:
            return {values[0]: fault}
        middle = len(values) // 2
        found = self.culprits(values[:middle], work)
        if len(found) < 3:
            found |= self.culprits(values[middle:], work)
        return found or {" ".join(values): fault}


@each_language
def test_every_encoder_has_a_program(language: Language) -> None:
    """No language and no encoder is without a program that proves it."""
    main = PROGRAMS / f"{language.id}.jinja"
    assert main.exists(), f"write {main}; {__file__} says what it has to print"
    programs = [source(target) for target in language.targets if source(target).exists()]
    used = {n for path in programs for n in re.findall(r"\|(\w+)", code(path))}
    unproven = sorted(set(language.encoders) - used)
    assert not unproven, f"use the encoders {', '.join(unproven)} in {main}"


def test_every_program_has_a_target() -> None:
    """No program is left over from a target that is gone or has another name."""
    assert sorted(PROGRAMS.iterdir()) == sorted(map(source, targets()))


@pytest.mark.parametrize("batch", BATCHES)
@each_target
def test_every_text_comes_back(target: Target, batch: str, tmp_path: Path) -> None:
    """Compiled and run, each literal is the text that it was made of, and comments do nothing."""
    program = Program(target)
    values = BATCHES[batch]()
    fault = program.fault(values, " ".join(values), " ".join(reversed(values)), tmp_path)
    if fault:
        found = program.culprits(values, tmp_path / "culprits")
        pytest.fail("\n".join(f"{v!r}: {why}" for v, why in found.items()) or fault)


@each_target
def test_the_first_lines_mean_nothing(target: Target, tmp_path: Path) -> None:
    """A comment in line 1 or 2 sets no encoding and nothing else, and can't end the program."""
    program = Program(target)
    if program.chain.build:  # a compiler gets all of them at once
        assert program.fault(["é日"], " ".join(MAGIC), " ".join(MAGIC), tmp_path) == ""
        return
    faults = {text: program.fault(["é日"], text, f"x {text}", tmp_path) for text in MAGIC}
    assert not any(faults.values()), {text: fault for text, fault in faults.items() if fault}


@pytest.mark.parametrize("id_", ["c", "objc"])
def test_trigraphs_mean_nothing(id_: str, tmp_path: Path) -> None:
    """C compilers that read trigraphs, as they do by some -std=, read the same."""
    program = Program(next(target for target in targets() if target.id == id_))
    program.chain = replace(program.chain, build=(*program.chain.build, "-trigraphs"))
    values = [*HOSTILE, *MAGIC, *generated()]
    assert program.fault(values, " ".join(values), " ".join(values), tmp_path) == ""


@each_language
def test_nothing_else_is_refused(language: Language) -> None:
    """All encoders write all texts, but for the characters of `REFUSED`, which they refuse.

    Those whose programs give them `ascii` alone have no way to write what can't be seen. They may
    refuse that, but have to hold printable ASCII.
    """
    rows = {**REFUSED, **REFUSED_BY_ONE}.items()
    refused = {n: p for (id_, n), p in rows if id_.partition("-")[0] == language.id}
    programs = [source(target) for target in language.targets if source(target).exists()]
    loops = re.findall(
        r"for value in ascii(.*?)endfor",
        "".join(map(code, programs)),
        re.DOTALL,
    )
    pieces = {name for loop in loops for name in re.findall(r"value\|(\w+)", loop)}
    values = [*(text for batch in BATCHES.values() for text in batch()), *map(chr, range(0x300))]
    for name, encoder in language.encoders.items():
        allowed = refused.get(name)
        if allowed is None and name in pieces and not is_comment(name):
            allowed = "[^ -~]"
        for value in values:
            try:
                encoder.encode(value)
            except UnholdableError as fault:
                character = chr(int(str(fault).removeprefix("U+").partition(" ")[0], 16))
                assert character in value
                assert allowed, f"{name} refuses {fault}"
                assert re.fullmatch(allowed, character), f"{name} refuses {fault}"
            else:
                assert name not in refused or not re.search(refused[name], value), (name, value)


@pytest.mark.parametrize(
    ("target", "canary"),
    [
        ("curl", "$(touch CANARY)"),
        ("php", "{${system('touch CANARY')}}"),
        ("python", '"+open("CANARY","w").name+"'),
        ("ruby", '#{system("touch CANARY")}'),
    ],
)
def test_the_canaries_sing(target: str, canary: str, tmp_path: Path) -> None:
    """Between double quotes without an escape, canaries do run: the tests above would see it."""
    assert canary in CANARIES
    program = Program(next(known for known in targets() if known.id == target))
    program.environment.filters["string"] = lambda value: Code(f'"{value}"')
    assert program.fault([canary], "", "", tmp_path) == "text was executed"
