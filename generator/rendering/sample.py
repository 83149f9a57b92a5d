"""A rendered sample, with the facts that pages and publications show about it."""

from __future__ import annotations

import re
from collections.abc import Callable

from generator.model.api import Operation
from generator.model.structs import Struct
from generator.model.text import Code
from generator.rendering.parts import SamplePart
from generator.rendering.request import Request


class Step(Struct, frozen=True):
    """One instruction for installing or running a sample.

    Attributes:
        label: the word in front of the colon, such as `Run`.
        text: the command or requirement.
        note: the remark in parentheses that follows it; may be empty.
    """

    label: str
    text: str
    note: str


class Sample(Struct, frozen=True):
    """A rendered sample, as templates of pages see it.

    Attributes:
        title: the title of its target.
        fence: the name of its language in Markdown fences and for Pygments.
        file: the name of its file, without folders.
        code: the whole file.
        target: the id of its target.
        lang: the name of its language in `x-codeSamples` of an OpenAPI document.
        parts: the marked parts of the code.
        comment: the characters that begin a comment up to the end of the line.
        endpoint: scheme and host that it calls.
        render_other_endpoint: returns another endpoint of the API and the code that calls it;
            None if the API has only one.
        proofs: results of `gen verify` for exactly this code, one for each toolchain.
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
        """Number of lines in the code."""
        return self.code.count("\n")

    @property
    def steps(self) -> tuple[Step, ...]:
        """The instructions in its `usage` parts, for installing and running it."""
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
        """The code without its `usage` parts: the values to edit and the request.

        Each part loses its common indentation. This is the whole code if no part is marked.
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
        """Return the offsets in the code where a page may put another endpoint.

        They are found by comparing the code with the code for another endpoint. The list is empty
        if the two differ in anything else, because a page must only show code that gen renders.
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
    """Return how many spaces all lines begin with; empty lines do not count."""
    return min((len(line) - len(line.lstrip(" ")) for line in lines if line.strip()), default=0)


def _make_step(label: str, text: str) -> Step:
    """Split the note in parentheses, after two spaces, from a step's text."""
    command, _, note = text.partition("  (")
    return Step(label, command, note.removesuffix(")"))


class PublishedOperation(Struct, frozen=True):
    """An operation with the samples that a publication shows.

    `file` is the name of its page, empty if the publication has no page for each operation.
    """

    operation: Operation
    request: Request
    samples: tuple[Sample, ...]
    file: str
