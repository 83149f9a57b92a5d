"""The render jobs of blocks: what stands between two markers, as a file of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.embedding.blocks import REGIONS, SAMPLE, Block
from generator.embedding.parts import find_parts
from generator.errors import Problem, one_of
from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.structs import Struct
from generator.rendering.jobs import Job

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


class BlockJob(Struct, frozen=True, eq=False):
    """A block to render; see `RenderJob`.

    Attributes:
        path: a name of its own.
        template: the path of the template that makes it.
        target: the format of the page.
        block: what it is.
        sample: the job of the sample that it shows; None for a table.
        problems: gets a problem if the sample has no such part.
    """

    path: str
    template: str
    target: Target
    block: Block
    sample: Job | None
    problems: list[Problem]

    wanted = True

    @property
    def api(self) -> Api:
        """The API that the block is about."""
        return self.block.api

    @property
    def operation(self) -> Operation | None:
        """The operation that the block is about; None if it is about the API."""
        return self.block.operation

    @property
    def subject(self) -> str:
        """The id of that operation; empty if the block is about the API."""
        return self.block.operation.id if self.block.operation else ""

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that the template can use, by name.

        Arguments:
            renderer: renders the sample.
        """
        context: dict[str, object] = {"api": self.api, "title": self.target.title}
        if self.operation is not None:
            context["operation"] = self.operation
        if self.block.kind == REGIONS:
            context["regions"] = self.api.regions_of(self.operation)
        if self.block.kind == SAMPLE:
            assert self.sample is not None
            sample, part = renderer.sample(self.sample), self.block.part
            code = sample.code
            if part is not None:
                parts = find_parts(sample)
                if part.text not in parts:
                    what = f"the sample has no part {part.text}"
                    self.problems.append(Problem(part.mark, what, one_of(parts, part.text)))
                code = parts.get(part.text, "")
            context |= {"sample": sample, "code": code}
        return context


def block_name(block: Block, target: Target) -> str:
    """Return a name for a block in a format; the same for the same block."""
    operation = block.operation.id if block.operation else ""
    sample = block.target.id if block.target else ""
    variant = block.variant.id if block.variant else ""
    part = block.part.text if block.part else ""
    return "/".join((target.id, block.api.folder, operation, block.kind, sample, variant, part))
