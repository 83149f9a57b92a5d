"""Limit the work that one document causes, and the values made from it, by its size.

A document of one kilobyte can describe billions of values: by aliases of aliases, by nested
`minItems`, by schemas that require each other, or by one example in a thousand operations. So work
that a document can multiply is paid from a budget, which grows with the bytes that were read. The
unit of reading is a step, such as following one reference. The budget counts steps, not seconds, so
the result depends on the document alone.
"""

from __future__ import annotations

from typing import Any

from generator.model.api import Operation
from generator.model.schema import Schema
from generator.model.text import Text, reveal
from generator.model.values import Object, Value

# The most values of one request, and rows of one table of fields.
MAX_VALUES = 10_000
# Each budget has a fixed part and a part for each byte. In 75 documents of real APIs, the highest
# need for each byte is 0.08 steps, 0.007 values in requests, 0.25 in answers, and 0.7 characters.
_STEPS, _STEPS_A_BYTE = 100_000, 1 / 2
_SENT, _SENT_A_BYTE = 10_000, 1 / 16
_ANSWERED, _ANSWERED_A_BYTE = 100_000, 1 / 2
_CHARACTERS, _CHARACTERS_A_BYTE = 200_000, 2.0
# Values up to this size are counted again each time, which is faster than a cache.
_SMALL = 4


class BudgetError(Exception):
    """An operation, or one of its answers, needs more than is left of the budget.

    Arguments:
        what: what is wrong, as the first half of a message.
        todo: what the author of the document should do, as the second half.
    """

    def __init__(self, what: str, todo: str) -> None:
        super().__init__(what)
        self.todo = todo


