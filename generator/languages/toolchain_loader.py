"""Make toolchains, and what runs have to print, of a `language.yaml`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.languages.encoder_loader import string, string_pairs, strings
from generator.languages.target import ExpectedOutcome, KnownValue, Toolchain, Trust, WarmStart
from generator.model.text import reveal
from generator.sources.yaml_schema import ParsedRecord


def make_toolchains(
    rows: Iterable[ParsedRecord], starters: Mapping[str, bytes]
) -> tuple[Toolchain, ...]:
    """Make the toolchains of a target."""
    return tuple(_make_toolchain(row, starters) for row in rows)


def _make_toolchain(row: ParsedRecord, starters: Mapping[str, bytes]) -> Toolchain:
    """Make a toolchain."""
    trust, warm = row["trust"], row["warm"]
    starter = string(warm["starter"]) if warm else ""
    return Toolchain(
        name=string(row["name"]),
        needs=strings(row["needs"]),
        versions={reveal(name): strings(step) for name, step in (row["versions"] or {}).items()},
        get=string(row["get"]),
        platform=string(row["platform"]) or None,
        env=dict(string_pairs(row["env"])),
        build=strings(row["build"]),
        check=strings(row["check"]),
        run=strings(row["run"]),
        trust=trust
        and Trust(
            dict(string_pairs(trust["env"])), strings(trust["prepare"]), strings(trust["run"])
        ),
        known_failures=dict(string_pairs(row["known"])),
        build_all=strings(row["buildAll"]),
        once=strings(row["once"]),
        warm=warm
        and WarmStart(
            starter,
            starters[starter],
            strings(warm["run"]),
            strings(warm["build"]),
            string(warm["each"]) == "sample",
        ),
        install={key: reveal(text) for key, text in row["install"].values.items()}
        if row["install"]
        else {},
    )


def make_outcomes(row: ParsedRecord | None) -> dict[str, ExpectedOutcome]:
    """Make the expected outcomes of a target by the kind of run."""
    outcomes = row.values if row else {}
    return {
        name: ExpectedOutcome(
            exit=outcome["exit"],
            stdout=reveal(outcome["stdout"]) if "stdout" in outcome else None,
            stderr=strings(outcome["stderr"]) if "stderr" in outcome else None,
            lines=outcome["lines"],
        )
        for name, outcome in outcomes.items()
    }


def make_known_values(rows: Iterable[ParsedRecord]) -> tuple[KnownValue, ...]:
    """Make the values of a target that are known not to arrive."""
    return tuple(
        KnownValue(
            strings(row["places"]), string(row["text"]), string(row["why"]), bool(row["whole"])
        )
        for row in rows
    )
