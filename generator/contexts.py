"""What templates are given, by what they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from generator.body import Variable
from generator.calls import make_call, needs
from generator.client import (
    api_names,
    argument_names,
    code_paths,
    error_name,
    failures,
    field_names,
    message_paths,
)
from generator.literals import Code, identifiers
from generator.model import Credential
from generator.plan import ClientJob, Job
from generator.publication import Publication
from generator.records import Member, usual_name
from generator.request import variables_of
from generator.shown import Entry, Sample
from generator.target import Names
from generator.text import reveal
from generator.values import Value

Context = dict[str, object]


def of_job(job: Job, names: Names, samples: Iterable[Sample]) -> Context:
    """Give what a sample knows, a page that shows samples, or a program that calls a client."""
    file = job.file
    context: Context = {
        "api": job.api,
        "operation": job.operation,
        "request": job.request,
        "region": job.request.region,
        "success": job.operation.success,
        "file": file,
        "stem": file.partition(".")[0],
        "title": job.target.title,
        "samples": list(samples),
    }
    if job.caller is None:
        context["job_names"] = _names(job, names)
        return context
    records = job.caller.client[0].records
    call = make_call(job.api, job.operation, job.request, records)
    arguments = argument_names(job.api, [call], job.request.credentials, names)
    return {
        **context,
        "call": call,
        "error_class": job.caller.base,
        "job_names": {**job.caller.names, **arguments},
    }


def of_client(job: ClientJob, names: Names) -> Context:
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


def of_publication(
    job: Publication, entries: Sequence[Entry], has_proofs: bool, prose: Callable[[str], Code]
) -> Context:
    """Give what a file to publish knows.

    Arguments:
        job: the file.
        entries: all operations of its API.
        has_proofs: whether anything is known of what was verified.
        prose: what writes text as CommonMark.
    """

    def as_openapi() -> Value:
        from generator.documents import openapi  # which few need

        return openapi(job.api, entries, prose)

    def as_overlay() -> Value:
        from generator.overlays import overlay

        return overlay(job.api, entries)

    if job.is_site:
        return {"apis": job.apis, "title": job.target.title, "has_proofs": has_proofs}
    first = entries[0]
    context: Context = {
        "api": job.api,
        "apis": job.apis,
        "title": job.target.title,
        "entries": entries,
        "region": first.request.region,
        "endpoint": first.request.endpoint,
        "has_proofs": has_proofs,
        "as_openapi": as_openapi,
        "as_overlay": as_overlay,
    }
    for number, entry in enumerate(entries):
        if entry.operation is job.operation:
            context |= {
                "entry": entry,
                "previous": entries[number - 1] if number else None,
                "next": entries[number + 1] if number + 1 < len(entries) else None,
                "operation": entry.operation,
                "request": entry.request,
                "success": entry.operation.success,
                "samples": list(entry.samples),
            }
    return context


def _is_usual(member: Member, identifier: str, is_camel: bool) -> bool:
    """Say whether a client can tell a field's name by its identifier."""
    usual = usual_name(identifier) if is_camel else identifier
    return reveal(member.name) == usual


class Chosen:
    """The identifiers of a sample's variables and credentials, each of which is one object.

    Arguments:
        things: variables and credentials.
        identifiers: theirs, in the same order.
    """

    __slots__ = ("_found", "_things")

    def __init__(self, things: Sequence[Variable | Credential], identifiers: Iterable[str]) -> None:
        self._things = things  # whose identities are known as long as they are there
        self._found = dict(zip(map(id, things), map(Code, identifiers), strict=True))

    def get(self, thing: object) -> Code | None:
        """Give the identifier of a thing, None if it has none."""
        return self._found.get(id(thing))


def _names(job: Job, names: Names) -> Chosen:
    """Choose the identifiers of the sample's variables."""
    request = job.request
    things: list[Variable | Credential] = [*request.variables, *request.files]
    if request.body:
        things += request.body.inputs
    if request.output:
        things.append(request.output)
    wanted = [reveal(thing.name) for thing in things]
    taken = names.taken
    if names.environment:  # credentials have their variables already, which others may not hide
        taken = _all_taken(taken, tuple(credential.env for credential in request.credentials))
    else:
        things += request.credentials
        only = len(request.credentials) == 1
        wanted += ["key" if only else credential.env for credential in request.credentials]
    chosen = identifiers(wanted, names.case, taken, names.clash, names.ignore_case)
    return Chosen(things, chosen)


@lru_cache
def _all_taken(taken: frozenset[str], more: tuple[str, ...]) -> frozenset[str]:
    return taken | set(more)
