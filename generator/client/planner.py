"""Plan the files of clients, with the template variables of them and of programs that call them.

A client is a generated library that calls a whole API. `gen verify` tests a client by programs that
call one operation each.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from generator.client.calls import Call, make_call
from generator.client.classes import ClassTypes, usual_field_name
from generator.client.failures import code_paths, list_failures, message_paths
from generator.client.names import (
    Named,
    api_names,
    argument_names,
    error_name,
    field_names,
)
from generator.client.needs import find_needs
from generator.client.types import Member
from generator.languages.target import NamingRules, Target, fill_pattern
from generator.model.api import Api, Operation
from generator.model.fitting import allows
from generator.model.messages import ContentKind
from generator.model.naming import in_cases
from generator.model.schema import Type
from generator.model.statuses import ErrorStatus
from generator.model.structs import Struct, replace
from generator.model.text import Code, join_pieces, reveal
from generator.model.variants import Variant
from generator.rendering.jobs import Job
from generator.rendering.request import Binding, Request, make_request, unique_credentials

if TYPE_CHECKING:
    from generator.rendering.renderer import Renderer


Context = dict[str, object]
# The id of the call that web pages show, in reports. Other programs have theirs of language.yaml.
PAGE_CALL = "sample"


def program_context(job: Job, caller: ClientProgram, names: NamingRules) -> Context:
    """Return the variables that a program's template can use, besides those of samples.

    Arguments:
        job: the job that renders the program.
        caller: what the program knows about the client that it calls.
        names: the rules for identifiers of the client's language.
    """
    records = caller.client[0].records
    call = make_call(job.api, job.operation, job.request, records)
    arguments = argument_names(job.api, [call], job.request.credentials, names)
    return {
        "call": call,
        "error_class": caller.base,
        "job_names": {**caller.names, **arguments},
    }


def client_context(job: ClientJob, names: NamingRules) -> Context:
    """Return the variables that the templates of a client's files can use, by name.

    Arguments:
        job: any file of the client; all files have the same variables.
        names: the rules for identifiers of the client's language.
    """
    api = job.api
    pairs = list(zip(api.operations, job.requests, strict=True))
    calls = [make_call(api, operation, request, job.records) for operation, request in pairs]
    by_operation = {call.operation.id: call for call in calls}
    example_calls = [
        ExampleCall(
            variant,
            by_operation[operation.id]
            if variant.id == operation.variants[0].id
            else make_call(api, operation, request, job.records),
        )
        for operation, variant, request in job.examples
    ]
    # Operations with a host of their own say nothing of the host of the client.
    request = next((r for o, r in pairs if not o.has_own_host), None)
    credentials = tuple(unique_credentials(api.all_credentials).values())
    ways = {api.ways_in(operation) for operation in api.operations}
    fields = field_names(api, names, job.records)
    is_camel = job.records.is_camel({m: fields[m] for m in job.records.members})
    odd = {
        record: [m for m in record.members if not _is_usual(m, fields[m], is_camel)]
        for record in job.records.records
    }
    return {
        "api": api,
        "calls": calls,
        "example_calls": example_calls,
        "credentials": credentials,
        # What every call needs, so that a client without it is of no use.
        "shared_ways": next(iter(ways)) if len(ways) == 1 and all(map(all, ways)) else (),
        "endpoint": join_pieces(api.endpoint) if request is None else request.endpoint,
        "error_class": error_name(api, names),
        "failures": list_failures(api),
        "code_paths": code_paths(api),
        "message_paths": message_paths(api),
        "needs": find_needs(calls, job.records),
        "records": job.records,
        "is_camel": is_camel,
        "left_out": job.left_out,
        "odd": odd,
        "has_odd": any(odd.values()),
        "region": None if request is None else request.region,
        "timeout": job.requests[0].timeout,
        "title": job.target.title,
        "job_names": {
            **api_names(api, names, job.records),
            **fields,
            **argument_names(
                api, [*calls, *(example.call for example in example_calls)], credentials, names
            ),
        },
    }


def _is_usual(member: Member, identifier: str, is_camel: bool) -> bool:
    """Say whether the name of a field in the API follows from its identifier."""
    usual = usual_field_name(identifier) if is_camel else identifier
    return reveal(member.name) == usual


class ExampleCall(Struct, frozen=True):
    """A call of a client with the values of a named example of its operation."""

    variant: Variant
    call: Call


class ClientJob(Struct, frozen=True):
    """One file of a client to render.

    Attributes:
        path, template, target, api: see `RenderJob`.
        requests: the requests that samples send, one for each operation of the API. Their values
            become the examples of arguments.
        records: the classes of the client.
        left_out: the operations of the API that the client has no methods for.
        examples: the named examples to show: each with its operation and its request.
        wanted: False if the file is not written, since the run is limited to some operations.
    """

    path: str
    template: str
    target: Target
    api: Api
    requests: tuple[Request, ...]
    records: ClassTypes
    left_out: tuple[Operation, ...] = ()
    wanted: bool = True
    examples: tuple[tuple[Operation, Variant, Request], ...] = ()

    @property
    def subject(self) -> str:
        """An empty text, since the file is about all operations."""
        return ""

    @property
    def folder(self) -> str:
        """The folder of all files of the client, relative to the output folder."""
        return client_folder(self.api, self.target)

    @property
    def operation(self) -> None:
        """None, since the file is about all operations."""
        return None

    @property
    def made_from(self) -> tuple[object, ...]:
        """The parts of the model that the file is made from: all of the API, and the requests."""
        return self.api, self.requests, self.examples

    def context(self, renderer: Renderer) -> dict[str, object]:
        """Return the variables that the job's template can use, by name.

        All files of a client have the same variables, which are computed once.

        Arguments:
            renderer: holds the languages and the variables of other files.
        """
        names = renderer.languages[self.target.language].names
        return renderer.make_once(("client", self.folder), lambda: client_context(self, names))


class ClientProgram(Struct, frozen=True):
    """A program that calls a generated client, so that `gen verify` can test the client.

    Attributes:
        program: the id of the program in language.yaml.
        client: the jobs of all files of the client.
        names: the names of the client's methods, regions, classes and fields.
        classes: the names of the client's error classes, by the status and error code that the
            spec documents. The code is None for errors without one.
        base: the name of the class that all error classes inherit from.
    """

    program: str
    client: tuple[ClientJob, ...]
    names: Mapping[Named, Code]
    classes: Mapping[tuple[ErrorStatus, str | None], str]
    base: str

    @property
    def is_page_call(self) -> bool:
        """Whether web pages show the program as a sample, so that it runs as it stands there."""
        return self.program == PAGE_CALL

    @property
    def published(self) -> tuple[str, ...]:
        """The paths of the client's files."""
        return tuple(part.path for part in self.client)

    @property
    def folder(self) -> str:
        """The folder of the client's files, relative to the output folder."""
        return self.client[0].folder

    def context(self, job: Job, names: NamingRules) -> dict[str, object]:
        """Return the variables that the program's template can use; see `program_context`."""
        return program_context(job, self, names)


