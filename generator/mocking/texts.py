"""The values that texts of URLs, headers and forms can stand for.

A text says no type, and clients differ in what they encode. So one text can stand for several
values, and a request is right if one of them is.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any
from urllib.parse import unquote_to_bytes

from generator.mocking.rules import Rule
from generator.mocking.schema_check import SchemaCheck, SchemaFault
from generator.model.values import read_number

# The most readings of one text, and the most items of one text.
_MOST_READINGS = 64
_MOST_ITEMS = 50_000
# The most levels of a JSON text, and the most digits of an integer that is read as one.
_DEEPEST = 100
_MOST_DIGITS = 4_000
_SEPARATORS = {"spaceDelimited": " ", "pipeDelimited": "|"}
# A string, or what begins as one and does not end. It takes one pass, whatever the bytes are.
_STRINGS = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)


class NoJsonError(ValueError):
    """Bytes are no JSON that is read here. The message says why."""


def read_json(data: bytes) -> Any:
    """Read JSON (RFC 8259) of at most 100 levels.

    Raises:
        NoJsonError: if the bytes are no JSON, or have more levels.
    """
    depth = deepest = 0
    is_flat = data.count(b"[") + data.count(b"{") <= _DEEPEST
    for byte in b"" if is_flat else _STRINGS.sub(b"", data).translate(None, _NO_BRACKETS):
        depth += 1 if byte in b"[{" else -1
        deepest = max(deepest, depth)
        if deepest > _DEEPEST:
            raise NoJsonError(f"it has more than {_DEEPEST} levels, which this mock does not read")
    try:
        return json.loads(
            data.decode("utf-8-sig"), parse_constant=_refuse_constant, parse_int=_read_integer
        )
    except UnicodeDecodeError as error:
        raise NoJsonError(f"it is no UTF-8 (byte {error.start})") from None
    except json.JSONDecodeError as error:
        what = error.msg[:1].lower() + error.msg[1:]
        place = f"line {error.lineno} column {error.colno}"
        raise NoJsonError(f"it is no JSON ({what}: {place})") from None
    except (ValueError, RecursionError) as error:
        raise NoJsonError(f"it is no JSON ({error})") from None


_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"[]{}")


def _refuse_constant(name: str) -> Any:
    """Refuse a number that Python reads, and JSON does not have."""
    raise ValueError(f"there is no number {name}")


def _read_integer(text: str) -> int | float:
    """Read an integer; one of more than 4,000 digits only roughly."""
    return int(text) if len(text) <= _MOST_DIGITS else float(text)


def scalar_readings(text: str, rule: Rule) -> Iterator[Any]:
    """Return the scalars that a text can stand for, the likeliest first."""
    types = rule.possible_types()
    if "boolean" in types and text in ("true", "false"):
        yield text == "true"
    if not types.isdisjoint(("integer", "number")):
        number = read_number(text)
        if number is None and re.fullmatch("[+-]?[0-9]{1,400}", text, re.ASCII):
            number = int(text)
        if number is not None:
            yield number
    if "null" in types and text in ("null", ""):
        yield None
    yield text


def best_reading(
    readings: Sequence[Any] | Iterator[Any], rule: Rule, check: SchemaCheck
) -> tuple[Any, list[SchemaFault]]:
    """Return the first reading that a rule allows, without faults; else one with the fewest."""
    best: tuple[Any, list[SchemaFault]] | None = None
    for value in islice(iter(readings), _MOST_READINGS):
        faults = check.check(rule, value)
        if not faults:
            return value, []
        # A text that is no number has the fault that says so, whichever reading comes first.
        if best is None or len(faults) < len(best[1]):
            best = value, faults
    return best if best is not None else (None, [("", "this can't be read")])


def scalar(text: str, rules: Sequence[Rule], check: SchemaCheck) -> Any:
    """Return the value of a text that one of several rules allows, else the likeliest one."""
    for rule in rules:
        value, faults = best_reading(scalar_readings(text, rule), rule, check)
        if not faults:
            return value
    return next(scalar_readings(text, rules[0])) if rules else text


def decoded(text: str) -> list[str]:
    """Return what a text of a URL can mean: percent-decoded, and with `+` for a space.

    Bytes that are no UTF-8 are kept as halves of surrogate pairs.
    """
    texts = [unquote_to_bytes(text).decode(errors="surrogateescape")]
    if "+" in text:
        texts.append(unquote_to_bytes(text.replace("+", " ")).decode(errors="surrogateescape"))
    return texts


def list_readings(
    raw: str, style: str, rule: Rule, check: SchemaCheck, decode: Callable[[str], list[str]]
) -> Iterator[Any]:
    """Return the arrays that one text can stand for.

    Arguments:
        raw: the text as it was sent.
        style: the style, by OpenAPI's name.
        rule: the rule of the array.
        check: chooses among the readings of each item.
        decode: returns what a sent text can mean.
    """
    separator = _SEPARATORS.get(style, ",")
    if separator == ",":
        # Items may have commas that are encoded; other clients encode those between items, too.
        words = [decode(word) for word in raw.split(separator, _MOST_ITEMS)]
        for number in range(max(map(len, words))):
            yield [
                scalar(texts[min(number, len(texts) - 1)], [rule.item_rule(i)], check)
                for i, texts in enumerate(words)
            ]
    for text in decode(raw):
        words_ = text.split(separator, _MOST_ITEMS)
        yield [scalar(word, [rule.item_rule(i)], check) for i, word in enumerate(words_)]
    if raw == "":
        yield []


def object_readings(
    raw: str, explode: bool, style: str, rule: Rule, check: SchemaCheck,
    decode: Callable[[str], list[str]],
) -> Iterator[Any]:  # fmt: skip
    """Return the objects that one text can stand for; `list_readings` explains the arguments."""
    separator = _SEPARATORS.get(style, ",")
    rows = (
        [[decode(word) for word in raw.split(separator, _MOST_ITEMS)]] if separator == "," else []
    )
    rows += [[[word] for word in text.split(separator, _MOST_ITEMS)] for text in decode(raw)]
    for words in rows:
        texts = [options[0] for options in words]
        if explode:
            pairs = [word.partition("=")[::2] for word in texts]
        else:
            pairs = list(zip(texts[::2], texts[1::2], strict=False))
        yield {key: scalar(text, rule.member_rules(key), check) for key, text in pairs}
    if raw == "":
        yield {}


def json_readings(text: str) -> Iterator[Any]:
    """Return the value of a JSON text; nothing if it is none."""
    try:
        yield read_json(text.encode(errors="surrogateescape"))
    except NoJsonError:
        return
