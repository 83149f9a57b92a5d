"""The keys that say what something is for, and where more is said."""

from __future__ import annotations

from generator.model import rules
from generator.sources.yaml_schema import Flag, Key, MapOf, Pattern, Record

_TEXT = Pattern.of(rules.TEXT)
_URL = Pattern.of(rules.PAGE_URL)

DEPRECATED = Key(Flag(), "Whether callers should no longer use it; false if not given.")
DOCS = Key(
    Record(
        {
            "url": Key(_URL, "The page that says more.", required=True),
            "description": Key(_TEXT, "What it is; the URL if not given."),
        },
        scalar_key="url",
    ),
    "A page that says more: its URL, or url and description.",
)
TAGS = Key(
    MapOf(_TEXT, Pattern.of(rules.TEXT_OR_NOTHING)),
    "Groups of operations by name, in the order of lists: what the operations are for.",
)
