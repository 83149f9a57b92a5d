"""The server of `gen mock`, which holds requests to the documentation."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace

from generator.errors import printable
from generator.mocking.contracts import Contracts
from generator.mocking.cors import is_preflight, preflight_answer, with_cors
from generator.mocking.faults import Fault, problem_answer
from generator.mocking.judge import Judge, Verdict
from generator.model.api import Api
from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest, RefusedError
from generator.verify.mock_server import MockServer

# The most characters of a reason in a header.
_MOST = 400


@dataclass
class StrictMockServer(MockServer):
    """A mock server that checks all of a request.

    Attributes:
        contracts: what the operations of the APIs document.
        on_verdict: called with the method, the target and the verdict of each request, in the
            thread that answers it; None to call nothing.
    """

    contracts: Contracts = field(default_factory=dict)
    on_verdict: Callable[[str, str, Verdict], None] | None = None

    def __post_init__(self) -> None:
        self._judge = Judge(self.apis, self.contracts)

    def replace_apis(self, apis: Sequence[Api], contracts: Contracts) -> None:
        """Answer as other APIs document from now on."""
        self.apis, self.contracts = apis, contracts
        self._judge = Judge(apis, contracts)

    def respond(self, request: ReceivedRequest) -> Answer:
        """Check a request against the documentation, and return the answer to it."""
        judge = self._judge
        if is_preflight(request) and "OPTIONS" not in judge.methods(request):
            verdict = Verdict(preflight_answer(request, judge.methods(request)))
        else:
            try:
                verdict = judge.decide(request, lambda o: self.answer or self.choose(o))
            except Exception:  # a fault of gen, which must not end the connection without a word
                fault = Fault(500, "request", "", "", "gen could not check it; please report this")
                verdict = Verdict(problem_answer(500, f"{fault.what}."), (fault,))
        self._report(request.method, request.target, verdict)
        return with_cors(request, _with_remark(verdict))

    def refuse(self, error: RefusedError) -> Answer:
        """Return the answer to a request that was not read to its end."""
        answer = self._judge.refuse_unread(error)
        fault = Fault(error.status, "request", "", "", error.why)
        if answer is None:
            answer = problem_answer(
                error.status, f"{error.why[:1].upper()}{error.why[1:]}.", (fault,)
            )
        verdict = Verdict(answer, (fault,))
        self._report(error.method or "-", error.target or "-", verdict)
        request = ReceivedRequest(error.method, error.target, error.fields, b"")
        return with_cors(request, _with_remark(verdict))

    def _report(self, method: str, target: str, verdict: Verdict) -> None:
        """Report a verdict."""
        if self.on_verdict is not None:
            with suppress(OSError):  # the reader of this output may be gone
                self.on_verdict(method, target, verdict)


def _with_remark(verdict: Verdict) -> Answer:
    """Return the answer of a verdict with the first reason in a header, for far callers."""
    if not verdict.remark:
        return verdict.answer
    text = printable(verdict.remark).encode("ascii", "backslashreplace").decode()[:_MOST]
    name = "Mock-Reason" if verdict.faults else "Mock-Note"
    return replace(verdict.answer, fields=(*verdict.answer.fields, (name, text)))
