"""Descriptions of values that nobody would write: they are read, or refused with their place."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from generator.errors import ProblemsError
from generator.model.api import Api
from generator.model.schema import Schema, Type
from generator.model.text import reveal
from generator.model.values import plain
from generator.spec.loader import load_files
from generator.verify.hostile.reader import Memory
from tests.compiled.encoders.texts import texts

SPEC = """\
api: {{id: any, title: Any, version: v1}}
endpoint: https://any.example.com
schemas: {{known: {known}}}
operations:
  call:
    title: T
    summary: S
    method: POST
    path: /
    body: {body}
    responses: {{200: {{description: D., body: {answer}}}}}
"""
PATTERNS = ["^a", "[", "a{99999999999999999999}", "[[a]", "(?i)x", "^[a-z]+$", ".", "", "\\Z"]


class Plain(str):
    """A scalar without quotes."""


def yaml(value: Any) -> str:
    """Write a value as YAML on one line."""
    if isinstance(value, Plain):
        return str(value)
    if isinstance(value, dict):
        return "{" + ", ".join(f"? {yaml(k)} : {yaml(v)}" for k, v in value.items()) + "}"
    if isinstance(value, list):
        return f"[{', '.join(map(yaml, value))}]"
    return json.dumps(value)


def scalars() -> st.SearchStrategy[Any]:
    words = ["null", "~", "true", "false", "1", "-1", "0.5", "1e9", "1e999", "010", "abc", "2"]
    return st.one_of(
        st.sampled_from([Plain(word) for word in words]),
        st.sampled_from(["a", "b", "ab", "", "1", "true", "null"]),
        texts(),
        st.integers(-5, 10**17),
        st.floats(allow_nan=False, allow_infinity=False),
    )


def anything() -> st.SearchStrategy[Any]:
    names = st.one_of(st.sampled_from(["a", "b", "type"]), texts())

    def deeper(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        return st.one_of(st.lists(inner, max_size=3), st.dictionaries(names, inner, max_size=3))

    return st.recursive(scalars(), deeper, max_leaves=5)


def schemas() -> st.SearchStrategy[Any]:
    """Give descriptions of values: some sound, some with any YAML anywhere."""
    types = st.sampled_from([*Type, "null", ""])
    limits = st.one_of(st.integers(-1, 4), scalars())

    def described(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        keys: dict[str, st.SearchStrategy[Any]] = {
            "type": types,
            "schema": st.sampled_from(["known", "unknown"]),
            "enum": st.one_of(st.lists(scalars(), max_size=3), anything()),
            "default": anything(),
            "pattern": st.one_of(st.sampled_from(PATTERNS), anything()),
            "items": st.one_of(inner, types, anything()),
            "fields": st.one_of(
                st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3), anything()
            ),
            "secret": scalars(),
            "required": st.sampled_from([Plain("true"), Plain("false"), "x"]),
            "description": st.one_of(st.just("D."), scalars()),
            "mediaType": st.one_of(
                st.sampled_from(
                    [
                        *("application/json", "text/plain", "image/png", "multipart/form-data"),
                        *("application/x-www-form-urlencoded", "application/x+json", "x"),
                    ]
                ),
                scalars(),
            ),
            "example": st.one_of(
                st.sampled_from(["a", "ab", Plain("1"), Plain("true"), ["a"], {"a": "a"}]),
                anything(),
            ),
            "unknown": scalars(),
        }
        bounds = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
        keys.update(dict.fromkeys(bounds, limits))
        return st.fixed_dictionaries({}, optional=keys)

    return st.one_of(st.recursive(described(anything()), described, max_leaves=4), sound())


def sound() -> st.SearchStrategy[Any]:
    """Give descriptions that are likely to be read: keywords of one type, an example of it."""
    leaves: list[st.SearchStrategy[Any]] = [
        st.fixed_dictionaries(
            {"description": st.just("D."), "example": st.sampled_from(["a", "ab", "abc", "é"])},
            optional={
                "pattern": st.sampled_from(PATTERNS),
                "minLength": st.integers(0, 3),
                "maxLength": st.integers(0, 3),
                "enum": st.lists(st.sampled_from(["a", "ab", "é"]), min_size=1, max_size=3),
                "default": st.sampled_from(["a", "ab"]),
            },
        ),
        st.fixed_dictionaries(
            {
                "description": st.just("D."),
                "type": st.sampled_from(["integer", "number"]),
                "example": st.sampled_from([0, 1, 2, 1.5, -1, Plain("1.0")]),
            },
            optional={
                "minimum": st.sampled_from([-1, 0, 0.5, 1]),
                "maximum": st.sampled_from([0, 1, 1.5, 2]),
                "enum": st.lists(st.sampled_from([0, 1, 1.5, Plain("1.0")]), min_size=1),
            },
        ),
        st.just({"description": "D.", "type": "boolean", "example": Plain("true")}),
        st.fixed_dictionaries(
            {
                "description": st.just("D."),
                "items": st.fixed_dictionaries(
                    {"type": st.just("integer")}, optional={"minimum": st.integers(0, 2)}
                ),
                "example": st.lists(st.integers(0, 3), max_size=3),
            },
            optional={"minItems": st.integers(0, 2), "maxItems": st.integers(0, 3)},
        ),
    ]

    def held(inner: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
        fields = st.dictionaries(st.sampled_from("abc"), inner, min_size=1, max_size=3)
        return st.fixed_dictionaries(
            {"description": st.just("D."), "fields": fields},
            optional={
                "required": st.sampled_from([Plain("true"), Plain("false")]),
                "example": st.dictionaries(
                    st.sampled_from("abc"), st.sampled_from(["a", 1, Plain("true")]), max_size=3
                ),
            },
        )

    return held(st.recursive(st.one_of(leaves), held, max_leaves=5))


def read(known: Any, body: Any, answer: Any) -> Api | None:
    """Read a spec; None if it was refused, with the place of each fault."""
    text = SPEC.format(known=yaml(known), body=yaml(body), answer=yaml(answer))
    try:
        (api,) = load_files(Memory({"any.yaml": text.encode()}), ["any.yaml"])
    except ProblemsError as error:
        assert error.problems
        assert all(problem.mark and problem.mark.line for problem in error.problems)
        return None
    return api


def json_schema(schema: Schema) -> dict[str, Any]:
    """Say in JSON Schema what a schema says."""
    made: dict[str, Any] = {"type": str(schema.type)}
    limits = {
        "minimum": schema.minimum,
        "maximum": schema.maximum,
        "minLength": schema.min_length,
        "maxLength": schema.max_length,
        "minItems": schema.min_items,
        "maxItems": schema.max_items,
    }
    made |= {name: limit for name, limit in limits.items() if limit is not None}
    if schema.enum:
        made["enum"] = [plain(value) for value in schema.enum]
    if schema.pattern is not None:
        made["pattern"] = reveal(schema.pattern)
    if schema.items is not None:
        made["items"] = json_schema(schema.items)
    if schema.fields:
        made["properties"] = {reveal(f.name): json_schema(f.schema) for f in schema.fields}
        made["required"] = [reveal(f.name) for f in schema.fields if f.required]
        made["additionalProperties"] = False
    return made


def within(schema: Schema) -> Iterator[Schema]:
    """Give a schema and all that are in it."""
    yield schema
    for inner in (*(field.schema for field in schema.fields), schema.items):
        if inner is not None:
            yield from within(inner)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(known=schemas(), body=schemas(), answer=schemas())
@example(known={}, body={"pattern": "a{99999999999999999999}"}, answer={})
@example(known={"schema": "known"}, body={"schema": "known"}, answer={"items": {"schema": "known"}})
def test_nothing_raises_but_problems(known: Any, body: Any, answer: Any) -> None:
    read(known, body, answer)


@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
@given(schema=sound())
def test_what_is_taken_fits_json_schema(schema: Any) -> None:
    """As another reader of the same keywords has it."""
    api = read({"example": "x"}, {"schema": "known"}, schema) or read({}, schema, {"example": "x"})
    for operation in api.operations if api else ():
        for content in (operation.body, operation.result):
            for place in within(content.schema) if content else ():
                rules = Draft202012Validator(json_schema(place))
                for value in (place.example, place.default, *place.enum):
                    if value is not None and place.type is not Type.FILE:
                        rules.validate(plain(value))


def test_some_are_taken() -> None:
    """Else nothing would have been proven."""
    taken = 0

    @settings(
        max_examples=60, deadline=None, database=None, suppress_health_check=list(HealthCheck)
    )
    @given(sound())
    def count(schema: Any) -> None:
        nonlocal taken
        taken += read({"type": "integer"}, schema, {"schema": "known", "example": 1}) is not None

    count()
    assert taken > 5
