"""The keys that say which request follows an answer."""

from __future__ import annotations

from generator.model import rules
from generator.sources.yaml_schema import Key, ListOf, Pattern, Record, WholeNumber

_OPERATION_ID = Pattern.of(rules.OPERATION_ID)
_TEXT = Pattern.of(rules.TEXT)

PAGING = Record(
    {
        "parameter": Key(_TEXT, "The parameter that asks for the next page; not with next."),
        "after": Key(_TEXT, "Field of the last item that is its value."),
        "cursor": Key(_TEXT, "Field of the answer that is its value."),
        "next": Key(_TEXT, "Field of the answer that is the URL of the next page."),
        "limit": Key(_TEXT, "The parameter that says how many items a page has at most."),
        "items": Key(_TEXT, "Field of the answer that has the items, if it is no array itself."),
    }
)
LONG_RUNNING = Record(
    {
        "operation": Key(_OPERATION_ID, "The operation that reports the progress.", required=True),
        "field": Key(_TEXT, "The field of its answer with the state.", required=True),
        "done": Key(
            ListOf(_TEXT, non_empty=True), "The states of an end with success.", required=True
        ),
        "failed": Key(ListOf(_TEXT), "The states of an end with failure."),
        "interval": Key(WholeNumber(1, 86400), "Seconds between two questions; 1 if not given."),
    }
)
