"""What the templates of clients are given, and those of the programs that call them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from generator.client.calls import make_call, needs
from generator.client.failures import code_paths, failures, message_paths
from generator.client.names import api_names, argument_names, error_name, field_names
from generator.client.types import Member, usual_name
from generator.languages.target import NamingRules
from generator.model.text import reveal
from generator.rendering.request import variables_of

if TYPE_CHECKING:
    from generator.client.planner import ClientJob, ClientProgram
    from generator.rendering.jobs import Job

Context = dict[str, object]


def program_context(job: Job, caller: ClientProgram, names: NamingRules) -> Context:
    """Give what a program knows that calls a client, beside what a sample does."""
    records = caller.client[0].records
    call = make_call(job.api, job.operation, job.request, records)
    arguments = argument_names(job.api, [call], job.request.credentials, names)
    return {
        "call": call,
        "error_class": caller.base,
        "job_names": {**caller.names, **arguments},
    }


def client_context(job: ClientJob, names: NamingRules) -> Context:
    """Give what all files of a client know."""
    api = job.api
    pairs = zip(api.operations, job.requests, strict=True)
    calls = [make_call(api, operation, request, job.records) for operation, request in pairs]
    request = job.requests[0]
    credentials = tuple(variables_of(api.credentials).values())
    fields = field_names(api, names, job.records)
    is_camel = job.records.is_camel({m: fields[m] for m in job.records.members})
    odd = {
        record: [m for m in record.members if not _is_usual(m, fields[m], is_camel)]
        for record in job.records.records
    }
    return {
        "api": api,
        "calls": calls,
        "credentials": credentials,
        "endpoint": request.endpoint,
        "error_class": error_name(api, names),
        "failures": failures(api),
        "code_paths": code_paths(api),
        "message_paths": message_paths(api),
        "needs": needs(calls, job.records),
        "records": job.records,
        "is_camel": is_camel,
        "odd": odd,
        "has_odd": any(odd.values()),
        "region": request.region,
        "timeout": request.timeout,
        "title": job.target.title,
        "job_names": {
            **api_names(api, names, job.records),
            **fields,
            **argument_names(api, calls, credentials, names),
        },
    }


def _is_usual(member: Member, identifier: str, is_camel: bool) -> bool:
    """Say whether a client can tell a field's name by its identifier."""
    usual = usual_name(identifier) if is_camel else identifier
    return reveal(member.name) == usual
