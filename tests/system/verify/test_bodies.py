"""Bodies as they came against bodies as documented: every way to be wrong is noticed."""

from __future__ import annotations

import json

import pytest

from generator.model.messages import Content, ContentKind
from generator.model.schema import Field, Schema, Type
from generator.model.text import Text
from generator.model.values import Object, Value
from generator.verify.expected.body import body_faults, expected_body, file_bytes

STRING, INTEGER = Schema(), Schema(Type.INTEGER)


def field(name: str, schema: Schema, media_type: str | None = None) -> Field:
    return Field(Text(name), Text("What it is."), True, schema, media_type)


def members(**values: Value) -> Object:
    return Object(tuple((Text(name), value) for name, value in values.items()))


def faults(content: Content, value: Value, types: list[str], body: bytes) -> list[str]:
    return body_faults(types, body, expected_body(content, value))


class TestJson:
    content = Content(ContentKind.JSON, "application/json", Schema(Type.OBJECT))
    value = members(a=Text("é"), b=(1, 0.5, True, None), c=Object())
    good = '{"c": {}, "a": "é", "b": [1.0, 0.5, true, null]}'

    @pytest.mark.parametrize(
        "body", [good, json.dumps(json.loads(good)), good.replace(" ", "\n"), f" {good} "]
    )
    @pytest.mark.parametrize(
        "type_",
        ["application/json", "Application/JSON; charset=UTF-8", 'application/json;charset="utf-8"'],
    )
    def test_what_is_right(self, body: str, type_: str) -> None:
        assert faults(self.content, self.value, [type_], body.encode()) == []

    @pytest.mark.parametrize(
        ("body", "said"),
        [
            ("", "is no JSON"),
            (good + "x", "is no JSON"),
            (good.replace("1.0", "2"), "expected"),
            (good.replace("true", "1"), "expected"),
            (good.replace("null", "0"), "expected"),
            (good.replace("null", "false"), "expected"),
            (good.replace("{}", "[]"), "expected"),
            (good.replace("é", "e"), "expected"),
            (good.replace('"a"', '"A"'), "expected"),
            (good.replace("true, null", "null, true"), "expected"),
            (good[:-1] + ', "d": 1}', "expected"),
            (good[:-1] + ', "a": "é"}', "a name stands twice"),
            (json.dumps(good), "expected"),
        ],
    )
    def test_what_is_wrong(self, body: str, said: str) -> None:
        (fault,) = faults(self.content, self.value, ["application/json"], body.encode())
        assert said in fault

    def test_latin_1_is_no_json(self) -> None:
        body = self.good.encode("latin-1")
        (fault,) = faults(self.content, self.value, ["application/json"], body)
        assert "is no JSON" in fault

    @pytest.mark.parametrize(
        "types",
        [
            [],
            ["application/json", "application/json"],
            ["text/plain"],
            ["application/json; charset=latin-1"],
            ["application/json; version=2"],
            ["application/json, text/plain"],
        ],
    )
    def test_another_type_is_noticed(self, types: list[str]) -> None:
        assert faults(self.content, self.value, types, self.good.encode()) != []


class TestForm:
    content = Content(
        ContentKind.FORM,
        "application/x-www-form-urlencoded",
        Schema(
            Type.OBJECT,
            fields=(
                field("a b", STRING),
                field("n", INTEGER),
                field("t", Schema(Type.ARRAY, items=STRING)),
                field("not", STRING),
            ),
        ),
    )
    value = Object(
        ((Text("a b"), Text("x&=é +")), (Text("n"), 5), (Text("t"), (Text("1"), Text("2"))))
    )

    @pytest.mark.parametrize(
        "body",
        [
            "a+b=x%26%3D%C3%A9+%2B&n=5&t=1&t=2",
            "a%20b=x%26%3d%c3%a9%20%2B&t=1&n=5&t=2",
        ],
    )
    def test_what_is_right(self, body: str) -> None:
        assert faults(self.content, self.value, [self.content.media_type], body.encode()) == []

    @pytest.mark.parametrize(
        "body",
        [
            "",
            "a+b=x%26%3D%C3%A9+%2B&n=5&t=1",
            "a+b=x%26%3D%C3%A9+%2B&n=5&t=2&t=1",
            "a+b=x%26%3D%C3%A9++&n=5&t=1&t=2",
            "a+b=x%26%3D%E9+%2B&n=5&t=1&t=2",
            "a b=x%26%3D%C3%A9+%2B&n=5&t=1&t=2",
            "a+b=x%26%3D%C3%A9+%2B&n=5&t=1&t=2&not=",
            "a+b=x%26%3D%C3%A9+%2B&n=5.0&t=1&t=2",
            "a+b=x%26%3D%C3%A9+%2B&n=5&t=1%2C2",
        ],
    )
    def test_what_is_wrong(self, body: str) -> None:
        assert faults(self.content, self.value, [self.content.media_type], body.encode()) != []


