"""Check the body of a request."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from generator.mocking.contract import BodyRule, FieldEncoding
from generator.mocking.faults import Fault, format_value
from generator.mocking.media_types import covers, is_json
from generator.mocking.multipart import NoPartsError, Part, read_boundary, read_parts
from generator.mocking.rules import Rule
from generator.mocking.schema_check import FileBytes, SchemaCheck
from generator.mocking.texts import (
    NoJsonError,
    best_reading,
    decoded,
    json_readings,
    list_readings,
    object_readings,
    read_json,
    scalar_readings,
)
from generator.model.media_types import read_charset, without_parameters
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.openapi.schemas.validity import is_same

# The most fields of a form.
_MOST_FIELDS = 5_000


def body_faults(
    body: BodyRule, content_type: str, data: bytes, check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Return what is wrong with a body of a documented media type.

    Arguments:
        body: what is documented.
        content_type: the Content-Type that was sent.
        data: the bytes of the body.
        check: checks its value.
        samples: values that the documentation shows for it, which are always right.
    """
    media_type = without_parameters(content_type)
    try:
        if is_json(media_type):
            return _value_faults(body.rule, read_json(data), check, samples)
        if media_type == FORM_TYPE:
            return _form_faults(body, data, check, samples)
        if media_type == MULTIPART_TYPE:
            parts = read_parts(data, read_boundary(content_type))
            return _multipart_faults(body, parts, check, samples)
    except (NoJsonError, NoPartsError) as error:
        return [Fault(400, "body", "", "", str(error))]
    if media_type.startswith("text/") and not media_type.endswith("xml"):
        return _text_faults(body.rule, content_type, data, check, samples)
    return []


