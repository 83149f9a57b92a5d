"""Values that a sample puts together when it runs: its URL, and headers with a credential."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from string import ascii_letters, digits
from urllib.parse import quote

from generator.languages.expressions import ExpressionWriter, Term
from generator.languages.target import fill_pattern
from generator.model.credentials import Credential
from generator.model.formats import FORMATS
from generator.model.schema import Schema, Type
from generator.model.structs import Struct
from generator.model.text import Code, Placeholder, Text, reveal
from generator.patterns.alphabet import matches_only
from generator.rendering.layout import GuardError


class Variable(Struct, frozen=True):
    """A value of a request that has a name, such as a path parameter or a file's name.

    Attributes:
        name: the name of the parameter or field in the API; `endpoint` for scheme and host, `file`
            if a file is the whole body, `output` if a file is the whole answer.
        value: the value that the sample sends.
        description: what the spec says about the parameter, field or file.
        is_encoded: whether the sample percent-encodes the value, because it stands in a path and
            another value in its place may need that.
    """

    name: Text
    value: Text
    description: Text
    is_encoded: bool = False


class Piece(Struct, frozen=True):
    """A piece of an expression: a literal text, a variable or a credential.

    Attributes:
        text: the literal text; not used for other pieces.
        value: the variable or credential; None for a literal text.
        form: the form in which the value is sent: `query` for percent-encoded, `base64`, or empty
            for the value as it is.
    """

    text: Text | str = ""
    value: Variable | Credential | None = None
    form: str = ""


Expression = tuple[Piece, ...]
# The characters that a URL has as they are, wherever they stand (RFC 3986, section 2.3).
UNRESERVED = f"{ascii_letters}{digits}-._~"


@lru_cache(maxsize=4096)
def percent_encode(value: str) -> str:
    """Percent-encode all but unreserved characters, as UTF-8 (RFC 3986, section 2.3)."""
    return quote(value, safe="")


def write_expression(
    thing: object,
    writer: ExpressionWriter,
    name: Callable[[object], Code],
    secret: str,
    facts: Callable[[Credential], Mapping[str, str]],
) -> Code:
    """Write an expression, the value of a variable, or a credential, as code.

    Arguments:
        thing: what to write. For a variable, this is the value that it has at first; it is
            percent-encoded if it stands in a URL and may need that.
        writer: writes expressions of the language.
        name: returns the identifier of a variable or credential.
        secret: the pattern of the code for a credential; empty if it has a variable.
        facts: returns what stands for the placeholders of that pattern.

    Raises:
        GuardError: if `thing` is something else.
    """
    if isinstance(thing, Variable):
        return Code(_write_value(thing, writer))
    pieces = (Piece(value=thing),) if isinstance(thing, Credential) else thing
    terms: list[Term] = []
    text = ""
    for piece in pieces if isinstance(pieces, tuple) else (thing,):
        if not isinstance(piece, Piece):
            raise GuardError("expression is for URLs, headers, variables and credentials")
        if piece.value is None:  # texts that follow each other become one
            text += reveal(piece.text)
            continue
        if text:
            terms.append(Term(text))
            text = ""
        terms.append(_make_term(piece.value, piece.form, name, secret, facts))
    if text or not terms:
        terms.append(Term(text))
    return Code(writer.write(terms))


def _write_value(variable: Variable, writer: ExpressionWriter) -> str:
    """Write the value that a variable has at first."""
    text = reveal(variable.value)
    if not variable.is_encoded:
        return writer.write_text(text)
    if writer.has("percent"):
        return writer.call("percent", writer.write_text(text))
    return writer.write_text(percent_encode(text))


def _make_term(
    value: Variable | Credential,
    form: str,
    name: Callable[[object], Code],
    secret: str,
    facts: Callable[[Credential], Mapping[str, str]],
) -> Term:
    """Prepare a variable or a credential for the writer."""
    if isinstance(value, Credential) and secret:
        return Term(None, fill_pattern(secret, facts(value)), "", is_complete=True)
    return Term(None, name(value), form)


def needs_encoding(schema: Schema, value: str) -> bool:
    """Say whether a value in a path has to be percent-encoded, or another one may have to be.

    Arguments:
        schema: the values that the spec allows there.
        value: the value that is sent.
    """
    if percent_encode(value) != value:
        return True
    if schema.type is not Type.STRING:
        return schema.type not in (Type.INTEGER, Type.NUMBER, Type.BOOLEAN)
    if schema.enum:
        texts = [reveal(item) for item in schema.enum if isinstance(item, Text)]
        return any(percent_encode(text) != text for text in texts)
    row = None if schema.format is None else FORMATS.get(reveal(schema.format))
    if row is not None and row.is_plain:
        return False
    pattern = "" if schema.pattern is None else reveal(schema.pattern)
    return not matches_only(pattern, UNRESERVED)


def make_url(
    endpoint: Piece,
    path: tuple[str | Placeholder, ...],
    variables: Mapping[str, Variable],
    query: Sequence[str],
    secrets: tuple[tuple[Text, Credential], ...],
) -> Expression:
    """Make the URL: the endpoint, the path, the query, and the credentials in the query."""
    pieces = [
        endpoint,
        *(Piece(p) if isinstance(p, str) else Piece(value=variables[p.name]) for p in path),
    ]
    for index, pair in enumerate(query):
        pieces.append(Piece(f"{'&' if index else '?'}{pair}"))
    for index, (name, credential) in enumerate(secrets, len(query)):
        pieces.append(Piece(f"{'&' if index else '?'}{percent_encode(reveal(name))}="))
        pieces.append(Piece(value=credential, form="query"))
    return tuple(pieces)
