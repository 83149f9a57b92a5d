"""Value forms: each says how a language writes JSON values as source code.

A value that fits the width is written on one line. Otherwise each item or member gets a line of its
own, where the same rule applies. Code formatters leave this layout as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from math import exp, log

from generator.model.structs import Struct
from generator.model.text import Code, Text, reveal
from generator.model.values import Object, Value, scalar_text


class Container(Struct, frozen=True):
    """One way to write arrays, or one way to write objects.

    All texts may be empty.

    Attributes:
        open: the text before the items or members, such as `[`.
        close: the text after the items or members, such as `]`.
        broken: the text in place of `open` if the items take several lines; empty to use `open`.
        empty: the text for an array or object without members; empty to write `open` and `close`.
        pad: the text after `open` and before `close` if everything is on one line.
        before: the text before the name of each member of an object.
        pair: the text between the name and the value of a member, such as `: `.
        after: the text after the value of a member.
        most: the most items or members that can be written this way; 0 for any number.
        names: a regular expression that the names of all members must match; empty for any names.
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
        """Say whether an array or object satisfies `most` and `names`."""
        names = [reveal(name) for name, _ in value.members] if isinstance(value, Object) else []
        count = len(names) or len(value.members if isinstance(value, Object) else value)
        if self.most and count > self.most:
            return False
        return not self.names or all(re.fullmatch(self.names, name) for name in names)


