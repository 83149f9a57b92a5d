"""Which faults a template can have: a line is gone, or an operator or literal is another."""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

# A comment of the sample's language. What follows is a space: `#import` and `#!` are none.
_COMMENT = re.compile(r"(?:(?<=\s)|^)(?://|#)(?=\s|$).*|/\*.*?\*/")
# A line that is a comment of Jinja, which no sample shows.
_TEMPLATE_COMMENT = re.compile(r"\s*\{#.*#\}\s*")


def _next(match: re.Match[str]) -> str:
    """Give the number behind this one; 0 and 1, which are often an answer, change places."""
    digits = match[0]
    number = 0 if int(digits) == 1 else int(digits) + 1
    return str(number).zfill(len(digits))


def _emptied(match: re.Match[str]) -> str:
    """Give a string without its text; one that has none gets some, which URLs care about."""
    return match[0][0] + ("" if len(match[0]) > 2 else "/") + match[0][-1]


def _paired(*pairs: tuple[str, str]) -> list[tuple[str, str]]:
    """Make swaps both ways of words that stand for themselves, or of operators between spaces."""
    both = [*pairs, *((new, old) for old, new in pairs)]
    made = []
    for old, new in both:
        before, behind = (r"\b", r"\b") if old.isalnum() else (r"(?<=\s)", r"(?=\s)")
        made.append((before + re.escape(old) + behind, new))
    return made


# What is found, and what it becomes. One table for all languages and for Jinja itself: what a
# language does not know, no build lets through.
SWAPS: list[tuple[str, str | Callable[[re.Match[str]], str]]] = [
    *_paired(("===", "!=="), ("==", "!="), ("<", "<="), (">", ">="), ("&&", "||"), ("or", "and")),
    *_paired(("true", "false"), ("True", "False"), ("YES", "NO"), ("+", "-")),
    (r"(?<=\s)\.(?=\s)", "+"),
    (r"!(?=[\w({$])", ""),
    (r"\bnot ", ""),
    (r"(?<=\w) in (?=\()", " not in "),
    (r"\?\.", "."),
    (r":\?", ":-"),
    (r"(?<=\w)%/", "#/"),
    # A condition becomes its contrary, where it has no operator that is swapped anyway.
    (r"(?<=\{% if )([\w.]+)(?= \+?%\})", r"not \1"),
    (r"(?<=\{% elif )([\w.]+)(?= \+?%\})", r"not \1"),
    (r"(?<=\w) is (?=\w+ \+?%\})", " is not "),
    (r"(?<=\bif \()((?:(?!\|\||&&)[^=!<>])+)(?=\)(?: \{)?$)", r"!(\1)"),
    (r"(?<!\{%)(?<!else) if (?!\()", " unless "),
    (r"\bunless\b", "if"),
    (r"(?<![A-Za-z0-9.])(?<![A-Za-z0-9]_)\d+(?!\w)", _next),
    (r'"(?:\\.|[^"\\])*"|\'(?:\\.|[^\'\\])*\'|`(?:\\.|[^`\\])*`', _emptied),
    (r" --[a-z][a-z-]+", ""),
]


# A template, its line, what becomes of that, and which of several alike.
Key = tuple[str, str, str | None, int]


@dataclass(frozen=True, slots=True)
class Mutant:
    """One fault in a template.

    Attributes:
        template: the template's path below the template folders.
        number: the line, from 1.
        line: its text without indentation.
        becomes: what stands there instead; None where the line is gone.
        nth: which of several faults that read the same, from 1.
        text: the whole template with the fault.
    """

    template: str
    number: int
    line: str
    becomes: str | None
    nth: int
    text: str

    @property
    def key(self) -> Key:
        """What tells it from all others, also where lines were added above it."""
        return self.template, self.line, self.becomes, self.nth

    def __str__(self) -> str:
        change = "gone" if self.becomes is None else f"now {self.becomes}"
        return f"{self.template}:{self.number}: {self.line}\n  {change}"


def mutants(template: str, text: str) -> Iterator[Mutant]:
    """List every fault of a template: each line gone, and each swap.

    Lines that are blank, or nothing but a comment for who reads the template, have no faults.

    Arguments:
        template: its path.
        text: what it says.
    """
    lines = text.splitlines(keepends=True)
    seen: Counter[tuple[str, str | None]] = Counter()
    for index, line in enumerate(lines):
        if not line.strip() or _TEMPLATE_COMMENT.fullmatch(line):
            continue
        for new in (None, *_swapped(line)):
            becomes = None if new is None else new.strip()
            seen[line.strip(), becomes] += 1
            yield Mutant(
                template=template,
                number=index + 1,
                line=line.strip(),
                becomes=becomes,
                nth=seen[line.strip(), becomes],
                text="".join([*lines[:index], new or "", *lines[index + 1 :]]),
            )


def _swapped(line: str) -> list[str]:
    """Give the line with each swap in turn, none twice; comments stay as they are."""
    comments = [match.span() for match in _COMMENT.finditer(line.rstrip("\n"))]
    found: dict[str, None] = {}
    for pattern, replacement in SWAPS:
        for match in re.finditer(pattern, line.rstrip("\n")):
            if any(start <= match.start() < end for start, end in comments):
                continue
            new = replacement(match) if callable(replacement) else match.expand(replacement)
            found.setdefault(line[: match.start()] + new + line[match.end() :])
    found.pop(line, None)
    return list(found)


def sampled(mutants: Sequence[Mutant], share: Fraction, seed: int) -> list[Mutant]:
    """Choose a part of mutants at random; one seed always chooses the same."""
    return random.Random(seed).sample(list(mutants), round(len(mutants) * share))
