"""Make the HTTP request that the samples of an operation send.

The binding says what the spec leaves open: the endpoint to call, the timeout, and values of
parameters that replace the examples of the spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from urllib.parse import quote, unquote

from generator.errors import GenError, one_of
from generator.model.api import Api, Credential, Operation, Region
from generator.model.hosts import endpoint_problem
from generator.model.messages import ContentKind, Parameter, ParameterStyle, Where
from generator.model.structs import Struct, field
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.rendering.body import Body, Variable, file_variables, make_body

_COOKIE = Text("Cookie")
_NOTHING = Text("")


class Binding(Struct, frozen=True):
    """The endpoint, timeout and values that requests of an API are made with.

    Attributes:
        endpoint: scheme and host to call, without a trailing slash.
        timeout: seconds to wait for an answer.
        values: values of parameters by name, which replace the examples of the spec. An array is a
            tuple. The key `BODY` has the value of the body: the file's name for a file, an object
            of the fields for a form or multipart body.
        region: the API's region with this endpoint; None if the endpoint belongs to no region.
            Only pages show the region.
    """

    endpoint: str
    timeout: int
    values: Mapping[str, Value] = field(default_factory=dict)
    region: Region | None = None


class UrlPart(Struct, frozen=True):
    """A piece of a URL's path and query: literal text, a variable or a credential.

    Attributes:
        text: text to send as it is. In front of a credential, this is the separator, the name of
            the query parameter and the equals sign, such as `?key=`. Empty for a variable.
        variable: the variable whose value the sample percent-encodes; None for other pieces.
        credential: the credential that the sample percent-encodes after `text`; None for other
            pieces.
    """

    text: str
    variable: Variable | None = None
    credential: Credential | None = None


class Run(Struct, frozen=True):
    """A piece of the path for HTTP clients that build and percent-encode URLs by themselves.

    A piece has either literal segments or one segment with variables; the other attribute is
    empty. Nothing in it is percent-encoded yet.

    Attributes:
        text: literal segments, each with a `/` in front.
        segment: the texts and variables of the segment with variables, without the `/`.
    """

    text: str
    segment: tuple[UrlPart, ...] = ()


class FieldLine(Struct, frozen=True):
    """A header field of the request (RFC 9110, section 5), with a constant value or a credential.

    Attributes:
        name: the name of the header field.
        value: the constant value; None if the header has a credential.
        credential: the credential that the sample reads when it runs; None if the value is
            constant.
        prefix: text in front of the credential, such as `Bearer `; may be empty.
        is_basic: whether the value is "Basic " and then the credential in Base64 (RFC 7617).
    """

    name: Text
    value: Text | None
    credential: Credential | None = None
    prefix: Text = _NOTHING
    is_basic: bool = False


class Request(Struct, frozen=True):
    """The HTTP request that a sample sends.

    `url`, `path` and `rest` are for people to read, with `{placeholders}` for values. `target`,
    `runs` and `query` are for code.

    Attributes:
        method: the HTTP method, in upper case.
        url: method, endpoint, path and query as one text.
        path: the path alone, with the base path of the API.
        rest: the query alone, with its `?`; empty if there is none.
        endpoint: the scheme and host to call.
        target: path and query in pieces, to write right after the endpoint.
        runs: the path in pieces, for HTTP clients that build URLs by themselves.
        query: names and values of the query in order, not encoded, without credentials.
        headers: header fields in order, without the Content-Type of the body.
        body: the content to send; None if the request has no body.
        variables: the values of the path parameters, for readers to edit.
        files: the names of the files to send, for readers to edit.
        output: the name of the file that the answer is saved as, for readers to edit; None if the
            answer is not saved.
        credentials: the credentials to send, one for each environment variable.
        query_secrets: credentials in the query, with the names of their query parameters. They
            come after all of `query`.
        timeout: seconds to wait for an answer.
        region: the API's region with this endpoint; None if the endpoint belongs to no region.
            Only pages show the region.
        parameters: names and values of all parameters that are sent, before anything is encoded.
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
    parameters: tuple[tuple[Text, Value], ...] = ()
    query_secrets: tuple[tuple[Text, Credential], ...] = ()

    @property
    def encodes(self) -> bool:
        """Whether `target` has a variable or credential, which running samples percent-encode."""
        return bool(self.variables or self.query_secrets)

    @property
    def has_basic(self) -> bool:
        """Whether a header contains a user name and a password in Base64 (RFC 7617)."""
        for header in self.headers:  # noqa: SIM110 - faster than any(), and every sample needs it
            if header.is_basic:
                return True
        return False


