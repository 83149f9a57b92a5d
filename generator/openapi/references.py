"""Resolver of the `$ref`s of an OpenAPI document.

A `$ref` is a URI reference (RFC 3986) with a JSON pointer (RFC 6901). Only files in the folder of
the document are read: no URLs, no files above the folder, and no links that lead out of it, unless
`--anywhere` allows these files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from generator.errors import Problem, ProblemsError
from generator.model.budget import Budget
from generator.sources.document import At, Document, read_document
from generator.sources.source import Source

# The most references in a row. A longer chain is a circle.
_LONGEST = 50
# An array index (RFC 6901, section 4). Longer ones exceed any array.
_INDEX = re.compile("0|[1-9][0-9]{0,17}")


class References:
    """Follows references. Each different reference is looked up only once.

    Arguments:
        source: the files that may be read.
        main: the document that is being imported.
        problems: the list to which every problem is added.
        budget: limits the work that the documents cause. Each file that is read adds to it.
        anywhere: whether files outside of the document's folder may be read.

    Attributes:
        documents: the documents by path; None for a file that can't be read.
        has_siblings: whether keywords beside a `$ref` of a schema count, as since OpenAPI 3.1.
    """

    def __init__(
        self,
        source: Source,
        main: Document,
        problems: list[Problem],
        budget: Budget,
        anywhere: bool = False,
    ) -> None:
        self.source = source
        self.folder = posixpath.dirname(main.path)
        self._main = main
        version = main.root.get("openapi") if isinstance(main.root, dict) else None
        self.has_siblings = bool(re.match(r"3\.[1-9]", str(version)))
        self._reads_files = True
        self.problems = problems
        self.budget = budget
        self.anywhere = anywhere
        self.documents: dict[str, Document | None] = {main.path: main}
        self._targets: dict[tuple[str, str], At | None] = {}
        self._parents: dict[tuple[str, str], At] = {}

    def resolve(self, at: At) -> At | None:
        """Follow the `$ref` of a value, and the `$ref` of its target, and so on.

        Returns:
            The last target, which is the value itself if it has no `$ref`. None if a reference
            can't be followed; then a problem was added.

        Raises:
            BudgetError: if the document takes too many steps to read.
        """
        value = at.value
        count = 0
        while isinstance(value, dict) and "$ref" in value:
            reference = value["$ref"]
            if not isinstance(reference, str):
                self._problem(at, "$ref is no text", "write a reference")
                return None
            self.budget.read()
            key = at.document.path, reference
            if key not in self._targets:
                self._targets[key] = self._target(at, reference)
            target = self._targets[key]
            count += 1
            if target is None or count > _LONGEST:
                if target is not None:
                    self._problem(at, f"{reference} leads in a circle", "correct it")
                    self._targets[key] = None
                return None
            at, value = target, target.value
        return at

    def quiet(self) -> References:
        """Return a copy that keeps its problems to itself, and knows the files read so far."""
        copy = References(self.source, self._main, [], self.budget, self.anywhere)
        copy.documents = dict(self.documents)
        copy._reads_files = False
        return copy

    def _problem(self, at: At, what: str, todo: str) -> None:
        self.problems.append(Problem(at.mark, what, todo))

    def _target(self, at: At, reference: str) -> At | None:
        """Find the target of a reference. If it does not exist, report that and return None."""
        file, _, fragment = reference.partition("#")
        document: Document | None = at.document
        if file:
            document = self._other_document(at, unquote(file))
        if document is None:
            return None
        target = At(document.root, document)
        if fragment and not fragment.startswith("/"):
            what = f"{reference} names an anchor"
            self._problem(at, what, "write a JSON pointer: #/components/…")
            return None
        parent_key = document.path, fragment.rpartition("/")[0]
        tokens = fragment.split("/")[1:]
        if parent_key in self._parents:  # most references lead into the same few objects
            target, tokens = self._parents[parent_key], tokens[-1:]
        for token in tokens:
            key = unquote(token).replace("~1", "/").replace("~0", "~")
            value = target.value
            if isinstance(value, dict) and key in value:
                target = target.child(key)
            elif isinstance(value, list) and _INDEX.fullmatch(key) and int(key) < len(value):
                target = target.child(int(key))
            else:
                self._problem(at, f"{reference} leads nowhere: there is no {key}", "correct it")
                return None
        if target.parent is not None:
            self._parents[parent_key] = target.parent
        return target

    def _other_document(self, at: At, file: str) -> Document | None:
        """Read another file, if that is allowed. None if it can't be read, which is reported."""
        if "://" in file or file.startswith("//") or file.split(":")[0] in ("data", "urn"):
            self._problem(at, f"{file} is not read: it is no file here", "put a copy beside it")
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(at.document.path), file))
        if path in self.documents:
            return self.documents[path]
        if not self._reads_files:
            return None
        is_within = not posixpath.isabs(path) and path.split("/")[0] != ".."
        if is_within and self.folder:
            is_within = path.startswith(f"{self.folder}/")
        if not self.anywhere and not (is_within and self.source.is_within(path, self.folder)):
            what = f"{file} is not read: it is outside of the document's folder"
            todo = "move it there, or use gen import --anywhere"
            self._problem(at, what, todo)
            self.documents[path] = None
            return None
        document = None
        try:
            data = self.source.read(path)
        except ProblemsError as error:
            for problem in error.problems:
                self._problem(at, f"{file} is not read: {problem.what}", problem.todo)
            self.documents[path] = None
            return None
        if data is None:
            self._problem(at, f"there is no file {file}", "correct the reference")
        else:
            self.budget.grow(len(data))
            document = read_document(data, path, self.source.label(path), self.problems)
        self.documents[path] = document
        return document


def names(at: At | None) -> Iterator[str]:
    """Return the names of an object's members. There are none if the value is not an object."""
    if at is not None and isinstance(at.value, dict):
        for name in at.value:
            if isinstance(name, str):
                yield name


def members(at: At | None) -> Iterator[tuple[str, At]]:
    """Return the names and values of an object's members, none if the value is not an object."""
    if at is not None:
        for name in names(at):
            yield name, at.child(name)


def items(at: At | None) -> Iterator[At]:
    """Return the items of an array, none if the value is not an array."""
    if at is not None and isinstance(at.value, list):
        for index in range(len(at.value)):
            yield at.child(index)
