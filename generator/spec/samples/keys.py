"""The keys of the spec language for the samples of an operation."""

from __future__ import annotations

from generator.model import rules
from generator.sources.yaml_schema import AnyValue, Key, MapOf, Pattern, Record

_ID = Pattern.of(rules.ID)
_TEXT = Pattern.of(rules.TEXT)

_EXAMPLE = Record(
    {
        "title": Key(_TEXT, "Name of the example, for people.", required=True),
        "description": Key(_TEXT, "What it shows."),
        "parameters": Key(
            MapOf(_TEXT, AnyValue()),
            "Values of parameters by name; optional ones are sent, too. Others have their example.",
        ),
        "body": Key(AnyValue(), "The whole body, in place of its example."),
    }
)
EXAMPLES = Key(
    MapOf(_ID, _EXAMPLE),
    "Examples by id; each is a sample of its own, and the first one is the operation's.",
)
