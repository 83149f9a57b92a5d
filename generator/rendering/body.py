"""The body of a request in a sample: JSON, a form, multipart/form-data or a file."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.model.messages import BODY, Content, ContentKind
from generator.model.schema import Field, Schema, Type
from generator.model.structs import Struct
from generator.model.text import Text, reveal
from generator.model.values import Object, Value, as_text, json_text
from generator.rendering.expressions import Variable


class BodyPart(Struct, frozen=True):
    """A field of a form, or a part of multipart/form-data (RFC 7578).

    Attributes:
        name: the name of the field or part in the request.
        text: the content if it is text, else None.
        value: the content if it is JSON, else None.
        file: if the content is a file, the variable with the file's name; else None.
        media_type: the part's Content-Type; None to send no such header.
        input: the variable with the content if that is JSON; else None.
    """

    name: Text
    text: Text | None = None
    value: Value = None
    file: Variable | None = None
    media_type: str | None = None
    input: Variable | None = None

    @property
    def file_name(self) -> Text | None:
        """The name of the file without its folders; None if the content is no file."""
        return None if self.file is None else Text(reveal(self.file.value).rpartition("/")[2])

    @property
    def quoted_name(self) -> Text:
        """The name as it stands between the quotes of the Content-Disposition."""
        return Text(_quote(self.name), self.name.mark)

    @property
    def disposition(self) -> Text:
        """The Content-Disposition of a part of multipart/form-data (RFC 7578, section 4.2).

        Names are written as browsers do it (HTML Living Standard, section 4.10.22.8).
        """
        text = f'form-data; name="{reveal(self.quoted_name)}"'
        if self.file_name is not None:
            text += f'; filename="{_quote(self.file_name)}"'
        return Text(text, self.name.mark)

    @property
    def head(self) -> Text:
        """The header of a part of multipart/form-data (RFC 7578), its lines joined by CRLF.

        It begins behind `Content-Disposition: form-data; `.
        """
        lines = [reveal(self.disposition).removeprefix("form-data; ")]
        if self.media_type is not None:
            lines.append(f"Content-Type: {self.media_type}")
        return Text("\r\n".join(lines), self.name.mark)

    @property
    def is_plain(self) -> bool:
        """Whether the part says no media type, and its names need no escapes between quotes."""
        names = reveal(self.name) + reveal(self.file_name or Text(""))
        return self.media_type is None and not set(names) & set('"\\\r\n')

    @property
    def is_json(self) -> bool:
        """Whether the content of this field or part is JSON."""
        return self.text is None and self.file is None


def _size(value: Value) -> int:
    """Count the members and items of a JSON value, at all depths."""
    inner = [v for _, v in value.members] if isinstance(value, Object) else value
    return len(inner) + sum(map(_size, inner)) if isinstance(inner, (list, tuple)) else 0


def _quote(name: Text) -> str:
    """Write a name between the quotes of a part's header."""
    return reveal(name).replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")


class Body(Struct, frozen=True):
    """The body of a request (RFC 9110, section 6.4).

    Attributes:
        kind: "json", "text", "form", "multipart" or "file".
        media_type: the Content-Type of the request. That of a multipart body has no boundary.
        value: the JSON value if `kind` is "json"; else None.
        parts: the fields of a form, which are all text, or the parts of a multipart body; empty
            for other kinds.
        text: the text to send if `kind` is "text"; else None.
        file: the variable with the name of the file to send if `kind` is "file"; else None.
        raw_value: the value that the body was made from, for every kind: the one that the user
            gave, else the example of the spec.
    """

    kind: str
    media_type: str
    value: Value = None
    parts: tuple[BodyPart, ...] = ()
    file: Variable | None = None
    raw_value: Value = None
    text: Text | None = None

    @property
    def has_parameters(self) -> bool:
        """Whether the Content-Type has parameters, such as a charset."""
        return ";" in self.media_type

    @property
    def repeats(self) -> bool:
        """Whether two fields or parts have the same name."""
        return len({part.name for part in self.parts}) < len(self.parts)

    @property
    def json_size(self) -> int:
        """How many members and items the JSON in the body has, at all depths."""
        return sum(map(_size, (self.value, *(part.value for part in self.parts))))

    @property
    def has_plain_names(self) -> bool:
        """Whether the names of all fields or parts have only letters, digits and `_.-` of ASCII."""
        return all(re.fullmatch(r"[\w.-]+", reveal(p.name), re.ASCII) for p in self.parts)

    @property
    def types_fields(self) -> bool:
        """Whether a part that is no file has a Content-Type of its own."""
        return any(part.media_type is not None and part.file is None for part in self.parts)

    @property
    def form(self) -> Object:
        """The fields of a form as a JSON object; a name with several values has an array."""
        values: dict[Text, list[Value]] = {}
        for part in self.parts:
            values.setdefault(part.name, []).append(part.text)
        rows = values.items()
        return Object(tuple((n, v[0] if len(v) == 1 else tuple(v)) for n, v in rows))

    @property
    def pairs(self) -> tuple[tuple[Text, Text], ...]:
        """The names and texts of the fields of a form."""
        return tuple((part.name, part.text) for part in self.parts if part.text is not None)

    @property
    def has_json(self) -> bool:
        """Whether the body, or one of its parts, is JSON."""
        return self.kind == ContentKind.JSON or any(part.is_json for part in self.parts)


def make_body(content: Content, values: Mapping[str, Value]) -> Body:
    """Make the body of a request.

    Arguments:
        content: how the spec describes the body: media type, schema and examples.
        values: the values that replace examples of the spec (`Binding.values`). The body's value
            has the key `BODY`; without this key, the body is the example of the spec.
    """
    value = values.get(BODY, content.schema.sent())
    kind, media_type = content.kind.value, content.media_type
    if content.kind is ContentKind.JSON:
        return Body(kind, media_type, value, raw_value=value)
    if content.kind is ContentKind.TEXT:
        return Body(kind, media_type, text=as_text(value), raw_value=value)
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
        member = members[reveal(part.name)]
        if content.kind is ContentKind.FORM:
            items = member if isinstance(member, tuple) else (member,)
            parts += [BodyPart(part.name, as_text(item)) for item in items]
        elif part.explode and part.schema.items is not None and isinstance(member, tuple):
            parts += [
                _make_part(part, part.schema.items, item, number if len(member) > 1 else 0)
                for number, item in enumerate(member, 1)
            ]
        else:
            parts.append(_make_part(part, part.schema, member))
    return Body(kind, media_type, parts=tuple(parts), raw_value=value)


def _make_part(field: Field, schema: Schema, value: Value, number: int = 0) -> BodyPart:
    """Make a part of multipart/form-data.

    Arguments:
        field: the field that the part belongs to.
        schema: the schema of the value.
        value: the content of the part.
        number: the number of the part among those of the field; 0 if it is the only one.
    """
    if schema.type is Type.FILE:
        file = Variable(field.name, as_text(value), field.description)
        return BodyPart(field.name, file=file, media_type=field.media_type)
    if schema.type in (Type.ARRAY, Type.OBJECT, Type.ANY):
        name = Text(f"{reveal(field.name)} {number}", field.name.mark) if number else field.name
        variable = Variable(name, json_text(value), field.description)
        return BodyPart(field.name, None, value, None, field.media_type, variable)
    return BodyPart(field.name, as_text(value), media_type=field.media_type)


def file_variables(body: Body) -> Iterator[Variable]:
    """Yield the variables that hold the names of files to send; none for a body without files."""
    for file in (body.file, *(part.file for part in body.parts)):
        if file is not None:
            yield file
