"""Every key of a document is used, reported, or irrelevant."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from generator.openapi import keys, swagger_keys
from generator.openapi.credentials import keys as flow_keys
from generator.openapi.keys import ANYTHING, IRRELEVANT, ObjectType
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

from .reading import DOCUMENTS, Reading, Way, changed, read, value_at, ways, without

# The fixed fields of the objects of OpenAPI 3.0, 3.1 and 3.2, and the keywords of JSON Schema
# 2020-12 and of the draft that 3.0 has.
OPENAPI = {
    "OpenAPI document": "openapi $self info jsonSchemaDialect servers paths webhooks components "
    "security tags externalDocs",
    "Info": "title summary description termsOfService contact license version",
    "Tag": "name summary description externalDocs parent kind",
    "External Documentation": "description url",
    "Components": "schemas responses parameters examples requestBodies headers securitySchemes "
    "links callbacks pathItems mediaTypes",
    "Server": "url description name variables",
    "Server Variable": "enum default description",
    "Path Item": "summary description get put post delete options head patch trace query "
    "additionalOperations servers parameters",
    "Operation": "tags summary description externalDocs operationId parameters requestBody "
    "responses callbacks deprecated security servers",
    "Parameter": "name in description required deprecated allowEmptyValue style explode "
    "allowReserved schema content example examples",
    "Request Body": "description content required",
    "Media Type": "schema itemSchema example examples encoding prefixEncoding itemEncoding",
    "Encoding": "contentType headers style explode allowReserved encoding prefixEncoding "
    "itemEncoding",
    "Response": "summary description headers content links",
    "Example": "summary description value dataValue serializedValue externalValue",
    "Security Scheme": "type description name in scheme bearerFormat flows openIdConnectUrl "
    "oauth2MetadataUrl deprecated",
    "OAuth Flows": "implicit password clientCredentials authorizationCode deviceAuthorization",
    "OAuth Flow": "authorizationUrl deviceAuthorizationUrl tokenUrl refreshUrl scopes",
    "Schema": "$schema $id $anchor $dynamicAnchor $dynamicRef $defs $comment $vocabulary allOf "
    "anyOf oneOf not if then else dependentSchemas prefixItems items contains properties "
    "patternProperties additionalProperties propertyNames unevaluatedItems unevaluatedProperties "
    "type enum const multipleOf maximum exclusiveMaximum minimum exclusiveMinimum maxLength "
    "minLength pattern maxItems minItems uniqueItems maxContains minContains maxProperties "
    "minProperties required dependentRequired format contentEncoding contentMediaType "
    "contentSchema title description default deprecated readOnly writeOnly examples nullable "
    "discriminator xml externalDocs example $ref",
    "Discriminator": "propertyName mapping defaultMapping",
}
SWAGGER = {
    "Swagger document": "swagger info host basePath schemes consumes produces paths definitions "
    "parameters responses securityDefinitions security tags externalDocs",
    "Operation": "tags summary description externalDocs operationId consumes produces parameters "
    "responses schemes deprecated security",
    "Parameter": "name in description required schema type format allowEmptyValue items "
    "collectionFormat default maximum exclusiveMaximum minimum exclusiveMinimum maxLength "
    "minLength pattern maxItems minItems uniqueItems enum multipleOf",
    "Response": "description schema headers examples",
    "Security Scheme": "type description name in flow authorizationUrl tokenUrl scopes",
}
TYPES = {
    **{("openapi", row.name): row for row in (*keys.OBJECT_TYPES, *flow_keys.OBJECT_TYPES)},
    **{("swagger", row.name): row for row in swagger_keys.OBJECT_TYPES},
}
LOST = [(*name, key) for name, row in TYPES.items() for key in row.lost]
# Objects whose keys are names that authors choose.
MAPS = {
    "paths", "x-ms-paths", "x-paths", "responses", "content", "headers", "examples", "encoding",
    "variables", "properties", "schemas", "parameters", "requestBodies", "securitySchemes",
    "pathItems", "mediaTypes", "definitions", "securityDefinitions", "x-ms-examples",
    "mapping",
    "scopes",
}  # fmt: skip


class Visit:
    """An object that a reader visits: the name of its document, the way to it, and its type."""

    def __init__(self, document: str, way: Way, row: ObjectType) -> None:
        self.document, self.way, self.row = document, way, row
        is_swagger = row in swagger_keys.OBJECT_TYPES
        self.type_name = ("swagger" if is_swagger else "openapi", row.name)


@cache
def base(name: str) -> Reading:
    """What is read of a document as it is."""
    return read(DOCUMENTS[name])


@cache
def visits() -> list[Visit]:
    """The objects of all documents that readers visit."""
    found: list[Visit] = []
    check_keys = Unsupported.check_keys
    with pytest.MonkeyPatch.context() as patch:
        for name, document in DOCUMENTS.items():

            def record(self: Unsupported, at: At, row: ObjectType, name: str = name) -> None:
                if isinstance(at.value, dict):
                    found.append(Visit(name, at.pointer, row))
                check_keys(self, at, row)

            patch.setattr(Unsupported, "check_keys", record)
            assert read(document).problems == []
    return found


@pytest.mark.parametrize(
    "name", [("openapi", n) for n in OPENAPI] + [("swagger", n) for n in SWAGGER]
)
def test_every_key_of_the_specification_is_in_the_table(name: tuple[str, str]) -> None:
    row = TYPES[name]
    wanted = (OPENAPI if name[0] == "openapi" else SWAGGER)[name[1]].split()
    assert set(wanted) <= {*row.used, *row.lost, *row.irrelevant}
    assert row.irrelevant.isdisjoint({*row.used, *row.lost})


def test_every_type_of_object_is_compared_with_the_specification() -> None:
    assert {name for kind, name in TYPES if kind == "openapi"} == set(OPENAPI)
    assert {name for kind, name in TYPES if kind == "swagger"} == set(SWAGGER)


def test_a_key_that_is_irrelevant_belongs_to_one_type_and_has_a_reason() -> None:
    names = {name for _, name in TYPES}
    for (name, key), reason in IRRELEVANT.items():
        assert name in names or (name, key) == ("any object", "x-…")
        assert reason.endswith(".")


@pytest.mark.parametrize("name", TYPES, ids=" ".join)
def test_a_key_that_is_used_changes_what_is_read(name: tuple[str, str]) -> None:
    """A key in no document, or without an effect in any, is not used."""
    missing = set(TYPES[name].used)
    for visit in (visit for visit in visits() if visit.type_name == name):
        document = DOCUMENTS[visit.document]
        for key in missing & value_at(document, visit.way).keys():
            other, whole = read(without(document, (*visit.way, key))), base(visit.document)
            # A key that is reported, too, has to change the API itself.
            if other.model != whole.model or (key not in TYPES[name].lost and other != whole):
                missing.discard(key)
    assert missing == set()


@pytest.mark.parametrize(("version", "type_name", "key"), LOST)
def test_a_key_that_is_lost_is_reported_at_its_place(
    version: str, type_name: str, key: str
) -> None:
    row = TYPES[version, type_name]
    visit = next(visit for visit in visits() if visit.type_name == (version, type_name))
    document = copy.deepcopy(DOCUMENTS[visit.document])
    value_at(document, visit.way)[key] = {"a": 1}
    reading = read(document)
    kinds = {kind for kind, place, _ in reading.items if place == (*visit.way, key)}
    if row.lost[key].is_note and not kinds:  # reported at its first place, and counted here
        assert reading.places != base(visit.document).places
    else:
        assert key in kinds


def objects(value: Any, way: Way = ()) -> Iterator[Way]:
    """Return the ways to the objects whose keys are OpenAPI's, as an independent look sees them."""
    if isinstance(value, list):
        for index, child in enumerate(value):
            yield from objects(child, (*way, index))
    if not isinstance(value, dict):
        return
    is_map = bool(way) and way[-1] in MAPS and way[-2:-1] != ("properties",)
    is_requirement = "security" in way and way[-1] not in ("securitySchemes",)
    if not is_map and not is_requirement and "$ref" not in value:
        yield way
    for key, child in value.items():
        if key not in ("example", "default", "enum", "const", "value", "dataValue"):
            yield from objects(child, (*way, key))


