"""Table of the keys of the objects that only Swagger 2.0 has, as in `keys.py`.

https://swagger.io/specification/v2/, https://azure.github.io/autorest/extensions/
"""

from __future__ import annotations

from generator.openapi.keys import (
    ANYTHING,
    FLAG,
    LIST,
    NUMBER,
    OBJECT,
    SCHEMA,
    SCHEMA_OBJECT,
    TEXT,
    ObjectTypes,
    make_type,
)

_NO_WORD = "no page says so"
_OF_SCHEMAS = {key: SCHEMA_OBJECT.used[key] for key in (
    "type", "format", "items", "default", "maximum", "minimum", "exclusiveMaximum",
    "exclusiveMinimum", "maxLength", "minLength", "pattern", "maxItems", "minItems", "uniqueItems",
    "enum", "multipleOf",
)}  # fmt: skip
_NOTES_OF_SCHEMAS = {
    key: loss.what for key, loss in SCHEMA_OBJECT.lost.items() if key in _OF_SCHEMAS
}

DOCUMENT = make_type(
    "Swagger document",
    {"swagger": TEXT | NUMBER, "info": OBJECT, "host": ANYTHING, "basePath": TEXT, "schemes": LIST,
     "consumes": LIST, "produces": LIST, "paths": ANYTHING, "definitions": OBJECT,
     "parameters": OBJECT, "responses": OBJECT, "security": LIST, "securityDefinitions": OBJECT,
     "x-ms-paths": OBJECT, "x-ms-parameterized-host": OBJECT, "tags": LIST,
     "externalDocs": OBJECT}, {}, {},
)  # fmt: skip
OPERATION = make_type(
    "Operation",
    {"operationId": TEXT, "summary": TEXT, "description": TEXT, "consumes": LIST, "produces": LIST,
     "parameters": LIST, "responses": OBJECT, "security": LIST, "x-ms-examples": OBJECT,
     "deprecated": FLAG, "tags": LIST, "externalDocs": OBJECT},
    {"schemes": "samples call the API's server"}, {},
)  # fmt: skip
PARAMETER = make_type(
    "Parameter",
    {**_OF_SCHEMAS, "name": TEXT, "in": TEXT, "description": TEXT, "required": FLAG,
     "schema": SCHEMA, "collectionFormat": TEXT, "x-example": ANYTHING, "x-ms-example": ANYTHING},
    {}, {**_NOTES_OF_SCHEMAS, "allowEmptyValue": _NO_WORD},
)  # fmt: skip
RESPONSE = make_type(
    "Response",
    {"description": TEXT, "schema": SCHEMA, "headers": OBJECT, "examples": OBJECT}, {}, {},
)  # fmt: skip
SECURITY_SCHEME = make_type(
    "Security Scheme",
    {"type": TEXT, "description": TEXT, "name": TEXT, "in": TEXT, "flow": TEXT,
     "authorizationUrl": TEXT, "tokenUrl": TEXT, "scopes": OBJECT}, {}, {},
)  # fmt: skip
SWAGGER_TYPES = ObjectTypes(DOCUMENT, OPERATION, PARAMETER, RESPONSE, SECURITY_SCHEME)
OBJECT_TYPES = (DOCUMENT, OPERATION, PARAMETER, RESPONSE, SECURITY_SCHEME)
