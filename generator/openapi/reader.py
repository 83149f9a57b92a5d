"""OpenAPI 3.0 and 3.1, and Swagger 2.0 → `Api`: what samples need of a document, and no more.

What a document says and samples can't show is a loss with its place, never silence; what makes it
no such document is a problem.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from generator.errors import Mark, Problem, Problems, ProblemsError
from generator.model.api import Api, Credential, Operation
from generator.model.budget import Budget, BudgetError
from generator.model.naming import UniqueNames, as_id
from generator.model.rules import is_device_name
from generator.model.structs import replace
from generator.model.text import Text
from generator.openapi import swagger
from generator.openapi.error_table import ErrorTableReader
from generator.openapi.operations import OperationReader
from generator.openapi.parts import METHODS, Parts
from generator.openapi.references import References, members, names
from generator.openapi.schemas import SchemaReader, prose
from generator.openapi.security import SecurityReader
from generator.openapi.servers import ServerChoice, read_servers
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At, Document, read_document
from generator.sources.source import Source

_TIMEOUT = 30


def read_openapi(
    data: bytes,
    source: Source,
    path: str,
    problems: list[Problem],
    losses: Unsupported,
    anywhere: bool = False,
    is_asked: bool = True,
) -> tuple[Api, set[str]] | None:
    """Read a document.

    Arguments:
        data: its bytes.
        source, path: where it is from; references are relative to that.
        problems: gets what is wrong with it.
        losses: gets what is not supported, some of it when the API's schemas are asked for.
        anywhere: whether references may lead out of its folder.
        is_asked: whether this file was named, so that it is a problem if it is no document.

    Returns:
        The API, and the paths of the files that the document refers to; None behind a problem, and
        for what is none.
    """
    document = read_document(data, path, source.label(path), problems)
    if document is None:
        return None
    root = document.root
    if not isinstance(root, dict) or not ("openapi" in root or "swagger" in root):
        if not is_asked:
            return None
        what = "this is no OpenAPI document: it says neither openapi: nor swagger:"
        problems.append(Problem(Mark(document.label), what, "name another file"))
        return None
    key = "openapi" if "openapi" in root else "swagger"
    version = str(root[key])
    if not re.match(r"3\.[01]([.-]|$)" if key == "openapi" else r"2\.0$", version):
        what = f"{key} {version} can't be read"
        todo = "use OpenAPI 3.0 or 3.1, or Swagger 2.0"
        problems.append(Problem(At(root, document).child(key).mark, what, todo))
        return None
    faults: list[Problem] = Problems()
    budget = Budget()
    budget.grow(len(data))
    references = References(source, document, faults, budget, anywhere)
    api = None
    try:
        api = _OpenApiReader(document, references, faults, losses).api()
    except RecursionError:
        faults.append(Problem(Mark(document.label), "nested too deep", "flatten it"))
    except BudgetError as error:  # of what all operations have in common
        faults.append(Problem(At(document.root, document).mark, str(error), error.todo))
    except ProblemsError as error:
        faults = error.problems
    problems += faults
    return None if api is None or faults else (api, set(references.documents) - {path})


class _Row(NamedTuple):
    """An operation to read: its id, where it stands, and the credentials it takes."""

    id: str
    path: str
    method: str
    at: At
    secrets: tuple[Credential, ...]


class _OpenApiReader:
    def __init__(
        self,
        document: Document,
        references: References,
        problems: list[Problem],
        losses: Unsupported,
    ) -> None:
        self.document = document
        self.references = references
        self.problems = problems
        self.losses = losses
        self.root = At(document.root, document)
        self.is_swagger = "swagger" in document.root
        self.parts = (
            swagger.SwaggerParts(references, self.root) if self.is_swagger else Parts(references)
        )

    def api(self) -> Api | None:
        """Make the API."""
        info = self.parts.under(self.root, "info")
        told: Mapping[str, Any] = info.value if info and isinstance(info.value, dict) else {}
        title = prose(info, "title") or Text("API", self.root)
        shared = self._shared()
        describer = SchemaReader(self.references, self.losses, _names(shared))
        errors = ErrorTableReader(describer, self.losses)
        security = SecurityReader(
            self.parts, self.root, self.losses, str(told.get("title") or "API")
        )
        maker = OperationReader(self.parts, describer, errors, self.losses)
        server = read_servers(self.parts, self.root, self.losses)
        rows = self._rows(security)
        if self.problems:
            return None
        credentials = security.used
        if credentials:
            server.note_cleartext(self.losses)

        operations: list[Operation] = []
        for row in rows:
            try:
                operation = maker.operation(row.id, row.path, row.method, row.at, row.secrets)
            except BudgetError as error:
                self.losses.add("operation", row.at, f"{error}; no sample is made of it")
                continue
            self._told(row.at, server)
            if operation is not None:
                operations.append(replace(operation, security=_taken(row, credentials)))
        if not operations and not self.problems:
            self.problems.extend(self._reasons(rows))
        if self.problems:
            return None
        return Api(
            id=as_id(str(told.get("title") or "api").lower(), "api"),
            title=title,
            version=_version(told.get("version")),
            endpoint=server.endpoint,
            base_path=server.base_path,
            regions=server.regions,
            default_region=server.default_region,
            timeout=_TIMEOUT,
            credentials=credentials,
            headers=(),
            operations=tuple(operations),
            targets=None,
            code_paths=errors.code_paths,
            message_paths=errors.message_paths,
            file=self.document.label,
        )

    def _reasons(self, rows: list[_Row]) -> Iterator[Problem]:
        """Say why there is no operation."""
        if not rows:
            what = "there is no operation in this document"
            yield Problem(self.root.mark, what, "describe one under paths:")
            return
        for loss in self.losses:
            yield Problem(loss.mark, f"{loss.kind}: {loss.what}", "correct it, or leave it out")

    def _shared(self) -> At | None:
        if self.is_swagger:
            return self.parts.under(self.root, "definitions")
        return self.parts.under(self.parts.under(self.root, "components"), "schemas")

    def _rows(self, security: SecurityReader) -> list[_Row]:
        """List the operations, and choose what all of them together decide on."""
        found: list[_Row] = []
        ids = UniqueNames()
        for key in ("paths", "x-ms-paths"):
            if key == "paths" and not isinstance(self.document.root.get(key, {}), dict):
                what = "paths is no object"
                self.problems.append(Problem(self.root.child(key).mark, what, "correct it"))
            for path, child in members(self.parts.under(self.root, key)):
                item = self.references.resolve(child)
                if path.startswith("x-") or item is None:
                    continue
                for method, at in members(item):
                    if method in METHODS and isinstance(at.value, dict):
                        id_ = ids.choose(_operation_id(at.value, method, path), "-")
                        found.append(_Row(id_, path, method, at, security.of(at)))
                    elif method == "trace":
                        self.losses.add("method", at, "not every client can send TRACE")
        if "webhooks" in self.document.root:
            at = self.root.child("webhooks")
            self.losses.add("webhooks", at, "no sample receives requests")
        return found

    def _told(self, at: At, server: ServerChoice) -> None:
        """Note what is not supported of what stands beside an operation."""
        if "callbacks" in at.value:
            self.losses.add("callbacks", at.child("callbacks"), "no sample receives requests")
        for owner in (at, at.parent):
            if owner is not None and "servers" in owner.value:
                server.compare(self.parts, owner, self.losses)


def _taken(row: _Row, credentials: tuple[Credential, ...]) -> tuple[Credential, ...] | None:
    """Give the credentials of an operation in the API's order, None if they are all of them."""
    taken = tuple(c for c in credentials if c in row.secrets)
    return None if taken == credentials else taken


def _names(shared: At | None) -> dict[str, str]:
    """Choose ids for the shared schemas of a document, all different."""
    ids = UniqueNames()
    return {name: ids.choose(as_id(name, "schema"), "-") for name in names(shared)}


def _operation_id(value: Mapping[str, Any], method: str, path: str) -> str:
    told = value.get("operationId")
    if isinstance(told, str) and re.search("[A-Za-z0-9]", told):
        return as_id(told, "operation")
    return as_id(f"{method} {path.partition('?')[0]}", "operation")


def _version(told: Any) -> str:
    made = re.sub(r"[^A-Za-z0-9._-]+", "-", str(told if told is not None else "")).strip("-._")[:64]
    made = made.strip("-._")
    return "v1" if not made or is_device_name(made) else made
