"""The search index of an API: what a page searches in the browser, without a server.

The index of more than a thousand operations has to fit into one page. So each text, name, parameter
and error stands in it once; an object that several answers have does, too. Lists of numbers are
written as texts, see `_pack`. `templates/html/search.js` reads it.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar

from generator.model.api import Api, Operation
from generator.model.messages import Content
from generator.model.schema import Schema
from generator.model.text import Text, join_pieces, reveal
from generator.model.variants import Loop

# The digits of numbers in lists: 32 that end a number, and 32 that another digit follows. No digit
# has to be escaped in JSON or HTML.
_DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_MOST_SAME = len(_DIGITS) - 1
_WORD = re.compile(r"\w+")
# What no reader looks for: addresses, tags and entities.
_NOISE = re.compile(r"https?://\S+|<[^<>]{0,200}>|&#?\w{1,8};|\]\([^()\s]*\)")
# A shorter word of Latin letters is not worth its place; other scripts have words of one.
_SHORTEST, _LONGEST = 3, 40
# A word in more than this share of the texts finds nothing; only large APIs have such words.
_TOO_COMMON, _MANY_TEXTS = 0.1, 400
Key = TypeVar("Key")


class _Rows(dict[Key, int]):
    """Numbers rows in the order in which they are first seen."""

    def number(self, row: Key) -> int:
        """Return the number of a row; give it one if it has none."""
        return self.setdefault(row, len(self))


class _Index:
    """Collects what the index of an API has.

    Attributes:
        names: the names of parameters, headers and fields.
        texts: the texts in which readers look for words. Number 0 is the empty one.
        objects: for each object, its fields: the name, the number of the text, how often `[]`
            stands behind the name, and the number of the object in it. Object 0 has no fields.
        parameters: the place, the name and the text of each parameter.
        errors: the status, its phrase, the code, the message and the text of each error.
    """

    def __init__(self) -> None:
        self.names: _Rows[str] = _Rows()
        self.texts: _Rows[str] = _Rows({"": 0})
        self.objects: _Rows[tuple[int, ...]] = _Rows({(): 0})
        self.parameters: _Rows[tuple[str, int, int]] = _Rows()
        self.errors: _Rows[tuple[str, str, str, str, int]] = _Rows()
        # By identity. The schema is kept so that no other one gets the same id().
        self._known: dict[int, tuple[Schema, tuple[int, int]]] = {}

    def text(self, *parts: Text | None) -> int:
        """Return the number of a text that is made of several."""
        return self.texts.number(" ".join(reveal(part) for part in parts if part).strip())

    def value(self, schema: Schema) -> tuple[int, int]:
        """Return how many arrays are around an object, and the number of the object."""
        row = self._known.get(id(schema))
        if row is None:
            depth, inner = 0, schema
            while inner.items is not None and not inner.fields:
                depth, inner = depth + 1, inner.items
            fields: list[int] = []
            for field in inner.fields:
                name = self.names.number(reveal(field.name))
                fields += [name, self.text(field.description), *self.value(field.schema)]
            row = self._known[id(schema)] = schema, (depth, self.objects.number(tuple(fields)))
        return row[1]


def make_search_index(api: Api, pages: Mapping[str, str]) -> Text:
    """Make the search index of an API, as JSON.

    Arguments:
        api: the API.
        pages: the names of the pages of its operations, by the operation's id.

    Returns:
        An object. `pages`, `titles`, `paths` and `summaries` have a text for each operation, see
        `_without_starts`: the page without its ending, the title, the path with the method behind
        it, and the summary, which is empty if the title says as much. `about`,
        `given`, `failing` and `shown` have a list of numbers for each operation: the group and the
        text; the parameters; the errors; and for each content its status (0 for the request), the
        arrays around its object, and the object. `groups` are the names of tags. All other members
        are the rows that numbers stand for, see `_Index`, and `words` with the numbers of their
        texts in `found`.
    """
    index = _Index()
    groups = [tag for tag, _ in api.groups()]
    group_of = {
        operation.id: number
        for number, (_, operations) in enumerate(api.groups())
        for operation in operations
    }
    titles, summaries = list[str](), list[str]()
    about, given, failing, shown = list[str](), list[str](), list[str](), list[str]()
    for operation in api.operations:
        title, summary = reveal(operation.title), reveal(operation.summary)
        titles.append(title)
        summaries.append("" if summary == title else summary)
        text = index.text(
            operation.summary, operation.description, operation.note, *_kinds(operation)
        )
        about.append(_pack([group_of[operation.id], text]))
        given.append(_pack(_parameters(index, api, operation)))
        failing.append(_pack(_errors(index, operation)))
        shown.append(_pack(_contents(index, operation)))
    words, found, common = _count_words(list(index.texts))
    data = {
        "pages": _without_starts(pages[o.id].removesuffix(".html") for o in api.operations),
        "titles": _without_starts(titles),
        "paths": _without_starts(
            f"{api.base_path}{join_pieces(operation.path)} {operation.method}"
            for operation in api.operations
        ),
        "summaries": _without_starts(summaries),
        "groups": [reveal(tag.name) if tag else "" for tag in groups],
        "about": about,
        "given": given,
        "failing": failing,
        "shown": shown,
        "names": list(index.names),
        "objects": [_pack(fields) for fields in index.objects],
        "parameters": [part for row in index.parameters for part in row],
        "errors": [part for row in index.errors for part in row],
        "words": _without_starts(words),
        "found": found,
        "common": common,
    }
    return Text(json.dumps(data, ensure_ascii=False, separators=(",", ":")))


def _kinds(operation: Operation) -> Iterable[Text]:
    """Return the names of an operation's samples, what they repeat, and the type of its body."""
    for variant in operation.variants:
        yield variant.title
        if variant.loop is Loop.ALL_PAGES:
            yield Text("pagination, paging, next page")
    if operation.body is not None:
        yield Text(operation.body.media_type)


