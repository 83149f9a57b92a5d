"""Rows of credentials, named examples, links and descriptions of a spec."""

from __future__ import annotations

from collections.abc import Iterable

from generator.model.credentials import Credential, Scheme
from generator.model.messages import BODY, AnswerExample, Link, ResponseHeader, Where
from generator.model.text import Text, reveal
from generator.model.variants import Variant
from generator.spec.writing.yaml_rows import YamlRow, format_value, quoted


def description_rows(text: Text) -> list[YamlRow]:
    """Return the row of a description; none if it is empty."""
    return [("description", quoted(text))] if text else []


def header_rows(headers: Iterable[ResponseHeader]) -> list[YamlRow]:
    """Return the rows of the headers of an answer."""
    rows: list[YamlRow] = []
    for header in headers:
        keys = description_rows(header.description)
        keys += [("example", quoted(header.example))] if header.example else []
        rows.append((reveal(header.name), keys or "{}"))
    return rows


def answer_example_rows(examples: Iterable[AnswerExample]) -> list[YamlRow]:
    """Return the rows of the named examples of an answer."""
    rows: list[YamlRow] = []
    for example in examples:
        keys: list[YamlRow] = []
        if example.title != example.id:
            keys.append(("title", quoted(example.title)))
        if example.description is not None:
            keys.append(("description", quoted(example.description)))
        rows.append((reveal(example.id), [*keys, ("value", format_value(example.value))]))
    return rows


def example_rows(variant: Variant) -> list[YamlRow]:
    """Return the rows of a named example."""
    rows: list[YamlRow] = [("title", quoted(variant.title))]
    if variant.description is not None:
        rows.append(("description", quoted(variant.description)))
    values = [(name, format_value(value)) for name, value in variant.sent.items()]
    parameters: list[YamlRow] = [(name, value) for name, value in values if name != BODY]
    rows += [("parameters", parameters)] if parameters else []
    return [*rows, *(("body", value) for name, value in values if name == BODY)]


def link_rows(link: Link | None) -> list[YamlRow]:
    """Return the row of a page that says more; none without such a page."""
    if link is None:
        return []
    if not link.description:
        return [("docs", quoted(link.url))]
    return [("docs", [("url", quoted(link.url)), *description_rows(link.description)])]


def credential_rows(credential: Credential) -> list[YamlRow]:
    """Return the rows of a credential."""
    rows: list[YamlRow] = []
    default_name = reveal(credential.id)
    if credential.scheme is not Scheme.RAW:
        rows.append(("scheme", credential.scheme.value))
        default_name = "Authorization"
    if credential.where is not Where.HEADER:
        rows.append(("in", credential.where.value))
    if reveal(credential.name) != default_name:
        rows.append(("name", quoted(credential.name)))
    rows.append(("description", quoted(credential.description)))
    if (obtain := credential.obtain) is not None:
        parts = (("description", obtain.description), ("command", obtain.command))
        how: list[YamlRow] = [(key, quoted(text)) for key, text in parts if text is not None]
        rows.append(("obtain", how))
    return [*rows, ("env", quoted(credential.env))]
