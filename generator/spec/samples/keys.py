"""The keys of the spec language for the samples of an operation."""

from __future__ import annotations

from generator.model import rules
from generator.sources.yaml_schema import AnyValue, Key, MapOf, Pattern, Record

_ID = Pattern.of(rules.ID)
_TEXT = Pattern.of(rules.TEXT)

_FILE = Pattern(
    "[A-Za-z0-9_][A-Za-z0-9._-]*(/[A-Za-z0-9_][A-Za-z0-9._-]*)*",
    "the path of a file beside or below this one, whose parts begin with a letter, a digit or _",
)
# Samples that the author wrote, by target.
SAMPLES = Key(
    MapOf(_ID, _FILE),
    "Files of your own in place of samples that gen makes, by target; published as they are.",
)

_EXAMPLE = Record(
    {
        "title": Key(_TEXT, "Name of the example, for people.", required=True),
        "description": Key(_TEXT, "What it shows."),
        "parameters": Key(
            MapOf(_TEXT, AnyValue()),
            "Values of parameters by name; optional ones are sent, too. Others have their example.",
        ),
        "body": Key(AnyValue(), "The whole body, in place of its example."),
        "samples": SAMPLES,
    }
)
EXAMPLES = Key(
    MapOf(_ID, _EXAMPLE),
    "Examples by id; each is a sample of its own, and the first one is the operation's.",
)
