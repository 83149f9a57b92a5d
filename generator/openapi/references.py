"""Resolver of the `$ref`s of an OpenAPI document.

A `$ref` is a URI reference (RFC 3986) with a JSON pointer (RFC 6901). Only files in the folder of
the document are read: no URLs, no files above the folder, and no links that lead out of it, unless
`--anywhere` allows these files.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator
from contextlib import contextmanager
from urllib.parse import unquote

from generator.errors import Problem, ProblemsError, shortened
from generator.model.budget import Budget
from generator.openapi.unsupported import Unsupported
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
        unsupported: the collection to which keys beside a `$ref` are added that are left out, and
            references that lead nowhere and that no request needs.
        anywhere: whether files outside of the document's folder may be read.

    Attributes:
        documents: the documents by path; None for a file that can't be read.
        misses: how many references led nowhere while none was needed.
        has_siblings: whether keywords beside a `$ref` of a schema count, as since OpenAPI 3.1.
    """

    def __init__(
        self,
        source: Source,
        main: Document,
        problems: list[Problem],
        budget: Budget,
        unsupported: Unsupported,
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
        self.unsupported = unsupported
        self.anywhere = anywhere
        self.misses = 0
        self._is_needed = True
        self.documents: dict[str, Document | None] = {main.path: main}
        self._targets: dict[tuple[str, str], At | None] = {}
        # What is wrong with references and with other files, by the keys of the dicts above.
        self._faults: dict[tuple[str, str], list[Problem]] = {}
        self._unread: set[tuple[str, str]] = set()
        self._file_faults: dict[str, list[Problem]] = {}
        self._found: list[Problem] = []
        self._is_unread = False
        self._parents: dict[tuple[str, str], At] = {}

    @contextmanager
    def unneeded(self, is_unneeded: bool = True) -> Iterator[None]:
        """Record references that lead nowhere as unsupported: no request needs what is read now.

        A file that can't be read is a problem all the same.
        """
        before, self._is_needed = self._is_needed, self._is_needed and not is_unneeded
        try:
            yield
        finally:
            self._is_needed = before

    def lookup(self, at: At | None, key: str) -> At | None:
        """Return a member of an object, after its `$ref` was followed; None if there is none."""
        if at is None or not isinstance(at.value, dict) or key not in at.value:
            return None
        return self.resolve(at.child(key))

    def resolve(
        self,
        at: At,
        own_keys: Container[str] | None = (),
        beside: list[At] | None = None,
    ) -> At | None:
        """Follow the `$ref` of a value, and the `$ref` of its target, and so on.

        Arguments:
            at: the value.
            own_keys: the keys beside a `$ref` that the caller reads. Others are reported. None
                stands for all keys.
            beside: a list to which each value on the way is added that has keys beside its `$ref`.

        Returns:
            The last target, which is the value itself if it has no `$ref`. None if a reference
            can't be followed; then that was reported.

        Raises:
            BudgetError: if the document takes too many steps to read.
        """
        value = at.value
        count = 0
        while isinstance(value, dict) and "$ref" in value:
            reference = value["$ref"]
            if not isinstance(reference, str):
                self._report([Problem(at.mark, "$ref is no text", "write a reference")], at)
                return None
            self.budget.read()
            key = at.document.path, reference
            if key not in self._targets:
                self._found = []
                self._targets[key] = self._target(at, reference)
                self._faults[key] = self._found
                if self._is_unread:
                    self._unread.add(key)
            target = self._targets[key]
            count += 1
            if target is not None and count > _LONGEST:
                what = shortened(f"{reference} leads in a circle", 300)
                self._targets[key] = target = None
                self._faults[key] = [Problem(at.mark, what, "correct it")]
            if target is None:
                self._report(self._faults[key], at, key in self._unread)
                return None
            if len(value) > 1:
                if own_keys is not None:
                    self.unsupported.check_siblings(at, target.value, own_keys)
                if beside is not None:
                    beside.append(at)
            at, value = target, target.value
        return at

    def quiet(self) -> References:
        """Return a copy that keeps its problems to itself, and knows the files read so far."""
        copy = References(self.source, self._main, [], self.budget, Unsupported(), self.anywhere)
        copy.documents = dict(self.documents)
        copy._reads_files = False
        return copy

    def _problem(self, at: At, what: str, todo: str) -> None:
        self._found.append(Problem(at.mark, shortened(what, 300), todo))

    def _report(self, faults: list[Problem], at: At, is_unread: bool = False) -> None:
        """Report why a reference can't be followed, each reason once."""
        if self._is_needed or is_unread:
            self.problems += [fault for fault in faults if fault not in self.problems]
            return
        self.misses += 1
        for fault in faults:
            self.unsupported.add("$ref", at, f"{fault.what}; samples are made without it")

    def _target(self, at: At, reference: str) -> At | None:
        """Find the target of a reference. If it does not exist, report that and return None."""
        file, _, fragment = reference.partition("#")
        document: Document | None = at.document
        if file:
            document = self._other_document(at, unquote(file))
        self._is_unread = document is None
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
            self._found += self._file_faults.get(path, [])
            return self.documents[path]
        if not self._reads_files:
            return None
        document = self._read_document(at, file, path)
        self.documents[path] = document
        if document is None:
            self._file_faults[path] = list(self._found)
        return document

    def _read_document(self, at: At, file: str, path: str) -> Document | None:
        """Read another file for the first time."""
        is_within = not posixpath.isabs(path) and path.split("/")[0] != ".."
        if is_within and self.folder:
            is_within = path.startswith(f"{self.folder}/")
        if not self.anywhere and not (is_within and self.source.is_within(path, self.folder)):
            what = f"{file} is not read: it is outside of the document's folder"
            todo = "move it there, or use gen import --anywhere"
            self._problem(at, what, todo)
            return None
        try:
            data = self.source.read(path)
        except ProblemsError as error:
            for problem in error.problems:
                self._problem(at, f"{file} is not read: {problem.what}", problem.todo)
            return None
        if data is None:
            self._problem(at, f"there is no file {file}", "correct the reference")
            return None
        self.budget.grow(len(data))
        return read_document(data, path, self.source.label(path), self._found)


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
