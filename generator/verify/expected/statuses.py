"""The status that a server answers with for a row of the error table, as verify chooses it."""

from __future__ import annotations

from collections.abc import Container

from generator.model.api import Api, Operation
from generator.model.messages import ApiError, Response
from generator.model.statuses import ErrorStatus, StatusRange, documented_statuses

# The statuses that can stand for a range, the usual ones first. Those are not among them that HTTP
# clients act on by themselves: 401, 407, 408, 421, 425, 426 and 429.
_CLIENT_STATUSES = (
    *(422, 400, 409, 403, 404, 410, 405, 406, 412, 415, 423, 424, 428, 402, 451, 418),
    *(411, 413, 414, 416, 417, 431),
)
_SERVER_STATUSES = (503, 500, 502, 504, 501, 507, 505, 506, 508, 510, 511)
STATUSES = {
    StatusRange.CLIENT: _CLIENT_STATUSES,
    StatusRange.SERVER: _SERVER_STATUSES,
    StatusRange.DEFAULT: (500, *_SERVER_STATUSES, *_CLIENT_STATUSES),
}


def answered_status(api: Api, operation: Operation, row: Response | ApiError) -> int | None:
    """Return the status that the server answers with for a documented answer.

    It is the answer's own. For a range it is one of the range that the operation does not document
    more exactly. If that can be, no other operation documents it more exactly, either, since a
    client has the same exceptions for all operations.

    Arguments:
        api: the API of the operation.
        operation: the operation that is answered.
        row: one of the operation's answers.

    Returns:
        The status. None if every usual status of the range is documented more exactly.
    """
    if not isinstance(row.status, StatusRange):
        return row.status
    for errors in (api.errors, operation.errors):
        documented = {error.status for error in errors}
        for status in STATUSES[row.status]:
            if _most_exact(status, documented) is row.status:
                return status
    return None


def _most_exact(status: int, documented: Container[ErrorStatus]) -> ErrorStatus | None:
    """Return the documented status or range that says most about a status. None if none does."""
    return next((s for s in documented_statuses(status) if s in documented), None)
