"""Reader of samples that the author of a spec wrote: files beside the spec or below it."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping
from typing import Any

from generator.errors import Problem, ProblemsError, counted, one_of
from generator.model.budget import Budget
from generator.model.text import Text, reveal
from generator.model.variants import OwnSample
from generator.sources.source import Source
from generator.sources.yaml_schema import ParsedRecord

# The most bytes of a sample. The longest that gen makes have a tenth of it.
MAX_BYTES = 1 << 17


class OwnSampleReader:
    """Reads the files that operations and examples of one spec name under `samples`.

    Arguments:
        source: the files of the spec's folder.
        file: the path of the spec in `source`.
        problems: the list to which every problem is added.
        budget: limits the work that the spec may cause. Each file that is read adds to it.
    """

    def __init__(self, source: Source, file: str, problems: list[Problem], budget: Budget) -> None:
        self.source = source
        self.folder = posixpath.dirname(file)
        self.problems = problems
        self.budget = budget
        self._texts: dict[str, str | None] = {}

    def read(self, row: ParsedRecord) -> tuple[OwnSample, ...]:
        """Read the samples of an operation, and those of its examples.

        Arguments:
            row: the keys of the operation.

        Returns:
            The samples that can be read. Those of the operation itself are for its first variant.
        """
        examples: Mapping[Text, Any] = row["examples"] or {}
        first = next(iter(examples), None)
        own = list(self._list("" if first is None else reveal(first), row["samples"]))
        for id_, example in examples.items():
            if example is not None:
                own += self._list(reveal(id_), example["samples"])
        seen: dict[tuple[str, str], OwnSample] = {}
        for sample in own:
            key = sample.variant, reveal(sample.target)
            if seen.setdefault(key, sample) is not sample:
                what = f"the first example has a sample of {key[1]} already"
                self.problems.append(Problem(sample.target.mark, what, "remove one of the two"))
        return tuple(seen.values())

    def _list(self, variant: str, rows: Mapping[Text, Text | None] | None) -> Iterator[OwnSample]:
        """Yield the samples of one variant."""
        for target, path in (rows or {}).items():
            text = None if path is None else self._text(path)
            if path is not None and text is not None:
                yield OwnSample(target, path, variant, text)

    def _text(self, path: Text) -> str | None:
        """Return the text of a file; None if it can't be read, which is reported."""
        name = reveal(path)
        if name not in self._texts:
            self._texts[name] = self._read_text(path)
        return self._texts[name]

    def _read_text(self, path: Text) -> str | None:
        """Read a file, and report why it can't be a sample."""
        name = reveal(path)
        try:
            data = self.source.read(posixpath.join(self.folder, name))
        except ProblemsError as error:
            whats = (f"{name} is not read: {fault.what}" for fault in error.problems)
            todo = "name a file in the spec's folder"
            self.problems += (Problem(path.mark, what, todo) for what in whats)
            return None
        if data is None:
            folder = posixpath.dirname(name)
            near = [
                posixpath.join(folder, other)
                for other in self.source.names(posixpath.join(self.folder, folder))
                if "." in other
            ]
            what = f"there is no file {name} in the spec's folder"
            self.problems.append(Problem(path.mark, what, one_of(near, name)))
            return None
        if len(data) > MAX_BYTES:
            what = (
                f"{name} has {counted(len(data), 'byte')}, and a sample has {MAX_BYTES:,} at most"
            )
            self.problems.append(Problem(path.mark, what, "name a shorter file"))
            return None
        try:
            text = data.decode()
        except UnicodeDecodeError:
            self.problems.append(Problem(path.mark, f"{name} is not UTF-8", "convert it"))
            return None
        if not text.strip():
            self.problems.append(Problem(path.mark, f"{name} is empty", "write the sample"))
            return None
        self.budget.grow(len(data))
        return text