@lru_cache(maxsize=4096)
def percent_encode(value: str) -> str:
    """Percent-encode all but unreserved characters, as UTF-8 (RFC 3986, section 2.3)."""
    return quote(value, safe="")


def bind(api: Api, region: str | None = None, endpoint: str | None = None) -> Binding:
    """Choose the endpoint that requests of an API go to.

    Arguments:
        api: the API to call.
        region: the id of the region to call; None for the API's default region. Without a default
            region, the API's only endpoint is called.
        endpoint: scheme and host to call in place of any region's; None to call a region.

    Returns:
        A binding with the endpoint, its region and the API's timeout, but no values.

    Raises:
        GenError: if the API has no such region, or `endpoint` is no valid scheme and host.
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
    for candidate in api.regions:
        if candidate.id == wanted:
            return Binding(candidate.endpoint, api.timeout, region=candidate)
    todo = one_of([candidate.id for candidate in api.regions], wanted)
    raise GenError(f"--region {wanted}: {api.id} {api.version} has no such region; {todo}")


def make_request(api: Api, operation: Operation, binding: Binding) -> Request:
    """Make the request that samples of an operation send.

    A required parameter gets its value from the binding, or else the example of the spec. An
    optional parameter is sent only if the binding has a value for the parameter.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        binding: the endpoint, the timeout, and values that replace examples.
    """
    variables = {
        reveal(p.name): Variable(p.name, _sent_pairs(p, binding)[0][1], p.description)
        for p in operation.parameters
        if p.where is Where.PATH
    }
    query = tuple(_sent_parameters(operation, binding, Where.QUERY))
    credentials = api.secrets(operation)
    secrets = unique_credentials(credentials)
    cookies = _format_cookies(_sent_parameters(operation, binding, Where.COOKIE))
    headers = [
        FieldLine(c.name, None, secrets[c.env], c.prefix, c.is_basic)
        for c in credentials
        if c.where is Where.HEADER
    ]
    headers += [FieldLine(h.name, h.value) for h in api.headers]
    headers += [
        FieldLine(name, value) for name, value in _sent_parameters(operation, binding, Where.HEADER)
    ]
    for credential in credentials:  # at most one of them is a cookie
        if credential.where is Where.COOKIE:
            prefix = Text("".join(f"{c}; " for c in cookies) + reveal(credential.prefix))
            headers.append(FieldLine(_COOKIE, None, secrets[credential.env], prefix))
            cookies = []
    if cookies:
        headers.append(FieldLine(_COOKIE, Text("; ".join(cookies))))
    query_secrets = tuple((c.name, secrets[c.env]) for c in credentials if c.where is Where.QUERY)
    path = (api.base_path, *operation.path)
    rest = _format_query(operation, query_secrets)
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
        url=Text(f"{operation.method} {join_pieces(api.endpoint)}{join_pieces(path)}{rest}"),
        path=Text(join_pieces(path)),
        rest=Text(rest),
        endpoint=binding.endpoint,
        target=_make_target(path, variables, query, query_secrets),
        runs=_make_runs(path, variables),
        query=query,
        headers=tuple(headers),
        variables=tuple(variables[p.name] for p in operation.path if isinstance(p, Placeholder)),
        credentials=tuple(secrets.values()),
        query_secrets=query_secrets,
        timeout=binding.timeout,
        region=binding.region,
        body=body,
        files=() if body is None else tuple(file_variables(body)),
        output=output,
        parameters=tuple(
            (p.name, _sent_value(p, binding)) for p in operation.parameters if _is_sent(p, binding)
        ),
    )


def unique_credentials(credentials: Iterable[Credential]) -> dict[str, Credential]:
    """Return the first credential of each environment variable, by the variable's name."""
    by_variable: dict[str, Credential] = {}
    for credential in credentials:
        by_variable.setdefault(credential.env, credential)
    return by_variable


