"""Reads a sample for Windows cmd as cmd and curl.exe do, so that any system can judge it.

It knows the few commands that samples consist of, and refuses every other use of what cmd takes
for syntax: what it can't read would run something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from generator.verify.http_request import ReceivedRequest


class UnreadableError(Exception):
    """The file has what no sample needs."""


def interpret(text: str, environment: Mapping[str, str], endpoint: str) -> ReceivedRequest:
    """Give the request that a sample sends, of those without a body.

    Arguments:
        text: the .cmd file.
        environment: what is set before it runs.
        endpoint: scheme, host and port that the request must go to.

    Raises:
        UnreadableError: if cmd would do anything else, too.
    """
    return _request(arguments(text, environment), endpoint)


def arguments(text: str, environment: Mapping[str, str]) -> list[str]:
    """Give the arguments that a sample calls curl with, the program's name first.

    Raises:
        UnreadableError: if cmd would do anything else, too.
    """
    if not re.fullmatch("[ -~\n]*", text):
        raise UnreadableError("it is not ASCII, which no code page changes")
    variables = {name.casefold(): value for name, value in environment.items()}
    found: list[str] | None = None
    for line in _lines(text):
        expanded = _expanded(line, variables)
        if line.startswith("curl "):
            if found is not None:
                raise UnreadableError("curl is called twice")
            found = _arguments(expanded)
        elif match := re.fullmatch('set "([A-Za-z][A-Za-z0-9_]*)=([^"]*)"', expanded):
            variables[match[1].casefold()] = match[2]
        elif not _is_harmless(expanded):
            raise UnreadableError(f"it runs {expanded!r}")
    if found is None:
        raise UnreadableError("curl is not called")
    return found


def _is_harmless(line: str) -> bool:
    """Say whether a line is one of those without a value, or a remark without an operator."""
    if not line or re.fullmatch(r"rem( [A-Za-z0-9][^&|<>^]*| ?)", line):
        return True
    message = r"Set \w+ to (your (key|token)|user:password)\."
    refusal = rf"if not defined \w+ \(echo {message}>&2 & exit /b 1\)"
    return bool(re.fullmatch(f"@echo off|setlocal|{refusal}", line))


def _lines(text: str) -> Iterator[str]:
    """Give the lines, joined where a caret stands at the end, and without it."""
    whole = ""
    for line in text.splitlines():
        if line.endswith("^") and line.count('"') % 2 == 0:
            whole += line[:-1]
        else:
            yield whole + line
            whole = ""
    if whole:
        raise UnreadableError("the last line goes on")


def _expanded(line: str, variables: Mapping[str, str]) -> str:
    """Expand variables, as cmd does in a file, before it looks at anything else."""

    def value(match: re.Match[str]) -> str:
        name = match[1]
        if name == "":
            return "%"
        if name is None or name.casefold() not in variables:
            raise UnreadableError(f"a % stands in {line!r}")
        return variables[name.casefold()]

    return re.sub("%(?:([^%]*)%)?", value, line)


def _arguments(line: str) -> list[str]:
    """Split a line as the C runtime of curl.exe does, where cmd passes it on as it is."""
    quoted = False
    for character in line:
        quoted ^= character == '"'
        if character in "&|<>^()" and not quoted:
            raise UnreadableError(f"{character} stands outside of quotes in {line!r}")
    if quoted or "!" in line:
        raise UnreadableError(f"a quote is open, or a ! stands in {line!r}")
    found: list[str] = []
    word, inside, begun = "", False, False
    for backslashes, quote, other in re.findall(r'(\\*)(?:(")|(.)|$)', line):
        if quote:
            word += "\\" * (len(backslashes) // 2)
            if len(backslashes) % 2:
                word += '"'
            else:
                inside, begun = not inside, True
        else:
            word += backslashes
            if other == " " and not inside:
                if word or begun:
                    found.append(word)
                word, begun = "", False
            else:
                word += other
    return [*found, word] if word or begun else found


def _request(arguments: list[str], endpoint: str) -> ReceivedRequest:
    method, fields, urls = "GET", [], []
    words = iter(arguments[1:])
    for word in words:
        if word == "--header":
            fields.append(_field(next(words)))
        elif word == "--request":
            method = next(words)
        elif word == "--max-time":
            next(words)
        elif not word.startswith("-"):
            urls.append(word)
        elif word not in ("--fail-with-body", "--include", "--no-progress-meter"):
            raise UnreadableError(f"curl gets {word!r}")
    if len(urls) != 1 or not re.fullmatch(r"[!#-;=?-Z_a-z~]*", urls[0]):
        raise UnreadableError(f"curl gets the addresses {urls}")
    if not urls[0].startswith(f"{endpoint}/"):
        raise UnreadableError(f"curl calls {urls[0]!r}")
    return ReceivedRequest(method, urls[0].removeprefix(endpoint), tuple(fields), b"")


def _field(line: str) -> tuple[str, str]:
    """Give name and value of what curl sends for an argument of --header."""
    if line.startswith("@"):
        raise UnreadableError("curl reads headers from a file")
    if re.fullmatch("[^:;]+;", line):
        return line[:-1], ""
    name, colon, value = line.partition(":")
    if not colon or not value.strip():
        raise UnreadableError(f"curl sends no header for {line!r}")
    return name, value.strip()
