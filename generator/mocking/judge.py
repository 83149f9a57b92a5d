"""Decide on a request: which operation it calls, what is wrong with it, and the answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any

from generator.errors import GenError
from generator.mocking.bodies import body_faults
from generator.mocking.contract import Contract
from generator.mocking.contracts import Contracts
from generator.mocking.faults import MOST_FAULTS, Fault, problem_answer
from generator.mocking.media_types import covers, is_accepted
from generator.mocking.parameters import SentTexts, parameter_faults, undocumented_names
from generator.mocking.preferences import Choice, choose_answer, read_preferences
from generator.mocking.routing import Route, make_routes, nearest_paths
from generator.mocking.schema_check import SchemaCheck
from generator.mocking.security import credential_faults
from generator.model.api import Api, Operation
from generator.model.media_types import without_parameters
from generator.model.messages import BODY, ApiError
from generator.model.structs import Struct
from generator.model.text import reveal
from generator.model.values import plain
from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest, RefusedError
from generator.verify.mock_server import documented_error

# The statuses by which APIs document a fault of each kind, and the order of the kinds.
_DOCUMENTED_AS = {401: (401, 403), 415: (415,), 406: (406,), 400: (400, 422)}


class Verdict(Struct, frozen=True):
    """The answer to a request, and what is to be said about it.

    Attributes:
        answer: the answer.
        faults: why the request is refused; empty if it is right.
        notes: what else is worth to know, such as a preference that can't be met.
    """

    answer: Answer
    faults: tuple[Fault, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def remark(self) -> str:
        """The first fault and how many more there are, or else the notes; may be empty."""
        if not self.faults:
            return "; ".join(self.notes)
        more = len(self.faults) - 1
        return self.faults[0].text + (f", and {more} more" if more else "")


class Judge:
    """Decides on requests for some APIs.

    Arguments:
        apis: the APIs.
        contracts: what their operations document.
    """

    def __init__(self, apis: Sequence[Api], contracts: Contracts) -> None:
        self.routes = make_routes(apis)
        self._contracts = contracts
        self._samples: dict[tuple[str, str], dict[str, list[Any]]] = {}

    def methods(self, request: ReceivedRequest) -> list[str]:
        """Return the documented methods of a request's path."""
        return list(dict.fromkeys(route.operation.method for route in self._fitting(request)))

    def _fitting(self, request: ReceivedRequest) -> list[Route]:
        """Return the routes with the path of a request."""
        segments = request.segments
        return [route for route in self.routes if route.fits(segments)]

    def decide(self, request: ReceivedRequest, choose: Callable[[Operation], Answer]) -> Verdict:
        """Decide on a request.

        Arguments:
            request: the request.
            choose: returns the answer to a right request that prefers none.
        """
        routes = self._fitting(request)
        if not routes:
            near = nearest_paths(self.routes, request)
            detail = "No operation is documented at this path."
            fault = Fault(404, "path", "", "", "no operation is documented at this path")
            if near:
                fault = Fault(404, "path", "", "", f"{fault.what}; near to it: {', '.join(near)}")
            elif self.routes:
                first = f"{self.routes[0].operation.method} {self.routes[0].path}"
                fault = Fault(404, "path", "", "", f"{fault.what}, but for example {first}")
                detail = f"{detail} One that is: {first}."
            return Verdict(problem_answer(404, detail, nearest=near), (fault,))
        same = [route for route in routes if route.operation.method == request.method]
        if not same:
            methods = list(dict.fromkeys(route.operation.method for route in routes))
            detail = f"{request.method} is not documented at this path."
            what = f"this method is not documented here; {', '.join(methods)} is"
            answer = problem_answer(405, detail, fields=(("Allow", ", ".join(methods)),))
            return Verdict(answer, (Fault(405, request.method, "", "", what),))
        verdicts = [self._check(route, request) for route in same]
        right = [route for route, faults in verdicts if not faults]
        if not right:
            route, faults = min(verdicts, key=lambda row: _severity(row[1]))
            others = [r.operation for r in same if r.path == route.path]
            return self._refuse(route, faults, others)
        # Documents may have operations that differ in a query that their paths end in.
        best = min(right, key=lambda route: len(self._undocumented(route, request)))
        return self._answer(best, request, choose)

    def refuse_unread(self, error: RefusedError) -> Answer | None:
        """Return the documented error for a request that was not read to its end, if any."""
        request = ReceivedRequest(error.method, error.target, error.fields, b"")
        for route in self._fitting(request) if error.method else ():
            if route.operation.method == error.method:
                rows = [row for row in route.operation.errors if row.status == error.status]
                return documented_error(rows, error.status)
        return None

    def _contract(self, route: Route) -> Contract | None:
        """Return what an operation documents; None if that is not known."""
        return self._contracts.get((route.api.name, route.operation.id))

    def _check(self, route: Route, request: ReceivedRequest) -> tuple[Route, list[Fault]]:
        """Return what is wrong with a request for an operation."""
        contract = self._contract(route)
        if contract is None:
            return route, []
        sent = SentTexts(request, route.texts(request))
        samples, check = self._sample_values(route), SchemaCheck()
        faults = credential_faults(contract.security, sent)
        for parameter in contract.parameters:
            values = samples.get(f"{parameter.where} {parameter.name}", [])
            faults += parameter_faults(parameter, sent, check, values)
        faults += _body_faults(contract, request, check, samples.get(BODY, []))
        if not is_accepted(request.field("Accept"), contract.media_types):
            what = f"this accepts none of {', '.join(contract.media_types)}"
            faults.append(Fault(406, "header", "Accept", "", what))
        return route, faults[:MOST_FAULTS]

    def _undocumented(self, route: Route, request: ReceivedRequest) -> list[str]:
        """Return the names in the query that nothing documents."""
        contract = self._contract(route)
        if contract is None:
            return []
        keys = {rule.name for needed in contract.security for rule in needed}
        names = undocumented_names(contract.parameters, SentTexts(request, {}))
        # A document may write a query behind a path, which the model has as parameters.
        own = {reveal(parameter.name) for parameter in route.operation.parameters}
        return [name for name in names if name not in keys | own]

    def _sample_values(self, route: Route) -> dict[str, list[Any]]:
        """Return the values that samples of an operation send, by place and name."""
        operation, key = route.operation, (route.api.name, route.operation.id)
        if key not in self._samples:
            self._samples[key] = _sent_values(operation)
        return self._samples[key]

    def _refuse(
        self, route: Route, faults: list[Fault], operations: Sequence[Operation]
    ) -> Verdict:
        """Refuse a request: by a documented error, or else by a problem document."""
        status = next(s for s in _DOCUMENTED_AS if any(fault.status == s for fault in faults))
        errors = tuple(dict.fromkeys(error for o in operations for error in o.errors))
        errors = errors or route.operation.errors
        faults.sort(key=lambda fault: list(_DOCUMENTED_AS).index(fault.status))
        answer = None
        for one in _DOCUMENTED_AS[status]:
            rows = sorted(
                (row for row in errors if row.status == one),
                key=lambda row: -_likeness(row, faults),
            )
            answer = answer or documented_error(rows, one)
        answer = answer or documented_error(errors, status)
        if answer is None:
            number = len(faults)
            most = " or more" if number == MOST_FAULTS else ""
            detail = f"The request does not fit the documentation of {route.operation.id}"
            detail += f" in {number}{most} {'place' if number == 1 else 'places'}."
            answer = problem_answer(status, detail, faults)
        return Verdict(answer, tuple(faults))

    def _answer(
        self, route: Route, request: ReceivedRequest, choose: Callable[[Operation], Answer]
    ) -> Verdict:
        """Answer a request that is right."""
        contract = self._contract(route) or Contract()
        preferences = read_preferences(request.field("Prefer"))
        choice = Choice(None)
        if preferences.code or preferences.example:
            choice = choose_answer(route.api, route.operation, contract, preferences)
        if choice.notes and preferences.is_strict:
            faults = tuple(Fault(400, "header", "Prefer", "", note) for note in choice.notes)
            detail = "A preference can't be met, and handling=strict asks for an error."
            return Verdict(problem_answer(400, detail, faults), faults)
        answer = choice.answer or choose(route.operation)
        fields = [("Preference-Applied", ", ".join(choice.applied))] if choice.applied else []
        notes = list(choice.notes)
        if names := self._undocumented(route, request):
            notes.append(f"query {', '.join(names[:3])}: not documented")
        if request.body and request.field("Content-Encoding"):
            notes.append("body: not checked, since it has a Content-Encoding")
        answer = Answer(answer.status, answer.body, (*answer.fields, *fields), answer.silent)
        return Verdict(answer, (), tuple(notes))


