"""Check the parameters of a request."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.mocking.contract import ParameterRule
from generator.mocking.faults import Fault
from generator.mocking.rules import type_name
from generator.mocking.schema_check import SchemaCheck
from generator.mocking.texts import (
    NoJsonError,
    best_reading,
    decoded,
    list_readings,
    object_readings,
    read_json,
    scalar,
    scalar_readings,
)
from generator.openapi.schemas.validity import is_same
from generator.verify.http_request import ReceivedRequest

# The styles that write an array or an object of a path with a prefix.
_PREFIXES = {"label": ".", "matrix": ";"}


class SentTexts:
    """The texts of a request, where parameters can be.

    Arguments:
        request: the request.
        segments: the texts of the path's parameters by name, as they were sent.
    """

    def __init__(self, request: ReceivedRequest, segments: Mapping[str, str]) -> None:
        self.segments = segments
        query = request.target.partition("?")[2]
        self.query = [pair.partition("=")[::2] for pair in query.split("&") if pair]
        self._texts: dict[str, list[str]] = {}
        for name, text in self.query:
            self._texts.setdefault(decoded(name)[0], []).append(text)
        self.request = request
        cookies = ";".join(request.field("Cookie")).split(";")
        self.cookies = [pair.strip().partition("=")[::2] for pair in cookies if "=" in pair]

    def pairs(self, name: str) -> list[str]:
        """Return the texts in the query with a name."""
        return self._texts.get(name, [])

    @property
    def names(self) -> set[str]:
        """The names in the query."""
        return set(self._texts)

    def of(self, parameter: ParameterRule) -> list[str]:
        """Return the texts of a parameter, as they were sent."""
        name = parameter.name
        if parameter.where == "path":
            return [self.segments[name]] if name in self.segments else []
        if parameter.where == "query":
            return self.pairs(name)
        if parameter.where == "header":
            return self.request.field(name)
        return [text for key, text in self.cookies if key == name]


def parameter_faults(
    parameter: ParameterRule, sent: SentTexts, check: SchemaCheck, examples: Sequence[Any]
) -> list[Fault]:
    """Return what is wrong with a parameter of a request.

    Arguments:
        parameter: the parameter.
        sent: the texts of the request.
        check: checks its value.
        examples: values that the documentation shows for it, which are always right.
    """
    texts = sent.of(parameter)
    readings = list(_readings(parameter, texts, sent, check))
    if not readings:
        if parameter.where == "path" or not parameter.required or _has_members(parameter):
            return []
        return [_fault(parameter, "", "this is required, and is not there")]
    if len(texts) > 1 and not _may_repeat(parameter):
        return [_fault(parameter, "", f"this is there {len(texts)} times, and has one value")]
    if any(is_same(value, one) for value in readings for one in examples):
        return []
    if parameter.is_empty_allowed and texts == [""]:
        return []
    if parameter.media_type:
        return _content_faults(parameter, readings[0], check)
    faults = best_reading(readings, parameter.rule, check)[1]
    return [_fault(parameter, pointer, what) for pointer, what in faults]


def _fault(parameter: ParameterRule, pointer: str, what: str) -> Fault:
    """Make a fault of a parameter."""
    return Fault(400, parameter.where, parameter.name, pointer, what)


def _has_members(parameter: ParameterRule) -> bool:
    """Say whether the members of an object stand in the query without the parameter's name."""
    is_object = "object" in parameter.rule.possible_types()
    return is_object and parameter.where in ("query", "cookie") and (
        parameter.explode or parameter.style == "deepObject"
    )  # fmt: skip


def _may_repeat(parameter: ParameterRule) -> bool:
    """Say whether the documentation lets a parameter be there several times."""
    types = parameter.rule.possible_types()
    return parameter.where == "header" or not types.isdisjoint(("array", "object"))


def _readings(
    parameter: ParameterRule, texts: list[str], sent: SentTexts, check: SchemaCheck
) -> Iterator[Any]:
    """Return the values that a parameter can have; nothing if it is not there."""
    rule, types = parameter.rule, parameter.rule.possible_types()
    is_url = parameter.where in ("path", "query")
    decode = decoded if parameter.where != "header" else _as_it_is
    if parameter.media_type:
        yield from (text for raw in texts[:1] for text in decode(raw))
        return
    if "object" in types and parameter.where in ("query", "cookie"):
        yield from _spread_object(parameter, sent, check)
    if not texts:
        return
    if parameter.where == "header" and len(texts) > 1:
        texts = [", ".join(texts)]
    raw = texts[0]
    if parameter.where == "path" and parameter.style in _PREFIXES:
        yield from _prefixed(parameter, raw, check)
        return
    if not types <= {"array", "object"}:
        for text in dict.fromkeys(option for one in texts[:1] for option in decode(one)):
            yield from scalar_readings(text, rule)
            if parameter.where == "cookie" and text[:1] == text[-1:] == '"' and len(text) > 1:
                yield text[1:-1]
    is_whole = types == frozenset() or len(types) > 5  # then nothing says that it is an array
    if "array" in types and not is_whole:
        if len(texts) > 1 or (parameter.explode and is_url):
            options = [decode(one) for one in texts]
            for number in range(max(map(len, options))):
                yield [
                    scalar(words[min(number, len(words) - 1)], [rule.item_rule(i)], check)
                    for i, words in enumerate(options)
                ]
        if len(texts) == 1 and not (parameter.explode and parameter.where == "query"):
            yield from list_readings(raw, parameter.style, rule, check, decode)
        if parameter.where == "header":
            yield [scalar(word.strip(), [rule.item_rule(i)], check)
                   for i, word in enumerate(raw.split(","))]  # fmt: skip
    if "object" in types and not is_whole and not _has_members(parameter):
        yield from object_readings(raw, parameter.explode, parameter.style, rule, check, decode)


