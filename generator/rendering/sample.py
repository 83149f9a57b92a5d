"""A rendered sample: its code, and what pages and publications show beside the code."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from generator.model.api import Operation
from generator.model.structs import Struct
from generator.model.variants import ONLY, Variant
from generator.rendering.request import Request


class Sample(Struct, frozen=True):
    """A rendered sample, as the templates of pages see it.

    Attributes:
        title: the title of the sample's target, such as `Java`.
        fence: the language's name in Markdown fences and in Pygments.
        file: the name of the sample's file, without folders.
        code: the text of the whole file, without snippet tags.
        file_code: the text of the file itself, with snippet tags if the spec wants them.
        target: the id of the sample's target.
        lang: the language's name in `x-codeSamples` of an OpenAPI document.
        endpoint: the scheme and host that the sample calls.
        render_other_endpoint: returns another endpoint of the API, and this sample's code for that
            endpoint; None if the page shows no other endpoint.
        proofs: the results of `gen verify` for exactly this code, one for each toolchain.
        variant: which of its operation's samples it is.
        header: how many lines of the code are the comment on top; None for a sample that the author
            of the spec wrote.
    """

    title: str
    fence: str
    file: str
    code: str
    file_code: str
    target: str
    lang: str = ""
    endpoint: str = ""
    render_other_endpoint: Callable[[], tuple[str, str]] | None = None
    proofs: tuple[object, ...] = ()
    variant: Variant = ONLY
    header: int | None = None

    @property
    def lines(self) -> int:
        """The number of lines in the code."""
        return self.code.count("\n")

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


class SampleGroup(Struct, frozen=True):
    """The samples of one variant of an operation: one for each target.

    Attributes:
        variant: which of the operation's samples they are.
        samples: the rendered samples.
    """

    variant: Variant
    samples: tuple[Sample, ...]


def group_samples(samples: Iterable[Sample]) -> list[SampleGroup]:
    """Group the samples of an operation by their variants, and keep their order."""
    groups: dict[str, list[Sample]] = {}
    for sample in samples:
        groups.setdefault(sample.variant.id, []).append(sample)
    return [SampleGroup(rows[0].variant, tuple(rows)) for rows in groups.values()]


class PublishedOperation(Struct, frozen=True):
    """An operation with what a publication shows about it. (`gen publish` writes publications.)

    Attributes:
        operation: the operation as the spec describes it.
        request: the request that the samples send.
        render_samples: renders the samples to show, or returns those that were rendered before.
        file: the name of the operation's page; empty if operations have no pages of their own.
    """

    operation: Operation
    request: Request
    render_samples: Callable[[], tuple[Sample, ...]]
    file: str

    @property
    def samples(self) -> tuple[Sample, ...]:
        """The rendered samples to show, those of one variant after those of another.

        They are rendered when a page first shows them. So one page of a large API, whose templates
        get all operations, needs no samples of the others.
        """
        return self.render_samples()


# By docs site generator: the comments before and after the lines.
SNIPPET_TAGS = {
    "docfx": ("<request>", "</request>"),
    "mkdocs": ("--8<-- [start:request]", "--8<-- [end:request]"),
    "sphinx": ("[START request]", "[END request]"),
}


def add_snippet_tags(code: str, header: int, tags: str, comment: str) -> str:
    """Put snippet tags around a sample: around all of its code, without the comment on top.

    What stands between the tags can be compiled by itself.

    Arguments:
        code: the code of the sample.
        header: the number of lines in front of the code to include.
        tags: the docs site generator, a key of `SNIPPET_TAGS`.
        comment: the characters that begin a comment up to the end of the line.
    """
    begin, end = SNIPPET_TAGS[tags]
    lines = code.split("\n")
    # A header ends the statement in front of the code, so no line of the code belongs to it.
    before, after = lines[:header], lines[header:]
    return "\n".join([*before, f"{comment}{begin}", *after[:-1], f"{comment}{end}", ""])