def _body_faults(
    contract: Contract, request: ReceivedRequest, check: SchemaCheck, samples: list[Any]
) -> list[Fault]:
    """Return what is wrong with the body of a request, and with its media type."""
    types = request.field("Content-Type")
    sent = types[0] if types else ""
    listed = " or ".join(dict.fromkeys(body.media_type for body in contract.bodies))
    # Some clients add a Content-Type without a body, which counts as no body.
    is_there = bool(request.body) or (bool(types) and _takes_bytes(contract, sent))
    if not contract.bodies:
        if request.body:
            return [Fault(415, "body", "", "", "this operation takes no body")]
        return []
    if not is_there:
        if contract.is_body_required:
            what = f"this is required, and is not there: {listed}"
            return [Fault(400, "body", "", "", what)]
        return []
    if len(types) != 1:
        what = f"this is there {len(types)} times" if types else "this is not there"
        return [Fault(415, "header", "Content-Type", "", f"{what}; {listed} is documented")]
    bodies = [body for body in contract.bodies if covers(body.media_type, sent)]
    exact = [b for b in bodies if without_parameters(b.media_type) == without_parameters(sent)]
    bodies = exact or bodies
    if not bodies:
        what = f"{without_parameters(sent)[:80] or 'nothing'} is not documented; {listed} is"
        return [Fault(415, "header", "Content-Type", "", what)]
    if any(v.strip().lower() not in ("", "identity") for v in request.field("Content-Encoding")):
        return []
    faults = [body_faults(body, sent, request.body, check, samples) for body in bodies]
    return min(faults, key=len)


