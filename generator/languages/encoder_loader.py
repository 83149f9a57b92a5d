"""Make encoders and value forms from the entries of a language.yaml that was read.

An encoder writes a text as source code, such as a string literal. A value form writes a JSON
value as source code. Templates use both as filters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from generator.errors import Problem, one_of
from generator.languages.encoders import BASE_STYLES, NAMED_STYLES, Encoder, EncoderStyle, Numeric
from generator.languages.expressions import Expressions, Function, Literal
from generator.languages.grammar import SHARED_FILTERS
from generator.languages.value_forms import Container, ValueForm
from generator.model.text import Text, reveal
from generator.patterns.expressions import PatternError, compile_pattern
from generator.sources.yaml_schema import ParsedRecord


def read_encoders(
    rows: Mapping[Text, list[ParsedRecord | None] | None], problems: list[Problem]
) -> dict[str, Encoder]:
    """Make the encoders of a language.

    Arguments:
        rows: for each name of an encoder, its styles as language.yaml has them, in order of
            preference. The list, or a style in it, is None if it was faulty and is reported
            already.
        problems: the list that gets one item for each fault.

    Returns:
        The encoders without faults, by name.
    """
    encoders = {}
    for name, styles in rows.items():
        own_problems: list[Problem] = []
        if reveal(name) in SHARED_FILTERS:
            what = f"{reveal(name)} is a filter that every language has"
            own_problems.append(Problem(name.mark, what, "choose another name"))
        functions = [_style(style, own_problems) for style in styles or [] if style is not None]
        if not functions and styles is not None:
            own_problems.append(Problem(name.mark, f"{reveal(name)} has no style", "add one"))
        problems.extend(own_problems)
        if not own_problems:
            encoders[reveal(name)] = Encoder(functions)
    return encoders


def check_expression(text: Text, problems: list[Problem], is_joined: bool = True) -> None:
    """Check that a text of language.yaml is a regular expression.

    Arguments:
        text: the text to check.
        problems: the list that gets one item if `text` is no valid expression.
        is_joined: whether gen joins the expression with others to one. Such an expression can't
            begin with flags, and its groups can't have names.
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
    """Make a style, or return the function of a named one; return None if it has a problem."""
    if values["named"]:
        return NAMED_STYLES[reveal(values["named"])]
    base = BASE_STYLES[reveal(values["base"])] if values["base"] else EncoderStyle()
    for key in values["escapes"] or {}:
        if len(reveal(key)) != 1:
            what = f"{reveal(key)!r} is not one character"
            problems.append(Problem(key.mark, what, "use patterns: for more than one"))
    for key in (*(values["patterns"] or {}), *filter(None, [values["only"]])):
        check_expression(key, problems)
    rows = values["numeric"] or []
    # The schema check has already reported rows that are faulty or lack a form.
    if problems or not all(row is not None and row["form"] is not None for row in rows):
        return None
    numeric = tuple(
        Numeric(row["below"] or 0x110000, string(row["unit"]) or "character", string(row["form"]))
        for row in rows
    )
    return EncoderStyle(
        open=string(values["open"]),
        close=string(values["close"]),
        escapes=(*base.escapes, *string_pairs(values["escapes"])),
        patterns=(*string_pairs(values["patterns"]), *base.patterns),
        never=string(values["never"]),
        only=string(values["only"]),
        ascii=bool(values["ascii"]),
        numeric=numeric or base.numeric,
        trimmed=base.trimmed,
    )


def read_forms(
    rows: Mapping[Text, ParsedRecord | None],
    encoders: Mapping[str, Encoder],
    problems: list[Problem],
) -> dict[str, ValueForm]:
    """Make the value forms of a language.

    Arguments:
        rows: for each name of a value form, its entry in language.yaml; None if the entry was
            faulty and is reported already.
        encoders: the encoders of the same language.yaml, which value forms refer to by name.
        problems: the list that gets one item for each fault.

    Returns:
        The value forms by name, also those with faults.
    """
    forms = {}
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
        for container in (*(row["arrays"] or []), *(row["objects"] or [])):
            if container["names"] is not None:
                check_expression(container["names"], problems, is_joined=False)
        forms[reveal(name)] = ValueForm(
            text=string(row["text"]),
            name=string(row["name"]) or string(row["text"]),
            integer=string(row["integer"]),
            number=string(row["number"]),
            words={key: string(row[key]) for key in ("null", "true", "false")},
            arrays=tuple(map(_container, row["arrays"] or [])),
            objects=tuple(map(_container, row["objects"] or [])),
            width=row["width"] or 0,
            indent=2 if row["indent"] is None else row["indent"],
            trailing=row["trailing"] is True,
            align=row["align"] is True,
            quote=string(row["quote"]),
        )
    return forms


def read_expressions(
    row: ParsedRecord | None, encoders: Mapping[str, Encoder], problems: list[Problem]
) -> Expressions | None:
    """Make the table of expressions of a language.

    Arguments:
        row: the entry of language.yaml; None if there is none, or it was faulty.
        encoders: the encoders of the same language.yaml, which the table refers to by name.
        problems: the list that gets one item for each fault.
    """
    if row is None:
        return None
    literal = row["literal"]
    for text in (row["text"], literal and literal["text"]):
        if text is not None and reveal(text) not in encoders:
            what = f"there is no encoder {reveal(text)}"
            problems.append(Problem(text.mark, what, one_of(encoders, reveal(text))))
    patterns = [row["variable"]]
    patterns += [literal[key] for key in ("value", "bare", "argument") if literal]
    patterns += [row[key]["code"] for key in ("percent", "query", "base64") if row[key] is not None]
    for pattern in patterns:
        if pattern is not None and reveal(pattern).count("{value}") > 1:
            what = "{value} stands here more than once"
            problems.append(Problem(pattern.mark, what, "write it once"))
    keys = ("open", "close", "text", "value", "bare", "argument", "end")
    functions = {key: row[key] for key in ("percent", "query", "base64") if row[key] is not None}
    return Expressions(
        text=string(row["text"]),
        literal=literal
        and Literal(**{key: string(literal[key]) for key in keys}, calls=literal["calls"] is True),
        join=string(row["join"]),
        variable=string(row["variable"]) or "{value}",
        secret=string(row["secret"]),
        functions={
            key: Function(string(function["code"]), tuple(string(function["use"]).splitlines()))
            for key, function in functions.items()
        },
    )


def _container(row: ParsedRecord) -> Container:
    """Make one way to write an array or object."""
    keys = ("open", "close", "broken", "empty", "pad", "before", "pair", "after", "names")
    return Container(**{key: string(row[key]) for key in keys}, most=row["most"] or 0)


def string(text: Text | None) -> str:
    """Return the characters of a text; an empty string for None."""
    return reveal(text) if text is not None else ""


def strings(texts: list[Text] | None) -> tuple[str, ...]:
    """Return the characters of each text in a list; an empty tuple for None."""
    return tuple(map(reveal, texts or []))


def string_pairs(table: dict[Text, Text] | None) -> tuple[tuple[str, str], ...]:
    """Return the entries of a table as pairs of strings; an empty tuple for None."""
    return tuple((reveal(key), reveal(value)) for key, value in (table or {}).items())
