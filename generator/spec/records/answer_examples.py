"""The named examples of answers, and their checks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.errors import Problem
from generator.model import rules
from generator.model.messages import AnswerExample, Content, ContentKind
from generator.model.schema import Schema, Type
from generator.model.text import Text
from generator.sources.yaml_schema import AnyValue, Key, MapOf, ParsedRecord, Pattern, Record
from generator.spec.records.values import FAULT
from generator.spec.schemas import SchemaReader

_TEXT = Pattern.of(rules.TEXT)
ANSWER_EXAMPLES = Key(
    MapOf(
        _TEXT,
        Record(
            {
                "title": Key(_TEXT, "Name of the example, for people; its key if not given."),
                "description": Key(_TEXT, "What it shows."),
                "value": Key(AnyValue(), "The whole body, as pages show it.", required=True),
            }
        ),
    ),
    "Further examples of the body by name, which pages show; samples have that of the schema.",
)


def read_answer_examples(
    rows: Mapping[Text, ParsedRecord | None],
    content: Content | None,
    schemas: SchemaReader,
    problems: list[Problem],
) -> Iterator[AnswerExample]:
    """Read the named examples of an answer. One that has a problem is left out.

    Arguments:
        rows: the keys of the examples by name; None for those that have a problem.
        content: the content of the answer; None if it has none.
        schemas: reads values.
        problems: the list to which every problem is added.
    """
    has_text = content is not None and content.kind is ContentKind.TEXT
    is_shown = has_text or (content is not None and content.kind is ContentKind.JSON)
    schema = Schema() if has_text else Schema(Type.ANY)
    for name, row in rows.items():
        if not is_shown:
            what = "only an answer of JSON or text has examples"
            problems.append(Problem(name.mark, what, "remove it, or describe the body"))
        elif row is not None and row["value"] is not None:
            value = schemas.read_value(row["value"], schema)
            if value is not FAULT:
                yield AnswerExample(name, row["title"] or name, value, row["description"])
