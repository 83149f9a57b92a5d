"""What templates are given, by what they make."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache

from generator.body import Variable
from generator.literals import Code, identifiers
from generator.model import Credential
from generator.plan import Job
from generator.publication import Publication
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
    else:
        from generator.clientcontexts import of_caller  # which few need

        context |= of_caller(job, names)
    return context


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


class Chosen:
    """The identifiers of a sample's variables and credentials, each of which is one object.

    Arguments:
        things: variables and credentials.
        identifiers: theirs, in the same order.
    """

    __slots__ = ("_found", "_things")

    def __init__(
        self, things: Sequence[Variable | Credential], identifiers: Iterable[Code]
    ) -> None:
        self._things = things  # whose identities are known as long as they are there
        self._found = dict(zip(map(id, things), identifiers, strict=True))

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
