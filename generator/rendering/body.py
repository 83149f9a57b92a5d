"""What a request carries, as a sample writes it: JSON, a form, parts, or a file (RFC 9110, 8)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.messages import BODY, Content, ContentKind
from generator.model.schema import Type
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, json_text, scalar_text


class Variable(Struct, frozen=True):
    """A value in the sample's block to edit; `name` is the API's, `value` what it starts with."""

    name: Text
    value: Text
    description: Text


class BodyPart(Struct, frozen=True):
    """A field of a form, or a part of multipart/form-data (RFC 7578).

    Attributes:
        name: its name.
        text: what it holds, if that is text.
        value: what it holds, if that is JSON; None else.
        file: the variable with the name of the file that it holds, if it is one.
        media_type: what it says that it is, None if it says nothing.
        input: the variable with its JSON, for the block to edit; its value is that JSON as text.
    """

    name: Text
    text: Text | None = None
    value: Value = None
    file: Variable | None = None
    media_type: str | None = None
    input: Variable | None = None

    @property
    def is_json(self) -> bool:
        """Whether it holds JSON."""
        return self.text is None and self.file is None


class Body(Struct, frozen=True):
    """What a request carries.

    Attributes:
        kind: "json", "form", "multipart" or "file".
        media_type: its Content-Type, without parameters.
        value: what is written as JSON.
        parts: of a form or a multipart body; of a form, all are text.
        file: the variable with the name of the file that is sent.
        given: all of it as the spec or the binding has it, whatever its kind.
    """

    kind: str
    media_type: str
    value: Value = None
    parts: tuple[BodyPart, ...] = ()
    file: Variable | None = None
    given: Value = None

    @property
    def repeats(self) -> bool:
        """Whether a name stands more than once among its parts."""
        return len({part.name for part in self.parts}) < len(self.parts)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """The variables of the parts that are JSON."""
        return tuple(part.input for part in self.parts if part.input is not None)

    @property
    def form(self) -> Object:
        """The fields of a form as an object; what stands more than once is an array."""
        found: dict[Text, list[Value]] = {}
        for part in self.parts:
            found.setdefault(part.name, []).append(part.text)
        rows = found.items()
        return Object(tuple((name, v[0] if len(v) == 1 else tuple(v)) for name, v in rows))

    @property
    def has_json(self) -> bool:
        """Whether some of it is written as JSON."""
        return self.kind == ContentKind.JSON or any(part.is_json for part in self.parts)


def make_body(content: Content, values: Mapping[str, Value]) -> Body:
    """Make the body with the binding's value, else the spec's examples."""
    value = values.get(BODY, content.schema.sent())
    kind, media_type = content.kind.value, content.media_type
    if content.kind is ContentKind.JSON:
        return Body(kind, media_type, value, given=value)
    if content.kind is ContentKind.FILE:
        name = Text("file")
        file = Variable(name, _text(value), content.description or name)
        return Body(kind, media_type, file=file, given=value)
    assert isinstance(value, Object)  # the reader asks for fields
    given = {reveal(name): member for name, member in value.members}
    parts = []
    for part in content.schema.fields:
        if reveal(part.name) not in given:
            continue
        member, schema = given[reveal(part.name)], part.schema
        if schema.type is Type.FILE:
            file = Variable(part.name, _text(member), part.description)
            parts.append(BodyPart(part.name, file=file, media_type=part.media_type))
        elif content.kind is ContentKind.FORM:
            items = member if isinstance(member, tuple) else (member,)
            parts += [BodyPart(part.name, _text(item)) for item in items]
        elif schema.type in (Type.ARRAY, Type.OBJECT, Type.ANY):
            made = Variable(part.name, json_text(member), part.description)
            parts.append(BodyPart(part.name, None, member, None, part.media_type, made))
        else:
            parts.append(BodyPart(part.name, _text(member), media_type=part.media_type))
    return Body(kind, media_type, parts=tuple(parts), given=value)


def _text(value: Value) -> Text:
    return value if isinstance(value, Text) else Text(scalar_text(value))


def files_of(body: Body) -> Iterator[Variable]:
    """Give the variables with the names of the files that a body sends."""
    for file in (body.file, *(part.file for part in body.parts)):
        if file is not None:
            yield file