class Budget:
    """What one document, with the files that it refers to, may still cost.

    There are separate amounts for the steps of reading, for what requests show and for what answers
    show.
    """

    def __init__(self) -> None:
        self._size = 0
        self._steps: float = _STEPS
        self._sent: float = _SENT
        self._answered: float = _ANSWERED
        self._characters: float = _CHARACTERS
        self._extents: dict[int, tuple[object, int, int]] = {}
        self._rows: dict[int, tuple[Schema, int]] = {}

    def grow(self, size: int) -> None:
        """Increase the budget, because another file was read.

        Arguments:
            size: the size of the file in bytes.
        """
        self._size += size
        self._steps += size * _STEPS_A_BYTE
        self._sent += size * _SENT_A_BYTE
        self._answered += size * _ANSWERED_A_BYTE
        self._characters += size * _CHARACTERS_A_BYTE

    def read(self, steps: int = 1) -> None:
        """Spend steps on reading, such as one for a reference or a value of an example.

        Raises:
            BudgetError: if not enough steps are left. All later calls then raise the error, too.
        """
        self._steps -= steps
        if self._steps < 0:
            what = "reading the document takes more steps than its size allows"
            raise BudgetError(what, "repeat less of it by references and aliases")

    def match(self, steps: int) -> None:
        """Spend steps on matching regular expressions.

        Arguments:
            steps: the steps of the matcher. Four of them cost one step of reading.

        Raises:
            BudgetError: if not enough steps are left.
        """
        self.read(steps // 4)

    def example(self, value: Any) -> None:
        """Spend the steps for reading an example: one for each value in it.

        Arguments:
            value: the example, as a value of the model or of Python's json module.

        Raises:
            BudgetError: if not enough steps are left.
        """
        self.read(self._extent(value)[0])

    def sent(self, schema: Schema) -> Value:
        """Return the value that samples send for a schema, and spend one step for each value in it.

        Raises:
            BudgetError: if there are more than `MAX_VALUES`, or not enough steps are left.
        """
        self.read(self.check(schema))
        return schema.sent()

    def check(self, schema: Schema) -> int:
        """Count the values in the value that samples send for a schema. Nothing is spent.

        Raises:
            BudgetError: if there are more than `MAX_VALUES`.
        """
        count, _ = self._sent_extent(schema)
        if count > MAX_VALUES:
            what = f"one value of it holds more than {MAX_VALUES:,} others"
            raise BudgetError(what, "give a shorter example, or require less")
        return count

    def rows(self, schema: Schema) -> int:
        """Count a schema and all schemas in it, at any depth. Nothing is spent."""
        cached = self._rows.get(id(schema))
        if cached is not None:
            return cached[1]
        count = 1 + (self.rows(schema.items) if schema.items is not None else 0)
        count += sum(self.rows(field.schema) for field in schema.fields)
        self._rows[id(schema)] = schema, count
        return count

    def spend_operation(self, operation: Operation) -> None:
        """Spend the values and characters that samples of an operation show of its requests.

        Each named example makes a request of its own.

        Raises:
            BudgetError: if there are too many values for one request, or if not enough is left.
                Then nothing is spent.
        """
        schemas = [parameter.schema for parameter in operation.parameters]
        texts = [operation.title, *(parameter.description for parameter in operation.parameters)]
        texts += [operation.note] if operation.note is not None else []
        texts += [response.description for response in operation.responses]
        if operation.body is not None:
            schemas.append(operation.body.schema)
        count = characters = 0
        for schema in schemas:
            own, length = self._sent_extent(schema)
            count, characters = count + own, characters + length
        largest, requests = count, len(operation.variants)
        count, characters = count * requests, characters * requests
        for variant in operation.examples:
            own = 0
            for _, value in variant.values:
                extent = self._extent(value)
                own, characters = own + extent[0], characters + extent[1]
            largest, count = max(largest, own), count + own
            texts += [variant.title, *([variant.description] if variant.description else [])]
        characters += sum(len(reveal(text)) for text in texts)
        self._sent -= count
        self._characters -= characters
        if largest > MAX_VALUES or self._sent < 0 or self._characters < 0:
            # The operation is left out, so others may use its share.
            self._sent += count
            self._characters += characters
            what = f"its request has {count:,} values and {characters:,} characters"
            raise BudgetError(f"{what}, more than the document's size allows", "send less")

    def spend_answer(self, value: Value) -> None:
        """Spend the values and characters that an example answer shows.

        Arguments:
            value: the body of the answer, as a value of the model or of Python's json module.

        Raises:
            BudgetError: if there are too many values for one answer, or if not enough is left. Then
                nothing is spent.
        """
        count, characters = self._extent(value)
        if count > MAX_VALUES * 2 or count + characters / 16 > self._answered:
            what = f"it has {count:,} values and {characters:,} characters"
            raise BudgetError(f"{what}, more than the document's size allows", "show less")
        self._answered -= count + characters / 16

    def _sent_extent(self, schema: Schema) -> tuple[int, int]:
        """Count the values and characters that samples send for a schema, without making them."""
        if schema.example is not None or schema.is_null:
            return self._extent(schema.example)
        cached = self._extents.get(id(schema))
        if cached is not None:
            return cached[1], cached[2]
        count, characters = 1, 0
        if schema.fields:
            for field in schema.fields:
                if field.is_sent:
                    own, length = self._sent_extent(field.schema)
                    count += own
                    characters += length + len(reveal(field.name))
        elif schema.items is not None:
            own, characters = self._sent_extent(schema.items)
            count += own
        else:
            values = [value for value in (schema.default, *schema.enum[:1]) if value is not None]
            return self._extent(values[0]) if values else (1, 0)
        self._extents[id(schema)] = schema, count, characters
        return count, characters

    def _extent(self, value: Any) -> tuple[int, int]:
        """Count the values and characters in a value, of the model or of Python's json module."""
        if isinstance(value, Text):
            return 1, len(reveal(value))
        if isinstance(value, str):
            return 1, len(value)
        if not isinstance(value, (Object, tuple, dict, list)):
            return 1, 4
        cached = self._extents.get(id(value))
        if cached is not None:
            return cached[1], cached[2]
        count, characters = 1, 0
        rows = value.members if isinstance(value, Object) else ()
        if isinstance(value, dict):
            rows = value.items()  # type: ignore[assignment]
        for name, _ in rows:
            characters += len(str(reveal(name)))
        for item in [item for _, item in rows] if rows else _items(value):
            own, length = self._extent(item)
            count, characters = count + own, characters + length
        if count > _SMALL:
            self._extents[id(value)] = value, count, characters
        return count, characters


def _items(value: Any) -> Any:
    """Return the items of an array, none for any other value."""
    return value if isinstance(value, (tuple, list)) else ()
