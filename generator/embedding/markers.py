"""Find the markers of a page: comments between which gen puts a sample or a table.

<!-- gen: create-pet python -->
what gen replaces
<!-- /gen -->
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.embedding.markup import FORMS, CommentForm, Markup, text_lines
from generator.errors import Mark, Problem
from generator.model.structs import Struct


class Word(Struct, frozen=True):
    """A word of a marker, with its place."""

    text: str
    mark: Mark


class Marker(Struct, frozen=True):
    """A pair of markers.

    Attributes:
        words: what the first marker says, without `gen:`.
        first: the index of the line behind the first marker.
        last: the index of the line of the second marker.
        indent: the white space in front of the first marker.
        fence: see `Line.fence`.
        mark: the place of the first marker.
    """

    words: tuple[Word, ...]
    first: int
    last: int
    indent: str
    fence: int
    mark: Mark


def _pattern(form: CommentForm) -> re.Pattern[str]:
    """Make the expression of a line with a marker, also of one that is not alone or has no end."""
    begin, end = re.escape(form.begin), re.escape(form.end)
    if end:
        front, inner = ".*?", f"(?:(?!{end}).)*"
        close = f"(?P<close>{end})?(?P<behind>.*)"
    else:
        front, inner, close = "[ \t]*", ".*", "(?P<close>)(?P<behind>)"
    space = "[ \t]+" if form.begin == ".." else "[ \t]*"
    marker = f"gen:(?P<words>{inner})|/gen(?!-?\\w)(?P<rest>{inner})"
    return re.compile(f"(?P<front>{front}){begin}{space}(?:{marker}){close}")


_PATTERNS = {form: _pattern(form) for form in FORMS}


class _Finder:
    """Finds the markers of one page.

    Arguments:
        lines: the lines of the page, without the ends of lines.
        markup: the markup of the page.
        file: the path of the page, for messages.
        problems: gets a problem for each fault.
    """

    def __init__(
        self, lines: Sequence[str], markup: Markup, file: str, problems: list[Problem]
    ) -> None:
        self.lines = lines
        self.markup = markup
        self.file = file
        self.problems = problems
        self.markers: list[Marker] = []
        self.open: Marker | None = None

    def find(self) -> list[Marker]:
        """Find all markers."""
        for line in text_lines(self.lines, self.markup):
            text = self.lines[line.number - 1]
            if "gen" in text:
                self._read(text, line.number, line.fence)
        if self.open is not None:
            end = _written(self.markup.forms[0], "/gen")
            self._report(self.open.mark, "nothing ends this", f"write {end} on a line below")
        return self.markers

    def _report(self, mark: Mark, what: str, todo: str) -> None:
        self.problems.append(Problem(mark, what, todo))

    def _read(self, text: str, number: int, fence: int) -> None:
        """Read a line, which may be a marker."""
        for form in FORMS:
            match = _PATTERNS[form].fullmatch(text)
            if match is None:
                continue
            front, mark = match["front"], Mark(self.file, number, len(match["front"]) + 1)
            if front.count("`") % 2:  # it is code in a line
                continue
            is_whole = not front.strip(" \t") and not match["behind"].strip(" \t")
            if form not in self.markup.forms:
                # In a sentence, it may be about something else.
                if is_whole and (not form.end or match["close"]):
                    usual = _written(self.markup.forms[0], "gen: …")
                    what = f"this is no comment in {self.markup.name}"
                    self._report(mark, what, f"write {usual}")
                continue
            if form.end and not match["close"]:
                self._report(mark, "this marker goes on in the next line", "write it on one line")
            elif not is_whole:
                what = "a marker has a line of its own"
                self._report(mark, what, "move what stands beside it to another line")
            elif front and not form.may_stand_deeper:
                what = f"a comment of {self.markup.name} begins its line"
                self._report(mark, what, "remove the space in front of it")
            elif match["words"] is None:
                self._close(mark, number, match["rest"])
            else:
                self._open(mark, number, fence, match)
            return

    def _open(self, mark: Mark, number: int, fence: int, match: re.Match[str]) -> None:
        """Begin a pair."""
        if self.open is not None:
            what = f"this begins within what line {self.open.mark.line} begins"
            self._report(mark, what, "end that first")
        start = match.start("words") + 1
        words = tuple(
            Word(word[0], Mark(self.file, number, start + word.start()))
            for word in re.finditer(r"[^ \t]+", match["words"])
        )
        self.open = Marker(words, number, number, match["front"], fence, mark)

    def _close(self, mark: Mark, number: int, rest: str) -> None:
        """End a pair."""
        if rest.strip(" \t"):
            self._report(mark, f"{rest.strip()} is too much here", "write /gen alone")
        if self.open is None:
            self._report(mark, "this ends nothing", "remove it, or write what begins above it")
            return
        pair = self.open
        self.markers.append(
            Marker(pair.words, pair.first, number - 1, pair.indent, pair.fence, pair.mark)
        )
        self.open = None


def _written(form: CommentForm, text: str) -> str:
    """Write a comment."""
    return " ".join(filter(None, (form.begin, text, form.end)))


def find_markers(
    lines: Sequence[str], markup: Markup, file: str, problems: list[Problem]
) -> list[Marker]:
    """Find the markers of a page, in order.

    Arguments:
        lines: the lines of the page, without the ends of lines.
        markup: the markup of the page.
        file: the path of the page, for messages.
        problems: gets a problem for each marker that is no pair, or not alone on its line.
    """
    return _Finder(lines, markup, file, problems).find()
