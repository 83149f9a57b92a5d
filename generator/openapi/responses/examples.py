"""Reader of the named examples of an answer of success: Example Objects."""

from __future__ import annotations

from generator.model.budget import BudgetError
from generator.model.messages import AnswerExample
from generator.model.structs import replace
from generator.model.text import Text
from generator.openapi.bodies.media_types import is_json
from generator.openapi.keys import SHOWN_EXAMPLE
from generator.openapi.parts import Parts, RawContent
from generator.openapi.schemas.examples import read_value
from generator.openapi.schemas.schema_reader import SchemaReader


def read_answer_examples(
    parts: Parts, schemas: SchemaReader, content: RawContent
) -> tuple[RawContent, tuple[AnswerExample, ...]]:
    """Read the named examples of the content of an answer, if there are several.

    Arguments:
        parts: follows references, and takes what is not supported.
        schemas: reads JSON in texts, and has the budget of what is shown.
        content: the content.

    Returns:
        The content with the first of them, which samples show; and all of them. Without several
        examples, the content as it is and none.
    """
    at, media_type = content.at, content.media_type
    names = parts.lookup(at, "examples") if parts.has_named_examples else None
    is_text = media_type.startswith("text/")
    is_several = names is not None and isinstance(names.value, dict) and len(names.value) > 1
    if not is_several or "example" in at.value or not (is_text or is_json(media_type)):
        return content, ()
    examples: list[AnswerExample] = []
    for named in parts.examples.read_named(at, media_type):
        parts.unsupported.check_keys(named.at, SHOWN_EXAMPLE)
        value = named.example.value
        if is_text and not isinstance(value, str):
            what = "it is no text; no page shows it"
            parts.unsupported.add("example", named.example.at, what)
            continue
        if not is_text:
            value = schemas.read_json_text(value, named.example.at, content.schema)
        try:
            schemas.budget.spend_answer(value)
        except BudgetError as error:
            what = f"{error}; no page shows this example"
            parts.unsupported.add("answer", named.example.at, what)
            continue
        if not examples:
            content = replace(content, example_source=named.example)
        title, about = (
            Text(text, named.at)
            if isinstance(text := named.at.value.get(key), str) and text
            else None
            for key in ("summary", "description")
        )
        id_ = Text(named.name, named.at)
        examples.append(AnswerExample(id_, title or id_, read_value(value), about))
    return content, tuple(examples) if len(examples) > 1 else ()
