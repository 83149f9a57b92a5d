"""Operation + binding → the request that samples send; percent-encoding lives here."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, unquote

from generator.errors import GenError, one_of
from generator.model.api import Api, Credential, Operation, Region
from generator.model.hosts import endpoint_problem
from generator.model.messages import ContentKind, Parameter, ParameterStyle, Where
from generator.model.structs import Struct, field
from generator.model.text import Placeholder, Text, reveal
from generator.model.values import Value
from generator.rendering.body import Body, Variable, files_of, make_body

_COOKIE = Text("Cookie")
_NOTHING = Text("")


class Binding(Struct, frozen=True):
    """What requests are made with.

    Arguments:
        endpoint: scheme and host, without a trailing slash.
        timeout: seconds to wait for an answer.
        values: values of parameters by name, in place of the spec's examples; of arrays, a tuple.
            That of the body is under `BODY`: a file's name, or an object of a form's or a
            multipart body's fields, whatever the spec's example has in its place.
        region: the region that the endpoint is of; for pages, samples don't know it.
    """

    endpoint: str
    timeout: int
    values: Mapping[str, Value] = field(default_factory=dict)
    region: Region | None = None


class UrlPart(Struct, frozen=True):
    """A piece of the request target: text that is URL already, or what to encode.

    A credential of the query has its name, and what stands before that, in `text`.
    """

    text: str
    variable: Variable | None = None
    credential: Credential | None = None


class Run(Struct, frozen=True):
    """A piece of the path for clients that build URLs: literal segments, or one with variables.

    `text` begins with `/`; it and the parts of `segment` are plain text, which the client
    percent-encodes. One of the two is empty.
    """

    text: str
    segment: tuple[UrlPart, ...] = ()


class FieldLine(Struct, frozen=True):
    """A header of the request: a constant value, or a credential's, which stands behind `prefix`.

    `is_basic` tells that what stands in the header is the credential in Base64 behind "Basic ".
    """

    name: Text
    value: Text | None
    credential: Credential | None = None
    prefix: Text = _NOTHING
    is_basic: bool = False


class Request(Struct, frozen=True):
    """One request as a sample writes it; RFC 9110 names.

    Attributes:
        method: the method, in upper case.
        url: the request line as a reference shows it, with `{placeholders}`.
        path: the path alone, with `{placeholders}`.
        rest: what follows the path in `url`: the query, with `{placeholders}`.
        endpoint: scheme and host.
        target: path and query as they follow the endpoint: literal parts, which are written in
            URL characters, and variables, which the sample percent-encodes as it runs.
        runs: the path alone, for clients that build URLs of pieces.
        query: names and values in order, not encoded.
        headers: field lines in order; a body's Content-Type is none of them.
        body: what it carries, None if it carries nothing.
        variables: the path parameters, for the block to edit.
        files: the names of the files that are sent, for the same block.
        output: the name of the file that an answer is saved as, if it is one.
        credentials: the secrets that it uses, one for each environment variable.
        query_secrets: the secrets of the query by their names there, behind all of `query`.
        timeout: seconds to wait for an answer.
        region: the region that the endpoint is of, if any; for pages.
        given: the parameters that are sent, with their values as the spec or the binding has them.
    """

    method: str
    url: Text
    path: Text
    rest: Text
    endpoint: str
    target: tuple[UrlPart, ...]
    runs: tuple[Run, ...]
    query: tuple[tuple[Text, Text], ...]
    headers: tuple[FieldLine, ...]
    variables: tuple[Variable, ...]
    credentials: tuple[Credential, ...]
    timeout: int
    region: Region | None
    body: Body | None = None
    files: tuple[Variable, ...] = ()
    output: Variable | None = None
    given: tuple[tuple[Text, Value], ...] = ()
    query_secrets: tuple[tuple[Text, Credential], ...] = ()

    @property
    def encodes(self) -> bool:
        """Whether something in `target` has to be encoded as the sample runs."""
        return bool(self.variables or self.query_secrets)

    @property
    def has_basic(self) -> bool:
        """Whether a header has a user's name and password in Base64."""
        for header in self.headers:  # noqa: SIM110 - each sample asks for it
            if header.is_basic:
                return True
        return False


