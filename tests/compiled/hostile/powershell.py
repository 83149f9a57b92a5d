"""Runs a sample in PowerShell as PowerShell does, so that any system can judge it.

It reads tokens as the PowerShell Language Specification has them (2.2 and 2.3), knows the few
statements that samples consist of, and refuses everything else: what it can't read would run
something.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import quote

from generator.verify.expected.cases import Answer
from generator.verify.http_request import ReceivedRequest
from generator.verify.process import Result

SINGLE, DOUBLE = "'‘’‚‛", '"“”„'
_ESCAPES = {"0": "\0", "a": "\a", "b": "\b", "e": "\x1b", "f": "\f", "n": "\n", "r": "\r"}
_ESCAPES |= {"t": "\t", "v": "\v"}
_TOKEN = re.compile(
    r"(?P<space>[ \n]+|#[^\n]*)|(?P<text>[%s])|(?P<variable>\$(?:env:)?\w+)|@(?P<splat>[a-z]+)"
    r"|(?P<type>\[[A-Za-z.]+\])|(?P<word>-?[A-Za-z][\w-]*|\d+)|(?P<sign>@[{(]|::|[-+=.,;(){}\[\]])"
    % (SINGLE + DOUBLE)
)
STATUS = '"HTTP $($response.StatusCode): $($response.Content)"'


class UnreadableError(Exception):
    """The file has what no sample needs."""


def string(text: str, at: int, variables: Mapping[str, Any]) -> tuple[str, int]:
    """Read the string literal that begins at a place.

    Returns:
        The value, and the place behind the literal.
    """
    made, quotes = "", SINGLE if text[at] in SINGLE else DOUBLE
    at += 1
    while at < len(text):
        character = text[at]
        if character in quotes:
            if text[at + 1 : at + 2] not in (*quotes,):
                return made, at + 1
            at += 1
            character = text[at]
        elif quotes == DOUBLE and character == "`":
            at += 1
            character = _ESCAPES.get(text[at], text[at])
            if number := re.compile(r"u\{([0-9a-f]{1,6})\}").match(text, at):
                character, at = chr(int(number[1], 16)), number.end() - 1
        elif quotes == DOUBLE and character == "$":
            name = re.compile(r"\$\{(\w+)\}").match(text, at)
            header = re.compile(r"\$\(\$response\.Headers\[(?=')").match(text, at)
            if header:
                key, end = string(text, header.end(), {})
                if not text.startswith("])", end):
                    raise UnreadableError("a header is not read as all are")
                character, at = variables["response"]["Headers"].get(key, ""), end + 1
            elif name and name[1] in variables:
                character, at = str(variables[name[1]]), name.end() - 1
            else:
                raise UnreadableError(f"a $ stands in {text[at : at + 30]!r}")
        made += character
        at += 1
    raise UnreadableError("a string does not end")


class _Script:
    """One run of a sample."""

    def __init__(self, environment: Mapping[str, str], answer: Answer, folder: Path) -> None:
        self.environment, self.answer, self.folder = environment, answer, folder
        self.variables: dict[str, Any] = {}
        self.sent: list[dict[str, Any]] = []
        self.printed = ""
        self.tokens: list[tuple[str, str]] = []

    def run(self, text: str) -> None:
        """Run the statements, one after the other; each stands on a line of its own."""
        at = 0
        while at < len(text):
            start, self.tokens, depth = at, [], 0
            if text.startswith(f"if ($response.StatusCode -ge 300) {{ throw {STATUS} }}\n", at):
                at = text.index("\n", at) + 1
                continue
            while at < len(text) and not (text[at] == "\n" and depth == 0):
                match = _TOKEN.match(text, at)
                if match is None:
                    raise UnreadableError(f"{text[at : at + 30]!r} is no token")
                kind, at = str(match.lastgroup), match.end()
                if kind == "text":
                    value, at = string(text, match.start(), self.variables)
                    self.tokens.append((kind, value))
                elif kind != "space":
                    self.tokens.append((kind, match[kind]))
                elif "\n" in match[0]:
                    if depth == 0:
                        at = text.index("\n", match.start())
                    else:
                        self.tokens.append(("end", "\n"))
                if kind == "sign":
                    depth += (match[0][-1] in "{([") - (match[0] in "})]")
            if self.tokens:
                self._statement()
                if self.tokens:
                    raise UnreadableError(f"{text[start:at]!r} is more than a statement")
            at += 1

    def _take(self, *wanted: str) -> str:
        """Take tokens that have to stand here, if any are named, else the next one."""
        value = ""
        for word in wanted or ("",):
            if not self.tokens:
                raise UnreadableError("a statement ends early")
            kind, value = self.tokens.pop(0)
            if word and (kind == "text" or value != word):
                raise UnreadableError(f"{value!r} stands in place of {word}")
        return value

    def _peek(self, *words: str) -> bool:
        ahead = self.tokens[: len(words)]
        return all(k != "text" for k, _ in ahead) and [v for _, v in ahead] == [*words]

    def _statement(self) -> None:
        kind, first = self.tokens[0]
        if kind == "text":
            self.printed += f"{self._expression()}\n"
        elif self._peek("if"):
            self._take("if", "(", "-not")
            name = self._take()
            self._take(")", "{", "throw")
            self._text()
            self._take("}")
            if not self.variables[name[1:]]:
                raise UnreadableError("a key is not set")
        elif self._peek("$response", "=", "Invoke-WebRequest", "request"):
            self.tokens = []
            self.sent.append(self.variables["request"])
            self.variables["response"] = {"Headers": dict(self.answer.fields)}
        elif self._peek("$response", ".", "Content"):
            self.tokens = []
            self.printed += f"{self.answer.body.decode()}\n"
        elif self._peek("$part", ".", "Headers", ".", "ContentType", "="):
            del self.tokens[:6]
            self.variables["part"]["type"] = self._text()
        elif self._peek("$form", ".", "Add", "(", "$part", ","):
            del self.tokens[:6]
            part = self.variables["part"] | {"name": self._text(), "file": None}
            if self._peek(","):
                self._take(",")
                part["file"] = self._text()
            self._take(")")
            self.variables["form"].append(part)
        elif self._peek("Set-Content", "-LiteralPath"):
            del self.tokens[:2]
            (self.folder / self._text()).write_bytes(self.answer.body)
            self._take("-AsByteStream", "-Value", "$response", ".", "RawContentStream", ".")
            self._take("ToArray", "(", ")")
        elif kind == "variable" and re.fullmatch(r"\$\w+", first) and self._peek(first, "="):
            del self.tokens[:2]
            self.variables[first[1:]] = self._expression()
        else:
            raise UnreadableError(f"it runs {' '.join(value for _, value in self.tokens)!r}")

    def _text(self) -> str:
        if not self.tokens or self.tokens[0][0] != "text":
            raise UnreadableError("a string is missing")
        return self._take()

    def _expression(self) -> Any:
        value = self._value()
        while self._peek("+"):
            self._take("+")
            value += self._value()
        return value

    def _value(self) -> Any:
        kind, value = self.tokens.pop(0)
        if kind == "text":
            return value
        if kind == "word" and value.isdigit():
            return int(value)
        if kind == "variable":
            if value == "$true":
                return True
            if value.startswith("$env:"):
                return self.environment.get(value[5:], "")
            return self.variables[value[1:]]
        if value == "@{":
            return self._table()
        if value == "@(":
            items = []
            while not self._peek(")"):
                if self._peek("\n"):
                    self._take("\n")
                    continue
                items.append(self._expression())
            self._take(")", "-join")
            return self._text().join(items)
        if kind == "type":
            return self._call(value)
        raise UnreadableError(f"{value!r} is no value")

    def _table(self) -> dict[str, Any]:
        table: dict[str, Any] = {}
        while not self._peek("}"):
            if self._peek("\n"):
                self._take("\n")
                continue
            name = self._take()
            if name.casefold() in map(str.casefold, table):
                raise UnreadableError(f"{name} is in a table twice")
            self._take("=")
            table[name] = self._expression()
            if not self._peek("\n"):
                raise UnreadableError("more than one entry is on a line")
        self._take("}")
        return table

    def _call(self, type_: str) -> Any:
        self._take("::")
        method = self._take()
        self._take("(")
        match type_, method:
            case "[uri]", "EscapeDataString":
                made: Any = quote(self._expression(), safe="-._~")
            case "[Convert]", "ToBase64String":
                self._take("[Text.Encoding]", "::", "UTF8", ".", "GetBytes", "(")
                made = base64.b64encode(self._expression().encode()).decode()
                self._take(")")
            case "[System.Net.Http.MultipartFormDataContent]", "new":
                made = []
            case "[System.Net.Http.StringContent]", "new":
                made = {"data": self._text().encode(), "type": "text/plain; charset=utf-8"}
            case "[System.Net.Http.StreamContent]", "new":
                self._take("(", "Get-Item", "-LiteralPath")
                made = {"data": (self.folder / self._text()).read_bytes(), "type": None}
                self._take(")", ".", "OpenRead", "(", ")")
            case _:
                raise UnreadableError(f"it calls {type_}::{method}")
        self._take(")")
        return made


def run(
    text: str, environment: Mapping[str, str], endpoint: str, answer: Answer, folder: Path
) -> tuple[ReceivedRequest, Result]:
    """Give the request that a sample sends, and what the sample prints.

    Arguments:
        text: the .ps1 file.
        environment: what is set before it runs.
        endpoint: scheme, host and port that the request must go to.
        answer: what comes back, which is a success.
        folder: what it runs in.

    Raises:
        UnreadableError: if PowerShell would do anything else, too.
    """
    script = _Script(environment, answer, folder)
    script.run(text)
    if len(script.sent) != 1:
        raise UnreadableError("Invoke-WebRequest is not called once")
    sent = dict(script.sent[0])
    url, method = sent.pop("Uri"), sent.pop("Method")
    if not re.fullmatch(r"[!#-;=?-Z_a-z~]*", url) or not url.startswith(f"{endpoint}/"):
        raise UnreadableError(f"it calls {url!r}")
    fields = [*sent.pop("Headers", {}).items()]
    body, kind = sent.pop("Body", ""), sent.pop("ContentType", None)
    if "InFile" in sent:
        name = re.sub(r"`([][*?`])|([][*?])", _unescaped, sent.pop("InFile"))
        data = (folder / name).read_bytes()
    elif isinstance(body, list):
        data, kind = _multipart(body), "multipart/form-data; boundary=BOUNDARY"
    else:
        data = body.encode()
    if sent != {
        "TimeoutSec": sent.get("TimeoutSec"),
        "MaximumRedirection": 0,
        "SkipHttpErrorCheck": True,
    }:
        raise UnreadableError(f"Invoke-WebRequest gets {sent}")
    if kind is not None:
        fields.append(("Content-Type", kind))
    if not data and method in ("POST", "PUT", "PATCH"):
        fields.append(("Content-Length", "0"))  # as HttpClient does
    target = url.removeprefix(endpoint)
    return ReceivedRequest(method, target, tuple(fields), data), Result(0, script.printed, "")


def _unescaped(match: re.Match[str]) -> str:
    if match[2]:
        raise UnreadableError("a name of a file has a wildcard")
    return match[1]


def _multipart(parts: list[dict[str, Any]]) -> bytes:
    """Write parts as MultipartFormDataContent does, names that are not ASCII by RFC 2047."""
    made = b""
    for part in parts:
        head = f"Content-Disposition: form-data; name={_encoded(part['name'])}"
        if part["file"] is not None:
            name = part["file"]
            is_plain = re.fullmatch(r"[A-Za-z0-9._-]+", name)
            quoted = name if is_plain else _encoded(f'"{name}"')
            head += f"; filename={quoted}"
        if part["type"]:
            head += f"\r\nContent-Type: {part['type']}"
        made += b"--BOUNDARY\r\n" + head.encode() + b"\r\n\r\n" + part["data"] + b"\r\n"
    return made + b"--BOUNDARY--\r\n"


def _encoded(text: str) -> str:
    if text.isascii():
        return text
    return f'"=?utf-8?B?{base64.b64encode(text.strip(chr(34)).encode()).decode()}?="'
