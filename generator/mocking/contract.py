"""What an operation documents about its requests, from a spec or from an OpenAPI document."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.errors import Mark
from generator.mocking.rules import Rule
from generator.model.structs import Struct, field


class ParameterRule(Struct, frozen=True):
    """A parameter.

    Attributes:
        name: its name.
        where: its place: `path`, `query`, `header` or `cookie`.
        required: whether requests must have it.
        rule: its values.
        style: how arrays and objects are written, by OpenAPI's names; never empty.
        explode: whether each item or member is written by itself.
        media_type: the media type of its text, such as `application/json`. Empty without one.
        is_empty_allowed: whether it may have an empty value in the query.
    """

    name: str
    where: str
    required: bool
    rule: Rule
    style: str
    explode: bool
    media_type: str = ""
    is_empty_allowed: bool = False


class FieldEncoding(Struct, frozen=True):
    """How a form has a field: the media types of its part, and how arrays and objects are sent."""

    media_types: tuple[str, ...] = ()
    style: str = ""
    explode: bool | None = None


class BodyRule(Struct, frozen=True):
    """The body of one media type.

    Attributes:
        media_type: the media type as it is documented, perhaps a range such as `image/*`.
        rule: its values; of a form, an object with the fields.
        encodings: how a form has its fields, by name.
    """

    media_type: str
    rule: Rule
    encodings: Mapping[str, FieldEncoding] = field(default_factory=dict)


class CredentialRule(Struct, frozen=True):
    """A credential: the name of its header, cookie or query parameter, and the scheme before it.

    `scheme` is in lower case, and empty if the whole value is the secret.
    """

    name: str
    where: str
    scheme: str = ""


class NamedExample(Struct, frozen=True):
    """A named example of an answer."""

    status: str
    media_type: str
    value: Any


class Contract(Struct, frozen=True):
    """What an operation documents about its requests.

    Attributes:
        parameters: its parameters.
        bodies: the bodies that it takes, one for each media type; empty if it takes none.
        is_body_required: whether requests must have a body.
        security: the alternatives that let a request in, each with the credentials that it needs.
        media_types: the media types of its answers of success.
        examples: the named examples of its answers, by name.
    """

    parameters: tuple[ParameterRule, ...] = ()
    bodies: tuple[BodyRule, ...] = ()
    is_body_required: bool = False
    security: tuple[tuple[CredentialRule, ...], ...] = ()
    media_types: tuple[str, ...] = ()
    examples: Mapping[str, NamedExample] = field(default_factory=dict)


class Unchecked(Struct, frozen=True):
    """Something that the mock does not check: where it is documented, and what it is."""

    mark: Mark
    what: str
