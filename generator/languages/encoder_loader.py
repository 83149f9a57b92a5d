"""What language.yaml says of encoders, made into them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.errors import Problem, one_of
from generator.languages.encoders import BASES, NAMED, Encoder, EncoderStyle, Numeric
from generator.languages.grammar import SHARED_FILTERS
from generator.languages.value_forms import Container, ValueForm
from generator.model.text import Text, reveal
from generator.patterns.expressions import PatternError, compile_pattern
from generator.sources.yaml_schema import ParsedRecord


def read_encoders(
    rows: Mapping[Text, list[ParsedRecord | None] | None], problems: list[Problem]
) -> dict[str, Encoder]:
    """Make the encoders of a language; adds what is wrong with a style to the problems.

    Arguments:
        rows: the styles of each encoder, by its name.
        problems: gets what is wrong; such an encoder is left out.
    """
    made = {}
    for name, styles in rows.items():
        faults: list[Problem] = []
        if reveal(name) in SHARED_FILTERS:
            what = f"{reveal(name)} is a filter that every language has"
            faults.append(Problem(name.mark, what, "choose another name"))
        functions = [_style(style, faults) for style in styles or [] if style is not None]
        if not functions and styles is not None:
            faults.append(Problem(name.mark, f"{reveal(name)} has no style", "add one"))
        problems.extend(faults)
        if not faults:
            made[reveal(name)] = Encoder(functions)
    return made


def check_expression(text: Text, problems: list[Problem], is_joined: bool = True) -> None:
    """Check that a text is a regular expression.

    Arguments:
        text: the text.
        problems: gets what is wrong with it.
        is_joined: whether it may be joined to others, so that no flags can stand in front of it,
            and no name of one of its groups can be that of another's.
    """
    expression = f"({reveal(text)})" if is_joined else reveal(text)
    try:
        compile_pattern(expression)
        if is_joined and re.compile(expression).groupindex:
            what = "a group of this regular expression has a name"
            problems.append(Problem(text.mark, what, "leave the name out"))
    except PatternError as error:
        problems.append(Problem(text.mark, str(error), error.todo))


def _style(values: ParsedRecord, problems: list[Problem]) -> Any:
    if values["named"]:
        return NAMED[reveal(values["named"])]
    base = BASES[reveal(values["base"])] if values["base"] else EncoderStyle()
    for key in values["escapes"] or {}:
        if len(reveal(key)) != 1:
            what = f"{reveal(key)!r} is not one character"
            problems.append(Problem(key.mark, what, "use patterns: for more than one"))
    for key in (*(values["patterns"] or {}), *filter(None, [values["only"]])):
        check_expression(key, problems)
    rows = values["numeric"] or []
    # A row that is faulty, or has no form, is reported already.
    if problems or not all(row is not None and row["form"] is not None for row in rows):
        return None
    numeric = tuple(
        Numeric(row["below"] or 0x110000, word(row["unit"]) or "character", word(row["form"]))
        for row in rows
    )
    return EncoderStyle(
        open=word(values["open"]),
        close=word(values["close"]),
        escapes=(*base.escapes, *pairs(values["escapes"])),
        patterns=(*pairs(values["patterns"]), *base.patterns),
        never=word(values["never"]),
        only=word(values["only"]),
        ascii=bool(values["ascii"]),
        numeric=numeric or base.numeric,
        trimmed=base.trimmed,
    )


def read_forms(
    rows: Mapping[Text, ParsedRecord | None],
    encoders: Mapping[str, Encoder],
    problems: list[Problem],
) -> dict[str, ValueForm]:
    """Make the forms of a language's values; adds what is wrong with one to the problems.

    Arguments:
        rows: what is said of each form, by its name.
        encoders: the language's own.
        problems: gets what is wrong.
    """
    made = {}
    for name, row in rows.items():
        if reveal(name) in SHARED_FILTERS or reveal(name) in encoders:
            what = f"{reveal(name)} is a filter already"
            problems.append(Problem(name.mark, what, "choose another name"))
        if row is None:
            continue
        for key in ("text", "name", "integer", "number"):
            if row[key] is not None and reveal(row[key]) not in encoders:
                what = f"there is no encoder {reveal(row[key])}"
                problems.append(Problem(row[key].mark, what, one_of(encoders, reveal(row[key]))))
        for way in (*(row["arrays"] or []), *(row["objects"] or [])):
            if way["names"] is not None:
                check_expression(way["names"], problems, is_joined=False)
        made[reveal(name)] = ValueForm(
            text=word(row["text"]),
            name=word(row["name"]) or word(row["text"]),
            integer=word(row["integer"]),
            number=word(row["number"]),
            words={key: word(row[key]) for key in ("null", "true", "false")},
            arrays=tuple(map(_container, row["arrays"] or [])),
            objects=tuple(map(_container, row["objects"] or [])),
            width=row["width"] or 0,
            indent=2 if row["indent"] is None else row["indent"],
            trailing=row["trailing"] is True,
            hug=row["hug"] is True,
        )
    return made


def _container(row: ParsedRecord) -> Container:
    keys = ("open", "close", "broken", "empty", "pad", "before", "pair", "after", "names")
    return Container(**{key: word(row[key]) for key in keys}, most=row["most"] or 0)


def word(text: Text | None) -> str:
    """Give the characters of a text, none if it is not there."""
    return reveal(text) if text is not None else ""


def words(texts: list[Text] | None) -> tuple[str, ...]:
    """Give the characters of each text of a list that need not be there."""
    return tuple(map(reveal, texts or []))


def pairs(table: dict[Text, Text] | None) -> tuple[tuple[str, str], ...]:
    """Give the characters of a table of texts that need not be there."""
    return tuple((reveal(key), reveal(value)) for key, value in (table or {}).items())
