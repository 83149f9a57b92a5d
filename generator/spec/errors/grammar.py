"""The keys of a row of the error table."""

from __future__ import annotations

from generator.model import rules
from generator.model.statuses import StatusRange
from generator.sources.yaml_nodes import Node, ScalarNode
from generator.sources.yaml_schema import Choice, Either, Key, Pattern, Record, WholeNumber
from generator.spec.records.response_headers import ERROR_HEADERS


def _is_range(node: Node) -> bool:
    """Say whether the status of a row is meant as a range, such as `4XX`, and not as a number."""
    return isinstance(node, ScalarNode) and node.value.strip("0123456789")[:1].isalpha()


_TEXT = Pattern.of(rules.TEXT)

ERROR = Record(
    {
        "status": Key(
            Either(_is_range, Choice(tuple(StatusRange)), WholeNumber(400, 599)),
            "HTTP status code, 400 to 599; 4XX, 5XX or default for all that no other row has.",
            required=True,
        ),
        "code": Key(_TEXT, "The API's own code, exactly."),
        "body": Key(
            Pattern.of(rules.ID),
            "Which of errorBodies carries it, or none; the first if not given.",
        ),
        "retryAfter": Key(WholeNumber(0, 604800), "Seconds in the Retry-After header."),
        "headers": ERROR_HEADERS,
        "description": Key(_TEXT, "What it means, for the error table.", required=True),
        "message": Key(Pattern(empty=True), "The API's own message, exactly."),
    }
)
