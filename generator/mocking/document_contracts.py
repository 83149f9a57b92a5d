"""Contracts of the operations of an OpenAPI document, read from the document itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.errors import Mark, Problem
from generator.mocking.contract import (
    BodyRule,
    Contract,
    CredentialRule,
    FieldEncoding,
    NamedExample,
    ParameterRule,
    Unchecked,
)
from generator.mocking.rules import Rule, RuleCompiler
from generator.mocking.spec_contracts import answer_types, credential_rule
from generator.model.api import Api, Operation
from generator.model.budget import Budget
from generator.model.messages import FORM_TYPE, MULTIPART_TYPE
from generator.openapi import swagger
from generator.openapi.operation_ids import OperationName, choose_operation_ids
from generator.openapi.parts import METHODS, Parts, RawBody, RawContent, RawParameter
from generator.openapi.references import References, items, members
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At, read_document
from generator.sources.source import Source

# Headers that OpenAPI describes elsewhere, so that parameters of these names are ignored.
_IGNORED_HEADERS = ("accept", "content-type", "authorization")
_PLACES = ("path", "query", "header", "cookie")


def document_contracts(
    api: Api, data: bytes, source: Source, path: str, unchecked: list[Unchecked]
) -> dict[str, Contract]:
    """Return the contracts of an API's operations by their ids.

    Arguments:
        api: the API, as gen reads it from the document.
        data: the bytes of the document.
        source: the files that the document may refer to.
        path: the path of the document in `source`.
        unchecked: the list to which everything is added that is not checked.

    Raises:
        BudgetError: if the document takes too many steps to read.
    """
    problems: list[Problem] = []
    document = read_document(data, path, source.label(path), problems)
    if document is None or not isinstance(document.root, dict):
        unchecked.append(Unchecked(Mark(api.file), "the whole document"))
        return {}
    budget = Budget()
    budget.grow(2 * len(data))  # for the rules beside the parts
    references = References(source, document, problems, budget, Unsupported())
    return _DocumentReader(api, At(document.root, document), references, unchecked).read()


class _DocumentReader:
    """Makes the contracts of one document."""

    def __init__(
        self, api: Api, root: At, references: References, unchecked: list[Unchecked]
    ) -> None:
        self._api, self._root, self._references = api, root, references
        self._unchecked = unchecked
        self._is_swagger = "swagger" in root.value
        self._parts = (
            swagger.SwaggerParts(references, Unsupported(), root)
            if self._is_swagger
            else Parts(references, Unsupported())
        )
        self._noted: set[tuple[int, str]] = set()
        self._compiler = RuleCompiler(references.resolve, references.has_siblings, self._note)
        at: At | None = root
        if not self._is_swagger:
            at = self._parts.lookup(root, "components")
        key = "securityDefinitions" if self._is_swagger else "securitySchemes"
        self._schemes = dict(members(self._parts.lookup(at, key)))

    def _note(self, mark: Mark, what: str) -> None:
        """Record something that is not checked."""
        self._unchecked.append(Unchecked(mark, what))

    def _note_once(self, at: At, what: str) -> None:
        """Record a value that is not checked, which several operations may refer to."""
        if (id(at.value), what) not in self._noted:
            self._noted.add((id(at.value), what))
            self._note(at.mark, what)

    def read(self) -> dict[str, Contract]:
        """Make the contracts."""
        operations = {operation.id: operation for operation in self._api.operations}
        documented = list(self._find_operations())
        names = [OperationName(at.value.get("operationId"), method, path)
                 for path, method, at, _ in documented]  # fmt: skip
        return {
            id_: self._contract(operations[id_], at, item)
            for (_, _, at, item), id_ in zip(documented, choose_operation_ids(names), strict=True)
            if id_ in operations
        }

    def _find_operations(self) -> Iterator[tuple[str, str, At, At]]:
        """Find the operations in the order in which gen reads them, with their paths."""
        for key in ("paths", "x-ms-paths"):
            for path, child in members(self._parts.lookup(self._root, key)):
                item = self._references.resolve(child)
                if path.startswith("x-") or item is None:
                    continue
                for method, value in members(item):
                    at = self._references.resolve(value) if method in METHODS else None
                    if at is not None and isinstance(at.value, dict):
                        yield path, method, at, item

    def _contract(self, operation: Operation, at: At, item: At) -> Contract:
        """Make the contract of an operation."""
        parameters = [
            self._parameter(raw)
            for raw in self._parts.list_parameters(at, item)
            if raw.where not in self._parts.body_places and self._is_checked(raw)
        ]
        body = self._parts.read_body(at, item)
        contents, examples = self._answers(at)
        return Contract(
            tuple(parameters),
            tuple(self._bodies(body, at)),
            body is not None and body.required,
            self._security(operation, at),
            tuple(dict.fromkeys((*answer_types(operation), *contents))),
            examples,
        )

    def _is_checked(self, raw: RawParameter) -> bool:
        """Say whether a parameter can be checked; if not, record it."""
        if raw.where == "header" and raw.name.casefold() in _IGNORED_HEADERS:
            return False
        if raw.where not in _PLACES or raw.style in ("tsv", "multi"):
            self._note_once(raw.at, f"the parameter {raw.name} in {raw.where}")
            return False
        return True

    def _parameter(self, raw: RawParameter) -> ParameterRule:
        """Make the rule of a parameter."""
        style = raw.style or ("form" if raw.where in ("query", "cookie") else "simple")
        explode = raw.explode if raw.explode is not None else style == "form"
        if raw.explode is None and self._is_swagger:
            explode = False
        empty = raw.at.value.get("allowEmptyValue") is True
        return ParameterRule(
            raw.name,
            raw.where,
            raw.required or raw.where == "path",
            self._compiler.compile(raw.schema),
            style,
            explode,
            raw.media_type,
            empty,
        )

    def _bodies(self, body: RawBody | None, at: At) -> Iterator[BodyRule]:
        """Make the rules of a body's media types."""
        for content in () if body is None else body.contents:
            if content.fields:
                yield from self._swagger_form(content, at)
                continue
            encodings = {
                name: FieldEncoding(
                    tuple(word.strip() for word in row.media_type.split(",") if word.strip()),
                    row.style,
                    row.explode,
                )
                for name, row in content.encodings.items()
            }
            rule = self._compiler.compile(content.schema)
            if content.schema is not None and not _is_readable(content.media_type):
                self._note_once(content.at, f"the content of bodies of {content.media_type}")
            yield BodyRule(content.media_type, rule, encodings)

    def _swagger_form(self, content: RawContent, at: At) -> Iterator[BodyRule]:
        """Make the rules of a form that Swagger 2.0 describes by parameters."""
        rule = Rule(
            types=frozenset(("object",)),
            properties={f.name: self._compiler.compile(f.at) for f in content.fields},
            required=tuple(f.name for f in content.fields if f.required),
        )
        encodings = {
            name: FieldEncoding((), row.style, row.explode is True)
            for name, row in content.encodings.items()
        }
        listed = at.value.get("consumes", self._root.value.get("consumes"))
        types = listed if isinstance(listed, list) else []
        forms = [t for t in types if t in (FORM_TYPE, MULTIPART_TYPE)]
        for media_type in dict.fromkeys((content.media_type, *forms)):
            yield BodyRule(media_type, rule, encodings)

    def _answers(self, at: At) -> tuple[list[str], dict[str, NamedExample]]:
        """Return the media types of the answers of success, and the named examples of all."""
        types: list[str] = []
        examples: dict[str, NamedExample] = {}
        for raw in self._parts.read_responses(at):
            for content in raw.contents:
                if raw.status.startswith("2"):
                    types.append(content.media_type)
                rows = None if self._is_swagger else self._parts.lookup(content.at, "examples")
                for name, child in members(rows):
                    example = self._references.resolve(child)
                    if example is None or not isinstance(example.value, dict):
                        continue
                    key = next((k for k in ("value", "dataValue") if k in example.value), None)
                    if key is not None:
                        row = NamedExample(raw.status, content.media_type, example.value[key])
                        examples.setdefault(name, row)
        return types, examples

    def _security(self, operation: Operation, at: At) -> tuple[tuple[CredentialRule, ...], ...]:
        """Return the alternatives that let a request in: those of samples first."""
        own = tuple(map(credential_rule, self._api.secrets(operation)))
        owner = at if "security" in at.value else self._root
        requirements = list(items(self._parts.lookup(owner, "security")))
        alternatives = [own] if own else []
        for requirement in requirements:
            needed = [self._scheme(name, child) for name, child in members(requirement)]
            alternatives.append(tuple(rule for rule in needed if rule is not None))
        return tuple(dict.fromkeys(alternatives))

    def _scheme(self, name: str, requirement: At) -> CredentialRule | None:
        """Make the rule of a security scheme. None if it can't be checked, which is recorded."""
        at = self._references.resolve(self._schemes[name]) if name in self._schemes else None
        value: dict[str, Any] = at.value if at is not None and isinstance(at.value, dict) else {}
        if self._is_swagger:
            value = swagger.security_scheme(value)
        kind, scheme = value.get("type"), value.get("scheme")
        if kind == "apiKey" and isinstance(value.get("name"), str):
            return CredentialRule(value["name"], str(value.get("in")))
        if kind == "http" and isinstance(scheme, str):
            return CredentialRule("Authorization", "header", scheme.lower())
        if kind in ("oauth2", "openIdConnect"):
            return CredentialRule("Authorization", "header", "bearer")
        self._note_once(at or requirement, f"the credential {name} ({kind or 'unknown'})")
        return None


def _is_readable(media_type: str) -> bool:
    """Say whether gen reads bodies of a media type, or the bytes mean nothing to a schema."""
    bare = media_type.partition(";")[0].strip().lower()
    is_json = bare.endswith(("/json", "+json"))
    return (
        is_json
        or bare in (FORM_TYPE, MULTIPART_TYPE)
        or not bare.endswith(("xml", "json", "yaml", "jsonl", "json-seq"))
    )
