"""Reader of YAML documents: makes the same plain values as a JSON decoder.

Scalars without quotes are null, booleans and numbers as in YAML 1.2 (section 10.2), else text. Tags
are not interpreted: a tagged scalar is text. Keys must be scalars, and are text. Aliases are
followed, but the number of values that they make is limited.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from generator.errors import Mark, Problem
from generator.sources.yaml_syntax import syntax_problem

# The most values of a document, counting those that aliases repeat.
MAX_VALUES = 20_000_000
_MAX_DEPTH = 200
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,400})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_FIRST_OF_NUMBERS = frozenset("-0123456789")


class _StopError(Exception):
    """Stops reading after a problem that was reported."""


def read_yaml_values(
    data: bytes, label: str, problems: list[Problem], with_marks: bool = False
) -> tuple[Any, dict[int, list[Any]]] | None:
    """Read one YAML document.

    Arguments:
        data: the bytes of the document, UTF-8.
        label: the name of the file, for messages.
        problems: the list to which the first problem is added. Nothing after that problem is read.
        with_marks: whether to return the positions of values, too.

    Returns:
        The value of the document, and a dict. If `with_marks` is true, the dict has, by the `id()`
        of each dict or list, the position of each of its keys or items; else it is empty. None in
        place of both if there is a problem.
    """
    import yaml

    reader = _EventReader(data, label, problems, with_marks)
    try:
        root = reader.document()
    except _StopError:
        return None
    except yaml.MarkedYAMLError as error:
        text = data.decode("utf-8-sig", "replace")
        problems.append(syntax_problem(error, text, label))
        return None
    except yaml.YAMLError as error:  # a character that YAML forbids
        what = " ".join(str(error).split())
        problems.append(Problem(Mark(label), f"not YAML: {what}", "correct the syntax"))
        return None
    return root, reader.marks


class _EventReader:
    """Makes values of the events of PyYAML's parser, the C one where it is installed."""

    def __init__(self, data: bytes, label: str, problems: list[Problem], with_marks: bool) -> None:
        self.data = data
        self.label = label
        self.with_marks = with_marks
        self.problems = problems
        self.marks: dict[int, list[Any]] = {}
        self.kept: list[Any] = []  # keeps values alive, so that no `id()` is used twice
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def _stop(self, event: Any, what: str, todo: str) -> _StopError:
        """Report a problem at an event, and return the error that stops reading."""
        at = event.start_mark
        self.problems.append(Problem(Mark(self.label, at.line + 1, at.column + 1), what, todo))
        return _StopError()

    def document(self) -> Any:
        """Read the only document."""
        import yaml

        loader = getattr(yaml, "CLoader", yaml.Loader)
        self.scalar_event = yaml.ScalarEvent
        self.alias_event = yaml.AliasEvent
        self.mapping_start = yaml.MappingStartEvent
        self.mapping_end = yaml.MappingEndEvent
        self.sequence_end = yaml.SequenceEndEvent
        events = yaml.parse(self.data, Loader=loader)
        self.next = events.__next__
        root, documents = None, 0
        for event in events:
            if isinstance(event, yaml.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    raise self._stop(event, "a second document starts here", "use a file for each")
                root = self._value(self.next(), 1)
        if not documents:
            self.problems.append(Problem(Mark(self.label), "the file is empty", "describe an API"))
            raise _StopError
        return root

    def _value(self, event: Any, depth: int) -> Any:
        """Read the value that an event starts."""
        self.count += 1
        kind = type(event)
        if kind is self.scalar_event:
            return self._scalar(event)
        if kind is self.alias_event:
            if event.anchor not in self.anchors:
                raise self._stop(event, f"*{event.anchor} stands for nothing", "correct it")
            alias_value, size = self.anchors[event.anchor]
            self.count += size
            if self.count > MAX_VALUES:
                what = f"aliases make more than {MAX_VALUES:,} values of this document"
                raise self._stop(event, what, "write less of it by aliases")
            return alias_value
        if depth > _MAX_DEPTH:
            raise self._stop(event, f"nested deeper than {_MAX_DEPTH} levels", "flatten it")
        before = self.count
        marks: list[Any] | None = [] if self.with_marks else None
        value: Any
        if kind is self.mapping_start:
            value = self._mapping(marks, depth)
        else:
            value = []
            while type(child := self.next()) is not self.sequence_end:
                if marks is not None:
                    marks.append(child.start_mark)
                value.append(self._value(child, depth + 1))
        if marks is not None:
            self.marks[id(value)] = marks
        if event.anchor:
            self.kept.append(value)
            self.anchors[event.anchor] = value, self.count - before
        return value

    def _mapping(self, marks: list[Any] | None, depth: int) -> dict[str, Any]:
        """Read a mapping."""
        mapping: dict[str, Any] = {}
        while type(key := self.next()) is not self.mapping_end:
            if type(key) is not self.scalar_event:
                raise self._stop(key, "a key is text", "write it as such")
            if key.value in mapping:
                raise self._stop(key, f"{key.value} stands twice", "remove one of them")
            if key.value == "<<" and not key.style:
                raise self._stop(key, "<< is YAML 1.1, which OpenAPI does not use", "write it out")
            if marks is not None:
                marks.append(key.start_mark)
            mapping[key.value] = self._value(self.next(), depth + 1)
        return mapping

    def _scalar(self, event: Any) -> Any:
        """Read a scalar."""
        text: str = event.value
        value: Any = text
        if event.implicit[0] and not event.style:  # plain
            if text in _WORDS:
                value = _WORDS[text]
            elif text[0] in _FIRST_OF_NUMBERS:
                if _INTEGER.fullmatch(text):
                    value = int(text)
                elif _NUMBER.fullmatch(text):
                    value = float(text)
                    if not isfinite(value):
                        what = "no number can be so large"
                        raise self._stop(event, what, "write a smaller one, or a text")
        if event.anchor:
            self.anchors[event.anchor] = value, 1
        return value
