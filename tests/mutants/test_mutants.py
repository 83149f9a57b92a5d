"""What mutants a text gives, the list of survivors, and some mutants of every template, tried."""

from __future__ import annotations

import textwrap
from fractions import Fraction
from pathlib import Path

import pytest

from generator.languages.target import Target
from generator.rendering.references import References
from tests.mutants.mutate import Mutant, mutants, sampled
from tests.mutants.score import GOAL, Score, merged
from tests.mutants.survivors import FILE, Survivor, read, unknown, written
from tests.mutants.trial import Bench, Verdict, trials
from tests.support import LAYERS, sample_params, sample_targets, toolchain_for

SEED = 1
TENTH = Fraction(1, 10)
# How many of a target's mutants are tried here, of a few hundred; `make mutants` tries all.
FEW = 4


@pytest.mark.parametrize("target", sample_params("mutants"))
def test_some_are_noticed_but_for_known_survivors(target: Target) -> None:
    toolchain_for(target)
    bench = Bench(target)
    chosen = sampled(bench.mutants, Fraction(FEW, len(bench.mutants)), SEED)
    assert len(chosen) == FEW
    found = list(trials([(bench, mutant) for mutant in chosen], read(), 1))
    assert len(found) == len(chosen)
    # A line may be for another target that has the same template.
    found = [v for v in found if v.changed or v.mutant.template not in bench.shared]
    assert Score(found, bench.mutants, read()).faults() == []


def changes(text: str) -> list[tuple[int, str | None]]:
    """List the mutants of a text: the line's number, and what becomes of it."""
    return [(mutant.number, mutant.becomes) for mutant in mutants("x/y.jinja", text)]


def swaps(line: str) -> list[str]:
    """List what becomes of a line that stays."""
    return [becomes for _, becomes in changes(line) if becomes is not None]


def test_each_line_that_is_not_blank_can_be_gone() -> None:
    text = "one\n\n  {% endif %}\n# comment\n{# of the template #}\n"
    assert changes(text) == [(1, None), (3, None), (4, None)]
    assert [m.text for m in mutants("", text)] == [
        "\n  {% endif %}\n# comment\n{# of the template #}\n",
        "one\n\n# comment\n{# of the template #}\n",
        "one\n\n  {% endif %}\n{# of the template #}\n",
    ]


def test_a_swap_keeps_all_else() -> None:
    first, second, _ = mutants("", "  a == b\r\nc")
    assert first.becomes is None
    assert (second.line, second.becomes, second.text) == ("a == b", "a != b", "  a != b\r\nc")


@pytest.mark.parametrize(
    ("line", "wanted"),
    [
        ("a === b", ["a !== b"]),
        ("a != b", ["a == b"]),
        ("a < b", ["a <= b"]),
        ("a >= b", ["a > b"]),
        ("a && b || c", ["a || b || c", "a && b && c"]),
        ("x or y", ["x and y"]),
        ("'a' . b + c", ["'a' . b - c", "'a' + b + c", "'' . b + c"]),
        ("if (!x.ok) {", ["if (x.ok) {"]),
        ("if (x.ok) {", ["if (!(x.ok)) {"]),
        ("} else if (a && b) {", ["} else if (a || b) {"]),
        ("stop if {{ key|name }}.empty?", ["stop unless {{ key|name }}.empty?"]),
        ("stop unless ok", ["stop if ok"]),
        ("if not key:", ["if key:"]),
        ("cause?.message", ["cause.message"]),
        ("${KEY:?Set it.}", ["${KEY:-Set it.}"]),
        ("${endpoint%/}", ["${endpoint#/}"]),
        ("done = YES", ["done = NO"]),
        ("follow: true", ["follow: false"]),
        ("wait(0, 1, 299)", ["wait(1, 1, 299)", "wait(0, 0, 299)", "wait(0, 1, 300)"]),
        ("{{ limit|word }}_000", ["{{ limit|word }}_001"]),
        ("UTF_8, client5, 1.5", ["UTF_8, client5, 0.5"]),
        (
            """f("a \\" b", '', `c`)""",
            ["""f("", '', `c`)""", """f("a \\" b", '/', `c`)""", """f("a \\" b", '', ``)"""],
        ),
        (
            "curl --silent --max-time 9",
            ["curl --silent --max-time 10", "curl --max-time 9", "curl --silent 9"],
        ),
        ("{% if request.variables %}", ["{% if not request.variables %}"]),
        ("{% elif value is empty %}", ["{% elif value is not empty %}"]),
        ("{% if not loop.last %}+{% endif +%}", ["{% if loop.last %}+{% endif +%}"]),
        (
            "{% if m in (1, 2) %}",
            ["{% if m not in (1, 2) %}", "{% if m in (0, 2) %}", "{% if m in (1, 3) %}"],
        ),
        ("{% for part in request.parts %}", []),
        ("#import <a> // 1 == 2", []),
        ("wait(2)  // not 1", ["wait(3)  // not 1"]),
        ("/** 1 == 2 */", []),
        ("# a == b", []),
        ("response -> x => y", []),
    ],
)
def test_each_operator_and_literal_is_swapped_but_in_comments(line: str, wanted: list[str]) -> None:
    assert swaps(line) == wanted


