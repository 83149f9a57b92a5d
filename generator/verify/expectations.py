"""What a run of a sample has to send and print in a case, by the code in `expected`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise

from generator.rendering.jobs import Job
from generator.verify.expected.cases import Case
from generator.verify.expected.files import saved_file_name
from generator.verify.expected.loops import count_items, expected_requests, printed_in
from generator.verify.expected.output import expected_error, key_facts, output_facts
from generator.verify.expected.request import ExpectedRequest, expected_request, request_faults
from generator.verify.http_request import ReceivedRequest

# Seconds by which a pause may be shorter than it has to be: clocks differ.
_CLOCK = 0.1


def make_expected(job: Job, case: Case | None, keys: Mapping[str, str]) -> list[ExpectedRequest]:
    """Return the requests that a sample must send in a case, in order.

    Arguments:
        job: the sample.
        case: the case; None for the sample's examples.
        keys: the values of credentials by their environment variables.
    """
    values = case.values if case is not None else {}
    if job.variant.loop is not None:
        steps = case.steps if case is not None else ()
        return expected_requests(job.api, job.operation, steps, values, keys)
    accepts = job.caller is None
    return [expected_request(job.api, job.operation, values, keys, accepts, job.variant.id)]


def sequence_faults(
    received: Sequence[ReceivedRequest], expected: Sequence[ExpectedRequest], case: Case
) -> list[str]:
    """Return a message for each difference between what arrived and the expected requests.

    Arguments:
        received: all requests that arrived during the run.
        expected: the requests that must arrive, in order.
        case: the case of the run.
    """
    if len(expected) == 1:
        return request_faults(received, expected[0], case.requests)
    faults = []
    is_enough = len(received) >= len(expected) if case.repeats else len(received) == len(expected)
    if not is_enough:
        actual = ", ".join(f"{r.method} {r.target}" for r in received[:9]) or "none"
        faults.append(f"requests: {len(received)} ({actual}), expected {len(expected)}")
    for number, request in enumerate(received):
        wanted = expected[min(number, len(expected) - 1)]
        if number < len(expected) or case.repeats:
            differences = request_faults([request], wanted, 1)
            faults += [f"request {number + 1}: {difference}" for difference in differences]
    gaps = (after.at - before.at for before, after in pairwise(received))
    for number, (gap, least) in enumerate(zip(gaps, case.pauses, strict=False), 2):
        if gap < least - _CLOCK:
            faults.append(f"request {number} came after {gap:.1f} s, expected {least} s at least")
    return faults


def make_facts(job: Job, case: Case) -> dict[str, str]:
    """Return the values of the placeholders in the expectations of language.yaml.

    Arguments:
        job: the sample.
        case: the case of the run.
    """
    operation, caller, words = job.operation, job.caller, job.target.wording
    missing = [c for c in job.request.credentials if c.env in case.keys]
    is_head = operation.method == "HEAD"
    facts = {
        **words,
        **output_facts(operation, case.answer, words),
        **(key_facts(missing[0], words) if missing else {}),
        "raised": expected_error(job.api, caller.classes, caller.base, case.answer, is_head)
        if caller
        else "",
        "reason": case.reason,
    }
    if case.files == "missing":  # nothing is sent, and so no answer comes
        facts |= {"head": "", "answerHead": ""}
    facts["raisedAs"] = facts["raised"].partition("\n")[0]
    if case.steps:
        first = output_facts(operation, case.steps[0].answer, words)
        is_list = job.operation.paging is not None and not case.waits
        printed = printed_in(case, first["body" if is_list else "sentence"])
        facts |= {"printed": printed, "sentence": printed.removesuffix("\n")}
    return facts


def least_lines(job: Job, case: Case) -> int | None:
    """Return how many lines a run prints at least to show what a client returned.

    Arguments:
        job: the sample or program. Only a call that web pages show prints objects as they are, in
            the notation of the client's language; programs print them as JSON, by which gen
            proves every value.
        case: the case of the run.

    Returns:
        One line for each item of a list in pages, else one. None if the output is known word for
        word.
    """
    success, result = job.operation.success, job.operation.result
    is_returned = result is not None or bool(success.headers)
    is_saved = saved_file_name(job.operation) != ""
    if not job.is_page_call or not is_returned or is_saved:
        return None
    if case.steps:
        return sum(count_items(job.operation, step.answer) for step in case.steps if step.is_shown)
    return 1 if case.outcome == "success" else None