def plan_client(
    api: Api, operations: Sequence[Operation], target: Target, binding: Binding, wanted: bool
) -> list[ClientJob]:
    """Plan the files of a client.

    A file that is only for some APIs, such as those with regions, is left out for other APIs.

    Arguments:
        api: the API that the client calls.
        operations: those of its operations that the client has methods for.
        target: the target that makes the client, such as `python-client`.
        binding: the default endpoint and timeout of the client, and values for examples.
        wanted: whether the run writes the files.

    Returns:
        One job for each file.
    """
    left_out = tuple(o for o in api.operations if o not in operations)
    if left_out:
        used = [secret for operation in operations for secret in api.secrets(operation)]
        credentials = tuple(c for c in api.credentials if c in used)
        api = replace(api, operations=tuple(operations), credentials=credentials)
    requests = tuple(make_request(api, operation, binding) for operation in api.operations)
    examples = tuple(
        (operation, variant, make_request(api, operation, binding, variant))
        for operation in api.operations
        for variant in operation.examples
        if allows(operation, variant)  # a typed call can have no other values
    )
    cases = in_cases(api.id)
    records = ClassTypes(api)
    features = {
        "regions": bool(api.regions),
        "classes": bool(records.named),
        "json": bool(records.records) or _has_json(api),
        "files": _takes_files(api),
        "types": records.has_own_types,
    }
    jobs = []
    for file in target.files:
        if features.get(file.needs, True):
            path = f"{client_folder(api, target)}/{fill_pattern(file.pattern, cases)}"
            jobs.append(
                ClientJob(
                    path, file.template, target, api, requests, records, left_out, wanted, examples
                )
            )
    return jobs


def _has_json(api: Api) -> bool:
    """Say whether a request or a successful answer of an API has JSON."""
    contents = [content for o in api.operations for content in (o.body, o.result)]
    return any(content is not None and content.kind is ContentKind.JSON for content in contents)


def _takes_files(api: Api) -> bool:
    """Say whether a request of an API can contain a file, even if no sample sends one."""
    bodies = [operation.body for operation in api.operations if operation.body is not None]
    schemas = [
        schema for b in bodies for schema in (b.schema, *(f.schema for f in b.schema.fields))
    ]
    return any(
        Type.FILE in (schema.type, schema.items.type if schema.items is not None else None)
        for schema in schemas
    )


def client_folder(api: Api, target: Target) -> str:
    """Return the folder of a client's files, relative to the output folder."""
    return f"{api.folder}/{target.id}"
