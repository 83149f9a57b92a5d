"""Table of the keys of all objects of OpenAPI documents, and what becomes of each key.

A key is used, irrelevant, or lost. Where a reader visits an object, it compares the keys of the
object with the row of the object's type. So no key can be overlooked: what is in no row is reported
as unknown. References have no row, since readers follow a `$ref` before they visit an object. Since
OpenAPI 3.1, the keywords beside the `$ref` of a schema are a schema, too.

https://spec.openapis.org/oas/v3.0.4.html, https://spec.openapis.org/oas/v3.1.1.html,
https://spec.openapis.org/oas/v3.2.0.html, https://json-schema.org/draft/2020-12/schema
`swagger_keys.py` has the objects that only Swagger 2.0 has.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.structs import Struct, field

Kinds = frozenset[type]


def _kinds(*kinds: type) -> Kinds:
    """Return a set of Python types. Null is the same as no value, so it is always in the set."""
    return frozenset((*kinds, type(None)))


# What a value may be, as types of Python.
TEXT, NUMBER, COUNT, FLAG = _kinds(str), _kinds(int, float), _kinds(int), _kinds(bool)
LIST, OBJECT, SCHEMA = _kinds(list), _kinds(dict), _kinds(dict, bool)
ANYTHING = _kinds(str, int, float, bool, list, dict)
KIND_NAMES = {
    TEXT: "text", NUMBER: "number", COUNT: "integer", FLAG: "true or false", LIST: "list",
    OBJECT: "object", SCHEMA: "schema",
}  # fmt: skip


class Loss(Struct, frozen=True):
    """What becomes of a key that samples and pages don't show.

    Attributes:
        what: the consequence, as a sentence without a full stop.
        is_note: whether the request and the answer are right all the same. Notes are counted for
            each type of object, and reported once. Other losses are reported at each place.
    """

    what: str
    is_note: bool = False


class ObjectType(Struct, frozen=True):
    """A type of object, and what becomes of its keys.

    Attributes:
        name: the name of the type, for messages.
        used: the keys that readers read, with the kinds of values that they can read.
        lost: the keys that have no effect on samples and pages, or not all that they should have.
        irrelevant: the keys that say nothing about requests or answers.
        known: the keys that need no report, with the kinds of values that need none.
    """

    name: str
    used: Mapping[str, Kinds]
    lost: Mapping[str, Loss] = field(default_factory=dict)
    irrelevant: frozenset[str] = frozenset()
    known: Mapping[str, Kinds] = field(default_factory=dict)


class ObjectTypes(Struct, frozen=True):
    """The types of objects that differ between OpenAPI 3 and Swagger 2.0."""

    document: ObjectType
    operation: ObjectType
    parameter: ObjectType
    response: ObjectType
    security_scheme: ObjectType


# The keys that never say anything about a request or an answer: the type of the object, the key,
# and the reason. The number of these rows is in docs/openapi.md.
IRRELEVANT: dict[tuple[str, str], str] = {
    ("any object", "x-…"): "An extension is written for other tools.",
    ("Components", "callbacks"): "It holds callbacks. Those of an operation are reported.",
    ("Components", "links"): "It holds links. Those of an answer are reported.",
    ("Info", "contact"): "It says whom to ask.",
    ("Info", "license"): "It says under which terms the document may be used.",
    ("Info", "termsOfService"): "It says under which terms the API may be used.",
    ("Schema", "$anchor"): "It names a place for references. A reference to it is an error.",
    ("Schema", "$comment"): "It is a remark for authors.",
    ("Schema", "$defs"): "It holds schemas. Those that an operation refers to are read.",
    ("Schema", "definitions"): "It holds schemas. Those that an operation refers to are read.",
    ("Security Scheme", "bearerFormat"): "It is a hint for people. A token is sent as it is.",
}


def make_type(
    name: str, used: Mapping[str, Kinds], lost: Mapping[str, str], notes: Mapping[str, str]
) -> ObjectType:
    """Make a type of object. Its irrelevant keys are those of the table.

    Arguments:
        name: the name of the type.
        used: see `ObjectType`.
        lost: the consequence of each key that is reported at each of its places.
        notes: the consequence of each key that is reported once for all places.
    """
    irrelevant = frozenset(key for type_name, key in IRRELEVANT if type_name == name)
    losses = {key: Loss(what) for key, what in lost.items()}
    losses |= {key: Loss(what, is_note=True) for key, what in notes.items()}
    known = {key: kinds for key, kinds in used.items() if key not in losses}
    known |= dict.fromkeys(irrelevant, ANYTHING)
    return ObjectType(name, used, losses, irrelevant, known)


_NO_PAGE = "no page shows it"
_NO_LINK = "no page links to it"
_NO_WORD = "no page says so"
_NO_REQUEST = "no sample receives requests"
_PART = "samples send the part without it"
_MADE_WITHOUT = "examples are made without it"

DOCUMENT = make_type(
    "OpenAPI document",
    {"openapi": TEXT | NUMBER, "info": OBJECT, "servers": LIST, "paths": ANYTHING,
     "components": OBJECT, "security": LIST, "x-ms-paths": OBJECT, "tags": LIST,
     "externalDocs": OBJECT},
    {"webhooks": _NO_REQUEST,
     "jsonSchemaDialect": "schemas are read as OpenAPI's own dialect"},
    {"$self": "references are looked up from the place of the file"},
)  # fmt: skip
INFO = make_type(
    "Info", {"title": TEXT, "version": TEXT | NUMBER, "description": TEXT}, {},
    {"summary": _NO_PAGE},
)  # fmt: skip
TAG = make_type(
    "Tag", {"name": TEXT, "description": TEXT}, {},
    {"externalDocs": _NO_LINK, "summary": _NO_PAGE, "parent": "groups of pages have no groups",
     "kind": _NO_WORD},
)  # fmt: skip
EXTERNAL_DOCS = make_type("External Documentation", {"url": TEXT, "description": TEXT}, {}, {})
COMPONENTS = make_type(
    "Components",
    dict.fromkeys(
        ("schemas", "responses", "parameters", "examples", "requestBodies", "headers",
         "securitySchemes", "pathItems", "mediaTypes"), OBJECT
    ), {}, {},
)  # fmt: skip
SERVER = make_type(
    "Server", {"url": TEXT, "description": TEXT, "name": TEXT, "variables": OBJECT}, {}, {}
)
SERVER_VARIABLE = make_type(
    "Server Variable", {"enum": LIST, "default": TEXT | NUMBER}, {}, {"description": _NO_PAGE}
)
PATH_ITEM = make_type(
    "Path Item",
    {**dict.fromkeys(("get", "put", "post", "delete", "options", "head", "patch"), ANYTHING),
     "parameters": LIST, "servers": LIST},
    {"trace": "not every client can send TRACE",
     "query": "not every client can send QUERY",
     "additionalOperations": "not every client can send its methods"},
    {"summary": _NO_PAGE, "description": _NO_PAGE},
)  # fmt: skip
OPERATION = make_type(
    "Operation",
    {"operationId": TEXT, "summary": TEXT, "description": TEXT, "parameters": LIST,
     "requestBody": OBJECT, "responses": OBJECT, "security": LIST, "servers": LIST,
     "x-ms-examples": OBJECT, "deprecated": FLAG, "tags": LIST, "externalDocs": OBJECT},
    {"callbacks": _NO_REQUEST}, {},
)  # fmt: skip
_OF_A_VALUE = {"schema": SCHEMA, "content": OBJECT, "example": ANYTHING, "examples": OBJECT}
PARAMETER = make_type(
    "Parameter",
    {**_OF_A_VALUE, "name": TEXT, "in": TEXT, "description": TEXT, "required": FLAG,
     "style": TEXT, "explode": FLAG, "allowReserved": FLAG, "deprecated": FLAG}, {},
    {"allowEmptyValue": _NO_WORD},
)  # fmt: skip
REQUEST_BODY = make_type(
    "Request Body", {"description": TEXT, "content": OBJECT}, {},
    {"required": "samples always send the body, and no page says whether it is required"},
)  # fmt: skip
_AS_A_WHOLE = "samples send and read the content as a whole"
MEDIA_TYPE_OBJECT = make_type(
    "Media Type",
    {"schema": SCHEMA, "example": ANYTHING, "examples": OBJECT, "encoding": OBJECT},
    {**dict.fromkeys(("itemSchema", "itemEncoding"), _AS_A_WHOLE),
     "prefixEncoding": "samples send parts by name"},
    {"description": _NO_PAGE},
)  # fmt: skip
ENCODING = make_type(
    "Encoding", {"contentType": TEXT, "style": TEXT, "explode": FLAG},
    dict.fromkeys(("headers", "allowReserved", "encoding", "prefixEncoding",
                   "itemEncoding"), _PART), {},
)  # fmt: skip
RESPONSE = make_type(
    "Response",
    {"description": TEXT, "summary": TEXT, "headers": OBJECT, "content": OBJECT},
    {}, {"links": "no sample follows links"},
)  # fmt: skip
_EXAMPLE_LOSSES = {"serializedValue": "samples write the value their own way"}
EXAMPLE = make_type(
    "Example", {"value": ANYTHING, "dataValue": ANYTHING, "externalValue": TEXT}, _EXAMPLE_LOSSES,
    {"summary": _NO_PAGE, "description": _NO_PAGE},
)  # fmt: skip
# An example that is a sample of its own, or a row of the error table, with its description.
SHOWN_EXAMPLE = make_type(
    "Example",
    {"value": ANYTHING, "dataValue": ANYTHING, "externalValue": TEXT, "summary": TEXT,
     "description": TEXT},
    _EXAMPLE_LOSSES, {},
)  # fmt: skip
SECURITY_SCHEME = make_type(
    "Security Scheme",
    {"type": TEXT, "description": TEXT, "name": TEXT, "in": TEXT, "scheme": TEXT, "flows": OBJECT,
     "openIdConnectUrl": TEXT, "oauth2MetadataUrl": TEXT}, {},
    {"deprecated": _NO_WORD},
)  # fmt: skip

OPENAPI_TYPES = ObjectTypes(DOCUMENT, OPERATION, PARAMETER, RESPONSE, SECURITY_SCHEME)

# The keywords of schemas of which only part of the meaning is used.
_LIMIT_OF_MADE_VALUES = "values are made for it, but no page says it"
SCHEMA_OBJECT = make_type(
    "Schema",
    {"type": TEXT | LIST, "enum": LIST, "const": ANYTHING, "description": TEXT,
     "example": ANYTHING, "examples": LIST, "default": ANYTHING, "format": TEXT, "pattern": TEXT,
     "minLength": COUNT, "maxLength": COUNT, "minimum": NUMBER, "maximum": NUMBER,
     "exclusiveMinimum": NUMBER | FLAG, "exclusiveMaximum": NUMBER | FLAG, "multipleOf": NUMBER,
     "items": SCHEMA, "minItems": COUNT, "maxItems": COUNT, "uniqueItems": FLAG,
     "properties": OBJECT, "required": LIST, "minProperties": COUNT,
     "additionalProperties": SCHEMA, "allOf": LIST, "oneOf": LIST, "anyOf": LIST,
     "readOnly": FLAG, "x-example": ANYTHING, "discriminator": OBJECT | TEXT, "prefixItems": LIST,
     "$ref": TEXT, "contentEncoding": TEXT, "contentMediaType": TEXT, "deprecated": FLAG,
     "nullable": FLAG},
    dict.fromkeys(
        ("not", "if", "then", "else", "patternProperties", "dependentSchemas",
         "dependentRequired", "dependencies", "additionalItems", "contains",
         "minContains", "maxContains", "propertyNames", "unevaluatedItems",
         "unevaluatedProperties", "maxProperties", "contentSchema", "writeOnly",
         "collectionFormat", "$dynamicRef", "$recursiveRef", "$id"),
        _MADE_WITHOUT,
    ),
    {"title": _NO_PAGE, "externalDocs": _NO_LINK,
     "xml": "samples write no XML of a schema",
     "exclusiveMinimum": _LIMIT_OF_MADE_VALUES, "exclusiveMaximum": _LIMIT_OF_MADE_VALUES,
     "multipleOf": _LIMIT_OF_MADE_VALUES, "minProperties": _LIMIT_OF_MADE_VALUES,
     "uniqueItems": _LIMIT_OF_MADE_VALUES,
     "contentEncoding": "values are made for base64 alone, and no page says it",
     "contentMediaType": "parts of multipart/form-data have it, and no page says it",
     **dict.fromkeys(("$schema", "$vocabulary", "$dynamicAnchor", "$recursiveAnchor"),
                     "schemas are read as OpenAPI's own dialect")},
)  # fmt: skip
DISCRIMINATOR = make_type(
    "Discriminator", {"propertyName": TEXT, "mapping": OBJECT},
    {"defaultMapping": _MADE_WITHOUT}, {},
)  # fmt: skip

OBJECT_TYPES = (
    DOCUMENT, INFO, TAG, EXTERNAL_DOCS, COMPONENTS, SERVER, SERVER_VARIABLE, PATH_ITEM, OPERATION,
    PARAMETER,
    REQUEST_BODY, MEDIA_TYPE_OBJECT, ENCODING, RESPONSE, EXAMPLE, SECURITY_SCHEME, SCHEMA_OBJECT,
    DISCRIMINATOR,
)  # fmt: skip


# The keys that say nothing if they are false.
_FALSE_BY_DEFAULT = frozenset((
    "allowEmptyValue", "allowReserved", "deprecated", "exclusiveMaximum", "exclusiveMinimum",
    "nullable", "required", "uniqueItems", "writeOnly",
))  # fmt: skip


def says_nothing(key: str, value: Any, object_type: ObjectType) -> bool:
    """Say whether a key that is lost means the same as no key at all."""
    if value is None or value in ("", []):
        return True
    if value == {}:  # a schema without keywords allows any value, which may be much
        return object_type is not SCHEMA_OBJECT
    return value is False and key in _FALSE_BY_DEFAULT


def is_extension(key: Any) -> bool:
    """Say whether a key is that of an extension (OpenAPI 3.1.1, section 4.9)."""
    return isinstance(key, str) and key.startswith("x-")