@lru_cache(maxsize=4096)
def percent(value: str) -> str:
    """Percent-encode UTF-8, all but RFC 3986 unreserved characters; a space becomes %20."""
    return quote(value, safe="")


def bind(api: Api, region: str | None = None, endpoint: str | None = None) -> Binding:
    """Choose the endpoint that requests of `api` go to.

    Arguments:
        api: the API.
        region: a region's id; the API's default region if neither this nor `endpoint` is given.
        endpoint: scheme and host, in place of a region's.

    Raises:
        GenError: if there is no such region, or the endpoint is none.
    """
    if endpoint is not None:
        host = endpoint.removesuffix("/")
        fault = endpoint_problem(host)
        if fault is not None:
            raise GenError(f"--endpoint {endpoint}: this is no endpoint; {fault[1]}")
        return Binding(host, api.timeout)
    wanted = api.default_region if region is None else region
    if wanted is None:
        return Binding("".join(p for p in api.endpoint if isinstance(p, str)), api.timeout)
    for known in api.regions:
        if known.id == wanted:
            return Binding(known.endpoint, api.timeout, region=known)
    todo = one_of([known.id for known in api.regions], wanted)
    raise GenError(f"--region {wanted}: {api.id} {api.version} has no such region; {todo}")


def make_request(api: Api, operation: Operation, binding: Binding) -> Request:
    """Make the request of `operation` with the values of `binding`, else the spec's examples.

    Optional parameters are sent only if the binding has a value for them.
    """
    variables = {
        reveal(p.name): Variable(p.name, _pairs(p, binding)[0][1], p.description)
        for p in operation.parameters
        if p.where is Where.PATH
    }
    query = tuple(_sent(operation, binding, Where.QUERY))
    credentials = api.secrets(operation)
    secrets = variables_of(credentials)
    cookies = _cookies(_sent(operation, binding, Where.COOKIE))
    headers = [
        FieldLine(c.name, None, secrets[c.env], c.prefix, c.is_basic)
        for c in credentials
        if c.where is Where.HEADER
    ]
    headers += [FieldLine(h.name, h.value) for h in api.headers]
    headers += [FieldLine(name, value) for name, value in _sent(operation, binding, Where.HEADER)]
    for credential in credentials:  # of which one can be a cookie
        if credential.where is Where.COOKIE:
            front = Text("".join(f"{c}; " for c in cookies) + reveal(credential.prefix))
            headers.append(FieldLine(_COOKIE, None, secrets[credential.env], front))
            cookies = []
    if cookies:
        headers.append(FieldLine(_COOKIE, Text("; ".join(cookies))))
    query_secrets = tuple((c.name, secrets[c.env]) for c in credentials if c.where is Where.QUERY)
    path = (api.base_path, *operation.path)
    rest = _rest(operation, query_secrets)
    body = make_body(operation.body, binding.values) if operation.body is not None else None
    result = operation.result
    output = None
    if (
        result is not None
        and result.kind is ContentKind.FILE
        and isinstance(result.schema.example, Text)
    ):
        description = result.description or operation.success.description
        output = Variable(Text("output"), result.schema.example, description)
    return Request(
        method=operation.method,
        url=Text(f"{operation.method} {_shown(api.endpoint)}{_shown(path)}{rest}"),
        path=Text(_shown(path)),
        rest=Text(rest),
        endpoint=binding.endpoint,
        target=_target(path, variables, query, query_secrets),
        runs=_runs(path, variables),
        query=query,
        headers=tuple(headers),
        variables=tuple(variables[p.name] for p in operation.path if isinstance(p, Placeholder)),
        credentials=tuple(secrets.values()),
        query_secrets=query_secrets,
        timeout=binding.timeout,
        region=binding.region,
        body=body,
        files=() if body is None else tuple(files_of(body)),
        output=output,
        given=tuple(
            (p.name, _given(p, binding)) for p in operation.parameters if _is_sent(p, binding)
        ),
    )


def variables_of(credentials: Iterable[Credential]) -> dict[str, Credential]:
    """Give the first credential of each environment variable, however many are read from it."""
    found: dict[str, Credential] = {}
    for credential in credentials:
        found.setdefault(credential.env, credential)
    return found


