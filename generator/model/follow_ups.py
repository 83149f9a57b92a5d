"""What a program does with an answer: where it looks in it, and which request follows."""

from __future__ import annotations

from generator.model.structs import Struct
from generator.model.text import Text

# A JSON path: the names and indexes that lead from the root of a JSON document to a value.
JsonPath = tuple[Text | str | int, ...]


class Paging(Struct, frozen=True):
    """How a program gets all items of a list that the API returns page by page.

    Exactly one of `after` and `cursor` is not None. A page is the last one in these cases:

    - The page is empty.
    - The page has fewer items than the parameter `limit` asked for.
    - The value of the field `cursor` is missing, null or empty.

    Attributes:
        parameter: the name of the query parameter that asks for the next page.
        after: the field of the items whose value goes into `parameter`. The value is taken from the
            last item of a page.
        cursor: the field of the answer whose value goes into `parameter`.
        limit: the name of the query parameter with the number of items of a page. None if the
            operation has no such parameter.
        items: the field of the answer with the array of items. None if the whole answer is the
            array.
    """

    parameter: Text
    after: Text | None
    cursor: Text | None
    limit: Text | None
    items: Text | None


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
