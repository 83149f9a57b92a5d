"""What templates are given, by what they make."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.languages.target import NamingRules
from generator.model.api import Credential
from generator.model.naming import identifiers
from generator.model.text import Code, reveal
from generator.rendering.body import Variable
from generator.rendering.jobs import Job
from generator.rendering.request import Request
from generator.rendering.sample import Sample

Context = dict[str, object]


class Contexts:
    """What samples know, pages that show them, and programs that call clients.

    All samples of an operation know much of the same, and are made one behind the other.
    """

    def __init__(self) -> None:
        self._request: Request | None = None
        self._common: Context
        self._things: _Things
        self._with_secrets: _Things

    def of_job(self, job: Job, names: NamingRules, samples: Iterable[Sample]) -> Context:
        """Give what one of them knows."""
        if job.request is not self._request:
            self._know(job)
        file = job.file
        context = self._common.copy()
        context["file"] = file
        context["stem"] = file.partition(".")[0]
        context["title"] = job.target.title
        context["samples"] = list(samples)
        if job.caller is None:
            context["job_names"] = self._names(job.request, names)
        return context

    def _know(self, job: Job) -> None:
        request = self._request = job.request
        self._common = {
            "api": job.api,
            "operation": job.operation,
            "request": request,
            "region": request.region,
            "success": job.operation.success,
        }
        things: list[Variable | Credential] = [*request.variables, *request.files]
        if request.body:
            things += request.body.inputs
        if request.output:
            things.append(request.output)
        wanted = [reveal(thing.name) for thing in things]
        self._things = _things(things, wanted)
        only = len(request.credentials) == 1
        wanted += ["key" if only else credential.env for credential in request.credentials]
        self._with_secrets = _things([*things, *request.credentials], wanted)

    def _names(self, request: Request, names: NamingRules) -> ChosenNames:
        """Choose the identifiers of a sample's variables."""
        if names.environment:  # credentials have theirs already, which others may not hide
            taken = _all_taken(names.taken, tuple(c.env for c in request.credentials))
            found = self._things
        else:
            taken, found = names.taken, self._with_secrets
        chosen = identifiers(found.wanted, names.case, taken, names.clash, names.ignore_case)
        return ChosenNames(found, chosen)


class _Things(NamedTuple):
    """What has an identifier, what it is known by as long as it is there, and what it is called."""

    things: Sequence[Variable | Credential]
    keys: tuple[int, ...]
    wanted: tuple[str, ...]


def _things(things: Sequence[Variable | Credential], wanted: Iterable[str]) -> _Things:
    return _Things(things, tuple(map(id, things)), tuple(wanted))


class ChosenNames:
    """The identifiers of a sample's variables and credentials, each of which is one object.

    Arguments:
        things: variables and credentials.
        identifiers: theirs, in the same order.
    """

    __slots__ = ("_found", "_things")

    def __init__(self, things: _Things, identifiers: Iterable[Code]) -> None:
        self._things = things  # which are there as long as this is
        self._found = dict(zip(things.keys, identifiers, strict=True))

    def get(self, thing: object) -> Code | None:
        """Give the identifier of a thing, None if it has none."""
        return self._found.get(id(thing))


@lru_cache
def _all_taken(taken: frozenset[str], more: tuple[str, ...]) -> frozenset[str]:
    return taken | set(more)