def _value_faults(
    rule: Rule, value: Any, check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Check the value of a body of JSON."""
    faults = check.check(rule, value)
    if not faults or any(is_same(value, one) for one in samples):
        return []
    return [Fault(400, "body", "", pointer, what) for pointer, what in faults]


def _text_faults(
    rule: Rule, content_type: str, data: bytes, check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Check a body of text."""
    types = rule.possible_types()
    if types.isdisjoint(("string", "integer", "number", "boolean")) or rule.allows_file():
        return []
    try:
        text = data.decode(read_charset(content_type) or "utf-8")
    except (LookupError, ValueError):
        return []  # HTTP does not say in which charset a text is that names none
    if text in samples:
        return []
    faults = best_reading(scalar_readings(text, rule), rule, check)[1]
    return [Fault(400, "body", "", pointer, what) for pointer, what in faults]


def _form_faults(
    body: BodyRule, data: bytes, check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Check a form (URL Standard, section 5.1)."""
    text = data.decode("latin-1")
    if text.count("&") > _MOST_FIELDS:
        what = f"it has more than {_MOST_FIELDS} fields, which this mock does not read"
        return [Fault(400, "body", "", "", what)]
    fields: dict[str, list[str]] = {}
    for pair in text.split("&"):
        if pair:
            name, _, raw = pair.partition("=")
            fields.setdefault(_form_text(name)[0], []).append(raw)
    members: dict[str, Any] = {}
    for name, texts in fields.items():
        rules = body.rule.member_rules(name)
        encoding = body.encodings.get(name, FieldEncoding())
        readings = list(_form_readings(texts, rules, encoding, check))
        members[name] = _best_of(readings, rules, check)
    return _fields_faults(body.rule, members, check, samples)


def _form_text(raw: str) -> list[str]:
    """Return what a text of a form means: percent-decoded, and with `+` for a space."""
    return list(reversed(decoded(raw)))


def _form_readings(
    texts: list[str], rules: Sequence[Rule], encoding: FieldEncoding, check: SchemaCheck
) -> Iterator[Any]:
    """Return the values that a field of a form can have."""
    if not rules:
        yield _form_text(texts[0])[0]
    for rule in rules:
        types = rule.possible_types()
        if "array" in types:
            yield [_best_of(list(scalar_readings(_form_text(t)[0], rule.item_rule(i))),
                            [rule.item_rule(i)], check) for i, t in enumerate(texts)]  # fmt: skip
            if len(texts) == 1:
                yield from list_readings(texts[0], encoding.style, rule, check, _form_text)
                yield from json_readings(_form_text(texts[0])[0])
        if len(texts) > 1:
            continue
        for text in _form_text(texts[0]):
            if "object" in types:
                yield from json_readings(text)
            yield from scalar_readings(text, rule)
        if "object" in types:
            style = encoding.style
            yield from object_readings(texts[0], False, style, rule, check, _form_text)
    if rules and len(texts) > 1:
        yield [_form_text(text)[0] for text in texts]


def _best_of(readings: Sequence[Any], rules: Sequence[Rule], check: SchemaCheck) -> Any:
    """Return the first reading that one of several rules allows, else the likeliest one."""
    ranked = []
    for rule in rules:
        value, faults = best_reading(readings, rule, check)
        if not faults:
            return value
        ranked.append((len(faults), value))
    return min(ranked, key=lambda row: row[0])[1] if ranked else readings[0]


def _multipart_faults(
    body: BodyRule, parts: Sequence[Part], check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Check the parts of a body of multipart/form-data."""
    faults: list[Fault] = []
    fields: dict[str, list[Part]] = {}
    for number, part in enumerate(parts, 1):
        if part.names:
            fields_of_part = (name for name in part.names if body.rule.member_rules(name))
            fields.setdefault(next(fields_of_part, part.names[0]), []).append(part)
        else:
            what = f"part {number} has no name in its Content-Disposition (RFC 7578, 4.2)"
            faults.append(Fault(400, "body", "", "", what))
    members: dict[str, Any] = {}
    for name, rows in fields.items():
        encoding = body.encodings.get(name, FieldEncoding())
        for part in rows:
            types = encoding.media_types
            if part.media_type and types and not any(covers(t, part.media_type) for t in types):
                sent, documented = format_value(part.media_type), " or ".join(types)
                what = f"the part is {sent}, and {documented} is documented"
                faults.append(Fault(400, "body", name, "", what))
        rules = body.rule.member_rules(name)
        try:
            members[name] = _best_of(list(_part_readings(rows, rules, check)), rules, check)
        except NoJsonError as error:
            what = f"the part says that it is JSON, but {error}"
            faults.append(Fault(400, "body", name, "", what))
            members[name] = FileBytes()
    return faults + _fields_faults(body.rule, members, check, samples)


def _part_readings(
    parts: Sequence[Part], rules: Sequence[Rule], check: SchemaCheck
) -> Iterator[Any]:
    """Return the values that the parts with one name can have."""
    for rule in rules or [Rule()]:
        types = rule.possible_types()
        if "array" in types:
            yield [_best_of(list(_one_part(part, rule.item_rule(i))), [rule.item_rule(i)], check)
                   for i, part in enumerate(parts)]  # fmt: skip
        if len(parts) == 1:
            yield from _one_part(parts[0], rule)
    if len(parts) > 1:
        yield [next(_one_part(part, Rule())) for part in parts]


def _one_part(part: Part, rule: Rule) -> Iterator[Any]:
    """Return the values that a part can have.

    Raises:
        NoJsonError: if the part says that it is JSON, and is not.
    """
    is_file = rule.allows_file()
    if is_json(part.media_type):
        if is_file or part.is_file:
            yield FileBytes()
        yield read_json(part.data)
        return
    if part.is_file or is_file:
        yield FileBytes()
        if not is_file:
            return
    try:
        text = part.data.decode(read_charset(part.media_type) or "utf-8")
    except (LookupError, ValueError):
        yield FileBytes()
        return
    if not rule.possible_types().isdisjoint(("object", "array")):
        yield from json_readings(text)
    yield from scalar_readings(text, rule)


def _fields_faults(
    rule: Rule, members: dict[str, Any], check: SchemaCheck, samples: Sequence[Any]
) -> list[Fault]:
    """Check the fields of a form as an object."""
    spread = {name for name in members if "[" in name}
    whole = {name: value for name, value in members.items() if name not in spread}
    heads = {name.partition("[")[0] for name in spread}
    for name in spread:  # nobody says how all clients write arrays and objects in names
        if rule.member_rules(name):
            whole[name] = members[name]
    faults = []
    samples_of: dict[str, list[Any]] = {}
    for sample in samples:
        if isinstance(sample, dict):
            for name, value in sample.items():
                samples_of.setdefault(name, []).append(value)
    for pointer, what in check.check(rule, whole):
        name, _, rest = pointer.removeprefix("/").partition("/")
        name = name.replace("~1", "/").replace("~0", "~")
        if name in heads or _is_sample(members.get(name), samples_of.get(name, ())):
            continue
        faults.append(Fault(400, "body", name, f"/{rest}" if rest else "", what))
    return faults


def _is_sample(value: Any, samples: Sequence[Any]) -> bool:
    """Say whether the documentation shows a value for a field."""
    if isinstance(value, FileBytes):
        return bool(samples)
    return any(is_same(value, one) or str(value) == str(one) for one in samples)
