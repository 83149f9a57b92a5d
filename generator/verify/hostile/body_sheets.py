"""Specs that hold many values in what requests and answers carry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any

from generator.verify.hostile.sheets import ENV, Sheet, harmless
from generator.verify.hostile.slots import KINDS, PARAMETERS, Slot, is_file
from generator.verify.hostile.texts import yaml_text

# What a media type may hold (RFC 6838, 4.2), beside letters and digits.
_MEDIA = "!#$&^_.+-"
# Bytes that a file's name has on every system; fields of an answer that every client takes.
LONGEST_NAME, MOST_FIELDS = 200, 40
# Names of files that mean more than a file at the start, if a program takes them for an option, an
# address, or a pipe.
_ODD_FILES = (
    *("data:,x", "--help", "-o", "@x", "<x", "|touch CANARY", "~", "$HOME", "%TEMP%", "nul x"),
    *("php:x", "file:x", "x;type=text/html", "x,y", "*", "[a]", "{a,b}", "=x", "#x", "$(touch x)"),
    *("'", "`touch CANARY`", "!x", "&x", "x:y", "é日😀", "e\u0301", "a=b"),
)
# Slots that have one text of all values, or of those that fit.
_WHOLE = (Slot.MEDIA_TYPE, Slot.BODY_FILE, Slot.OUTPUT)
_JOINED = (Slot.PAGING, Slot.ANSWER_TEXT)
_FILES = (Slot.BODY_FILE, Slot.OUTPUT)


@dataclass
class BodySheet(Sheet):
    """One spec file with one operation that has a body.

    Attributes:
        kind: of `KINDS`.
    """

    kind: str = "json"

    @property
    def method(self) -> str:
        """The operation's method."""
        return ("POST", "PUT", "PATCH", "DELETE")[self.number % 4]

    def is_used(self, slot: Slot, index: int) -> bool:
        """Say whether a value stands in a slot; of one text for all, whether that does."""
        if (slot, index) in self.without or (self.only is not None and slot not in self.only):
            return False
        value = self.values[index]
        if slot in _WHOLE:
            return index == 0 and bool(self._chosen(slot))
        if slot is Slot.PART_FILE:
            return len(value.encode()) <= LONGEST_NAME
        if slot is Slot.RESULT_VALUE and not value:
            return False  # an empty example is none
        if slot in (Slot.RESULT_NAME, Slot.RESULT_VALUE, Slot.RESULT_MEANING):
            # A header whose example is empty has none.
            is_example = bool(value) or slot is not Slot.RESULT_VALUE
            return index in self._window() and is_example
        return True

    def _window(self) -> Sequence[int]:
        """Give the values that are fields of the answer, of which clients take a hundred."""
        count = len(self.values)
        start = self.number * MOST_FIELDS
        return [(start + i) % count for i in range(min(count, MOST_FIELDS))]

    def _chosen(self, slot: Slot) -> str:
        """Give the one text that stands in a slot."""
        if slot in _FILES:
            return self._file(slot)
        if slot is Slot.MEDIA_TYPE:
            every = "".join(self.values)
            return "".join(c for c in every if c in _MEDIA or (c.isascii() and c.isalnum()))[:80]
        if any(self.is_used(slot, index) for index in range(len(self.values))):
            return self.joined(slot)
        return harmless(slot, 0)

    def _file(self, slot: Slot) -> str:
        """Give the name of a file: one that has a meaning, then what may follow, by turns."""
        names = [*filter(is_file, (*_ODD_FILES, *self.values))] if len(self.values) > 1 else []
        start = self.number * 2 + (slot is Slot.OUTPUT)
        found = names[start % len(names)] if names else "".join(filter(is_file, self.values))
        for name in filter(is_file, self.values[start % len(self.values) :]):
            if len(f"{found} {name}".encode()) < LONGEST_NAME and names:
                found += f" {name}"
        if slot is Slot.OUTPUT and found:
            found += "~"  # which no file is that is sent
        return found if len(found.encode()) <= LONGEST_NAME else ""

    def shown(self, slot: Slot, index: int) -> str:
        """Give the text that stands in a slot for a value; names are made unique."""
        if not self.is_used(slot, index):
            return harmless(slot, index)
        if slot in _WHOLE:
            return self._chosen(slot)
        value = self.values[index]
        match slot:
            case Slot.RESULT_NAME:
                return f"{value}-{index}" if index % 2 else f"n{index}-{value}"
            case Slot.PART_FILE_NAME:
                return f"{value}f{index}" if index % 2 else f"{index}f{value}"
        return value

    def in_cells(self) -> dict[str, str]:
        """Give what fills a cell of a page, by what does where all texts are harmless."""
        return {}

    def by_harmless(self) -> dict[str, str]:
        """Give every text by the harmless one that stands in its place."""
        places = [(slot, index) for slot in KINDS[self.kind] for index in range(len(self.values))]
        texts = {harmless(*place): self.shown(*place) for place in places}
        return texts | {harmless(slot, 0): self._chosen(slot) for slot in _JOINED}

    def sent(self) -> Any:
        """Give what samples have to send, made of the values alone; of a file, its name."""
        many = range(len(self.values))

        def texts(slot: Slot) -> list[str]:
            return [self.shown(slot, i) for i in many]

        def pairs(name: Slot, value: Slot) -> dict[str, str]:
            return dict(zip(texts(name), texts(value), strict=True))

        if self.kind == "file":
            return self.shown(Slot.BODY_FILE, 0)
        if self.kind in ("form", "list"):
            listed = {"the list": texts(Slot.FORM_ITEM)} if self.kind == "list" else {}
            return pairs(Slot.FORM_NAME, Slot.FORM_VALUE) | listed
        if self.kind in ("parts", "typed"):
            made: dict[str, Any] = pairs(Slot.PART_NAME, Slot.PART_TEXT)
            made["the JSON"] = {f"j{i}": text for i, text in enumerate(texts(Slot.PART_JSON))}
            if self.kind == "typed":
                made |= {f"the t{i}": text for i, text in enumerate(texts(Slot.PART_TYPED))}
                made["the typed"] = {"j": [self.shown(Slot.PART_JSON, 0)]}
            return made | pairs(Slot.PART_FILE_NAME, Slot.PART_FILE)
        return {
            **pairs(Slot.JSON_NAME, Slot.JSON_VALUE),
            "the nested": {**pairs(Slot.JSON_NESTED, Slot.ENUM), "the other": "x"},
            "the defaults": {f"d{i}": text for i, text in enumerate(texts(Slot.DEFAULT))},
            "the list": texts(Slot.JSON_ITEM),
            "the free": {text: [i, {}] for i, text in enumerate(texts(Slot.JSON_FREE))},
        }

    def text(self) -> str:
        """Write the spec."""
        self._lines, self.places = [], {}
        self._add("api:", f"  id: hostile-{self.number}", "  title: T", "  version: v1")
        self._add("endpoint: https://hostile.example.com")
        self._add("headers:", f"  X-Key: {{description: The key., env: {ENV}}}")
        self._add("publish: {targets: [reference]}")  # whose page shows no samples then
        self._add("errorBodies: {plain: $message}", "errors:")
        self._add("  all: {status: 409, message: M, description: All.}")
        self._add("operations:", "  call:", "    summary: S", "    errors: [all]")
        # What has no place of its own, as a media type, is told of where the title stands.
        self._add(f"    method: {self.method}", "    path: /call", "    title: T")
        if Slot.MEDIA_TYPE in KINDS[self.kind]:
            self.places[len(self._lines)] = (Slot.MEDIA_TYPE, 0)
        writers: dict[str, Callable[[], None]] = {
            "json": self._json,
            "form": self._form,
            "list": self._form,
            "parts": self._parts,
            "typed": self._parts,
            "file": self._of_file,
        }
        writers[self.kind]()
        return "\n".join([*self._lines, ""])

    def _rows(self, at: str, name: Slot | str, key: str, value: Slot) -> None:
        """Write a field for each value, which stands there behind a key."""
        for index in range(len(self.values)):
            if isinstance(name, Slot):
                self._name(at, name, index)
            else:
                self._add(f"{at}? {name}{index}")
            self._add(f"{at}: required: {'false' if key == 'pattern' else 'true'}")
            if value is Slot.JSON_VALUE:
                self._put(f"{at}  description", Slot.FIELD, index)
            else:
                self._add(f"{at}  description: D.")
            if value is Slot.PART_FILE:
                self._add(f"{at}  type: file")
                self._add(*([f"{at}  mediaType: image/x-{index}"] if index % 2 else []))
            if value is Slot.PART_TYPED:
                self._add(f"{at}  mediaType: text/x-{index}")
            if key == "enum":
                self._add(f"{at}  enum:")
                self._item(f"{at}  ", value, index)
                self._add(f"{at}  - enum {index}")
            else:
                self._put(f"{at}  {key}", value, index)

    def _name(self, at: str, slot: Slot, index: int) -> None:
        # Behind ? it may have more than 1024 characters.
        self._add(f"{at}? {yaml_text(self.shown(slot, index))}")
        self.places[len(self._lines)] = (slot, index)

    def _item(self, at: str, slot: Slot, index: int) -> None:
        self._add(f"{at}- {yaml_text(self.shown(slot, index))}")
        self.places[len(self._lines)] = (slot, index)

    def _object(self, at: str, name: str, required: bool = True) -> None:
        self._add(f"{at}{name}:", f"{at}  description: D.")
        self._add(f"{at}  required: {'true' if required else 'false'}")

    def _json(self) -> None:
        many = range(len(self.values))
        paging = self._chosen(Slot.PAGING)
        names = {letter: yaml_text(f"{letter} {paging}") for letter in "palif"}
        self._add("    parameters:")
        for letter in "pl":
            self._add(f"      ? {names[letter]}", "      : {in: query, description: D.}")
        self._add("    paging:", f"      parameter: {names['p']}", f"      after: {names['a']}")
        self._add(f"      limit: {names['l']}", f"      items: {names['i']}")
        self._add("    longRunning:", "      operation: call", f"      field: {names['f']}")
        self._add("      done:")
        for index in many:
            self._item("      ", Slot.END, index)
        at = "        "
        self._add("    body:")
        self._media("application", "+json")
        self._add("      fields:")
        self._rows(at, Slot.JSON_NAME, "example", Slot.JSON_VALUE)
        self._object(at, "the nested")
        self._add(f"{at}  fields:")
        self._rows(f"{at}    ", Slot.JSON_NESTED, "enum", Slot.ENUM)
        self._add(f"{at}    the other: {{description: D., required: true, example: x}}")
        self._object(at, "the defaults")
        self._add(f"{at}  fields:")
        self._rows(f"{at}    ", "d", "default", Slot.DEFAULT)
        self._object(at, "the patterns", required=False)
        self._add(f"{at}  fields:")
        self._rows(f"{at}    ", "p", "pattern", Slot.PATTERN)
        self._object(at, "the list")
        self._add(f"{at}  items: string", f"{at}  example:")
        for index in many:
            self._item(f"{at}  ", Slot.JSON_ITEM, index)
        self._object(at, "the free")
        self._add(f"{at}  type: object", f"{at}  example:")
        for index in many:
            self._name(f"{at}    ", Slot.JSON_FREE, index)
            self._add(f"{at}    : [{index}, {{}}]")
        self._add("    responses:", "      200:", f"{at}description: D.", f"{at}body:")
        at = "            "
        self._add("          fields:")
        self._rows(at, Slot.ANSWER_NAME, "example", Slot.ANSWER_VALUE)
        self._add(f"{at}? {names['f']}", f"{at}: {{description: D., example: x}}")
        item = f"fields: {{? {names['a']} : {{description: D., example: y}}}}"
        self._add(f"{at}? {names['i']}", f"{at}: {{description: D., items: {{{item}}}}}")

    def _media(self, type_: str, suffix: str) -> None:
        self._add(f'      mediaType: "{type_}/x.{self.shown(Slot.MEDIA_TYPE, 0)}{suffix}"')
        self.places[len(self._lines)] = (Slot.MEDIA_TYPE, 0)

    def _form(self) -> None:
        at = "        "
        self._add(
            "    body:", "      mediaType: application/x-www-form-urlencoded", "      fields:"
        )
        self._rows(at, Slot.FORM_NAME, "example", Slot.FORM_VALUE)
        if self.kind == "list":
            self._object(at, "the list")
            self._add(f"{at}  items: string", f"{at}  example:")
            for index in range(len(self.values)):
                self._item(f"{at}  ", Slot.FORM_ITEM, index)
        text = yaml_text(f"Text: {self._chosen(Slot.ANSWER_TEXT)}.")
        body = f"{{mediaType: text/plain, example: {text}}}"
        self._add("    responses:", f"      200: {{description: D., body: {body}}}")

    def _parts(self) -> None:
        at = "        "
        self._add("    body:", "      mediaType: multipart/form-data", "      fields:")
        self._rows(at, Slot.PART_NAME, "example", Slot.PART_TEXT)
        self._object(at, "the JSON")
        self._add(f"{at}  fields:")
        self._rows(f"{at}    ", "j", "example", Slot.PART_JSON)
        if self.kind == "typed":
            self._rows(at, "the t", "example", Slot.PART_TYPED)
            self._object(at, "the typed")
            self._add(f"{at}  mediaType: application/json", f"{at}  fields:")
            text = yaml_text(self.shown(Slot.PART_JSON, 0))
            self._add(f"{at}    j:", f"{at}      description: D.", f"{at}      required: true")
            self._add(f"{at}      items: string", f"{at}      example: [{text}]")
        self._rows(at, Slot.PART_FILE_NAME, "example", Slot.PART_FILE)
        self._add("    responses:", "      200:", f"{at}description: D.", f"{at}body:")
        self._add(f"{at}  mediaType: image/png")
        self._put(f"{at}  example", Slot.OUTPUT, 0)

    def _of_file(self) -> None:
        at = "          "
        self._add("    body:")
        self._media("image", "")
        self._put("      example", Slot.BODY_FILE, 0)
        self._add("    responses:", "      200:", "        description: D.", "        headers:")
        for index in sorted(self._window()):
            self._name(at, Slot.RESULT_NAME, index)
            self._put(f"{at}: description", Slot.RESULT_MEANING, index)
            self._put(f"{at}  example", Slot.RESULT_VALUE, index)


def make_sheet(
    kind: str, values: Sequence[str], number: int = 0, only: Collection[Slot] | None = None
) -> Sheet:
    """Make the spec of a kind."""
    if kind == PARAMETERS:
        return Sheet(values, number, only)
    return BodySheet(values, number, only, kind=kind)
