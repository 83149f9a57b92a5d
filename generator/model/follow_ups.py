"""What a program does with an answer: where it looks in it, and which request follows."""

from __future__ import annotations

from generator.model.structs import Struct
from generator.model.text import Text

# A JSON path: the names and indexes that lead from the root of a JSON document to a value.
JsonPath = tuple[Text | str | int, ...]


class Paging(Struct, frozen=True):
    """How a program gets all items of a list that the API returns page by page.

    Exactly one of `after`, `cursor` and `next` is not None. A page is the last one in these cases:

    - With `after`, the page is empty, or has fewer items than the parameter `limit` asked for.
    - With `cursor` or `next`, the value of that field is missing, null or empty. A page before the
      last one may be empty.

    Attributes:
        parameter: the name of the query parameter that asks for the next page; None with `next`.
        after: the field of the items whose value goes into `parameter`. The value is taken from the
            last item of a page.
        cursor: the field of the answer whose value goes into `parameter`.
        next: the field of the answer with the URL of the next page, absolute or relative to that of
            the page. Samples and clients call it only if it has the same scheme, host and port.
        limit: the name of the query parameter with the number of items of a page. None if the
            operation has no such parameter.
        items: the field of the answer with the array of items. None if the whole answer is the
            array.
    """

    parameter: Text | None
    after: Text | None
    cursor: Text | None
    limit: Text | None
    items: Text | None
    next: Text | None = None


class LongRunning(Struct, frozen=True):
    """How a program waits for a task that the server continues after it has answered.

    The program asks for the state of the task until the task has succeeded or failed.

    Attributes:
        operation: the id of the operation that returns the state.
        field: the field with the state, in the answer of that operation.
        done: the states that mean success.
        failed: the states that mean failure.
        interval: the seconds to wait between two requests for the state.
    """

    operation: str
    field: Text
    done: tuple[Text, ...]
    failed: tuple[Text, ...]
    interval: int