def _takes_bytes(contract: Contract, sent: str) -> bool:
    """Say whether an empty body is a body: a file or a text without any byte."""
    bare = without_parameters(sent)
    is_structured = bare.endswith(("json", "/x-www-form-urlencoded", "/form-data"))
    return not is_structured and any(covers(body.media_type, sent) for body in contract.bodies)


def _severity(faults: Sequence[Fault]) -> tuple[bool, bool, int]:
    """Return how far a request is from an operation. One that takes its media type is nearer."""
    statuses = {fault.status for fault in faults}
    return 415 in statuses, 406 in statuses, len(faults)


def _likeness(error: ApiError, faults: Sequence[Fault]) -> int:
    """Return how many of the names and words of the faults an error speaks of."""
    texts = (error.code, error.message, error.description)
    about = " ".join([error.id, *(reveal(text) for text in texts if text is not None)]).lower()
    words = set(re.findall("[a-z]{3,}", re.sub("([a-z])([A-Z])", r"\1 \2", about)))
    words |= set(re.findall("[a-z]{3,}", about))
    wanted: set[str] = set()
    for fault in faults:
        wanted |= set(re.findall("[a-z]{3,}", f"{fault.name} {fault.pointer}".lower()))
        wanted |= {"missing", "required"} if "not there" in fault.what else {"invalid"}
    return len(words & wanted)


def _sent_values(operation: Operation) -> dict[str, list[Any]]:
    """Return the values that samples of an operation send, by place and name."""
    values: dict[str, list[Any]] = {}
    places = {reveal(p.name): f"{p.where.value} {reveal(p.name)}" for p in operation.parameters}
    try:
        schemas = [(places[reveal(p.name)], p.schema) for p in operation.parameters]
        if operation.body is not None:
            schemas.append((BODY, operation.body.schema))
        for key, schema in schemas:
            value = schema.sent()
            if value is not None or schema.is_null:
                values.setdefault(key, []).append(plain(value))
        for variant in operation.variants:
            for name, value in variant.sent.items():
                values.setdefault(places.get(name, name), []).append(plain(value))
    except GenError:
        return values
    return values
