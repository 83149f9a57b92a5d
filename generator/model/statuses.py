"""HTTP status codes: their reason phrases, and the groups of them that an error can stand for."""

from __future__ import annotations

from enum import StrEnum


class StatusRange(StrEnum):
    """Several statuses for which one error is documented. The names are those of OpenAPI.

    `DEFAULT` is every status that is not documented otherwise.
    """

    CLIENT = "4XX"
    SERVER = "5XX"
    DEFAULT = "default"

    def covers(self, status: int) -> bool:
        """Say whether a status is in the range."""
        return self is StatusRange.DEFAULT or self[0] == str(status)[0]


# The status of a documented error: a status code, or a range.
ErrorStatus = int | StatusRange
_ORDER = tuple(StatusRange)


def status_order(status: ErrorStatus) -> tuple[int, int]:
    """Return the key by which statuses are sorted: codes in ascending order, then ranges."""
    return (1, _ORDER.index(status)) if isinstance(status, StatusRange) else (0, status)


def documented_statuses(status: int) -> tuple[ErrorStatus, ...]:
    """Return the statuses by which a status can be documented, the most exact one first."""
    return (status, *(range_ for range_ in StatusRange if range_.covers(status)))


# Phrases of RFC 9110. Python before 3.13 has older ones, and output must not depend on Python.
_PHRASES: dict[ErrorStatus, str] = {
    413: "Content Too Large",
    414: "URI Too Long",
    416: "Range Not Satisfiable",
    422: "Unprocessable Content",
    StatusRange.CLIENT: "Client Error",
    StatusRange.SERVER: "Server Error",
    StatusRange.DEFAULT: "Default",
}


def reason_phrase(status: ErrorStatus) -> str:
    """Return the reason phrase of a status, such as "Not Found" (RFC 9110, section 15).

    It is that of its class for a range, such as "Client Error", and "Default" for every other
    status. It is empty for a code that is not registered (IANA HTTP Status Code Registry).
    """
    from http import HTTPStatus

    if status in _PHRASES:
        return _PHRASES[status]
    try:
        return HTTPStatus(int(status)).phrase
    except ValueError:
        return ""


def status_label(status: ErrorStatus) -> str:
    """Return a status as pages show it: "404 Not Found", "4XX Client Error", "any other status"."""
    if status is StatusRange.DEFAULT:
        return "any other status"
    return f"{status} {reason_phrase(status)}".rstrip()
