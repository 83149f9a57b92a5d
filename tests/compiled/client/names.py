"""Specs whose names mean something to Python, to the client itself, or are alike."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from generator.model.naming import in_case
from tests.support import yaml_text

# Keywords, builtins, what the client's modules import, what its classes have.
WORDS = [
    *("import", "class", "from", "none", "true", "match", "async", "lambda", "case", "type"),
    *("str", "list", "int", "bool", "object", "property", "super", "len", "print", "repr", "tuple"),
    *("httpx", "anyio", "time", "os", "re", "random", "typing", "quote", "region", "errors"),
    *("self", "cls", "close", "aclose", "segment", "key", "timeout", "endpoint", "retries"),
    *("max-wait", "http-client", "core", "fields", "send", "request", "init", "enter", "wait"),
    *("method", "path", "query", "headers", "auth", "response", "attempt", "x1", "a-b", "a_b"),
    *("a--b", "a-b2", "a_b_2", "none-", "import-", "import_"),
]
PARAMETERS = [
    *(word for word in WORDS if word != "x1"),
    *("None", "Key", "KEY", "k-e-y", "k e y", "keY", "日本", "ä", "Ä", "1a", "1-a", "-", "a.b"),
    *("A B", "__init__", "_", "$filter", "filter", "X-Key", "x[]", "x[]&="),
]
ENVS = ["OS", "HTTPX", "SELF", "STR", "ENDPOINT", "endpoint", "Timeout", "_", "__", "REGION"]
# What the constructor itself uses.
OWN_ENVS = ["RE", "OS", "RANDOM", "REGION", "CORE"]
# Client ids whose base error would be a builtin, or a name of the client's own.
IDS = [
    *("value", "key", "import", "type", "timeout", "os", "name", "file-not-found", "unicode"),
    *("httpx", "anyio", "async", "core", "region", "errors", "client", "x-error", "a1-2b"),
    "long" + "-word" * 12,
]


def operation(id_: str, parameters: str = "", more: str = "") -> str:
    return f"""\
  {id_}:
    title: Title
    summary: Ask for {id_}.
    method: GET
    path: /{id_}/{{import}}
    parameters:
      import: {{description: In the path., example: in path}}
{parameters}{more}    responses: {{200: Done.}}
"""


def words() -> str:
    """Write a spec whose operations, parameters and variables have bad names."""
    places = ["query, required: true", "query", "header, required: true", "header"]
    parameters = ""
    for number, name in enumerate(n for n in PARAMETERS if n != "import"):
        where = places[number % 4 if name.isascii() and name.isalpha() else number % 2]
        parameters += f"      ? {yaml_text(name)}\n"
        parameters += f"      : {{in: {where}, description: D., example: x}}\n"
    head = "api: {id: words, title: Words, version: v1}\nendpoint: https://words.example.com\n"
    operations = "".join(map(operation, WORDS)) + operation("everything", unique(parameters))
    return f"{head}headers:\n{secrets(ENVS)}operations:\n{operations}"


def secrets(envs: list[str]) -> str:
    """Write headers with secrets of some variables."""
    return "".join(
        f"  X-{number}: {{description: A key., env: {env}}}\n" for number, env in enumerate(envs)
    )


def unique(parameters: str) -> str:
    """Leave out header fields that differ in case alone, which no request can have."""
    kept, seen = [], set()
    lines = parameters.splitlines(keepends=True)
    for name, row in zip(lines[::2], lines[1::2], strict=True):
        if "header" not in row or name.casefold() not in seen:
            kept += [name, row]
            seen.add(name.casefold())
    return "".join(kept)


# Regions that differ in - and _ only, none, one or all of them with an endpoint of its own.
REGIONS = {
    "regions-none": ("{region}", "{a-b: AB, a_b: AB 2, a--b: AB 3, none: N, mro: M, name: N}"),
    "regions-some": ("{region}", '{a: A, b: {name: B, endpoint: "https://b.example"}}'),
    "regions-all": ("x", '{a: {name: A, endpoint: "https://a.example"}}'),
}


def of_regions(id_: str, host: str, table: str) -> str:
    """Write a spec with a table of regions, the first of which is the default."""
    return f"""\
api: {{id: {id_}, title: Regions, version: v1}}
endpoint: https://{host}.example.com
regions: {table}
defaultRegion: {table[1:].partition(":")[0]}
operations:
{operation("get")}"""


def of_id(id_: str) -> str:
    """Write a small spec of an id, without keys, and with an operation that takes nothing."""
    return f"""\
api: {{id: {id_}, title: Title, version: v1}}
endpoint: https://id.example.com
errorBodies: {{plain: {{error: {{code: $code}}}}}}
errors: {{own: {{status: 400, code: {in_case(id_, "pascal")}, description: Bad., message: Bad.}}}}
operations:
  get:
    title: Title
    summary: Get it.
    method: GET
    path: /
    errors: [own]
    responses: {{200: Done.}}
"""


# Status, code, and the class, where it matters; one that others share, or that is a builtin's, has
# the status.
CODES: list[tuple[int, str | None, str | None]] = [
    (400, "Taken", "Taken400Error"),
    (404, "Taken", "Taken404Error"),
    (409, "taken", "Taken409Error"),
    (400, "TakenError2", "TakenError2Error"),
    (408, "Timeout", "Timeout408Error"),
    (404, "FileNotFound", "FileNotFound404Error"),
    (404, "ThingError", "ThingError"),
    (400, "error", "Error"),
    (401, "401", "Code401Error"),
    (401, "0x1F", "Code0X1FError"),
    (400, "日本", None),
    (400, "!!!", None),
    (409, "a.b", None),
    (409, "a-b", None),
    (409, "Codes", "Codes409Error"),
    (403, None, "ForbiddenError"),
    (499, None, "Status499Error"),
    (599, None, "Status599Error"),
    (422, None, "UnprocessableContentError"),
    (500, None, "InternalServerError"),
]


def codes() -> str:
    """Write a spec of errors whose codes make bad names."""
    return of_codes([(status, code) for status, code, _ in CODES])


def of_codes(chosen: Sequence[tuple[int, str | None]]) -> str:
    """Write a spec of errors."""
    rows = ""
    for number, (status, code) in enumerate(chosen):
        body = "body: bare" if code is None else f"code: {yaml_text(code)}"
        rows += f"  e{number}: {{status: {status}, {body}, description: D., message: M.}}\n"
    listed = f"    errors: [{', '.join(f'e{number}' for number in range(len(chosen)))}]\n"
    return f"""\
api: {{id: codes, title: Codes, version: v1}}
endpoint: https://codes.example.com
errorBodies: {{coded: {{code: $code, message: $message}}, bare: {{message: $message}}}}
errors:
{rows}operations:
{operation("get", more=listed)}"""


@cache
def specs() -> Mapping[str, str]:
    """Every spec of this module, by the id of its API."""
    made = {"words": words(), "codes": codes()}
    made["envs"] = f"headers:\n{secrets(OWN_ENVS)}{of_id('envs')}"
    made |= {id_: of_regions(id_, *row) for id_, row in REGIONS.items()}
    return made | {id_: of_id(id_) for id_ in IDS}