def _format_query(operation: Operation, secrets: Sequence[tuple[Text, Credential]]) -> str:
    """Write the query of an operation for people, with all its parameters as placeholders."""
    query = [n for p in operation.parameters if p.where is Where.QUERY for n in _query_names(p)]
    query += [(reveal(name), reveal(name)) for name, _ in secrets]
    marks = (
        f"{'&' if i else '?'}{percent_encode(n)}={{{value}}}" for i, (n, value) in enumerate(query)
    )
    return "".join(marks)


def _query_names(parameter: Parameter) -> list[tuple[str, str]]:
    """Return each name that a parameter has in a query, with the name of its placeholder."""
    name, fields = reveal(parameter.name), [reveal(f.name) for f in parameter.schema.fields]
    if not fields or not parameter.explode:
        return [(name, name)]
    if parameter.style is ParameterStyle.DEEP:
        return [(f"{name}[{field}]", field) for field in fields]
    return [(field, field) for field in fields]


def _sent_pairs(parameter: Parameter, binding: Binding) -> tuple[tuple[Text, Text], ...]:
    """Return the names and values that a request sends for one parameter."""
    return parameter.pairs(_sent_value(parameter, binding))


def _format_cookies(pairs: Iterable[tuple[Text, Text]]) -> list[str]:
    """Write cookies with percent-encoded values, since RFC 6265 forbids spaces and semicolons."""
    return [f"{reveal(name)}={percent_encode(reveal(value))}" for name, value in pairs]


def _sent_value(parameter: Parameter, binding: Binding) -> Value:
    """Return the value of a parameter in the binding, else its example."""
    value = binding.values.get(reveal(parameter.name), parameter.schema.sent())
    assert value is not None  # readers require an example for each required parameter
    return value


def _is_sent(parameter: Parameter, binding: Binding) -> bool:
    """Say whether a parameter is required, or has a value in the binding."""
    return parameter.required or reveal(parameter.name) in binding.values


def _sent_parameters(
    operation: Operation, binding: Binding, where: Where
) -> list[tuple[Text, Text]]:
    """Return the names and values of all parameters sent in one place."""
    return [
        pair
        for p in operation.parameters
        if p.where is where and _is_sent(p, binding)
        for pair in _sent_pairs(p, binding)
    ]


def _make_target(
    path: tuple[str | Placeholder, ...],
    variables: Mapping[str, Variable],
    query: tuple[tuple[Text, Text], ...],
    secrets: tuple[tuple[Text, Credential], ...],
) -> tuple[UrlPart, ...]:
    """Make the parts of the request target: path, query and secrets of the query."""
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
        text += (
            f"{'&' if index else '?'}{percent_encode(reveal(name))}={percent_encode(reveal(value))}"
        )
    if text:
        parts.append(UrlPart(text))
    for index, (name, credential) in enumerate(secrets, len(query)):
        parts.append(
            UrlPart(f"{'&' if index else '?'}{percent_encode(reveal(name))}=", None, credential)
        )
    return tuple(parts)


def _make_runs(
    path: tuple[str | Placeholder, ...], variables: Mapping[str, Variable]
) -> tuple[Run, ...]:
    """Split a path into runs of literal segments and segments that have variables."""
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
    for segment in segments[1:]:  # the first is empty, since paths begin with /
        literal = ""  # with / in place of variables
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
