"""Specs that hold many values in every slot: which text stands on which line, and why."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Self
from urllib.parse import quote

from generator.verify.hostile.slots import JOINED, PARAMETERS, Slot, refusal
from generator.verify.hostile.texts import yaml_text

ENV = "HOSTILE_KEY"
ERROR = "all"
# RFC 3986, 3.3: what a path holds as it is, beside letters and digits.
_PCHAR = "-._~!$&'()*+,;=:@"
_METHODS = ("GET", "POST")

# What clients write themselves, or only with a body.
_OWNED = {
    *("connection", "content-length", "content-type", "expect", "host", "keep-alive", "te"),
    *("proxy-connection", "trailer", "transfer-encoding", "upgrade", "x-key"),
}

# A slot, and the number of a value.
Place = tuple[Slot, int]


@dataclass
class Sheet:
    """One spec file with one operation.

    Attributes:
        values: what is put into each slot, each value once.
        number: makes the spec's id, and varies its shape.
        only: the slots that get values; None for all. The others get harmless text.
        without: places that get harmless text, too.
        places: what stands on which line of the file, filled by `text`.
        kind: which of `KINDS` it is of.
    """

    values: Sequence[str]
    number: int = 0
    only: Collection[Slot] | None = None
    without: frozenset[Place] = frozenset()
    places: dict[int, Place] = field(default_factory=dict)
    _lines: list[str] = field(default_factory=list)
    kind: str = PARAMETERS

    @property
    def file(self) -> str:
        """The name of the file."""
        return f"hostile-{self.number}.yaml"

    @property
    def method(self) -> str:
        """The operation's method."""
        return _METHODS[self.number % len(_METHODS)]

    def is_used(self, slot: Slot, index: int) -> bool:
        """Say whether a value stands in a slot."""
        if (slot, index) in self.without or (self.only is not None and slot not in self.only):
            return False
        # What a name or a piece of the path can't hold would break the line of the path.
        if slot in (Slot.PATH_NAME, Slot.PATH_TEXT):
            return refusal(slot, self.values[index]) is None
        if slot is Slot.CONSTANT_NAME:
            return self._is_constant_name(index)
        return slot not in JOINED or any(map(str.strip, self.values))

    def _is_constant_name(self, index: int) -> bool:
        """Say whether a value is a name that no other value is, and that clients don't own."""
        name = self.values[index].casefold()
        first = next(i for i, value in enumerate(self.values) if value.casefold() == name)
        return first == index and name not in _OWNED and refusal(Slot.CONSTANT_NAME, name) is None

    def but(self, places: Collection[Place]) -> Self:
        """Give the same spec with harmless text in some places."""
        return replace(self, without=self.without | frozenset(places))

    def shown(self, slot: Slot, index: int) -> str:
        """Give the text that stands in a slot for a value; names are made unique."""
        value = self.values[index]
        if not self.is_used(slot, index):
            return harmless(slot, index)
        match slot:
            case Slot.PATH_NAME:
                return f"{value}p{index}" if index % 2 else f"{index}p{value}"
            case Slot.HEADER_NAME:
                return f"{value}-{index}" if index % 2 else f"n{index}-{value}"
            case Slot.HOST:
                return f"https://{value}"
        return value

    def joined(self, slot: Slot) -> str:
        """Give the text that stands in a slot for all values."""
        chosen = [text for i, text in enumerate(self.values) if self.is_used(slot, i)]
        joined = " ".join(chosen)
        return joined if joined.strip() else "Harmless."

    def in_cells(self) -> dict[str, str]:
        """Give what fills a cell of a page, by what does where all texts are harmless."""
        slots = (Slot.DESCRIPTION, Slot.REGION, Slot.ERROR_MESSAGE, Slot.ERROR_MEANING)
        places = [(slot, index) for slot in slots for index in range(len(self.values))]
        return {harmless(*place): self.shown(*place) for place in places}

    def by_harmless(self) -> dict[str, str]:
        """Give every text by the harmless one that stands in its place, of bodies and answers."""
        return {}

    def sent(self) -> Any:
        """Give what samples have to send as the body; None if there is none."""
        return None

    def text(self) -> str:
        """Write the spec."""
        self._lines, self.places = [], {}
        many = range(len(self.values))
        title = yaml_text(self.joined(Slot.TITLE))
        self._add("api:", f"  id: hostile-{self.number}", f"  title: {title}", "  version: v1")
        self._add("endpoint: https://hostile.example.com", "defaultRegion: home", "regions:")
        self._add("  home: {name: Home, endpoint: https://hostile.example.com}")
        for index in many:
            for letter, slot in (("r", Slot.ENDPOINT), ("h", Slot.HOST)):
                self._add(f"  {letter}{index}:")
                self._put("    name", Slot.REGION, index)
                self._put("    endpoint", slot, index)
        self._add("headers:", f"  X-Key: {{description: The key., env: {ENV}}}")
        for index in many:
            self._add(f"  ? {yaml_text(self.shown(Slot.CONSTANT_NAME, index))}")
            self.places[len(self._lines)] = (Slot.CONSTANT_NAME, index)
            self._put("  : description", Slot.DESCRIPTION, index)
            self._put("    value", Slot.CONSTANT, index)
        self._errors()
        self._add("operations:", "  call:", f"    title: {title}", f"    note: {title}")
        self._add(f"    summary: {yaml_text(self.joined(Slot.COMMENT))}")
        self._add(f"    method: {self.method}", f"    path: {yaml_text(self.path())}")
        self._add(f"    responses: {{200: {yaml_text(self.joined(Slot.SENTENCE))}}}")
        self._add(f"    errors: [{', '.join([ERROR, *(f'e{i}' for i in many)])}]")
        self._add("    parameters:")
        for index in many:
            self._parameter(Slot.PATH_NAME, Slot.PATH_VALUE, index)
            self._parameter(Slot.QUERY_NAME, Slot.QUERY_VALUE, index, "query")
            self._parameter(Slot.HEADER_NAME, Slot.HEADER_VALUE, index, "header")
        return "\n".join([*self._lines, ""])

    def _add(self, *lines: str) -> None:
        self._lines += lines

    def _put(self, key: str, slot: Slot, index: int) -> None:
        self._add(f"{key}: {yaml_text(self.shown(slot, index))}")
        self.places[len(self._lines)] = (slot, index)

    def _errors(self) -> None:
        body = yaml_text(self.joined(Slot.BODY))
        self._add("errorBodies: {plain: {error: {code: $code, message: $message}}}", "errors:")
        self._add(f"  {ERROR}: {{status: 409, code: {body}, message: {body}, description: All.}}")
        for index in range(len(self.values)):
            self._add(f"  e{index}:", "    status: 400")
            self._put("    code", Slot.ERROR_CODE, index)
            self._put("    message", Slot.ERROR_MESSAGE, index)
            self._put("    description", Slot.ERROR_MEANING, index)

    def path(self) -> str:
        """Give a path with each value twice: as an example in a segment, and as a segment."""
        path = ""
        for index in range(len(self.values)):
            name = f"{{{self.shown(Slot.PATH_NAME, index)}}}"
            path += f"/{(name, f'a{name}', f'{name}.x')[index % 3]}"
            path += f"/{quote(self.shown(Slot.PATH_TEXT, index), safe=_PCHAR)}"
        return path

    def _parameter(self, name: Slot, example: Slot, index: int, where: str = "") -> None:
        # Behind ? it may have more than 1024 characters.
        self._add(f"      ? {yaml_text(self.shown(name, index))}")
        self.places[len(self._lines)] = (name, index)
        self._add(f"      : in: {where}" if where else "      : in: path", "        required: true")
        self._put("        description", Slot.DESCRIPTION, index)
        self._put("        example", example, index)


def harmless(slot: Slot, index: int) -> str:
    """Give what stands in a slot in place of a value."""
    if slot in (Slot.ENDPOINT, Slot.HOST):
        return f"https://{slot.name.lower()}{index}.example.com"
    return f"{slot.name.lower().replace('_', '-')}-{index}"
