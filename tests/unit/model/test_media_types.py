"""Media types: their parameters, and which bodies can be sent in the charset that they name."""

from __future__ import annotations

import re

import pytest

from generator.model.media_types import (
    charset_fault,
    is_utf8,
    read_parameters,
    without_parameters,
    write_media_type,
)
from generator.model.messages import Content, ContentKind
from generator.model.rules import SENT_MEDIA_TYPE
from generator.model.schema import Schema, Type
from generator.model.text import Text


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("application/json", "application/json"),
        ("Application/JSON;charset=UTF-8", "application/json; charset=UTF-8"),
        ("a/b ; X=1 ;; y=2;", "a/b; x=1; y=2"),
        ('a/b;p="a;b=c \\"d"', 'a/b; p="a;b=c \\"d"'),
    ],
)
def test_parameters_are_written_as_clients_do(text: str, written: str) -> None:
    parameters = read_parameters(text)
    assert parameters is not None
    assert write_media_type(without_parameters(text), parameters) == written
    assert re.fullmatch(SENT_MEDIA_TYPE.pattern, written)


@pytest.mark.parametrize("parameter", ["c", "c=", "c=1; C=2", 'c="', "c=d e", "c=é"])
def test_invalid_parameters_are_none(parameter: str) -> None:
    assert read_parameters(f"a/b; {parameter}") is None


@pytest.mark.parametrize(
    ("charset", "text", "fault"),
    [
        ("utf-8", "é", ""),
        ('"UTF-8"', "é", ""),
        ("iso-8859-1", "e", ""),
        ("US-ASCII", "e", ""),
        ("windows-1252", "é", "beyond ASCII in windows-1252"),
        ("utf-16", "e", "the charset utf-16"),
        ("odd", "e", "the charset odd"),
    ],
)
def test_text_is_sent_in_its_charset_or_not_at_all(charset: str, text: str, fault: str) -> None:
    media_type = f"text/plain; charset={charset}"
    content = Content(ContentKind.TEXT, media_type, Schema(example=Text(text)))
    said = charset_fault(content)
    assert fault in said
    assert bool(said) == bool(fault)
    assert is_utf8(media_type) == ("utf" in charset.lower() and "16" not in charset)
    file = Schema(Type.FILE, example=Text("é.txt"))
    assert charset_fault(Content(ContentKind.FILE, media_type, file)) == ""
