"""Ids for what a document calls something else: words in a case, each id once."""

from __future__ import annotations

from generator.literals import in_case
from generator.sendable import is_device_name

# Ids have 64 characters at most; a number finds room behind it.
_LONGEST = 60


def as_id(name: str, usual: str) -> str:
    """Make an id of a name: words in lower case with hyphens between them.

    Arguments:
        name: any text.
        usual: the id of what has no word in its name; put in front of one that begins otherwise
            than ids do.
    """
    made = in_case(name, "kebab")[:_LONGEST].strip("-")
    if not made:
        return usual
    if not made[0].isalpha():
        made = f"{usual}-{made}"[:_LONGEST].strip("-")
    return f"{made}-{usual}" if is_device_name(made) else made