def _as_it_is(text: str) -> list[str]:
    """Return a text of a header, which is not percent-encoded; UTF-8 is read as such."""
    try:
        return list(dict.fromkeys((text, text.encode("latin-1").decode())))
    except UnicodeError:
        return [text]


def _spread_object(
    parameter: ParameterRule, sent: SentTexts, check: SchemaCheck
) -> Iterator[dict[str, Any]]:
    """Return the object whose members are parameters of their own, if any of them is there."""
    rule, pairs = parameter.rule, sent.query if parameter.where == "query" else sent.cookies
    members: dict[str, Any] = {}
    if parameter.style == "deepObject":
        start = f"{parameter.name}["
        nested = False
        for key, raw in pairs:
            name = decoded(key)[0]
            if name.startswith(start) and name.endswith("]"):
                inner = name[len(start) : -1]
                nested = nested or "[" in inner
                members[inner] = scalar(decoded(raw)[0], rule.member_rules(inner), check)
        if members and not nested:  # nobody says how deeper objects are written
            yield members
    elif parameter.explode:
        names = {name for part in rule.parts(alternatives=True) for name in part.properties}
        for key, raw in pairs:
            name = decoded(key)[0]
            if name in names:
                rules = rule.member_rules(name)
                is_list = any("array" in inner.possible_types() for inner in rules)
                if is_list:
                    return
                members[name] = scalar(decoded(raw)[0], rules, check)
        if members:
            yield members


def _prefixed(parameter: ParameterRule, raw: str, check: SchemaCheck) -> Iterator[Any]:
    """Return the values of a text in a path with the style `label` or `matrix`."""
    rule, types = parameter.rule, parameter.rule.possible_types()
    sign = _PREFIXES[parameter.style]
    start = f";{parameter.name}=" if sign == ";" and not parameter.explode else sign
    text = decoded(raw)[0]
    if types.isdisjoint(("array", "object")):
        start = f";{parameter.name}=" if sign == ";" else "."
        yield from scalar_readings(text.removeprefix(start), rule)
        return
    if not text.startswith(start):
        yield text
        return
    inner = raw[1:] if len(start) == 1 else decoded(raw)[0].removeprefix(start)
    words = inner.split(sign) if parameter.explode else inner.split(",")
    if "array" in types:
        items = [decoded(word)[0] for word in words]
        if sign == ";" and parameter.explode:
            items = [word.partition("=")[2] for word in items]
        yield [scalar(word, [rule.item_rule(i)], check) for i, word in enumerate(items)]
    if "object" in types:
        texts = [decoded(word)[0] for word in words]
        pairs = ([word.partition("=")[::2] for word in texts] if parameter.explode
                 else list(zip(texts[::2], texts[1::2], strict=False)))  # fmt: skip
        yield {key: scalar(value, rule.member_rules(key), check) for key, value in pairs}


def _content_faults(parameter: ParameterRule, text: str, check: SchemaCheck) -> list[Fault]:
    """Check a parameter whose text has a media type. Only JSON is read."""
    bare = parameter.media_type.partition(";")[0].strip().lower()
    if not bare.endswith(("/json", "+json")):
        return []
    try:
        value = read_json(text.encode(errors="surrogateescape"))
    except NoJsonError as error:
        return [_fault(parameter, "", str(error))]
    return [
        _fault(parameter, pointer, what) for pointer, what in check.check(parameter.rule, value)
    ]


def undocumented_names(parameters: Sequence[ParameterRule], sent: SentTexts) -> list[str]:
    """Return the names in a query that no parameter documents; they are allowed all the same."""
    names, starts = set[str](), list[str]()
    for parameter in parameters:
        if parameter.where == "querystring":
            return []
        if parameter.where != "query":
            continue
        names |= {parameter.name, f"{parameter.name}[]"}
        if parameter.style == "deepObject":
            starts.append(f"{parameter.name}[")
        if "object" in parameter.rule.possible_types() and parameter.explode:
            if type_name({}) not in parameter.rule.possible_types() - {"array"}:
                continue
            parts = list(parameter.rule.parts(alternatives=True))
            names |= {name for part in parts for name in part.properties}
            if any(part.additional is None or not part.additional.never for part in parts):
                return []
    return sorted(n for n in sent.names if n not in names and not n.startswith(tuple(starts)))
