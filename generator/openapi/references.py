"""Values of an OpenAPI document with their places, and the `$ref`s that lead from one to another.

References are RFC 3986 URI references with RFC 6901 pointers. Only files within the document's
own folder are read: no URL, nothing above it, no link that leads out of it, unless that is allowed.
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

# More references in a row than anybody writes; a circle is longer.
_LONGEST = 50
# An index of an array (RFC 6901, 4), of no more digits than any array has.
_INDEX = re.compile("0|[1-9][0-9]{0,17}")


class References:
    """Follows references, each once.

    Arguments:
        source: what files are read from.
        main: the document that everything begins with.
        problems: gets what is wrong with them.
        budget: what may be spent on the documents; each file that is read adds to it.
        anywhere: whether files outside of the document's folder may be read, too.

    Attributes:
        documents: what was read, by path; None for what can't be.
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
        self.problems = problems
        self.budget = budget
        self.anywhere = anywhere
        self.documents: dict[str, Document | None] = {main.path: main}
        self._found: dict[tuple[str, str], At | None] = {}
        self._around: dict[tuple[str, str], At] = {}

    def resolve(self, at: At) -> At | None:
        """Give what a value stands for: itself, or what its `$ref` leads to.

        Returns:
            The value; None behind a problem.

        Raises:
            BudgetError: if nothing is left of the budget.
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
            if key not in self._found:
                self._found[key] = self._target(at, reference)
            found = self._found[key]
            count += 1
            if found is None or count > _LONGEST:
                if found is not None:
                    self._problem(at, f"{reference} leads in a circle", "correct it")
                    self._found[key] = None
                return None
            at, value = found, found.value
        return at

    def _problem(self, at: At, what: str, todo: str) -> None:
        self.problems.append(Problem(at.mark, what, todo))

    def _target(self, at: At, reference: str) -> At | None:
        file, _, fragment = reference.partition("#")
        document: Document | None = at.document
        if file:
            document = self._other(at, unquote(file))
        if document is None:
            return None
        found = At(document.root, document)
        if fragment and not fragment.startswith("/"):
            what = f"{reference} names an anchor"
            self._problem(at, what, "write a JSON pointer: #/components/…")
            return None
        around = document.path, fragment.rpartition("/")[0]
        words = fragment.split("/")[1:]
        if around in self._around:  # as of all schemas that are shared
            found, words = self._around[around], words[-1:]
        for word in words:
            key = unquote(word).replace("~1", "/").replace("~0", "~")
            value = found.value
            if isinstance(value, dict) and key in value:
                found = found.child(key)
            elif isinstance(value, list) and _INDEX.fullmatch(key) and int(key) < len(value):
                found = found.child(int(key))
            else:
                self._problem(at, f"{reference} leads nowhere: there is no {key}", "correct it")
                return None
        if found.parent is not None:
            self._around[around] = found.parent
        return found

    def _other(self, at: At, file: str) -> Document | None:
        """Read another file, if that is allowed."""
        if "://" in file or file.startswith("//") or file.split(":")[0] in ("data", "urn"):
            self._problem(at, f"{file} is not read: it is no file here", "put a copy beside it")
            return None
        path = posixpath.normpath(posixpath.join(posixpath.dirname(at.document.path), file))
        if path in self.documents:
            return self.documents[path]
        is_within = not posixpath.isabs(path) and path.split("/")[0] != ".."
        if is_within and self.folder:
            is_within = path.startswith(f"{self.folder}/")
        if not self.anywhere and not (is_within and self.source.is_within(path, self.folder)):
            what = f"{file} is not read: it is outside of the document's folder"
            todo = "move it there, or use gen import --anywhere"
            self._problem(at, what, todo)
            self.documents[path] = None
            return None
        made = None
        try:
            data = self.source.read(path)
        except ProblemsError as error:
            for fault in error.problems:
                self._problem(at, f"{file} is not read: {fault.what}", fault.todo)
            self.documents[path] = None
            return None
        if data is None:
            self._problem(at, f"there is no file {file}", "correct the reference")
        else:
            self.budget.grow(len(data))
            made = read_document(data, path, self.source.label(path), self.problems)
        self.documents[path] = made
        return made


def names(at: At | None) -> Iterator[str]:
    """Give the names of the members of an object; none if it is no object."""
    if at is not None and isinstance(at.value, dict):
        for name in at.value:
            if isinstance(name, str):
                yield name


def members(at: At | None) -> Iterator[tuple[str, At]]:
    """Give the members of an object with their names; none if it is no object."""
    if at is not None:
        for name in names(at):
            yield name, at.child(name)


def items(at: At | None) -> Iterator[At]:
    """Give the items of an array; none if it is none."""
    if at is not None and isinstance(at.value, list):
        for index in range(len(at.value)):
            yield at.child(index)
