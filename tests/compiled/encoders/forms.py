"""Values of JSON as a language's forms write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.languages.language import Language
from generator.languages.value_forms import form_writer
from generator.model.text import Code, Text, reveal
from generator.model.values import Object, Value


def made(value: Any) -> Value:
    """Make a value of the model of one of Python's json module."""
    if isinstance(value, dict):
        return Object(tuple((Text(name), made(member)) for name, member in value.items()))
    if isinstance(value, list):
        return tuple(map(made, value))
    return Text(value) if isinstance(value, str) else value


def write(language: Language, form: str, value: Any, *place: int) -> str:
    """Write a value in a form of a language."""

    def encoder(id_: str) -> Callable[[Text | str], Code]:
        return lambda text: language.encoders[id_].encode(reveal(text))

    encoders = {id_: encoder(id_) for id_ in language.encoders}
    places: list[Any] = [*place, *(0, None, 0)[len(place) :]]
    return form_writer(language.forms[form], encoders)(made(value), *places)