def is_held(way: Way) -> bool:
    """Say whether a header is at the end of a way, or an example, of which keys are free."""
    return way[-2:-1] == ("headers",) or way[-3:-2] == ("headers",) or "examples" in way[-2:]


@pytest.mark.parametrize("name", DOCUMENTS)
def test_an_unknown_key_is_reported_wherever_it_stands(name: str) -> None:
    document, count = DOCUMENTS[name], 0
    for way in objects(document):
        if way[:1] == ("x-ms-parameterized-host",) or "x-ms-examples" in way or is_held(way):
            continue
        other = changed(document, (*way, "required-"), {"a": 1})
        reading = read(other)
        assert "unknown key" in reading.kinds or base(name).covers((*way, "a")), way
        count += 1
    assert count > 3


@pytest.mark.parametrize("name", DOCUMENTS)
def test_no_value_is_lost_without_a_word(name: str) -> None:
    """Without a value, or with another, something else is read or reported."""
    document = DOCUMENTS[name]
    for way in ways(document):
        if base(name).covers(way) or any(str(key).startswith("x-") for key in way):
            continue
        value = value_at(document, way)
        others: list[Any] = [f"{value}zq"] if isinstance(value, str) else []
        if isinstance(value, (int, float)):
            others = [not value] if isinstance(value, bool) else [value + 1, value - 1]
        tried = (without(document, way), *(changed(document, way, other) for other in others))
        assert any(read(other) != base(name) for other in tried), way


@pytest.mark.parametrize("row", TYPES.values(), ids=lambda row: row.name)
def test_a_key_with_a_value_of_another_kind_is_reported(row: ObjectType) -> None:
    for key, kinds in row.used.items():
        if kinds == ANYTHING or key in row.lost or key.startswith("x-"):
            continue
        visit = next(
            (v for v in visits() if v.row is row and key in value_at(DOCUMENTS[v.document], v.way)),
            None,
        )
        odd: Any = next(odd for odd in (7, "7", ["7"]) if type(odd) not in kinds)
        assert visit is not None, key
        reading = read(changed(DOCUMENTS[visit.document], (*visit.way, key), odd))
        places = {place for _, place, _ in reading.items}
        assert reading.problems or places & {visit.way, (*visit.way, key)}, key