def _shown(pieces: tuple[str | Placeholder, ...]) -> str:
    return "".join(piece if isinstance(piece, str) else f"{{{piece.name}}}" for piece in pieces)


def _rest(operation: Operation, secrets: Sequence[tuple[Text, Credential]]) -> str:
    query = [n for p in operation.parameters if p.where is Where.QUERY for n in _query_names(p)]
    query += [(reveal(name), reveal(name)) for name, _ in secrets]
    marks = (f"{'&' if i else '?'}{percent(n)}={{{value}}}" for i, (n, value) in enumerate(query))
    return "".join(marks)


def _query_names(parameter: Parameter) -> list[tuple[str, str]]:
    """Give the names that a parameter has in a query, each with that of what stands behind it."""
    name, fields = reveal(parameter.name), [reveal(f.name) for f in parameter.schema.fields]
    if not fields or not parameter.explode:
        return [(name, name)]
    if parameter.style is ParameterStyle.DEEP:
        return [(f"{name}[{field}]", field) for field in fields]
    return [(field, field) for field in fields]


def _pairs(parameter: Parameter, binding: Binding) -> tuple[tuple[Text, Text], ...]:
    """Write the value of a parameter as it is sent, once for each time that it is."""
    return parameter.pairs(_given(parameter, binding))


def _cookies(pairs: Iterable[tuple[Text, Text]]) -> list[str]:
    """Write cookies, percent-encoded: spaces, semicolons and quotes can't stand in one as such."""
    return [f"{reveal(name)}={percent(reveal(value))}" for name, value in pairs]


def _given(parameter: Parameter, binding: Binding) -> Value:
    value = binding.values.get(reveal(parameter.name), parameter.schema.sent())
    assert value is not None  # the reader asks for an example of all that is required
    return value


def _is_sent(parameter: Parameter, binding: Binding) -> bool:
    return parameter.required or reveal(parameter.name) in binding.values


def _sent(operation: Operation, binding: Binding, where: Where) -> list[tuple[Text, Text]]:
    return [
        pair
        for p in operation.parameters
        if p.where is where and _is_sent(p, binding)
        for pair in _pairs(p, binding)
    ]


def _target(
    path: tuple[str | Placeholder, ...],
    variables: Mapping[str, Variable],
    query: tuple[tuple[Text, Text], ...],
    secrets: tuple[tuple[Text, Credential], ...],
) -> tuple[UrlPart, ...]:
    parts: list[UrlPart] = []
    text = ""
    for piece in path:
        if isinstance(piece, str):
            text += piece
            continue
        if text:
            parts.append(UrlPart(text))
        parts.append(UrlPart("", variables[piece.name]))
        text = ""
    for index, (name, value) in enumerate(query):
        text += f"{'&' if index else '?'}{percent(reveal(name))}={percent(reveal(value))}"
    if text:
        parts.append(UrlPart(text))
    for index, (name, credential) in enumerate(secrets, len(query)):
        parts.append(UrlPart(f"{'&' if index else '?'}{percent(reveal(name))}=", None, credential))
    return tuple(parts)


def _runs(
    path: tuple[str | Placeholder, ...], variables: Mapping[str, Variable]
) -> tuple[Run, ...]:
    segments: list[list[str | Placeholder]] = [[]]
    for piece in path:
        if isinstance(piece, Placeholder):
            segments[-1].append(piece)
            continue
        for index, text in enumerate(piece.split("/")):
            if index:
                segments.append([])
            if text:
                segments[-1].append(text)
    runs: list[Run] = []
    text = ""
    for segment in segments[1:]:  # there is nothing in front of the first /
        literal = ""
        for piece in segment:
            literal += unquote(piece) if isinstance(piece, str) else "/"
        if "/" not in literal:
            text += f"/{literal}"
            continue
        if text:
            runs.append(Run(text))
        parts = (
            UrlPart(unquote(piece))
            if isinstance(piece, str)
            else UrlPart("", variables[piece.name])
            for piece in segment
        )
        runs.append(Run("", tuple(parts)))
        text = ""
    return (*runs, Run(text)) if text else tuple(runs)
