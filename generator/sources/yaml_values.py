"""YAML → plain values as JSON has them, by YAML 1.2's JSON schema and the parser's events.

OpenAPI allows what has a form in JSON: no tags, no keys that are no text. Aliases are followed,
as people use them there, and their expansion is bounded.
"""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from generator.errors import Mark, Problem

# Values that a document may have once its aliases are written out.
MAX_VALUES = 20_000_000
_MAX_DEPTH = 200
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,400})")
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][-+]?[0-9]+)?")
_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_FIRST_OF_NUMBERS = frozenset("-0123456789")


class _StopError(Exception):
    """A problem was reported, behind which nothing can be read."""


def read_yaml_values(
    data: bytes,
    label: str,
    problems: list[Problem],
    is_marked: bool = False,
    is_alone: bool = True,
) -> tuple[Any, dict[int, list[Any]]] | None:
    """Read one YAML document.

    Arguments:
        data: the document, UTF-8.
        label: the file's name, for messages.
        problems: gets what is wrong with it; nothing is read behind the first fault.
        is_marked: whether somebody wants to know where values stand.
        is_alone: whether it is all there is; else nothing in it may have a name for aliases.

    Returns:
        Its value, and the marks of keys and items by the identity of the dict or list that they
        are in, if they are wanted; None behind a problem.
    """
    import yaml

    reader = _EventReader(data, label, problems, is_marked)
    try:
        root = reader.document()
    except _StopError:
        return None
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark or error.context_mark
        mark = Mark(label, at.line + 1, at.column + 1) if at else Mark(label)
        what = " ".join(filter(None, [error.context, error.problem]))
        problems.append(Problem(mark, f"not YAML: {what}", "correct the syntax"))
        return None
    except yaml.YAMLError as error:  # a character that YAML forbids
        what = " ".join(str(error).split())
        problems.append(Problem(Mark(label), f"not YAML: {what}", "correct the syntax"))
        return None
    return (root, reader.marks) if is_alone or not reader.anchors else None


class _EventReader:
    def __init__(self, data: bytes, label: str, problems: list[Problem], is_marked: bool) -> None:
        self.data = data
        self.label = label
        self.is_marked = is_marked
        self.problems = problems
        self.marks: dict[int, list[Any]] = {}
        self.kept: list[Any] = []  # so that no two have one identity
        self.anchors: dict[str, tuple[Any, int]] = {}
        self.count = 0

    def _stop(self, event: Any, what: str, todo: str) -> _StopError:
        at = event.start_mark
        self.problems.append(Problem(Mark(self.label, at.line + 1, at.column + 1), what, todo))
        return _StopError()

    def document(self) -> Any:
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
        self.count += 1
        kind = type(event)
        if kind is self.scalar_event:
            return self._scalar(event)
        if kind is self.alias_event:
            if event.anchor not in self.anchors:
                raise self._stop(event, f"*{event.anchor} stands for nothing", "correct it")
            value, size = self.anchors[event.anchor]
            self.count += size
            if self.count > MAX_VALUES:
                what = f"aliases make more than {MAX_VALUES:,} values of this document"
                raise self._stop(event, what, "write less of it by aliases")
            return value
        if depth > _MAX_DEPTH:
            raise self._stop(event, f"nested deeper than {_MAX_DEPTH} levels", "flatten it")
        before = self.count
        marks: list[Any] | None = [] if self.is_marked else None
        made: Any
        if kind is self.mapping_start:
            made = self._mapping(marks, depth)
        else:
            made = []
            while type(child := self.next()) is not self.sequence_end:
                if marks is not None:
                    marks.append(child.start_mark)
                made.append(self._value(child, depth + 1))
        if marks is not None:
            self.marks[id(made)] = marks
        if event.anchor:
            self.kept.append(made)
            self.anchors[event.anchor] = made, self.count - before
        return made

    def _mapping(self, marks: list[Any] | None, depth: int) -> dict[str, Any]:
        made: dict[str, Any] = {}
        while type(key := self.next()) is not self.mapping_end:
            if type(key) is not self.scalar_event:
                raise self._stop(key, "a key is text", "write it as such")
            if key.value in made:
                raise self._stop(key, f"{key.value} stands twice", "remove one of them")
            if key.value == "<<" and not key.style:
                raise self._stop(key, "<< is YAML 1.1, which OpenAPI does not use", "write it out")
            if marks is not None:
                marks.append(key.start_mark)
            made[key.value] = self._value(self.next(), depth + 1)
        return made

    def _scalar(self, event: Any) -> Any:
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