class ValueForm(Struct, frozen=True):
    """How a language writes JSON values as source code.

    Attributes:
        text: the name of the encoder for strings.
        name: the name of the encoder for names of members of objects.
        integer: the name of the encoder for whole numbers; empty to write them as JSON does.
        number: the name of the encoder for other numbers; empty to write them as JSON does.
        words: what to write for `null`, `true` and `false`.
        arrays: ways to write arrays. The first way that fits an array is used.
        objects: ways to write objects. The first way that fits an object is used.
        width: the most columns that a line may have; 0 to write each value on one line.
        indent: the number of spaces by which each level is indented.
        trailing: whether to write a comma after the last item if each item has its own line.
        align: whether the values of members on lines that follow each other begin in one column, as
            gofmt has it.
        quote: what stands around each line, in a language whose literals end with their line; such
            literals stand below each other, and the indentation is in them. Empty for nothing.
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
    align: bool = False
    quote: str = ""


def form_writer(
    form: ValueForm, encoders: Mapping[str, Callable[[Text | str], Code]]
) -> Callable[[Value, int, int | None, int], str]:
    """Make the function that writes values in a value form.

    Arguments:
        form: how to write the values.
        encoders: the encoders of the language, by name.

    Returns:
        A function that returns the written value. It has four arguments:

        1. The value to write.
        2. The number of spaces that the line begins with on which the value begins.
        3. The number of columns of that line in front of the value, with these spaces; None to
           write the value on one line.
        4. The number of columns that must stay free after the value.
    """
    write_text, write_name = encoders[form.text], encoders[form.name]

    def write_scalar(value: Value) -> str:
        """Write a text, a number, a truth value or null."""
        if isinstance(value, Text):
            return write_text(value)
        text = scalar_text(value)
        if value is None or isinstance(value, bool):
            return form.words[text]
        encoder = form.integer if isinstance(value, int) else form.number
        return encoders[encoder](text) if encoder else text

    # By id() of the value. The entry keeps the value alive, so that no other value gets that id().
    results: dict[int, tuple[Value, str]] = {}

    def write_flat(value: Value) -> str:
        """Write a value on one line, from a cache after the first time."""
        if not isinstance(value, (tuple, Object)):
            return write_scalar(value)
        result = results.get(id(value))
        if result is None:
            result = results[id(value)] = value, write_container(value)
        return result[1]

    def write_container(value: tuple[Value, ...] | Object) -> str:
        """Write an array or object on one line."""
        container = _choose_container(form, value)
        if isinstance(value, Object):
            entries = [
                f"{write_key(container, name)}{write_flat(v)}{container.after}"
                for name, v in value.members
            ]
        else:
            entries = [write_flat(item) for item in value]
        if not entries:
            return container.empty or container.open + container.close
        return (
            f"{container.open}{container.pad}{', '.join(entries)}{container.pad}{container.close}"
        )

    def write_key(container: Container, name: Text) -> str:
        """Write the name of a member, with the text before and after it."""
        return f"{container.before}{write_name(name)}{container.pair}"

    def write(value: Value, indent: int, column: int | None, behind: int) -> str:
        """Write a value on one line if it fits, else on several."""
        line = write_flat(value)
        if not isinstance(value, (tuple, Object)) or not form.width or column is None:
            return line
        count = len(value.members if isinstance(value, Object) else value)
        if not count or column + len(line) + behind <= form.width:
            return line
        container, deeper = _choose_container(form, value), indent + form.indent
        margin = "\n" + " " * indent
        opening = (container.broken or container.open).replace("\n", margin)
        entries = []
        if isinstance(value, Object):
            keys = [write_key(container, name) for name, _ in value.members]
            values = [
                write(member, deeper, deeper + len(key), 1)
                for key, (_, member) in zip(keys, value.members, strict=True)
            ]
            if form.align:
                keys = _aligned(keys, container.pair, values)
            entries = [f"{k}{v}{container.after}" for k, v in zip(keys, values, strict=True)]
        else:
            entries = [write(item, deeper, deeper, 1) for item in value]
        between = f"{margin}{' ' * form.indent}"
        body = between + f",{between}".join(entries)
        return f"{opening}{body}{',' if form.trailing else ''}{margin}{container.close}"

    def write_quoted(value: Value, indent: int, column: int | None, behind: int) -> str:
        """Write a value as a literal for each of its lines."""
        room = 2 * len(form.quote)
        text = write(value, indent, None if column is None else column + room, behind)
        margin = "\n" + " " * indent
        lines = (f"{form.quote}{line}{form.quote}" for line in text.split(margin))
        return margin.join(lines)

    return write_quoted if form.quote else write


# gofmt aligns the values of keys up to this size, in bytes; longer ones only if their sizes differ
# by less than the factor from the geometric mean of those above (go/printer, exprList).
_SMALL_KEY = 40
_MOST_RATIO = 2.5


def _aligned(keys: list[str], pair: str, values: list[str]) -> list[str]:
    """Put spaces behind the keys of values on one line, so that these begin in one column.

    Arguments:
        keys: the code of each name, with what stands between the name and its value.
        pair: what stands between a name and its value.
        values: the code of each value.
    """
    sections: list[list[int]] = []
    sizes: list[int] = []  # of the keys in the section
    for index, (key, value) in enumerate(zip(keys, values, strict=True)):
        size = 0 if "\n" in value else len(key.removesuffix(pair).encode())
        if not size or not sizes or not _is_like(size, sizes):
            sections.append([])
            sizes = []
        sections[-1].append(index)
        sizes += [size] if size else []
    aligned = list(keys)
    for section in sections:
        width = max(len(keys[index]) for index in section)
        for index in section:
            aligned[index] = keys[index] if "\n" in values[index] else keys[index].ljust(width)
    return aligned


def _is_like(size: int, sizes: list[int]) -> bool:
    """Say whether a key is about as large as those above it, or small like the last of them."""
    if size <= _SMALL_KEY and sizes[-1] <= _SMALL_KEY:
        return True
    ratio = size / exp(sum(map(log, sizes)) / len(sizes))  # to their geometric mean
    return 1 / _MOST_RATIO < ratio < _MOST_RATIO


def _choose_container(form: ValueForm, value: tuple[Value, ...] | Object) -> Container:
    """Return the first way to write a value that fits it; the last one fits every value."""
    containers = form.objects if isinstance(value, Object) else form.arrays
    for container in containers:
        if not (container.most or container.names) or container.fits(value):
            return container
    return containers[-1]
