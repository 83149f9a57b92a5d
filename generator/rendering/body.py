"""The body of a request in a sample: JSON, a form, multipart/form-data or a file."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from generator.model.messages import BODY, Content, ContentKind
from generator.model.schema import Type
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, as_text, json_text


class Variable(Struct, frozen=True):
    """A value that readers of a sample can edit.

    Attributes:
        name: its name in the API.
        value: the value in the sample.
        description: its description in the spec.
    """

    name: Text
    value: Text
    description: Text


class BodyPart(Struct, frozen=True):
    """A field of a form, or a part of multipart/form-data (RFC 7578).

    Attributes:
        name: the name of the field or part.
        text: its content if that is text, else None.
        value: its content if that is JSON, else None.
        file: the variable with the file's name if its content is a file, else None.
        media_type: its Content-Type, None if it has none.
        input: the variable with its JSON as text, for readers to edit; None if it is not JSON.
    """

    name: Text
    text: Text | None = None
    value: Value = None
    file: Variable | None = None
    media_type: str | None = None
    input: Variable | None = None

    @property
    def is_json(self) -> bool:
        """Whether its content is JSON."""
        return self.text is None and self.file is None


class Body(Struct, frozen=True):
    """The body of a request (RFC 9110, 6.4).

    Attributes:
        kind: "json", "form", "multipart" or "file".
        media_type: its Content-Type, without parameters.
        value: the JSON value if `kind` is "json".
        parts: the fields of a form, which are all text, or the parts of a multipart body.
        file: the variable with the name of the file that is the body.
        raw_value: the body as the spec or the binding has it, for every kind.
    """

    kind: str
    media_type: str
    value: Value = None
    parts: tuple[BodyPart, ...] = ()
    file: Variable | None = None
    raw_value: Value = None

    @property
    def repeats(self) -> bool:
        """Whether two parts have the same name."""
        return len({part.name for part in self.parts}) < len(self.parts)

    @property
    def inputs(self) -> tuple[Variable, ...]:
        """The variables of the parts that are JSON."""
        return tuple(part.input for part in self.parts if part.input is not None)

    @property
    def form(self) -> Object:
        """The fields of a form as an object; a name with several values has an array."""
        values: dict[Text, list[Value]] = {}
        for part in self.parts:
            values.setdefault(part.name, []).append(part.text)
        rows = values.items()
        return Object(tuple((n, v[0] if len(v) == 1 else tuple(v)) for n, v in rows))

    @property
    def has_json(self) -> bool:
        """Whether the body, or one of its parts, is JSON."""
        return self.kind == ContentKind.JSON or any(part.is_json for part in self.parts)


def make_body(content: Content, values: Mapping[str, Value]) -> Body:
    """Make the body of a request.

    Arguments:
        content: the content that the operation takes.
        values: the binding's values; without one for `BODY`, the spec's examples are used.
    """
    value = values.get(BODY, content.schema.sent())
    kind, media_type = content.kind.value, content.media_type
    if content.kind is ContentKind.JSON:
        return Body(kind, media_type, value, raw_value=value)
    if content.kind is ContentKind.FILE:
        name = Text("file")
        file = Variable(name, as_text(value), content.description or name)
        return Body(kind, media_type, file=file, raw_value=value)
    assert isinstance(value, Object)  # readers refuse other forms
    members = {reveal(name): member for name, member in value.members}
    parts = []
    for part in content.schema.fields:
        if reveal(part.name) not in members:
            continue
        member, schema = members[reveal(part.name)], part.schema
        if schema.type is Type.FILE:
            file = Variable(part.name, as_text(member), part.description)
            parts.append(BodyPart(part.name, file=file, media_type=part.media_type))
        elif content.kind is ContentKind.FORM:
            items = member if isinstance(member, tuple) else (member,)
            parts += [BodyPart(part.name, as_text(item)) for item in items]
        elif schema.type in (Type.ARRAY, Type.OBJECT, Type.ANY):
            variable = Variable(part.name, json_text(member), part.description)
            parts.append(BodyPart(part.name, None, member, None, part.media_type, variable))
        else:
            parts.append(BodyPart(part.name, as_text(member), media_type=part.media_type))
    return Body(kind, media_type, parts=tuple(parts), raw_value=value)


def file_variables(body: Body) -> Iterator[Variable]:
    """Iterate over the variables that hold the names of files to send."""
    for file in (body.file, *(part.file for part in body.parts)):
        if file is not None:
            yield file
