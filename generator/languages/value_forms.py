"""Values as source code: arrays and objects of a language, on one line or on several.

What fits the width stands on one line; else each item or member stands on its own, and so on
within. That is what formatters leave alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from generator.model.structs import Struct
from generator.model.text import Code, Text, reveal
from generator.model.values import Object, Value, scalar_text


class Container(Struct, frozen=True):
    """One way to write an array or an object.

    Arguments:
        open, close: what stands around it.
        broken: what stands before it in place of `open` if it takes several lines.
        empty: how an empty one is written; `open` and `close` if this is empty.
        pad: what stands within `open` and `close` on one line.
        before, pair, after: what stands before each name, between name and value, and behind.
        most: how many members it can have, 0 for any number.
        names: a regular expression that every name must match, if it is not empty.
    """

    open: str
    close: str
    broken: str = ""
    empty: str = ""
    pad: str = ""
    before: str = ""
    pair: str = ""
    after: str = ""
    most: int = 0
    names: str = ""

    def fits(self, value: tuple[Value, ...] | Object) -> bool:
        """Say whether it can hold a value."""
        names = [reveal(name) for name, _ in value.members] if isinstance(value, Object) else []
        count = len(names) or len(value.members if isinstance(value, Object) else value)
        if self.most and count > self.most:
            return False
        return not self.names or all(re.fullmatch(self.names, name) for name in names)


class ValueForm(Struct, frozen=True):
    """How a language writes values.

    Arguments:
        text, name, integer, number: ids of the encoders of texts, names and numbers; numbers
            stand as JSON writes them where there is none.
        words: what is written for `null`, `true` and `false`.
        arrays, objects: ways to write them, the first that can hold a value wins.
        width: columns that a line may fill; 0 for one line however long.
        indent: spaces that each level stands deeper.
        trailing: whether a comma stands behind the last item of several lines.
        hug: whether what closes stands behind the last item, and items that fit a line share one.
    """

    text: str
    name: str
    integer: str
    number: str
    words: Mapping[str, str]
    arrays: tuple[Container, ...]
    objects: tuple[Container, ...]
    width: int = 0
    indent: int = 2
    trailing: bool = False
    hug: bool = False


def form_writer(
    form: ValueForm, encoders: Mapping[str, Callable[[Text | str], Code]]
) -> Callable[[Value, int, int | None, int], Code]:
    """Make the filter that writes values in a form.

    Arguments:
        form: how.
        encoders: what writes texts, by their ids.

    Returns:
        A function of a value, of the spaces in front of the line that it begins on, of the
        columns of that line that are taken in front of it, those spaces included, and of the
        columns that are needed behind it. Without the columns, it stands on one line.
    """
    write_text, write_name = encoders[form.text], encoders[form.name]

    def scalar(value: Value) -> str:
        if isinstance(value, Text):
            return write_text(value)
        text = scalar_text(value)
        if value is None or isinstance(value, bool):
            return form.words[text]
        encoder = form.integer if isinstance(value, int) else form.number
        return encoders[encoder](text) if encoder else text

    # By the identity of a value, which is kept: what is within another is asked for once more.
    known: dict[int, tuple[Value, str]] = {}

    def flat(value: Value) -> str:
        if not isinstance(value, (tuple, Object)):
            return scalar(value)
        found = known.get(id(value))
        if found is None:
            found = known[id(value)] = value, flatly(value)
        return found[1]

    def flatly(value: tuple[Value, ...] | Object) -> str:
        way = _way(form, value)
        if isinstance(value, Object):
            entries = [f"{head(way, name)}{flat(v)}{way.after}" for name, v in value.members]
        else:
            entries = [flat(item) for item in value]
        if not entries:
            return way.empty or way.open + way.close
        return f"{way.open}{way.pad}{', '.join(entries)}{way.pad}{way.close}"

    def head(way: Container, name: Text) -> str:
        return f"{way.before}{write_name(name)}{way.pair}"

    def write(value: Value, indent: int = 0, column: int | None = None, behind: int = 0) -> Code:
        return Code(placed(value, indent, column, behind))

    def placed(value: Value, indent: int, column: int | None, behind: int) -> str:
        line = flat(value)
        if not isinstance(value, (tuple, Object)) or not form.width or column is None:
            return line
        count = len(value.members if isinstance(value, Object) else value)
        if not count or column + len(line) + behind <= form.width:
            return line
        way, deeper = _way(form, value), indent + form.indent
        margin = "\n" + " " * indent
        opening = (way.broken or way.open).replace("\n", margin)
        shared = line.removeprefix(way.open + way.pad)
        if form.hug and deeper + len(shared) + behind <= form.width:
            return f"{opening}{margin}{' ' * form.indent}{shared}"
        last = len(way.close) + behind if form.hug else 1  # what is needed behind it
        entries = []
        if isinstance(value, Object):
            for name, member in value.members:
                count -= 1
                front = head(way, name)
                rest = 1 if count else last
                entry = placed(member, deeper, deeper + len(front), rest)
                entries.append(f"{front}{entry}{way.after}")
        else:
            for item in value:
                count -= 1
                entries.append(placed(item, deeper, deeper, 1 if count else last))
        between = f"{margin}{' ' * form.indent}"
        body = between + f",{between}".join(entries)
        if form.hug:
            return f"{opening}{body}{way.close}"
        return f"{opening}{body}{',' if form.trailing else ''}{margin}{way.close}"

    return write


def _way(form: ValueForm, value: tuple[Value, ...] | Object) -> Container:
    """Give the first way that can hold a value; the last can hold all."""
    ways = form.objects if isinstance(value, Object) else form.arrays
    for way in ways:
        if not (way.most or way.names) or way.fits(value):
            return way
    return ways[-1]
