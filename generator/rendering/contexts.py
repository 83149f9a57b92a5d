"""The variables that the templates of samples, pages and programs can use."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from generator.languages.encoders import UnholdableError
from generator.languages.language import Language
from generator.languages.target import NamingRules, fill_pattern
from generator.model.credentials import Credential, Scheme
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

    def make_context(self, job: Job, language: Language, samples: Iterable[Sample]) -> Context:
        """Return the variables for the template of one job, by name.

        Arguments:
            job: the sample, page or program to render.
            language: the job's language.
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
        context["header"] = _header(job, language)
        if job.caller is None:
            taken = job.target.names_in(job.variant)
            context["job_names"] = self._names(job.request, language.names, taken)
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


# The most columns of a comment; formatters of some languages break longer ones.
_MAX_COMMENT = 100
# The most lines of the comment on top of a sample.
_MAX_LINES = 2


def _header(job: Job, language: Language) -> Code:
    """Write the comment on top of a sample, and mark its end.

    It sets credentials by the commands that print them, if the spec has some and they fit, else by
    hints.
    """
    hints, commands = _keys(job.request.credentials, language)
    ways = [_comment(job, {**hints, **commands})] if commands else []
    if len(commands) == 1 and job.target.header:
        ((env, command),) = commands.items()
        others = {name: hint for name, hint in hints.items() if name != env}
        ways.append([f"{job.target.comment}export {env}={command}", *_comment(job, others)])
    for lines in ways:
        # A line that would be too long has no keys at all.
        is_whole = all(command in "\n".join(lines) for command in commands.values())
        if is_whole and len(lines) <= _MAX_LINES and max(map(len, lines)) <= _MAX_COMMENT:
            return mark_header(lines)
    return mark_header(_comment(job, hints))


@lru_cache
def _keys(
    credentials: tuple[Credential, ...], language: Language
) -> tuple[dict[str, str], dict[str, str]]:
    """Return hints and commands for credentials, each by environment variable; see `_header`.

    Cached, since most requests of an API have the same credentials.
    """
    comment = language.encoders.get("comment")
    words = {c.env: language.wording[c.hint] for c in credentials}
    hints = {env: f"<{comment.encode(w) if comment else w}>" for env, w in words.items()}
    return hints, _commands(credentials, language)


def _commands(credentials: Iterable[Credential], language: Language) -> dict[str, str]:
    """Return the values of credentials that a shell gets by a command, by environment variable.

    A command that a comment of the language can't have as it is, is left out.
    """
    commands = {}
    for credential in credentials:
        command = None if credential.obtain is None else credential.obtain.command
        if command is None or "comment" not in language.encoders:
            continue
        try:
            is_plain = language.encoders["comment"].encode(reveal(command)) == reveal(command)
        except UnholdableError:
            is_plain = False
        if is_plain:
            commands[credential.env] = f"$({reveal(command)})"
    return commands


def _comment(job: Job, keys: Mapping[str, str]) -> list[str]:
    """Return the lines of the comment on top of a sample.

    Arguments:
        job: the sample.
        keys: the values of environment variables that the line which runs the sample sets.
    """
    target = job.target
    set_keys = "".join(f"{env}={value} " for env, value in keys.items())
    facts = {"file": job.file, "stem": job.file.partition(".")[0], "keys": set_keys}
    lines = []
    for pattern in target.header:
        line = target.comment + fill_pattern(pattern, facts)
        if len(line) > _MAX_COMMENT:
            line = line.replace(" && ", f" &&\n{target.comment}", 1)
        if max(map(len, line.split("\n"))) > _MAX_COMMENT:
            line = target.comment + fill_pattern(pattern, {**facts, "keys": ""})
        lines += line.split("\n")
    return lines


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
