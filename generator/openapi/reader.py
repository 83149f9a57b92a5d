"""Reader of OpenAPI 3.0, 3.1, 3.2 and Swagger 2.0 documents: makes an `Api`.

A sample is a program that calls one operation. What samples do not support in a document is
recorded with its position. A document that can't be read at all gives problems instead of an API.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import unquote

from generator.errors import Mark, Problem, Problems, ProblemsError, shortened
from generator.model.api import Api, Availability, Operation
from generator.model.budget import Budget, BudgetError
from generator.model.credentials import Credential
from generator.model.messages import Server
from generator.model.naming import UniqueNames, as_id
from generator.model.rules import is_device_name
from generator.model.settings import DEFAULT_TIMEOUT, DocumentSettings, KnownNames
from generator.model.structs import replace
from generator.model.text import FieldMarks, Text, partition_template
from generator.openapi import swagger
from generator.openapi.error_table import ErrorTableReader
from generator.openapi.keys import COMPONENTS, INFO, PATH_ITEM, ObjectType
from generator.openapi.operation_ids import OperationName, choose_operation_ids
from generator.openapi.operations import OperationReader
from generator.openapi.parts import METHODS, Parts
from generator.openapi.references import References, members, names
from generator.openapi.schemas.schema_reader import SchemaReader, first_paragraph
from generator.openapi.security import Requirement, SecurityReader
from generator.openapi.sent_parts import send_parts
from generator.openapi.servers.api_servers import ServerChoice, read_servers
from generator.openapi.servers.operation_servers import read_own_servers
from generator.openapi.texts.texts import full_text, read_link, read_tags
from generator.openapi.unsupported import NoSampleError, Unsupported
from generator.sources.document import At, Document, read_document
from generator.sources.source import Source

_NO_SETTINGS = DocumentSettings()


def read_openapi(
    data: bytes,
    source: Source,
    path: str,
    problems: list[Problem],
    unsupported: Unsupported,
    anywhere: bool = False,
    must_be_openapi: bool = True,
    settings: DocumentSettings = _NO_SETTINGS,
    known: KnownNames | None = None,
) -> tuple[Api, set[str]] | None:
    """Read an OpenAPI or Swagger document.

    Arguments:
        data: the bytes of the document.
        source: the files that the document may refer to.
        path: the path of the document in `source`. References are relative to it.
        problems: the list to which every problem is added.
        unsupported: the collection to which everything is added that samples do not support.
            Schemas of responses add to it later, when they are first read.
        anywhere: whether references may lead out of the document's folder.
        must_be_openapi: whether a file that is not an OpenAPI document is a problem. If false, such
            a file is ignored.
        settings: what the settings of the project say about OpenAPI documents.
        known: gets the names that the document has; None if the caller does not need them.

    Returns:
        The API, and the paths of the other files that the document refers to. None if there are
        problems, or if the file is ignored.
    """
    document = read_document(data, path, source.label(path), problems)
    if document is None:
        return None
    root = document.root
    if not isinstance(root, dict) or not ("openapi" in root or "swagger" in root):
        if not must_be_openapi:
            return None
        what = "this is not an OpenAPI document: it has neither openapi: nor swagger:"
        problems.append(Problem(Mark(document.label), what, "name another file"))
        return None
    key = "openapi" if "openapi" in root else "swagger"
    version = str(root[key])
    if not re.match(r"3\.[012]([.-]|$)" if key == "openapi" else r"2\.0$", version):
        what = f"{key} {version} can't be read"
        todo = "use OpenAPI 3.0, 3.1 or 3.2, or Swagger 2.0"
        problems.append(Problem(At(root, document).child(key).mark, what, todo))
        return None
    found_problems: list[Problem] = Problems()
    budget = Budget()
    budget.grow(len(data))
    references = References(source, document, found_problems, budget, unsupported, anywhere)
    api = None
    try:
        names = KnownNames() if known is None else known
        about = settings, names
        api = _OpenApiReader(document, references, found_problems, unsupported, about).read()
    except RecursionError:
        found_problems.append(Problem(Mark(document.label), "nested too deep", "flatten it"))
    except BudgetError as error:  # raised for a part that all operations share
        found_problems.append(Problem(At(document.root, document).mark, str(error), error.todo))
    except ProblemsError as error:
        found_problems = error.problems
    problems += found_problems
    return None if api is None or found_problems else (api, set(references.documents) - {path})


class _FoundOperation(NamedTuple):
    """An operation in a document. `place` is where it stands, which may be a `$ref` to `at`."""

    path: str
    method: str
    place: At
    at: At
    item: At


class _RawOperation(NamedTuple):
    """An operation to read: its id, its position, and what its requests need.

    `item` is the Path Item Object. `at` need not be in it, since an operation can be a `$ref`.
    `requirement` is None if samples can't send what the operation needs.
    """

    id: str
    path: str
    method: str
    at: At
    item: At
    requirement: Requirement | None


class _OpenApiReader:
    """Reads one document."""

    def __init__(
        self,
        document: Document,
        references: References,
        problems: list[Problem],
        unsupported: Unsupported,
        about: tuple[DocumentSettings, KnownNames],
    ) -> None:
        self.document = document
        self.settings, self.known = about
        self.references = references
        self.problems = problems
        self.unsupported = unsupported
        self.root = At(document.root, document)
        self.is_swagger = "swagger" in document.root
        self.parts = (
            swagger.SwaggerParts(references, unsupported, self.root)
            if self.is_swagger
            else Parts(references, unsupported)
        )

    def read(self) -> Api | None:
        """Make the API. None if there are problems."""
        self.unsupported.check_keys(self.root, self.parts.types.document)
        self._check_member("components", COMPONENTS)
        info = self._check_member("info", INFO)
        info_value: Mapping[str, Any] = info.value if info and isinstance(info.value, dict) else {}
        title = first_paragraph(info, "title") or Text("API", self.root)
        shared_schemas = self._shared_schemas()
        schemas = SchemaReader(self.references, self.unsupported, _schema_ids(shared_schemas))
        error_table = ErrorTableReader(self.parts, schemas, self.unsupported)
        name = str(info_value.get("title") or "API")
        security = SecurityReader(self.parts, self.root, self.unsupported, name, self.settings)
        self.known.schemes.update(security.schemes)
        about = self.settings, self.known
        operation_reader = OperationReader(
            self.parts, schemas, error_table, self.unsupported, about
        )
        server = read_servers(
            self.parts, self.root, self.unsupported, self.settings.server, self.known
        )
        raw_operations = self._list_operations(security)
        if self.problems:
            return None
        credentials = security.used
        if credentials:
            server.report_cleartext(self.unsupported)

        operations: list[Operation] = []
        for raw in raw_operations:
            if raw.requirement is None:
                continue
            try:
                operation = operation_reader.read(
                    raw.id, raw.path, raw.method, raw.at, raw.item, raw.requirement
                )
                wanted = self.settings.sent_by(raw.id)
                if operation is not None and wanted:
                    problems, budget = self.problems, schemas.budget
                    operation = send_parts(operation, wanted, self.known, problems, budget)
                    budget.spend_operation(operation)
            except NoSampleError:
                continue
            except BudgetError as error:
                self.unsupported.add("operation", raw.at, f"{error}; no sample is made of it")
                continue
            own_server, availability = self._read_servers(raw, raw.requirement, server)
            own = _own_credentials(raw.requirement, credentials)
            operations.append(
                replace(
                    operation,
                    security=own,
                    availability=availability,
                    server=own_server,
                    other_security=raw.requirement.others,
                )
            )
        if not operations and not self.problems:
            self.problems.extend(self._no_operation_problems(raw_operations))
        if self.problems:
            return None
        return Api(
            id=as_id(str(info_value.get("title") or "api").lower(), "api"),
            title=title,
            version=_version_id(info_value.get("version")),
            endpoint=server.endpoint,
            base_path=server.base_path,
            regions=server.regions,
            default_region=server.default_region,
            timeout=DEFAULT_TIMEOUT,
            credentials=credentials,
            headers=(),
            operations=tuple(operations),
            targets=None,
            code_paths=error_table.code_paths,
            message_paths=error_table.message_paths,
            file=self.document.label,
            marks=FieldMarks(server.marks),
            is_markdown=True,
            description=full_text(info, "description") or Text("", self.root),
            tags=tuple(read_tags(self.parts, self.root, self.unsupported)),
            docs=read_link(self.parts, self.root, self.unsupported),
        )

    def _check_member(self, key: str, object_type: ObjectType) -> At | None:
        """Check the keys of an object that stands in the root, and return the object."""
        at = self.parts.lookup(self.root, key)
        if at is not None:
            self.unsupported.check_keys(at, object_type)
        return at

    def _no_operation_problems(self, raw_operations: list[_RawOperation]) -> Iterator[Problem]:
        """Return the problems that explain why the API has no operation."""
        if self.settings.left_out and self.known.operations and not raw_operations:
            what = "the settings leave out every operation of this document"
            yield Problem(self.settings.left_out[0].mark, what, "leave out fewer")
            return
        if not raw_operations:
            what = "there is no operation in this document"
            yield Problem(self.root.mark, what, "describe one under paths:")
            return
        for item in self.unsupported:
            if item.places:  # it changes no request
                continue
            yield Problem(item.mark, f"{item.kind}: {item.what}", "correct it, or leave it out")

    def _shared_schemas(self) -> At | None:
        """Return the object that holds the document's reusable schemas."""
        if self.is_swagger:
            return self.parts.lookup(self.root, "definitions")
        return self.parts.lookup(self.parts.lookup(self.root, "components"), "schemas")

    def _list_operations(self, security: SecurityReader) -> list[_RawOperation]:
        """List the operations of all paths, and choose their ids and credentials."""
        raw_operations: list[_RawOperation] = []
        first_paths: dict[tuple[str, str], str] = {}
        left_out = {name.name for name in self.settings.left_out}
        found = list(self._find_operations())
        names = [OperationName(row.at.value.get("operationId"), row.method, row.path)
                 for row in found]  # fmt: skip
        for row, name, id_ in zip(found, names, choose_operation_ids(names), strict=True):
            self.known.operations.add(id_)
            if id_ in left_out:
                continue
            self.unsupported.check_keys(row.at, self.parts.types.operation)
            same = row.method, re.sub(r"\{[^{}]*\}", "{}", row.path)
            if first_paths.setdefault(same, row.path) != row.path:
                first = shortened(first_paths[same], 80)
                what = f"a server can't tell it from {row.method} of {first}"
                self.unsupported.add("operation", row.place, what)
            if name.has_id and id_ != name.whole_id:
                what = "it is too long, or another one reads the same: samples have a digest of it"
                self.unsupported.add_note("operationId", row.at.child("operationId"), what)
            raw_operations.append(
                _RawOperation(
                    id_, row.path, row.method, row.at, row.item, security.read(row.at, id_)
                )
            )
        return raw_operations

    def _find_operations(self) -> Iterator[_FoundOperation]:
        """Find the operations of all paths."""
        for key in ("paths", "x-ms-paths"):
            if key == "paths" and not isinstance(self.document.root.get(key, {}), dict):
                what = "paths is no object"
                self.problems.append(Problem(self.root.child(key).mark, what, "correct it"))
            for path, child in members(self.parts.lookup(self.root, key)):
                item = self.references.resolve(child)
                if path.startswith("x-") or item is None:
                    continue
                if not isinstance(item.value, dict):
                    self.unsupported.add("path", child, "it is no object; it is left out")
                self.unsupported.check_keys(item, PATH_ITEM)
                self._report_path(path, child)
                for method, value in members(item):
                    at = self.references.resolve(value) if method in METHODS else None
                    if at is not None and isinstance(at.value, dict):
                        yield _FoundOperation(path, method, value, at, item)
                    elif at is not None:
                        what = "it is no object; no sample is made of it"
                        self.unsupported.add("operation", value, what)

    def _report_path(self, path: str, at: At) -> None:
        """Report what samples change in a path besides that they percent-encode it."""
        sent, fragment = partition_template(path, "#")
        what = []
        if sent != path:
            what.append(f"#{shortened(fragment, 80)} is never sent (RFC 3986, section 3.5)")
        if {".", ".."} & {*map(unquote, partition_template(sent, "?")[0].split("/"))}:
            what.append("samples leave out the parts of it that are dots")
        if what:
            self.unsupported.add("path", at, "; ".join(what))

    def _read_servers(
        self, raw: _RawOperation, requirement: Requirement, server: ServerChoice
    ) -> tuple[Server | None, Availability | None]:
        """Read an operation's own server and its regions."""
        for owner in (raw.at, raw.item):
            if isinstance(owner.value.get("servers"), (list, dict)):
                has_secrets = bool(requirement.credentials)
                return read_own_servers(server, self.parts, owner, has_secrets, self.unsupported)
        return None, None


def _own_credentials(
    requirement: Requirement, credentials: tuple[Credential, ...]
) -> tuple[Credential, ...] | None:
    """Return the operation's credentials in the order of the API. None if it uses all of them."""
    own = tuple(c for c in credentials if c in requirement.credentials)
    return None if own == credentials else own


def _schema_ids(shared_schemas: At | None) -> dict[str, str]:
    """Choose a different id for each reusable schema, by its name in the document."""
    ids = UniqueNames()
    return {name: ids.choose(as_id(name, "schema"), "-") for name in names(shared_schemas)}


def _version_id(version: Any) -> str:
    """Return the version as a folder name: only `A-Z a-z 0-9 . _ -`, at most 64 characters.

    It is `v1` if nothing is left.
    """
    text = re.sub(r"[^A-Za-z0-9._-]+", "-", "" if version is None else str(version))
    text = text.strip("-._")[:64].strip("-._")
    return "v1" if not text or is_device_name(text) else text
