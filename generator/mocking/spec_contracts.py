"""Contracts of the operations of a spec, whose model says all that the spec does."""

from __future__ import annotations

from generator.errors import Mark
from generator.mocking.contract import (
    BodyRule,
    Contract,
    CredentialRule,
    FieldEncoding,
    ParameterRule,
    Unchecked,
)
from generator.mocking.rules import Rule, RuleCompiler
from generator.model.api import Api, Operation
from generator.model.credentials import Credential, Scheme
from generator.model.messages import Content, ContentKind, Parameter, ParameterStyle, Where
from generator.model.schema import Schema
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, plain
from generator.publishing.openapi_schemas import NOTHING, SchemaComponents
from generator.sources.document import At, Document
from generator.sources.json_positions import Pointer


class _MadeDocument(Document):
    """A document of schemas that are made, and stand in no file."""

    def mark(self, pointer: Pointer) -> Mark:  # noqa: ARG002
        return Mark(self.label)


def spec_contracts(api: Api, unchecked: list[Unchecked]) -> dict[str, Contract]:
    """Return the contracts of an API's operations by their ids.

    Arguments:
        api: the API, as a spec describes it.
        unchecked: the list to which everything is added that is not checked.
    """
    return _SpecReader(api, unchecked).read()


class _SpecReader:
    """Makes the contracts of one spec."""

    def __init__(self, api: Api, unchecked: list[Unchecked]) -> None:
        self._api = api
        self._schemas = SchemaComponents(_no_prose)
        self._written: dict[int, Value] = {}
        self._document = _MadeDocument("", api.file, {})
        self._compiler = RuleCompiler(
            self._resolve, True, lambda mark, what: unchecked.append(Unchecked(mark, what))
        )

    def read(self) -> dict[str, Contract]:
        """Make the contracts."""
        operations = self._api.operations
        for operation in operations:  # first, since they collect the components
            for schema in _schemas(operation):
                self._written[id(schema)] = self._schemas.write(schema, with_example=False)
        shared = plain(self._schemas.components() or Object())
        self._document.root = {"components": {"schemas": shared}}
        return {operation.id: self._contract(operation) for operation in operations}

    def _resolve(self, at: At) -> At | None:
        """Follow a reference to a component."""
        name = str(at.value["$ref"]).rpartition("/")[2]
        schemas = At(self._document.root, self._document).child("components").child("schemas")
        return schemas.child(name) if name in schemas.value else None

    def _rule(self, schema: Schema) -> Rule:
        """Compile a schema of the model."""
        return self._compiler.compile(At(plain(self._written[id(schema)]), self._document))

    def _contract(self, operation: Operation) -> Contract:
        """Make the contract of an operation."""
        api, body = self._api, operation.body
        parameters = [self._parameter(parameter) for parameter in operation.parameters]
        for header in api.headers:
            rule = Rule(const=(reveal(header.value),))
            row = ParameterRule(reveal(header.name), "header", True, rule, "simple", False)
            parameters.append(row)
        ways = (tuple(map(credential_rule, way)) for way in api.ways_in(operation))
        return Contract(
            tuple(parameters),
            () if body is None else (self._body(body),),
            body is not None,
            tuple(ways),
            answer_types(operation),
        )

    def _parameter(self, parameter: Parameter) -> ParameterRule:
        """Make the rule of a parameter."""
        is_form = parameter.where in (Where.QUERY, Where.COOKIE)
        style = parameter.style
        name = "simple" if style is ParameterStyle.FORM and not is_form else style.value
        return ParameterRule(
            reveal(parameter.name),
            parameter.where.value,
            parameter.required,
            self._rule(parameter.schema),
            name,
            parameter.explode,
        )

    def _body(self, content: Content) -> BodyRule:
        """Make the rule of a body."""
        encodings = {}
        if content.kind in (ContentKind.FORM, ContentKind.MULTIPART):
            for field in content.schema.fields:
                types = () if field.media_type is None else (field.media_type,)
                encodings[reveal(field.name)] = FieldEncoding(types)
        return BodyRule(content.media_type, self._rule(content.schema), encodings)


def answer_types(operation: Operation) -> tuple[str, ...]:
    """Return the media types of an operation's answers of success, as its model has them."""
    return tuple(
        dict.fromkeys(
            content.media_type
            for response in operation.responses
            if (content := response.content) is not None and response.status < 300
        )
    )


def credential_rule(credential: Credential) -> CredentialRule:
    """Return the rule of a credential of the model."""
    scheme = "" if credential.scheme is Scheme.RAW else credential.scheme.value
    return CredentialRule(reveal(credential.name), credential.where.value, scheme)


def _schemas(operation: Operation) -> list[Schema]:
    """Return the schemas of an operation's parameters and body."""
    schemas = [parameter.schema for parameter in operation.parameters]
    return [*schemas, operation.body.schema] if operation.body else schemas


def _no_prose(_: Text | None) -> Value:
    """Write no description."""
    return NOTHING