def test_faults_that_read_the_same_are_told_apart() -> None:
    made = list(mutants("x/y.jinja", "end\nend\n"))
    assert [mutant.key for mutant in made] == [
        ("x/y.jinja", "end", None, 1),
        ("x/y.jinja", "end", None, 2),
    ]


def test_a_seed_chooses_the_same_part() -> None:
    made = list(mutants("x/y.jinja", "\n".join(f"line {n}" for n in range(40))))
    assert len(sampled(made, TENTH, 7)) == round(len(made) / 10)
    assert sampled(made, TENTH, 7) == sampled(made, TENTH, 7) != sampled(made, TENTH, 8)


def every_mutant() -> list[Mutant]:
    """List the mutants of all templates of samples."""
    made: list[Mutant] = []
    for target in sample_targets():
        source = LAYERS.builtin.read(target.file.template)
        assert source is not None
        made += mutants(target.file.template, source.decode())
    return made


def test_every_listed_survivor_is_a_mutant() -> None:
    assert unknown(read(), every_mutant()) == []
    named = {template for target in sample_targets() for template in target.templates}
    templates = References(LAYERS).templates(named)
    assert {template for template, *_ in read()} <= templates


def test_the_list_leaves_enough_to_notice() -> None:
    """A part that is tried has no survivor but those of the list; so this is the score of all."""
    made, listed = every_mutant(), read()
    found = [Verdict(m, "" if m.key in listed else "some cell", 1) for m in made]
    assert Score(found, made, listed).percent >= GOAL


def test_a_survivor_is_written_as_the_list_has_it(tmp_path: Path) -> None:
    made = list(mutants("x/y.jinja", "it's 1\nit's 1\n"))
    file = tmp_path / FILE.name
    entries = textwrap.indent("\n".join(map(written, made)), " " * 6)
    file.write_text(f"unseen:\n- reason: r\n  mutants:\n    x/y.jinja:\n{entries}\n", "utf-8")
    assert list(read(file)) == [mutant.key for mutant in made]


def test_a_score_names_what_has_to_be_corrected() -> None:
    known = list(mutants("x/y.jinja", "one\ntwo\nthree\nfour\n"))
    noticed, survived, listed, stale = known
    same, gone = Survivor("a comment", True), ("x/y.jinja", "five", None, 1)
    verdicts = [
        Verdict(noticed, "get 200", 3),
        Verdict(survived, "", 3),
        Verdict(listed, "", 0),
        Verdict(stale, "get build", 3),
    ]
    score = Score(verdicts, known, {listed.key: same, stale.key: same, gone: same})
    assert score.faults() == [
        "not noticed, 3 samples changed: x/y.jinja:2: two\n  gone\n- 'two'",
        "listed in survivors.yaml, but get build notices: x/y.jinja:4: four\n  gone",
        "survivors.yaml: there is no such mutant: x/y.jinja: five gone 1",
    ]
    assert round(score.percent, 1) == 66.7
    assert f"66.7 %, at least {GOAL} %" in score.table()


def test_one_of_the_targets_that_share_a_template_has_to_notice() -> None:
    one, two = mutants("x/y.jinja", "one\ntwo\n")
    seen = Verdict(one, "get 200", 2)
    verdicts = [Verdict(one, "", 0), seen, Verdict(one, "", 5), Verdict(two, "", 0)]
    assert merged(verdicts) == [seen, Verdict(two, "", 0)]


def test_what_verify_should_see_counts_against_the_score() -> None:
    known = list(mutants("x/y.jinja", "one\ntwo\n"))
    verdicts = [Verdict(known[0], "get 200", 1), Verdict(known[1], "", 1)]
    score = Score(verdicts, known, {known[1].key: Survivor("a gap", False)})
    assert (score.percent, score.faults()) == (50.0, [])