class TestFile:
    content = Content(ContentKind.FILE, "image/png", Schema(Type.FILE))

    def test_its_bytes_have_to_come(self) -> None:
        body = file_bytes("a.png")
        assert faults(self.content, Text("a.png"), ["image/png"], body) == []
        assert faults(self.content, Text("b.png"), ["image/png"], body) != []
        assert faults(self.content, Text("a.png"), ["image/jpeg"], body) != []
        assert faults(self.content, Text("a.png"), ["image/png; charset=x"], body) != []

    @pytest.mark.parametrize(
        "change",
        [
            lambda data: data[:-1],
            lambda data: data + b"\n",
            lambda data: data.replace(b"\r\n", b"\n"),
            lambda data: data.replace(b"\0", b""),
            lambda data: b"",
            lambda data: data[:100] + b"?" + data[101:],
        ],
    )
    def test_other_bytes_are_noticed(self, change: object) -> None:
        body = change(file_bytes("a.png"))  # type: ignore[operator]
        assert faults(self.content, Text("a.png"), ["image/png"], body) != []


class TestMultipart:
    content = Content(
        ContentKind.MULTIPART,
        "multipart/form-data",
        Schema(
            Type.OBJECT,
            fields=(
                field("meta", Schema(Type.OBJECT)),
                field('odd "é"', STRING),
                field("typed", Schema(Type.OBJECT), "application/json"),
                field("file", Schema(Type.FILE), "image/jpeg"),
            ),
        ),
    )
    value = Object(
        (
            (Text("meta"), members(a=1)),
            (Text('odd "é"'), Text("x\r\n--y")),
            (Text("typed"), members(b=(True,))),
            (Text("file"), Text('f "1".jpg')),
        )
    )
    type = "multipart/form-data; boundary=XyZ"

    @staticmethod
    def good() -> bytes:
        parts = [
            b'Content-Disposition: form-data; name="meta"\r\n\r\n{"a":1}',
            'Content-Disposition: form-data; name="odd \\"é\\""\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nx\r\n--y'.encode(),  # noqa: E501
            b'content-disposition: form-data; name=typed\r\nContent-Type: application/json\r\n\r\n{"b": [true]}',  # noqa: E501
            b'Content-Disposition: form-data; name="file"; filename="f %221%22.jpg"\r\n'
            b"Content-Type: image/jpeg\r\n\r\n" + file_bytes('f "1".jpg'),
        ]
        return b"--XyZ\r\n" + b"\r\n--XyZ\r\n".join(parts) + b"\r\n--XyZ--\r\n"

    def test_what_is_right(self) -> None:
        assert faults(self.content, self.value, [self.type], self.good()) == []
        quoted = 'multipart/form-data; boundary="XyZ"'
        assert faults(self.content, self.value, [quoted], self.good()) == []

    @pytest.mark.parametrize(
        "spelled",
        [
            b'"f \\"1\\".jpg"',
            b'"=?utf-8?B?ZiAiMSIuanBn?="',
            b"\"x\"; filename*=utf-8''f%20%221%22.jpg",
        ],
    )
    def test_a_file_name_may_be_spelled_as_clients_do(self, spelled: bytes) -> None:
        body = self.good().replace(b'"f %221%22.jpg"', spelled)
        assert faults(self.content, self.value, [self.type], body) == []

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            (b'name="meta"', b'name="Meta"'),
            (b'{"a":1}', b'{"a":2}'),
            (b'{"a":1}', b""),
            (b'name="meta"\r\n', b'name="meta"; filename="blob"\r\n'),
            (b'name="meta"\r\n', b'name="meta"\r\nContent-Type: application/json\r\n'),
            (b"text/plain; charset=utf-8", b"text/plain; charset=latin-1"),
            (b"text/plain; charset=utf-8", b"text/html"),
            (b"Content-Type: application/json\r\n", b""),
            (b"x\r\n--y", b"x\n--y"),
            (b"image/jpeg", b"application/octet-stream"),
            (b"f %221%22.jpg", b"f 1.jpg"),
            (b'; filename="f %221%22.jpg"', b""),
            (b'"f %221%22.jpg"', b'"f "1".jpg"'),
            (b"form-data; name=typed", b"attachment; name=typed"),
            (b"--XyZ--", b"--XyZ"),
            (b"\r\n--XyZ--\r\n", b""),
            (b"--XyZ\r\n", b"--XyA\r\n"),
            (b'{"a":1}\r\n--XyZ', b'{"a":1}\n--XyZ'),
        ],
    )
    def test_what_is_wrong(self, old: bytes, new: bytes) -> None:
        body = self.good()
        assert old in body
        assert faults(self.content, self.value, [self.type], body.replace(old, new, 1)) != []

    def test_a_part_more_or_less_is_noticed(self) -> None:
        part = b'--XyZ\r\nContent-Disposition: form-data; name="more"\r\n\r\nx\r\n'
        assert faults(self.content, self.value, [self.type], part + self.good()) != []
        whole = self.good()
        less = whole[whole.index(b"--XyZ", 3) :]
        assert faults(self.content, self.value, [self.type], less) != []

    @pytest.mark.parametrize(
        "type_",
        [
            "multipart/form-data",
            "multipart/form-data; boundary=a b c ",
            "multipart/mixed; boundary=XyZ",
        ],
    )
    def test_another_type_is_noticed(self, type_: str) -> None:
        assert faults(self.content, self.value, [type_], self.good()) != []
