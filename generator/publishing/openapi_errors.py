"""Write the error table of an API for an OpenAPI document, so that readers find the same rows."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from generator.client.failures import code_paths, message_paths, value_at
from generator.model.api import Api
from generator.model.follow_ups import JsonPath
from generator.model.messages import ApiError
from generator.model.text import Text, reveal
from generator.model.values import Value
from generator.publishing.named_examples import ShownExample, write_examples
from generator.publishing.openapi_schemas import (
    NOTHING,
    ExampleSchema,
    SchemaComponents,
    make_object,
)
from generator.publishing.openapi_texts import DescriptionWriter
from generator.publishing.openapi_values import any_of, from_json, header_objects

_ERROR_TYPE = "application/json"


class ErrorWriter:
    """Writes error responses.

    An example of a response documents the code and the message in it. So a body with a code or a
    message that is not documented stands in the schema, value by value.

    Arguments:
        api: the API.
        texts: writes descriptions.
        schemas: collects the schemas of bodies.
    """

    def __init__(self, api: Api, texts: DescriptionWriter, schemas: SchemaComponents) -> None:
        self.api = api
        self.texts = texts
        self.schemas = schemas

    def write(self, errors: Sequence[ApiError]) -> Value:
        """Make the Response Object of errors with one status."""
        bodies = [
            (error, from_json(json.loads(reveal(error.body)))) for error in errors if error.body
        ]
        waits = [error.retry_after for error in errors if error.retry_after is not None]
        header = make_object(
            ("description", Text("Seconds to wait.")),
            ("schema", make_object(("type", Text("integer")))),
            ("example", waits[0] if waits else NOTHING),
        )
        headers: list[tuple[Text | str, Value]] = [("Retry-After", header)] if waits else []
        headers += header_objects([h for error in errors for h in error.headers], self.texts.one)
        shown = [row for row in bodies if self._is_documented(row[0])]
        made = [row for row in bodies if row not in shown]
        if len(made) > 1:  # one schema can't say which of several codes goes with which body
            shown = [row for row in bodies if row in shown or row[0].code is not None]
            made = [row for row in made if row not in shown]
        schemas = [self.schemas.error_reference(ExampleSchema().write(body)) for _, body in shown]
        schemas += [
            self.schemas.error_reference(ExampleSchema(dict(self._codes(error))).write(body))
            for error, body in made
        ]
        examples = [ShownExample(error.id, body, error.description) for error, body in shown]
        media = make_object(
            ("schema", any_of(schemas) if schemas else NOTHING),
            *write_examples(examples, self.texts.one),
        )
        return make_object(
            ("description", self.texts.several([error.description for error in errors])),
            ("headers", make_object(*headers) if headers else NOTHING),
            ("content", make_object((_ERROR_TYPE, media)) if bodies else NOTHING),
        )

    def _is_documented(self, error: ApiError) -> bool:
        """Say whether all of the code and the message in the body of an error is documented."""
        body = reveal(error.body or "")
        has_code = value_at(body, code_paths(self.api)) is not None
        has_message = value_at(body, message_paths(self.api)) is not None
        return not (has_code and error.code is None) and not (has_message and error.message is None)

    def _codes(self, error: ApiError) -> Iterator[tuple[tuple[str | int, ...], Text]]:
        """Yield the documented code and message of an error, each by its path in the body."""
        parts = ((self.api.code_paths, error.code), (self.api.message_paths, error.message))
        for paths, text in parts:
            for path in paths if text is not None else ():
                if value_at(reveal(error.body or ""), (path,)) == reveal(text or ""):
                    yield _plain_path(path), text or Text("")


def _plain_path(path: JsonPath) -> tuple[str | int, ...]:
    """Return a path whose names are plain texts."""
    return tuple(step if isinstance(step, int) else reveal(step) for step in path)
