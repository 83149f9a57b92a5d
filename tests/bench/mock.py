"""`gen mock` beside Prism: 200 requests, half of them wrong in one way each; who notices what.

    npm install --prefix DIR @stoplight/prism-cli@5
    python -m tests.bench.mock DIR/node_modules/.bin/prism

Both mocks answer for the OpenAPI document that `gen publish` makes of the shipped spec. Prints a
Markdown table, and each request that a mock got wrong.
"""

from __future__ import annotations

import http.client
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import chain, islice, zip_longest
from pathlib import Path
from urllib.parse import quote

from generator.mocking.contracts import load_contracts
from generator.mocking.server import StrictMockServer
from generator.model.api import Api, Operation
from generator.model.messages import ContentKind, Parameter, Where
from generator.model.schema import Schema, Type
from generator.model.text import reveal
from generator.model.values import plain
from generator.openapi.unsupported import Unsupported
from generator.spec.loader import load
from generator.verify.http_request import ReceivedRequest
from tests.support import ROOT
from tests.unit.mocking.requests import documented_requests

HALF = 100
Wrong = tuple[str, ReceivedRequest]


def main(prism: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        command = [
            sys.executable,
            "-m",
            "generator",
            "publish",
            "--format",
            "openapi",
            "--out",
            folder,
        ]
        subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
        document = next(Path(folder).rglob("openapi.json"))
        apis = load(document, Unsupported())
        spec = load(ROOT / "spec")[0]  # has an operation for each media type of a body
        right = list(islice(right_requests(spec), HALF))
        wrong = even_share(list(wrong_requests(spec)))
        contracts, _ = load_contracts(document, apis)
        with StrictMockServer(apis, contracts=contracts, records=False) as server:
            ours = [send(server.address[1], request) for _, request in [*right, *wrong]]
        port = server.address[1] % 1000 + 18_000
        other = subprocess.Popen([prism, "mock", "-p", str(port), str(document)],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)  # fmt: skip
        try:
            wait_for(port)
            base = apis[0].base_path
            theirs = [
                send(port, replace(request, target=request.target.removeprefix(base)))
                for _, request in [*right, *wrong]
            ]
        finally:
            other.terminate()
    print_table(right, wrong, ours, theirs)


def print_table(right: list[Wrong], wrong: list[Wrong], ours: list[int], theirs: list[int]) -> None:
    rows = [*right, *wrong]
    names = list(dict.fromkeys(name for name, _ in rows))
    print("| Request | Number | `gen mock` | Prism |\n| --- | ---: | ---: | ---: |")
    totals = [0, 0, 0]
    for name in names:
        indexes = [i for i, row in enumerate(rows) if row[0] == name]
        good = [sum((statuses[i] < 400) == (i < len(right)) for i in indexes)
                for statuses in (ours, theirs)]  # fmt: skip
        print(f"| {name} | {len(indexes)} | {good[0]} | {good[1]} |")
        if indexes[0] >= len(right):
            totals = [a + b for a, b in zip(totals, (len(indexes), *good), strict=True)]
    print(f"| all that are wrong | {totals[0]} | {totals[1]} | {totals[2]} |\n")
    for who, statuses in (("gen mock", ours), ("Prism", theirs)):
        for i, (name, request) in enumerate(rows):
            if (statuses[i] < 400) != (i < len(right)):
                print(f"{who}: {name}: {request.method} {request.target} -> {statuses[i]}")


def wait_for(port: int) -> None:
    end = time.monotonic() + 90
    while time.monotonic() < end:
        try:
            send(port, ReceivedRequest("GET", "/", (), b""))
        except OSError:
            time.sleep(0.3)
        else:
            return
    sys.exit("Prism did not start")


def send(port: int, request: ReceivedRequest) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    connection.putrequest(request.method, request.target, skip_accept_encoding=True)
    for name, value in request.fields:
        connection.putheader(name, value)
    if request.body or request.method in ("POST", "PUT", "PATCH"):
        connection.putheader("Content-Length", str(len(request.body)))
    connection.endheaders(request.body)
    status = connection.getresponse().status
    connection.close()
    return status


def even_share(rows: list[Wrong]) -> list[Wrong]:
    """Choose as many requests of each kind as fit."""
    kinds: dict[str, list[Wrong]] = {}
    for row in rows:
        kinds.setdefault(row[0], []).append(row)
    turns = chain.from_iterable(zip_longest(*kinds.values()))
    chosen = list(islice((row for row in turns if row is not None), HALF))
    return sorted(chosen, key=lambda row: list(kinds).index(row[0]))


def base_requests(api: Api) -> Iterator[tuple[Operation, ReceivedRequest]]:
    for operation in api.operations:
        for request in list(documented_requests(api, operation))[::2]:
            yield operation, request


def right_requests(api: Api) -> Iterator[Wrong]:
    for _, request in base_requests(api):
        yield "right", request
    for operation, request in base_requests(api):
        for parameter in operation.parameters:
            for text in right_texts(parameter.schema) if parameter.where is Where.QUERY else ():
                yield "right", with_query(request, parameter, text)
    for _, request in base_requests(api):
        yield "right", without(request, "Accept")
        yield "right", with_field(request, "X-More", "1")
        yield "right", with_field(request, "Accept", "*/*")


def right_texts(schema: Schema) -> list[str]:
    if schema.enum:
        return [str(plain(value)) for value in schema.enum]
    if schema.type is Type.BOOLEAN:
        return ["true", "false"]
    if schema.type in (Type.INTEGER, Type.NUMBER):
        limits = (schema.minimum, schema.maximum)
        return [str(limit) for limit in limits if limit is not None] or ["1"]
    if schema.type is Type.ARRAY and schema.items is not None:
        items = right_texts(schema.items)[:1] * (schema.min_items or 1)
        return [",".join(items)]
    return ["a" * (schema.max_length or 3)] if schema.pattern is None else []


def with_query(request: ReceivedRequest, parameter: Parameter, text: str) -> ReceivedRequest:
    name = reveal(parameter.name)
    path, _, query = request.target.partition("?")
    kept = [pair for pair in query.split("&") if pair and pair.partition("=")[0] != name]
    words = text.split(",") if parameter.explode and parameter.schema.type is Type.ARRAY else [text]
    pairs = [*kept, *(f"{name}={quote(word, safe=',')}" for word in words)]
    return replace(request, target=f"{path}?{'&'.join(pairs)}")


def without(request: ReceivedRequest, name: str) -> ReceivedRequest:
    fields = tuple(row for row in request.fields if row[0].lower() != name.lower())
    return replace(request, fields=fields)


def with_field(request: ReceivedRequest, name: str, value: str) -> ReceivedRequest:
    return replace(request, fields=(*without(request, name).fields, (name, value)))


def wrong_requests(api: Api) -> Iterator[Wrong]:
    for operation, request in base_requests(api):
        for credential in api.secrets(operation):
            yield "no credential", without(request, reveal(credential.name))
        yield (
            "unknown path",
            replace(request, target=request.target.replace("face/v1.1", "face/v1.1x")),
        )
        yield "unknown path", replace(request, target=f"{request.target.partition('?')[0]}/more")
        yield "wrong method", replace(request, method=other_method(api, operation))
        if operation.result is not None:
            yield "accepts another media type", with_field(request, "Accept", "image/x-none")
        for parameter in operation.parameters:
            yield from wrong_parameters(parameter, request)
        if operation.body is None:
            body = with_field(
                replace(request, body=b'{"a": 1}'), "Content-Type", "application/json"
            )
            yield "body where none is documented", body
            continue
        yield "no body", replace(without(request, "Content-Type"), body=b"")
        yield "no Content-Type", without(request, "Content-Type")
        yield "wrong media type", with_field(request, "Content-Type", "text/csv")
        if operation.body.kind is ContentKind.JSON:
            yield from wrong_json(operation.body.schema, request)
        if operation.body.kind is ContentKind.MULTIPART:
            yield from wrong_parts(operation.body.schema, request)


def other_method(api: Api, operation: Operation) -> str:
    taken = {o.method for o in api.operations if o.path == operation.path}
    return next(m for m in ("PATCH", "PUT", "DELETE", "GET") if m not in taken)


def wrong_texts(schema: Schema) -> Iterator[tuple[str, str]]:
    if schema.enum:
        yield "value beyond the enum", "none-of-them"
    if schema.type in (Type.INTEGER, Type.NUMBER, Type.BOOLEAN):
        yield "wrong type", "x1"
    if schema.maximum is not None:
        yield "number beyond a limit", str(schema.maximum + 1)
    if schema.minimum is not None:
        yield "number beyond a limit", str(schema.minimum - 1)
    if schema.max_length is not None:
        yield "text too long", "a" * (schema.max_length + 1)
    if schema.pattern is not None:
        yield "text that breaks the pattern", "A!"


def wrong_parameters(parameter: Parameter, request: ReceivedRequest) -> Iterator[Wrong]:
    schema = parameter.schema
    if parameter.where is Where.PATH:
        path = request.target.partition("?")[0]
        value = str(plain(schema.sent()))
        for what, text in wrong_texts(schema):
            yield f"path: {what}", replace(request, target=path.replace(value, quote(text)))
    elif parameter.where is Where.QUERY and schema.type is Type.ARRAY and schema.items:
        for what, text in wrong_texts(schema.items):
            texts = ",".join([text] * (schema.min_items or 1))
            yield f"query: item: {what}", with_query(request, parameter, texts)
        if schema.max_items is not None:
            texts = ",".join(right_texts(schema.items)[:1] * (schema.max_items + 1))
            yield "query: wrong number of items", with_query(request, parameter, texts)
    elif parameter.where is Where.QUERY:
        for what, text in wrong_texts(schema):
            yield f"query: {what}", with_query(request, parameter, text)


def wrong_json(schema: Schema, request: ReceivedRequest) -> Iterator[Wrong]:
    value = json.loads(request.body)
    yield "malformed JSON", replace(request, body=request.body[:-1])
    yield "malformed JSON", replace(request, body=request.body.replace(b'"', b"'"))
    yield "body of another type", replace(request, body=b'["a"]')
    for field in schema.fields:
        name, inner = reveal(field.name), field.schema
        if field.required:
            rest = {key: member for key, member in value.items() if key != name}
            yield "body: a required field is missing", with_json(request, rest)
        wrong = 7 if inner.type in (Type.STRING, Type.ARRAY, Type.OBJECT) else "x1"
        yield "body: wrong type", with_json(request, {**value, name: wrong})
        for what, text in wrong_texts(inner) if inner.type is not Type.BOOLEAN else ():
            if what != "wrong type":
                number = inner.type in (Type.INTEGER, Type.NUMBER) and not inner.enum
                new = json.loads(text) if number else text
                yield f"body: {what}", with_json(request, {**value, name: new})
        if inner.max_items is not None and inner.items is not None:
            items = [plain(inner.items.sent())] * (inner.max_items + 1)
            yield "body: too many items", with_json(request, {**value, name: items})


def with_json(request: ReceivedRequest, value: object) -> ReceivedRequest:
    return replace(request, body=json.dumps(value).encode())


def wrong_parts(schema: Schema, request: ReceivedRequest) -> Iterator[Wrong]:
    pieces = request.body.split(b"--b0undary")
    for field in schema.fields:
        name = reveal(field.name)
        if field.required:
            kept = [piece for piece in pieces if f'name="{name}"'.encode() not in piece]
            yield "a part is missing", replace(request, body=b"--b0undary".join(kept))
    yield "multipart without its end", replace(request, body=b"--b0undary".join(pieces[:-1]))
    yield (
        "multipart with another boundary",
        with_field(request, "Content-Type", "multipart/form-data; boundary=else"),
    )
    yield "multipart without a boundary", with_field(request, "Content-Type", "multipart/form-data")


if __name__ == "__main__":
    main(*sys.argv[1:2])
