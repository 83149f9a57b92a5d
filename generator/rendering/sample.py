"""A rendered sample: its code, and what pages and publications show beside the code."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model.api import Operation
from generator.model.structs import Struct
from generator.model.text import Code
from generator.rendering.parts import SamplePart
from generator.rendering.request import Request


class Step(Struct, frozen=True):
    """One instruction in a sample's comments that says how to install or run the sample.

    Attributes:
        label: the word in front of the colon, such as `Run`.
        text: the command or requirement after the colon.
        note: the remark in parentheses after `text`; may be empty.
    """

    label: str
    text: str
    note: str


class Sample(Struct, frozen=True):
    """A rendered sample, as the templates of pages see it.

    Attributes:
        title: the title of the sample's target, such as `Java`.
        fence: the language's name in Markdown fences and in Pygments.
        file: the name of the sample's file, without folders.
        code: the text of the whole file.
        target: the id of the sample's target.
        lang: the language's name in `x-codeSamples` of an OpenAPI document.
        parts: the named groups of lines that the template has marked.
        comment: the characters that begin a comment up to the end of the line.
        endpoint: the scheme and host that the sample calls.
        render_other_endpoint: returns another endpoint of the API, and this sample's code for that
            endpoint; None if the page shows no other endpoint.
        proofs: the results of `gen verify` for exactly this code, one for each toolchain.
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
    render_other_endpoint: Callable[[], tuple[str, str]] | None = None
    proofs: tuple[object, ...] = ()

    @property
    def lines(self) -> int:
        """The number of lines in the code."""
        return self.code.count("\n")

    @property
    def steps(self) -> tuple[Step, ...]:
        """The instructions for installing and running the sample, from its `usage` parts."""
        steps: list[list[str]] = []
        lines = self.code.split("\n")
        for part in self.parts:
            for line in lines[part.start : part.end] if part.name == "usage" else ():
                text = line.removeprefix(self.comment)
                match = re.fullmatch(r"([A-Z][a-z]+): +(.*)", text)
                if match:
                    steps.append([match[1], match[2]])
                elif steps:  # the line continues the step above
                    steps[-1][1] += f" {text.strip()}"
        return tuple(_make_step(label, text) for label, text in steps)

    @property
    def request(self) -> Code:
        """The lines of the parts `values` and `request`: what readers edit, and what is sent.

        The common indentation of each part is removed. If the sample has neither part, this is the
        whole code.
        """
        lines = self.code.split("\n")
        request_lines: list[str] = []
        before = ""
        for part in self.parts:
            if part.name != "usage":
                part_lines = lines[part.start : part.end]
                depth = margin(part_lines)
                request_lines += [""] if before and before != part.name else []
                request_lines += [line[depth:] for line in part_lines]
                before = part.name
        return Code("".join(f"{line}\n" for line in request_lines) or self.code)

    def hosts(self) -> list[int]:
        """Return the offsets in the code at which a page may replace the endpoint by another one.

        The offsets are found by comparing this code with the code for another endpoint.

        Returns:
            An empty list if the page shows no other endpoint, or if the two codes differ in
            anything besides the endpoint. A page must only show code that gen would render.
        """
        if self.render_other_endpoint is None:
            return []
        endpoint, other = self.render_other_endpoint()
        pieces = self.code.split(self.endpoint)
        either = f"({re.escape(endpoint)}|{re.escape(self.endpoint)})"
        match = re.fullmatch(either.join(map(re.escape, pieces)), other)
        offsets, offset = [], 0
        for number, piece in enumerate(pieces[:-1], 1):
            offset += len(piece)
            if match is not None and match[number] == endpoint:
                offsets.append(offset)
            offset += len(self.endpoint)
        return offsets


def margin(lines: list[str]) -> int:
    """Return the number of spaces that every line begins with, apart from blank lines."""
    return min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)


def _make_step(label: str, text: str) -> Step:
    """Split the note in parentheses, after two spaces, from a step's text."""
    command, _, note = text.partition("  (")
    return Step(label, command, note.removesuffix(")"))


class PublishedOperation(Struct, frozen=True):
    """An operation with what a publication shows about it. (`gen publish` writes publications.)

    Attributes:
        operation: the operation as the spec describes it.
        request: the request that the samples send.
        samples: the rendered samples to show.
        file: the name of the operation's page; empty if operations have no pages of their own.
    """

    operation: Operation
    request: Request
    samples: tuple[Sample, ...]
    file: str
