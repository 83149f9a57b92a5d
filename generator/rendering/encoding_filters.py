"""The filters of a language as templates call them: what was written once is remembered."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Undefined

from generator.languages.encoders import Encoder, UnholdableError
from generator.languages.language import Language
from generator.languages.value_forms import ValueForm, form_writer
from generator.model.text import Code, Text, reveal
from generator.model.values import Value
from generator.rendering.layout import WIDEST, GuardError

Refuse = Callable[[UnholdableError, Text | str], None]


def make_filters(language: Language, refuse: Refuse) -> dict[str, Callable[..., Any]]:
    """Make the filters that a language has beside those that every language has.

    Arguments:
        language: the language.
        refuse: told of each text that an encoder can't hold, in place of which nothing is printed.
    """
    encoders = {name: _encoder(row, refuse) for name, row in language.encoders.items()}
    forms = {name: _form(form, encoders) for name, form in language.forms.items()}
    return {**encoders, **forms}


def _form(form: ValueForm, encoders: Mapping[str, Callable[[object], Code]]) -> Callable[..., Code]:
    write = form_writer(form, encoders)
    # By the identity of a value, which is kept; templates ask for one several times: how wide it
    # is, and what is in it.
    known: dict[tuple[int, int, int | None, int], tuple[Value, Code]] = {}

    def written(
        value: Value | Undefined, indent: int = 0, column: int | None = None, behind: int = 0
    ) -> Code:
        if isinstance(value, Undefined):
            raise GuardError(str(value))  # which raises itself, and names what is missing
        if indent > WIDEST:
            raise GuardError(f"{indent} spaces are more than a line may begin with")
        key = id(value), indent, column, behind
        found = known.get(key)
        if found is None:
            found = known[key] = value, write(value, indent, column, behind)
        return found[1]

    return written


def _encoder(encoder: Encoder, refuse: Refuse) -> Callable[[object], Code]:
    encode: Callable[[str], Code] | None = None

    def encoded(text: object) -> Code:
        nonlocal encode
        if encode is None:
            encode = encoder.encode
        if not isinstance(text, (Text, str)):
            if isinstance(text, Undefined):
                str(text)  # raises, and names what there is none of
            raise GuardError(f"{type(text).__name__} is not text; use word for a number")
        try:
            return encode(reveal(text))
        except UnholdableError as fault:
            refuse(fault, text)
            return Code("")

    return encoded
