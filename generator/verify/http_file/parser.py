"""Read .http files: what VS Code's REST Client and the HTTP Client of JetBrains both understand."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, urlsplit

# Ends a request, and begins the next one.
_SEPARATOR = re.compile(r"#{3,}")
_COMMENT = re.compile(r"\s*(?:#|//)")
# A comment for programs, such as `# @timeout 30`; editors skip the ones that they don't know.
_TAG = re.compile(r"\s*(?:#|//)\s*@(timeout|output)\s+(.*\S)\s*")
_DEFINITION = re.compile(r"\s*@([^\s=]+)\s*=\s*(.*?)\s*")
_REQUEST_LINE = re.compile(r"([A-Za-z]+)\s+((?:\{\{[^{}]*\}\}|\S)+)(?:\s+HTTP/\d(?:\.\d)?)?\s*")
_VARIABLE = re.compile(r"\{\{([^{}]*)\}\}")
_FILE = re.compile(r"<\s+(.*\S)\s*")
# The characters of a field name (RFC 9110, section 5.1), and those that its value can't have.
_FIELD_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_CONTROL = re.compile(r"[\x00-\x08\x0a-\x1f\x7f]")


class HttpFileError(Exception):
    """A request can't be sent. The text says why: file, line, what is wrong, what to do."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a file.

    Attributes:
        number: its number, from 1.
        text: what it says, without its line end.
    """

    number: int
    text: str


@dataclass(slots=True)
class Request:
    """A request as it stands in a file, with variables that have no value yet.

    Attributes:
        file: the path of the file.
        line: the request line.
        headers: the lines of its headers.
        body: the lines of its body, without comments.
        variables: the values that the file gives to variables.
        timeout: the most seconds to wait for the server; None for no limit.
        output: the name of the file that the answer is saved as; None to print it.
    """

    file: Path
    line: Line
    headers: list[Line] = field(default_factory=list)
    body: list[Line] = field(default_factory=list)
    variables: Mapping[str, str] = field(default_factory=dict)
    timeout: float | None = None
    output: str | None = None

    def problem(self, line: Line, text: str) -> HttpFileError:
        """Return the error for a line."""
        return HttpFileError(f"{self.file}:{line.number}: {text}")


@dataclass(frozen=True, slots=True)
class Message:
    """A request with its values, ready to be sent.

    Attributes:
        method: the method, in upper case.
        url: scheme, host, path and query.
        headers: names and values.
        body: the pieces of the body, bytes or files; None if there is none.
    """

    method: str
    url: str
    headers: tuple[tuple[str, str], ...]
    body: tuple[bytes | Path, ...] | None


def read_requests(file: Path) -> list[Request]:
    """Read the requests of a file.

    Raises:
        HttpFileError: if the file can't be read, or has something that is no request.
    """
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise HttpFileError(f"{file}: {error.strerror}; name a file that can be read") from error
    except UnicodeDecodeError as error:
        raise HttpFileError(f"{file}: it is not UTF-8; save it as UTF-8") from error
    variables: dict[str, str] = {}
    requests = [
        request
        for lines in _blocks(re.split(r"\r?\n", text))
        if (request := _read_block(file, lines, variables)) is not None
    ]
    if not requests:
        raise HttpFileError(f"{file}: it has no request; write one, such as GET https://…")
    return requests


def _blocks(lines: list[str]) -> Iterator[list[Line]]:
    """Yield the lines between separators."""
    block: list[Line] = []
    for number, text in enumerate(lines, 1):
        if _SEPARATOR.match(text):
            yield block
            block = []
        else:
            block.append(Line(number, text))
    yield block


def _read_block(file: Path, lines: list[Line], variables: dict[str, str]) -> Request | None:
    """Read what stands between two separators; None if there is no request.

    Arguments:
        file: the path of the file.
        lines: the lines.
        variables: gets the variables that are defined here.
    """
    request: Request | None = None
    tags: dict[str, Line] = {}
    part = "start"
    for line in lines:
        if _COMMENT.match(line.text):
            if (tag := _TAG.fullmatch(line.text)) is not None:
                tags[tag[1]] = Line(line.number, tag[2])
        elif request is None:
            if (definition := _DEFINITION.fullmatch(line.text)) is not None:
                variables[definition[1]] = definition[2]
            elif line.text.strip():
                request = Request(file, line, variables=variables)
                part = "headers"
        elif part == "headers" and not line.text.strip():
            part = "body"
        else:
            (request.headers if part == "headers" else request.body).append(line)
    if request is None:
        return None
    while request.body and not request.body[-1].text.strip():
        request.body.pop()
    _read_tags(request, tags)
    _check_request(request)
    return request


def _read_tags(request: Request, tags: Mapping[str, Line]) -> None:
    """Read the comments that are for programs."""
    if (line := tags.get("timeout")) is not None:
        if not re.fullmatch(r"[0-9]{1,6}", line.text) or not int(line.text):
            raise request.problem(line, f"{line.text} is no time; write a number of seconds")
        request.timeout = int(line.text)
    if (line := tags.get("output")) is not None:
        request.output = line.text


def _check_request(request: Request) -> None:
    """Check what can be seen without values.

    Raises:
        HttpFileError: if a line is wrong.
    """
    if _REQUEST_LINE.fullmatch(request.line.text) is None:
        raise request.problem(request.line, "this is no request; write METHOD URL HTTP/1.1")
    for line in request.headers:
        name, colon, value = line.text.partition(":")
        if not colon or not _FIELD_NAME.fullmatch(name):
            raise request.problem(line, "this is no header; write Name: value")
        if _CONTROL.search(value):
            raise request.problem(line, "a value can't have control characters; remove them")


def fill_request(request: Request, environment: Mapping[str, str]) -> Message:
    """Give all variables of a request their values.

    Arguments:
        request: the request.
        environment: the values of variables that the file does not define.

    Raises:
        HttpFileError: if a variable has no value, or the value can't stand where it does.
    """

    def fill(line: Line, in_url: bool = False) -> str:
        def value(match: re.Match[str]) -> str:
            name = match[1].strip()
            if name in request.variables:
                return _VARIABLE.sub(value, request.variables[name])
            if name.startswith("$") or not name:
                raise request.problem(line, f"{match[0]} is not supported; use {{{{NAME}}}}")
            if not environment.get(name):
                raise request.problem(line, f"{match[0]} has no value; Set {name} to it.")
            return quote(environment[name], safe="") if in_url else environment[name]

        try:
            return _VARIABLE.sub(value, line.text)
        except RecursionError:
            raise request.problem(line, "a variable has itself in its value") from None

    match = _REQUEST_LINE.fullmatch(fill(request.line, in_url=True))
    if match is None or urlsplit(match[2]).scheme not in ("http", "https"):
        raise request.problem(request.line, "this is no URL; write one with http:// or https://")
    headers = []
    for line in request.headers:
        name, _, rest = fill(line).partition(":")
        if _CONTROL.search(rest):
            raise request.problem(line, "a value here has control characters; remove them")
        headers.append((name, _login(name, rest.strip(" \t"))))
    types = [text for name, text in headers if name.lower() == "content-type"]
    body = _pieces(request, [Line(x.number, fill(x)) for x in request.body], "".join(types))
    return Message(match[1].upper(), match[2], tuple(headers), body)


def _login(name: str, value: str) -> str:
    """Encode a user's name and password as all editors do: `Basic user:password`."""
    scheme, _, login = value.partition(" ")
    login = login.strip(" ")
    if name.lower() != "authorization" or scheme.lower() != "basic":
        return value
    if ":" not in login and " " in login:
        login = ":".join(login.split(" ", 1))
    if ":" not in login:
        return value
    return f"{scheme} {base64.b64encode(login.encode()).decode()}"


def _pieces(
    request: Request, lines: list[Line], media_type: str
) -> tuple[bytes | Path, ...] | None:
    """Put the lines of a body together.

    Lines of multipart/form-data end in CRLF, those of others in LF. Of a form, lines that begin
    with `&` go on the line before.
    """
    if not lines:
        return None
    kind = media_type.partition(";")[0].strip().lower()
    end = "\r\n" if kind.startswith("multipart/") else "\n"
    is_form = kind == "application/x-www-form-urlencoded"
    pieces: list[bytes | Path] = []
    text = ""
    for index, line in enumerate(lines):
        if index and not (is_form and line.text.startswith("&")):
            text += end
        if (match := _FILE.fullmatch(line.text)) is None:
            text += line.text
            continue
        pieces += [text.encode(), _find_file(request, line, match[1])]
        text = ""
    return (*pieces, text.encode())


def _find_file(request: Request, line: Line, name: str) -> Path:
    """Find a file that a body names: beside the .http file, or in the current folder."""
    for path in (request.file.parent / name, Path(name)):
        if path.is_file():
            return path
    raise request.problem(line, f"there is no file {name}; put it beside {request.file.name}")
