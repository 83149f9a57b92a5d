"""The variables that the templates of samples, pages and programs can use."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.languages.target import NamingRules, fill_pattern
from generator.model.api import Credential, Scheme
from generator.model.naming import identifiers
from generator.model.text import Code, reveal
from generator.rendering.expressions import Variable
from generator.rendering.finish import mark_header
from generator.rendering.jobs import Job
from generator.rendering.request import Request
from generator.rendering.sample import Sample, group_samples

Context = dict[str, object]


class Contexts:
    """Makes the template variables for one job after another.

    Jobs with the same request follow each other. They share most variables, which are computed
    once for each request.
    """

    def __init__(self) -> None:
        self._request: Request | None = None
        self._common: Context
        self._inputs: _NamedThings
        self._inputs_and_secrets: _NamedThings

    def make_context(self, job: Job, names: NamingRules, samples: Iterable[Sample]) -> Context:
        """Return the variables for the template of one job, by name.

        Arguments:
            job: the sample, page or program to render.
            names: the rules for identifiers of the job's language.
            samples: the samples to show if the job is a page; empty for other jobs.
        """
        if job.request is not self._request:
            self._read_request(job)
        file = job.file
        context = self._common.copy()
        context["file"] = file
        context["stem"] = file.partition(".")[0]
        context["title"] = job.target.title
        groups = group_samples(samples)
        context["samples"] = list(groups[0].samples) if groups else []
        context["sample_groups"] = groups
        context["header"] = _header(job)
        if job.caller is None:
            context["job_names"] = self._names(job.request, names, job.target.names_in(job.variant))
        return context

    def _read_request(self, job: Job) -> None:
        """Compute what all samples of a request share."""
        request = self._request = job.request
        self._common = {
            "api": job.api,
            "operation": job.operation,
            "request": request,
            "region": request.region,
            "success": job.operation.success,
        }
        things: list[Variable | Credential] = [*request.inputs]
        if request.body is not None:
            things += (part.input for part in request.body.parts if part.input is not None)
        if request.loop is not None:
            things += request.loop.variables
        wanted = [reveal(thing.name) for thing in things]
        self._inputs = _named_things(things, wanted)
        only = len(request.credentials) == 1
        wanted += [_SECRETS[c.scheme] if only else c.env for c in request.credentials]
        self._inputs_and_secrets = _named_things([*things, *request.credentials], wanted)

    def _names(self, request: Request, names: NamingRules, of_loop: tuple[str, ...]) -> ChosenNames:
        """Choose the identifiers of a sample's variables and credentials.

        Arguments:
            request: the request that the sample sends.
            names: the rules for identifiers of the language.
            of_loop: the names that the code of a loop has itself.
        """
        if names.environment:  # credentials keep their own names, which no variable may take
            taken = _union(names.taken, tuple(c.env for c in request.credentials))
            things = self._inputs
        else:
            taken, things = names.taken, self._inputs_and_secrets
        taken = _union(taken, of_loop) if of_loop else taken
        chosen = identifiers(things.wanted, names.case, taken, names.clash, names.ignore_case)
        return ChosenNames(things, chosen)


# The names of the variable of a credential, if there is only one.
_SECRETS = {Scheme.RAW: "key", Scheme.BEARER: "token", Scheme.BASIC: "login"}


def _header(job: Job) -> Code:
    """Write the comment on top of a sample, and mark its end."""
    keys = "".join(f"{c.env}=<{c.hint}> " for c in job.request.credentials)
    facts = {"file": job.file, "stem": job.file.partition(".")[0], "keys": keys}
    lines = []
    for pattern in job.target.header:
        line = job.target.comment + fill_pattern(pattern, facts)
        if len(line) > _MAX_COMMENT:
            line = line.replace(" && ", f" &&\n{job.target.comment}", 1)
        if max(map(len, line.split("\n"))) > _MAX_COMMENT:
            line = job.target.comment + fill_pattern(pattern, {**facts, "keys": ""})
        lines.append(line)
    return mark_header(lines)


# The most columns of a comment; formatters of some languages break longer ones.
_MAX_COMMENT = 100


class _NamedThings(NamedTuple):
    """Variables and credentials, their `id()`, and the names that they should get."""

    things: Sequence[Variable | Credential]
    keys: tuple[int, ...]
    wanted: tuple[str, ...]


def _named_things(things: Sequence[Variable | Credential], wanted: Iterable[str]) -> _NamedThings:
    """Pair things with the names that they should get."""
    return _NamedThings(things, tuple(map(id, things)), tuple(wanted))


class ChosenNames:
    """The identifiers that a sample's code has for its variables and credentials.

    They are looked up by the identity of the object, not by equality.

    Arguments:
        things: the variables and credentials of the sample.
        identifiers: one identifier for each of `things`, in the same order.
    """

    __slots__ = ("_identifiers", "_things")

    def __init__(self, things: _NamedThings, identifiers: Iterable[Code]) -> None:
        self._things = things  # keeps the objects alive, so that no other gets the same id()
        self._identifiers = dict(zip(things.keys, identifiers, strict=True))

    def get(self, thing: object) -> Code | None:
        """Return the identifier of a variable or credential; None for any other object."""
        return self._identifiers.get(id(thing))


@lru_cache
def _union(taken: frozenset[str], more: tuple[str, ...]) -> frozenset[str]:
    """Join two sets of names; cached, since all requests of an API ask for the same."""
    return taken | set(more)
