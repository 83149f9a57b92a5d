"""Build the model of an API from the values of a spec in which the checker found no problem."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.model.api import Api, Header, Operation, Region
from generator.model.credentials import Credential
from generator.model.follow_ups import JsonPath
from generator.model.messages import ApiError, Link, Parameter, Tag, Where
from generator.model.settings import DEFAULT_TIMEOUT
from generator.model.structs import replace
from generator.model.text import (
    FieldMarks,
    Placeholder,
    Text,
    partition_template,
    reveal,
    split_placeholders,
)
from generator.model.variants import OwnSample
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.availability import make_availability, make_server, select_rows
from generator.spec.contents import ContentReader
from generator.spec.credentials import make_credentials
from generator.spec.errors.rows import find_paths, make_error
from generator.spec.unused import used_credentials

# Fields of an API without a place of their own: the part of the spec, and the key there.
_FIELD_KEYS = (
    ("version", "api", "version"),
    ("endpoint", "", "endpoint"),
    ("base_path", "", "basePath"),
    ("default_region", "", "defaultRegion"),
    ("regions", "", "regions"),
    ("timeout", "", "timeout"),
    ("credentials", "", "credentials"),
    ("headers", "", "headers"),
    ("operations", "", "operations"),
    ("errors", "", "errors"),
    ("code_paths", "", "errorBodies"),
    ("targets", "publish", "targets"),
    ("snippet_tags", "publish", "snippetTags"),
    ("table_on_pages", "publish", "regionTable"),
)


class ApiBuilder:
    """Builds the model of one API from one spec.

    Arguments:
        label: the path of the spec's file, as messages show it.
        values: the values of the spec's keys, in which the checker found no problem.
        regions: the rows of the region table by id of the region; None if the spec has no table.
        contents: the reader that the checker used. It remembers the parameters, bodies and
            responses that it read.
        own_samples: the samples that the author wrote, by the operation's id.
    """

    def __init__(
        self,
        label: str,
        values: ParsedRecord,
        regions: Any,
        contents: ContentReader,
        own_samples: Mapping[str, tuple[OwnSample, ...]],
    ) -> None:
        self.label = label
        self.values = values
        self.regions = select_rows(values["regions"], regions or {})
        self.contents = contents
        self.own_samples = own_samples
        credentials = make_credentials(values)
        used = used_credentials(credentials, (row for _, row in self._rows("operations")))
        self.credentials = {id_: c for id_, c in credentials.items() if id_ in used}
        self.all_credentials = credentials

    def api(self) -> Api:
        """Build and return the model of the API."""
        values = self.values
        api = values["api"]
        version = reveal(api["version"])
        base = reveal(values["basePath"] or "").replace("{version}", version).rstrip("/")
        default = values["defaultRegion"]
        publish = values["publish"]
        targets = publish["targets"] if publish else None
        tags = publish["snippetTags"] if publish else None
        table = publish["regionTable"] if publish else None
        bodies = values["errorBodies"] or {}
        errors = {
            reveal(id_): make_error(reveal(id_), row, bodies) for id_, row in self._rows("errors")
        }
        headers = [(name, row) for name, row in self._rows("headers")]
        return Api(
            id=reveal(api["id"]),
            title=api["title"],
            version=version,
            endpoint=split_placeholders(reveal(values["endpoint"])),
            base_path=base,
            regions=tuple(self._region(id_, row) for id_, row in self.regions.items()),
            default_region=reveal(default) if default else None,
            timeout=values["timeout"] or DEFAULT_TIMEOUT,
            credentials=tuple(self.credentials.values()),
            headers=tuple(
                Header(name, row["value"], row["description"])
                for name, row in headers
                if not row["env"]
            ),
            operations=self._operations(errors),
            targets=None if targets is None else tuple(targets),
            code_paths=self._paths("$code"),
            message_paths=self._paths("$message"),
            file=self.label,
            snippet_tags=reveal(tags) if tags else None,
            table_on_pages=table is not None and reveal(table) == "page",
            marks=self._field_marks(),
            is_markdown=api["markdown"] is True,
            description=api["description"] or Text(""),
            tags=tuple(Tag(name, text) for name, text in self._rows("tags")),
            docs=make_link(api["docs"]),
        )

    def _field_marks(self) -> FieldMarks:
        """Return the places of the fields that have none of their own."""
        parts = {"": self.values, "api": self.values["api"], "publish": self.values["publish"]}
        places = {field: part.marks.get(key) for field, section, key in _FIELD_KEYS
                  if (part := parts[section]) is not None}  # fmt: skip
        return FieldMarks({field: mark for field, mark in places.items() if mark is not None})

    def _rows(self, key: str) -> list[tuple[Text, Any]]:
        """Return the keys and values of a table of the spec; none if it is missing."""
        return list((self.values[key] or {}).items())

    def _region(self, id_: Text, row: ParsedRecord) -> Region:
        """Build a region."""
        own = row["endpoint"]
        pattern = reveal(own or self.values["endpoint"])
        return Region(reveal(id_), row["name"], pattern.replace("{region}", reveal(id_)))

    def _paths(self, name: str) -> tuple[JsonPath, ...]:
        """Return the paths at which error bodies have a variable such as `$code`, each once."""
        paths = (path for _, body in self._rows("errorBodies") for path in find_paths(body, name))
        return tuple(dict.fromkeys(paths))

    def _operations(self, errors: dict[str, ApiError]) -> tuple[Operation, ...]:
        """Build all operations; `longRunning` comes last, since it names another operation."""
        rows = {reveal(id_): row for id_, row in self._rows("operations")}
        operations = {id_: self._operation(id_, row, errors) for id_, row in rows.items()}
        for id_, row in rows.items():
            if row["longRunning"] is not None:
                long_running = self.contents.follow_ups.read_long_running(
                    row["longRunning"], operations
                )
                operations[id_] = replace(operations[id_], long_running=long_running)
        return tuple(operations.values())

    def _operation(self, id_: str, row: ParsedRecord, errors: dict[str, ApiError]) -> Operation:
        """Build an operation without `longRunning`."""
        sent, fragment = partition_template(reveal(row["path"]), "#")
        path = split_placeholders(sent)
        method = reveal(row["method"])
        in_path = [piece.name for piece in path if isinstance(piece, Placeholder)]
        parameters = [
            self._parameter(name, p, in_path) for name, p in (row["parameters"] or {}).items()
        ]
        body = self.contents.read_body(row["body"], method) if row["body"] else None
        operation = Operation(
            id=id_,
            title=row["title"],
            summary=row["summary"],
            note=row["note"],
            method=method,
            path=path,
            parameters=tuple(parameters),
            responses=tuple(
                self.contents.read_response(int(reveal(status)), answer)
                for status, answer in row["responses"].items()
            ),
            errors=tuple(errors[reveal(name)] for name in row["errors"] or []),
            body=body,
            fragment=fragment,
            security=self._security(row["security"]),
            availability=make_availability(row["regions"]),
            server=None if row["server"] is None else make_server(row["server"]),
            examples=self.contents.examples.read(
                row["examples"] or {}, {reveal(p.name): p for p in parameters}, body
            ),
            own_samples=self.own_samples.get(id_, ()),
            description=row["description"],
            tags=tuple(row["tags"] or ()),
            deprecated=row["deprecated"] is True,
            docs=make_link(row["docs"]),
            other_security=tuple(
                tuple(self.all_credentials[reveal(id_)] for id_ in way)
                for way in row["otherSecurity"] or ()
            ),
        )
        paging = (
            self.contents.follow_ups.read_paging(row["paging"], operation)
            if row["paging"]
            else None
        )
        return replace(operation, paging=paging)

    def _security(self, ids: list[Text] | None) -> tuple[Credential, ...] | None:
        """Return an operation's credentials in the API's order; None if it takes all of them."""
        if ids is None:
            return None
        ids_of_operation = {reveal(id_) for id_ in ids}
        credentials = tuple(c for id_, c in self.credentials.items() if id_ in ids_of_operation)
        return None if len(credentials) == len(self.credentials) else credentials

    def _parameter(self, name: Text, row: ParsedRecord, in_path: list[str]) -> Parameter:
        """Build a parameter."""
        where = Where.PATH if reveal(name) in in_path else Where(reveal(row["in"]))
        parameter = self.contents.read_parameter(name, row, where)
        assert parameter is not None  # the checker found nothing wrong with it
        return parameter


def make_link(row: ParsedRecord | None) -> Link | None:
    """Make a link to a page that says more. None if the spec has none."""
    return None if row is None else Link(row["url"], row["description"] or Text(""))
