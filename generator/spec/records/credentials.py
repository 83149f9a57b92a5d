"""The keys of secrets: `credentials`, and `headers` with `env`."""

from __future__ import annotations

import shlex
from collections.abc import Callable

from generator.model import rules
from generator.model.messages import Obtain
from generator.model.naming import variable_name_fault
from generator.sources.yaml_schema import Choice, Key, ParsedRecord, Pattern, Record, ValueReader

TEXT = Pattern.of(rules.TEXT)
FIELD_VALUE = Pattern.of(rules.FIELD_VALUE)
ENV = Pattern(
    "[A-Za-z_][A-Za-z0-9_]{0,127}",
    "letters, digits and _, not beginning with a digit",
    fault=variable_name_fault,
)


def _command_fault(text: str) -> tuple[str, str] | None:
    """Say what is wrong with a command that a reader copies to a shell."""
    try:
        shlex.split(text)
    except ValueError:
        return "a quote in this command is not closed", "close it, or put a backslash before it"
    return None


_COMMAND = Pattern(rules.FIELD_VALUE.pattern, rules.FIELD_VALUE.rule, fault=_command_fault)
OBTAIN_DOC = "How to get the secret: in words, by a command, or both."


def obtain_record(make_text: Callable[[ValueReader], ValueReader]) -> Record:
    """Return the reader of `obtain`.

    Arguments:
        make_text: returns the reader of a text that a pattern describes.
    """
    return Record(
        {
            "description": Key(make_text(TEXT), "How a reader gets the secret."),
            "command": Key(
                make_text(_COMMAND),
                "Command of a POSIX shell that prints the secret; gen never runs it.",
            ),
        },
        scalar_key="description",
    )


def make_obtain(row: ParsedRecord | None) -> Obtain | None:
    """Return how to get a secret. None if the record says nothing that can be used."""
    if row is None or (row["description"] is None and row["command"] is None):
        return None
    return Obtain(row["description"], row["command"])


_OBTAIN = Key(obtain_record(lambda reader: reader), OBTAIN_DOC)
_SCHEME = Key(
    Choice(("raw", "bearer", "basic")),
    "How a secret is written: as it is, or behind Bearer; basic is user:password. "
    "raw if not given.",
)
CREDENTIAL = Record(
    {
        "description": Key(TEXT, "What the secret is.", required=True),
        "obtain": _OBTAIN,
        "env": Key(ENV, "Environment variable that samples read it from.", required=True),
        "in": Key(Choice(("header", "query", "cookie")), "Where it goes; header if not given."),
        "name": Key(TEXT, "Name of the header, query parameter or cookie; its id if not given."),
        "scheme": _SCHEME,
    }
)
HEADER = Record(
    {
        "description": Key(TEXT, "What the header is for.", required=True),
        "env": Key(ENV, "Environment variable with its value; makes it a secret credential."),
        "obtain": _OBTAIN,
        "value": Key(FIELD_VALUE, "The value that every request sends, if it is no secret."),
    }
)
