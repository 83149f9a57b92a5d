"""A rendered sample as pages and publications show it."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model.api import Operation
from generator.model.structs import Struct
from generator.model.text import Code
from generator.rendering.parts import SamplePart
from generator.rendering.request import Request


class Step(Struct, frozen=True):
    """A line of how to install or run a sample: what for, what, and what else there is to say."""

    label: str
    text: str
    note: str


class Sample(Struct, frozen=True):
    """A rendered sample, as pages get it.

    Arguments:
        title: of its target.
        fence: what its code is called in Markdown, and by highlighters.
        file: the name of its file alone.
        code: all of it.
        target: the target's id.
        lang: what readers of OpenAPI call its language.
        parts: which of its lines are what.
        comment: what begins a comment that ends with its line.
        endpoint: scheme and host that it calls.
        elsewhere: gives the other endpoint and the same sample calling that; None if the API has
            no other.
        proofs: what verifications found of these very bytes, one a toolchain.
    """

    title: str
    fence: str
    file: str
    code: str
    target: str
    lang: str = ""
    parts: tuple[SamplePart, ...] = ()
    comment: str = ""
    endpoint: str = ""
    elsewhere: Callable[[], tuple[str, str]] | None = None
    proofs: tuple[object, ...] = ()

    @property
    def lines(self) -> int:
        """How many lines it has."""
        return self.code.count("\n")

    @property
    def steps(self) -> tuple[Step, ...]:
        """How to install and run it."""
        found: list[list[str]] = []
        lines = self.code.split("\n")
        for part in self.parts:
            for line in lines[part.start : part.end] if part.name == "usage" else ():
                text = line.removeprefix(self.comment)
                begun = re.fullmatch(r"([A-Z][a-z]+): +(.*)", text)
                if begun:
                    found.append([begun[1], begun[2]])
                elif found:  # goes on
                    found[-1][1] += f" {text.strip()}"
        return tuple(_step(label, text) for label, text in found)

    @property
    def request(self) -> Code:
        """The block to edit and what makes the request, as lines of their own."""
        lines = self.code.split("\n")
        blocks: list[str] = []
        before = ""
        for part in self.parts:
            if part.name != "usage":
                shown = lines[part.start : part.end]
                depth = margin(shown)
                blocks += [""] if before and before != part.name else []
                blocks += [line[depth:] for line in shown]
                before = part.name
        return Code("".join(f"{line}\n" for line in blocks) or self.code)

    def hosts(self) -> list[int]:
        """Find where in the code its endpoint stands: what differs if it calls another one.

        Nothing is found where more differs than that, so that a page never shows what gen would
        not make.
        """
        if self.elsewhere is None:
            return []
        endpoint, other = self.elsewhere()
        pieces = self.code.split(self.endpoint)
        either = f"({re.escape(endpoint)}|{re.escape(self.endpoint)})"
        match = re.fullmatch(either.join(map(re.escape, pieces)), other)
        found, at = [], 0
        for number, piece in enumerate(pieces[:-1], 1):
            at += len(piece)
            if match is not None and match[number] == endpoint:
                found.append(at)
            at += len(self.endpoint)
        return found


def margin(lines: list[str]) -> int:
    """Count the spaces that all lines but empty ones begin with."""
    return min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)


def _step(label: str, text: str) -> Step:
    what, _, note = text.partition("  (")
    return Step(label, what, note.removesuffix(")"))


class PublishedOperation(Struct, frozen=True):
    """An operation of an API to publish, with its samples and the name of its page, if any."""

    operation: Operation
    request: Request
    samples: tuple[Sample, ...]
    file: str
