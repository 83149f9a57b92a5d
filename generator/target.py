"""What a language folder says of a target: what it makes, how that is run, what to expect."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a run is expected to do; None where any will do. `exit` None means: not 0.

    `stdout` is all of it, `stderr` a part; `lines` are the most that stderr may have.
    """

    exit: int | None = None
    stdout: str | None = None
    stderr: str | None = None
    lines: int | None = None


@dataclass(frozen=True, slots=True)
class Trust:
    """What makes a run trust the certificates of a test authority."""

    env: Mapping[str, str]
    prepare: tuple[str, ...]
    run: tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Toolchain:
    """One way to check and run a sample; commands are argument lists with placeholders.

    `versions` are commands by what they tell the version of; `known` are the cases that are known
    to fail, with the reason; `trust` is None where there is no way.
    """

    name: str
    needs: tuple[str, ...]
    versions: Mapping[str, tuple[str, ...]]
    get: str
    platform: str | None
    env: Mapping[str, str]
    build: tuple[str, ...]
    check: tuple[str, ...]
    run: tuple[str, ...]
    trust: Trust | None
    known: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Formatter:
    """The community's formatter: the command that fails if a file is not as it leaves it.

    `width` is the columns within which the built-in templates print the formatter's own form.
    """

    needs: str
    check: tuple[str, ...]
    width: int


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Something a language folder can make of an operation.

    `is_builtin` is False if the user's folders have a say in it.
    """

    id: str
    title: str
    template: str
    file: str
    fence: str
    formatter: Formatter | None
    toolchains: tuple[Toolchain, ...]
    expect: Mapping[str, Outcome]
    language: str
    is_page: bool
    is_builtin: bool


@dataclass(frozen=True, slots=True)
class Names:
    """How a language writes identifiers.

    `taken` are words of the language and the templates' `own` variables, `files` the names that
    files can't have. With `environment`, variables are environment variables, so that one can
    hide a credential.
    """

    case: str = "snake"
    clash: str = "_"
    ignore_case: bool = False
    environment: bool = False
    taken: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    files: frozenset[str] = frozenset()


def filled(pattern: str, facts: Mapping[str, str]) -> str:
    """Fill in the `{placeholders}` of a step or an expectation; unknown ones stay as they are."""
    return re.sub(r"\{(\w+)\}", lambda match: facts.get(match[1], match[0]), pattern)
