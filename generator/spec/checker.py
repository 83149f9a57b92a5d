"""Check that the values of a spec fit together, and report each problem with its position."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import unquote

from generator.errors import Mark, Problem, one_of
from generator.model.api import Operation
from generator.model.budget import Budget, BudgetError
from generator.model.hosts import endpoint_problem, split_server
from generator.model.messages import Parameter, Where
from generator.model.rules import is_device_name
from generator.model.text import Placeholder, Text, reveal, split_placeholders
from generator.sources.yaml_schema import ParsedRecord
from generator.spec.availability import check_choice, select_rows, table_name
from generator.spec.contents import ContentReader
from generator.spec.credentials import CredentialChecker, check_field_name
from generator.spec.errors.rows import check_errors
from generator.spec.grammar import FIELD_NAME
from generator.spec.routes import same_requests
from generator.spec.schemas import SchemaReader
from generator.spec.unused import unused_parts


class Checker:
    """Checks one spec. After a problem, the check continues, so that one run reports all problems.

    Arguments:
        values: the values of the spec's keys. A value is None if it had a problem already.
        regions: the rows of the region table by id of the region; None without a valid table.
        problems: the list to which every problem is added.
        budget: limits the work that this spec may cause.
    """

    def __init__(
        self, values: ParsedRecord, regions: Any, problems: list[Problem], budget: Budget
    ) -> None:
        self.values = values
        self.regions = regions
        self.table = table_name(values["regions"])
        self.is_chosen = False
        self.problems = problems
        self.schemas = SchemaReader(values["schemas"], problems, budget)
        self.contents = ContentReader(self.schemas, problems)
        self.credentials = CredentialChecker(values, problems)

    def check(self) -> None:
        """Check the whole spec, and add every problem to the list of problems."""
        if api := self.values["api"]:
            for key in ("id", "version"):
                self._not_a_device(api[key])
        self._regions()
        self._base_path()
        self._headers()
        self.credentials.check()
        check_errors(self.values, self.problems)
        operations: dict[str, Operation | None] = {}
        rows = {id_: row for id_, row in (self.values["operations"] or {}).items() if row}
        for id_, row in rows.items():
            self._not_a_device(id_)
            try:
                operations[reveal(id_)] = self._operation(id_, row)
            except BudgetError as error:
                self._problem(id_.mark, str(error), error.todo)
                operations[reveal(id_)] = None
        for row in rows.values():
            if row["longRunning"] is not None:
                self.contents.follow_ups.read_long_running(row["longRunning"], operations)
        self.problems += same_requests(self.values, self.contents)
        if self.values["operations"] and None not in self.values["operations"].values():
            self.problems += unused_parts(self.values, self.schemas, self.credentials)

    def _problem(self, mark: Mark | None, what: str, todo: str) -> None:
        """Add a problem."""
        self.problems.append(Problem(mark, what, todo))

    def _not_a_device(self, id_: Text | None) -> None:
        """Report an id that Windows reserves for a device, since it names a folder."""
        if id_ is not None and is_device_name(reveal(id_)):
            what = f"{reveal(id_)} is a device name on Windows"
            self._problem(id_.mark, what, "choose another; it becomes a folder")

    def _regions(self) -> None:
        """Check the endpoint, the region table and the default region."""
        endpoint: Text | None = self.values["endpoint"]
        default: Text | None = self.values["defaultRegion"]
        has_table = "regions" in self.values
        self._choice()
        if endpoint is not None:
            names = [
                p.name for p in split_placeholders(reveal(endpoint)) if isinstance(p, Placeholder)
            ]
            for name in sorted({name for name in names if name != "region"}):
                what = f"the endpoint can't have {{{name}}}"
                self._problem(endpoint.mark, what, "only {region} is known here")
            self._endpoints(endpoint)
            if "region" in names and not has_table:
                what = "the endpoint has {region}, but there is no region table"
                self._problem(endpoint.mark, what, "add regions: and defaultRegion:")
            if "region" not in names and self.regions:
                self._own_endpoints(endpoint)
        if has_table and "defaultRegion" not in self.values:
            what = "there are regions, but no default one"
            self._problem(self.values.marks["regions"], what, "add defaultRegion:")
        if default is not None and not has_table:
            what = "there is no region table that could hold the default"
            self._problem(default.mark, what, "add regions:, or remove this line")
        if default is not None and self.regions is not None and default not in self.regions:
            what = f"region {reveal(default)} is not in {self._table()}"
            nearest = one_of([reveal(id_) for id_ in self.regions], reveal(default))
            self._problem(default.mark, what, f"add it there, or choose another default; {nearest}")

    def _choice(self) -> None:
        """Check which regions of a shared table the spec chooses, and go on with these alone."""
        choice = self.values["regions"]
        if self.regions is None or not isinstance(choice, ParsedRecord):
            return
        check_choice(choice, self.regions, self._table(), False, self.problems)
        if chosen := select_rows(choice, self.regions):
            if len(chosen) < len(self.regions):
                self.is_chosen = True
            self.regions = chosen

    def _table(self) -> str:
        """Return what has the regions of the API, for messages."""
        where = "regions" if self.table is None else reveal(self.table)
        return f"the regions that this spec takes from {where}" if self.is_chosen else where

    def _availability(self, id_: Text, row: ParsedRecord) -> None:
        """Check in which regions an operation is available, and its server."""
        choice: ParsedRecord | None = row["regions"]
        server: Text | None = row["server"]
        if server is not None:
            self._dot_segments(server)
            if choice is not None and split_server(reveal(server))[0]:
                what = "an operation with a host of its own is in no region"
                self._problem(row.marks["regions"], what, "remove this, or the host from server:")
        if choice is None:
            return
        if "regions" not in self.values:
            what = f"there is no region table, so {reveal(id_)} can't name regions"
            self._problem(row.marks["regions"], what, "add regions: to the spec, or remove this")
        elif self.regions is not None:
            check_choice(choice, self.regions, self._table(), True, self.problems)

    def _endpoints(self, endpoint: Text) -> None:
        """Check the endpoint, and the endpoint of each region that follows from it."""
        pattern = reveal(endpoint)
        fault = endpoint_problem(re.sub(r"\{[^{}]*\}", "region", pattern), pattern)
        if fault is not None:
            self._problem(endpoint.mark, *fault)
            return
        if "{region}" not in pattern:
            return
        for id_, row in (self.regions or {}).items():
            if row is not None and "endpoint" not in row:
                fault = endpoint_problem(pattern.replace("{region}", reveal(id_)))
                if fault is not None:
                    todo = "give the region an endpoint, or another id"
                    self._problem(id_.mark, fault[0], todo)

    def _own_endpoints(self, endpoint: Text) -> None:
        """Report regions without an endpoint if the API's endpoint has no {region}."""
        for id_, row in self.regions.items():
            if row is not None and "endpoint" not in row:
                what = f"region {reveal(id_)} would have the same host as the others"
                self._problem(
                    id_.mark, what, f"give it an endpoint, or write {{region}} at {endpoint.mark}"
                )

    def _base_path(self) -> None:
        """Check the placeholders and segments of `basePath`."""
        path: Text | None = self.values["basePath"]
        if path is None:
            return
        for piece in split_placeholders(reveal(path)):
            if isinstance(piece, Placeholder) and piece.name != "version":
                what = f"basePath can't have {{{piece.name}}}"
                self._problem(path.mark, what, "only {version} is known here")
        self._dot_segments(path)

    def _dot_segments(self, path: Text) -> None:
        """Report the segments . and .. in a path."""
        literal = re.sub(r"\{[^{}]*\}|#.*", "x", reveal(path))
        if any(unquote(part) in (".", "..") for part in literal.split("/")):
            what = "clients remove . and .. from a path (RFC 3986, 5.2.4)"
            self._problem(path.mark, what, "write the path without them")

    def _headers(self) -> None:
        """Check the headers that every request sends."""
        seen: dict[str, Text] = {}
        for name, row in (self.values["headers"] or {}).items():
            if row is None:
                continue
            check_field_name(name, self.problems)
            if first := seen.get(reveal(name).casefold()):
                what = f"{reveal(name)} differs from {reveal(first)} in case alone"
                self._problem(name.mark, what, "field names ignore case; remove one of them")
            seen[reveal(name).casefold()] = name
            if ("env" in row) == ("value" in row):
                what = f"{reveal(name)} needs either env or value"
                todo = "give env for a secret, value for what is the same for everybody"
                self._problem(name.mark, what, todo)

    def _operation(self, id_: Text, row: ParsedRecord) -> Operation | None:
        """Check an operation; the result is that of `_content`."""
        path: Text | None = row["path"]
        parameters: dict[Text, Any] = row["parameters"] or {}
        in_path: list[str] = []
        if path is not None:
            in_path = [
                p.name for p in split_placeholders(reveal(path)) if isinstance(p, Placeholder)
            ]
            self._dot_segments(path)
            self._path_names(path, in_path, row)
        fields: dict[str, Text] = {}
        checked: dict[str, Parameter | None] = {}
        for name, parameter in parameters.items():
            if parameter is not None and parameter["in"] == Text("header"):
                first = fields.setdefault(reveal(name).casefold(), name)
                if first is not name:
                    what = f"{reveal(name)} differs from {reveal(first)} in case alone"
                    self._problem(name.mark, what, "field names ignore case; remove one of them")
            checked[reveal(name)] = (
                self._parameter(name, parameter, reveal(name) in in_path)
                if parameter is not None and (path is not None or "in" in parameter)
                else None
            )
        self.credentials.check_operation(id_, row)
        self._availability(id_, row)
        if row["responses"] is not None and "responses" in row:
            statuses = [reveal(status) for status in row["responses"]]
            is_read = statuses and None not in row["responses"].values()
            if is_read and not any(status.startswith("2") for status in statuses):
                what = "there is no response of success"
                self._problem(row.marks["responses"], what, "add the one from 200 to 299")
        rows = self.values["errors"] or {}
        is_table_faulty = "errors" in self.values and self.values["errors"] is None
        for error in row["errors"] or []:
            if error not in rows and not is_table_faulty:
                what = f"there is no error {reveal(error)}"
                todo = one_of([reveal(name) for name in rows], reveal(error))
                self._problem(error.mark, what, todo)
        return self._content(id_, row, checked)

    def _content(
        self, id_: Text, row: ParsedRecord, parameters: dict[str, Parameter | None]
    ) -> Operation | None:
        """Check an operation's body, examples, responses and paging.

        Returns:
            An operation of its parameters and responses alone, as the check of `longRunning`
            needs it; None if a response has a problem.
        """
        body = None
        if row["body"] is not None:
            body = self.contents.read_body(row["body"], reveal(row["method"] or ""))
        if row["examples"] is not None:
            self.contents.examples.read(row["examples"], parameters, body, "body" in row)
        answers = [
            self.contents.read_response(int(reveal(status)), answer)
            for status, answer in (row["responses"] or {}).items()
            if answer is not None
        ]
        if not row["responses"] or len(answers) < len(row["responses"]):
            return None
        title = Text("")
        read = tuple(p for p in parameters.values() if p is not None)
        operation = Operation(reveal(id_), title, title, None, "", (), read, tuple(answers), ())
        if row["paging"] is not None:
            self.contents.follow_ups.read_paging(row["paging"], operation)
        return operation

    def _path_names(self, path: Text, in_path: list[str], row: ParsedRecord) -> None:
        """Check that each placeholder of a path is unique and a parameter."""
        described = {reveal(name) for name in row["parameters"] or {}}
        for name in dict.fromkeys(in_path):
            if in_path.count(name) > 1:
                self._problem(
                    path.mark, f"{{{name}}} stands twice in the path", "rename one of them"
                )
            if name not in described and not ("parameters" in row and row["parameters"] is None):
                what = f"{{{name}}} is not among the parameters"
                self._problem(
                    path.mark, what, f"describe it under parameters; {one_of(described, name)}"
                )

    def _parameter(self, name: Text, row: ParsedRecord, in_path: bool) -> Parameter | None:
        """Check a parameter, and read it; None if a problem makes it unusable."""
        where = "path" if in_path else reveal(row["in"] or "")
        if not in_path and "in" not in row:
            what = f"parameter {reveal(name)} is not in the path"
            todo = "say in: query, header or cookie, or put it into the path"
            self._problem(name.mark, what, todo)
        if not in_path and where == "path":
            what = f"the path has no {{{reveal(name)}}}"
            todo = "put it into the path, or say in: query, header or cookie"
            self._problem(row.marks["in"], what, todo)
        if in_path and row["in"] is not None and reveal(row["in"]) != "path":
            what = f"{reveal(name)} is in the path already"
            self._problem(row.marks["in"], what, "remove this line, or take it out of the path")
        if where == "path" and row["required"] is False:
            what = "a path parameter is always required"
            self._problem(row.marks["required"], what, "remove this line")
        if where == "header":
            self._header_parameter(name)
        if where == "cookie" and not re.fullmatch(FIELD_NAME.pattern, reveal(name)):
            what = f"{reveal(name)!r} is no name of a cookie"
            self._problem(name.mark, what, f"use {FIELD_NAME.rule}")
        if where not in list(Where):
            self.schemas.read(row)
            return None
        return self.contents.read_parameter(name, row, Where(where))

    def _header_parameter(self, name: Text) -> None:
        """Check the name of a parameter that is a header."""
        if not re.fullmatch(FIELD_NAME.pattern, reveal(name)):
            self._problem(name.mark, f"{reveal(name)!r} is no field name", f"use {FIELD_NAME.rule}")
            return
        check_field_name(name, self.problems)
        for header in self.values["headers"] or {}:
            if reveal(header).casefold() == reveal(name).casefold():
                what = f"every request sends {reveal(header)} already"
                self._problem(name.mark, what, "remove it here or under headers")