def _parameters(index: _Index, api: Api, operation: Operation) -> Iterable[int]:
    """Return the numbers of an operation's parameters, headers and secrets."""
    for parameter in operation.parameters:
        name = index.names.number(reveal(parameter.name))
        text = index.text(parameter.description)
        yield index.parameters.number((f"{parameter.where} parameter", name, text))
    for secret in api.secrets(operation):
        name = index.names.number(reveal(secret.name))
        text = index.text(secret.description, Text(secret.env))
        yield index.parameters.number((f"{secret.where} key", name, text))


def _errors(index: _Index, operation: Operation) -> Iterable[int]:
    """Return the numbers of an operation's errors, in the order of its page."""
    for failure in operation.failures:
        for error in failure.errors:
            code = reveal(error.code) if error.code else ""
            message = reveal(error.message) if error.message else ""
            text = index.text(error.description)
            yield index.errors.number((str(failure.status), error.phrase, code, message, text))


def _contents(index: _Index, operation: Operation) -> Iterable[int]:
    """Return status, arrays and object of what an operation sends and answers."""
    contents: list[tuple[int, Content | None]] = [(0, operation.body)]
    contents += [(response.status, response.content) for response in operation.responses]
    for status, content in contents:
        depth, number = (0, 0) if content is None else index.value(content.schema)
        if number:
            yield from (status, depth, number)


def _count_words(texts: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
    """Find the texts that each word is in.

    Returns:
        The words, sorted; for each, the differences of the numbers of its texts; and the words that
        are in too many texts to find anything.
    """
    places: dict[str, list[int]] = {}
    for number, text in enumerate(texts):
        folded = _NOISE.sub(" ", text).lower()
        for word in set(_WORD.findall(folded)):
            if (len(word) >= _SHORTEST or word > "\u02ff") and len(word) <= _LONGEST:
                places.setdefault(word, []).append(number)
    counts = Counter({word: len(numbers) for word, numbers in places.items()})
    most = max(_MANY_TEXTS, len(texts)) * _TOO_COMMON
    common = sorted(word for word, count in counts.items() if count > most)
    words = sorted(places.keys() - set(common))
    found = [_pack(b - a for a, b in _steps(places[word])) for word in words]
    return words, found, common


def _steps(numbers: Sequence[int]) -> Iterable[tuple[int, int]]:
    """Return each number behind the one before it; 0 is before the first."""
    return zip((0, *numbers), numbers, strict=False)


def _without_starts(texts: Iterable[str]) -> list[str]:
    """Write each text as one digit, and the text without as many first characters.

    These are the first characters of the text before it. Many paths and words begin alike.
    """
    made: list[str] = []
    before = ""
    for text in texts:
        same = 0
        for one, other in zip(text[:_MOST_SAME], before, strict=False):
            # Browsers count characters beyond U+FFFF as two.
            if one != other or one > "\uffff":
                break
            same += 1
        made.append(_DIGITS[same] + text[same:])
        before = text
    return made


def _pack(numbers: Iterable[int]) -> str:
    """Write numbers as a text: each as digits to the base of 32, the lowest first.

    A small number takes one character.
    """
    digits: list[str] = []
    for number in numbers:
        rest = number
        while rest >= 32:
            digits.append(_DIGITS[32 + rest % 32])
            rest //= 32
        digits.append(_DIGITS[rest])
    return "".join(digits)
