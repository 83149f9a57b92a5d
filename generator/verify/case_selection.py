"""Choose the cases that a sample runs in. A case is one situation, such as a documented answer."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.variants import Loop
from generator.rendering.capabilities import needed_capabilities
from generator.rendering.jobs import Job
from generator.verify.expected.cases import Case, make_cases
from generator.verify.expected.loops import make_loop_cases
from generator.verify.settings import Settings
from generator.verify.stage import Runner

# After these statuses, a client sends a request once more if that is safe: RFC 6585, section 4, and
# RFC 9110, section 15.6.4.
_REPEATED = (429, 503)


def select_cases(job: Job, runner: Runner, settings: Settings) -> list[Case]:
    """Return the cases that a sample runs in, without those that the settings exclude."""
    tls, is_bound = runner.is_tls(job), not (runner.is_exact or job.own or job.is_page_call)
    loop = job.variant.loop
    if job.is_page_call and job.operation.paging is not None:
        loop = Loop.ALL_PAGES
    if loop is not None:
        listed = make_loop_cases(job.api, job.operation, loop, tls, is_bound)
    else:
        listed = make_cases(job.api, job.operation, tls, is_bound, job.variant.id)
    if job.is_page_call:
        listed = [case for case in listed if not _is_of_client(case)]
    if job.caller is not None and () in job.operation.other_security:
        listed = [case for case in listed if not case.keys]  # a client calls without a key, too
    if not job.request.files:  # a multipart body may have none
        listed = [case for case in listed if case.files != "missing"]
    chosen, network_samples = settings.cases, settings.network_samples
    if network_samples is not None and job.path not in network_samples:
        listed = [case for case in listed if not case.is_network_case]
    return [c for c in listed if chosen is None or c.id in chosen or c.column in chosen]


def _is_of_client(case: Case) -> bool:
    """Say whether a client would repeat the request in a case, or wait for long.

    The programs that test a client switch repetitions off, and give it a short time limit. A call
    that web pages show does neither, so it does not run in these cases.
    """
    return case.gets_no_answer or any(
        answer.status in _REPEATED
        for answer in (case.answer, *(step.answer for step in case.steps))
    )


def choose_network_samples(jobs: Iterable[Job]) -> frozenset[str]:
    """Choose the samples that run the network cases, such as a refused connection.

    The code that a template writes for these cases is the same in all samples of a kind. Samples of
    a kind have the same target, client program and API, and need the same capabilities, such as a
    JSON body. HEAD is a kind of its own.

    Arguments:
        jobs: all samples of a verification.

    Returns:
        The path of the first sample of each kind.
    """
    first: dict[object, str] = {}
    for job in jobs:
        program = job.caller.program if job.caller else ""
        is_head = job.operation.method == "HEAD"
        kind = (
            job.target.id,
            program,
            job.api.folder,
            is_head,
            job.variant.loop,
            frozenset(needed_capabilities(job.api, job.operation, job.variant)),
            "" if job.own is None else job.path,  # its author wrote what others have of a template
        )
        first.setdefault(kind, job.path)
    return frozenset(first.values())
