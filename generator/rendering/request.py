"""Make the HTTP request that the samples of an operation send.

The binding says what the spec leaves open: the endpoint to call, the timeout, and values of
parameters that replace the examples of the spec.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from generator.errors import GenError, one_of
from generator.model.api import Api, Operation, Region
from generator.model.credentials import Credential
from generator.model.hosts import ENDPOINT_RULE, endpoint_problem
from generator.model.messages import ContentKind, Parameter, Where
from generator.model.schema import Type
from generator.model.structs import Struct, field, replace
from generator.model.text import Placeholder, Text, join_pieces, reveal
from generator.model.values import Value
from generator.model.variants import Loop, Variant
from generator.rendering.body import Body, BodyPart, file_variables, make_body
from generator.rendering.expressions import (
    Expression,
    Piece,
    Variable,
    make_url,
    needs_encoding,
)
from generator.rendering.loops.parts import (
    LoopLimits,
    PageLoop,
    StateLoop,
    make_page_loop,
    make_state_loop,
)
from generator.rendering.parameters import format_query, write_cookies, write_path, write_query

_ACCEPT = Text("Accept")
_CONTENT_TYPE = Text("Content-Type")
_COOKIE = Text("Cookie")
_ENDPOINT = Text("endpoint")
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
        is_chosen: whether the user chose the region, so that operations which are not available
            there are left out. Else they call another region.
        is_own: whether the endpoint is one of the API's. Then operations with a host of their own
            call that. Else everything calls the endpoint.
        limits: how long the loops of samples go on.
    """

    endpoint: str
    timeout: int
    values: Mapping[str, Value] = field(default_factory=dict)
    region: Region | None = None
    is_chosen: bool = False
    is_own: bool = False
    limits: LoopLimits = LoopLimits()

    def lacks(self, api: Api, operation: Operation) -> bool:
        """Say whether an operation of the API is not available in the region."""
        is_limited = self.region is not None and operation.availability is not None
        return is_limited and self.region not in api.regions_of(operation)


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

    @property
    def pieces(self) -> Expression:
        """The value of the field, for the filter `expression`."""
        if self.credential is None:
            return (Piece(self.value or ""),)
        if self.is_basic:
            return Piece("Basic "), Piece(value=self.credential, form="base64")
        return Piece(self.prefix), Piece(value=self.credential)

    @property
    def line(self) -> Expression:
        """The name and the value of the field, with a colon between them."""
        return Piece(f"{reveal(self.name)}: "), *self.pieces


class Request(Struct, frozen=True):
    """The HTTP request that a sample sends.

    `url_template`, `path` and `rest` are for people to read, with `{placeholders}` for values.

    Attributes:
        method: the HTTP method, in upper case.
        url_template: method, endpoint, path and query as one text.
        path: the path alone, with the base path of the API.
        rest: the query alone, with its `?`; empty if there is none.
        endpoint: the scheme and host to call.
        url: the URL to call.
        public_url: the same without the credentials in its query, for clients that add them.
        headers: header fields in order, without the Content-Type of the body.
        body: the content to send; None if the request has no body.
        inputs: the variables in the URL, for readers to edit: the endpoint if the API has regions
            and the operation no host of its own, and the path parameters.
        variables: the path parameters among `inputs`.
        files: the names of the files to send.
        output: the name of the file that the answer is saved as; None if the answer is not saved.
        credentials: the credentials to send, one for each environment variable.
        query_secrets: credentials in the query, with the names of their query parameters. They
            come after all of `query`.
        timeout: seconds to wait for an answer.
        region: the API's region with this endpoint; None if the endpoint belongs to no region.
            Only pages show the region.
        parameters: names and values of all parameters that are sent, before anything is encoded.
        loop: what the sample repeats behind the request; None if it repeats nothing.
    """

    method: str
    url_template: Text
    path: Text
    rest: Text
    endpoint: str
    url: Expression
    public_url: Expression
    headers: tuple[FieldLine, ...]
    inputs: tuple[Variable, ...]
    variables: tuple[Variable, ...]
    credentials: tuple[Credential, ...]
    timeout: int
    region: Region | None
    body: Body | None = None
    files: tuple[Variable, ...] = ()
    output: Variable | None = None
    parameters: tuple[tuple[Text, Value], ...] = ()
    query_secrets: tuple[tuple[Text, Credential], ...] = ()
    loop: PageLoop | StateLoop | None = None

    @property
    def parts(self) -> tuple[BodyPart, ...]:
        """The fields of the body if that is a form or multipart/form-data; else empty."""
        return () if self.body is None else self.body.parts

    @property
    def typed_headers(self) -> tuple[FieldLine, ...]:
        """`headers`, and the Content-Type of the body unless that is multipart/form-data."""
        if self.body is None or self.body.kind == ContentKind.MULTIPART:
            return self.headers
        return *self.headers, FieldLine(_CONTENT_TYPE, Text(self.body.media_type))

    @property
    def headers_to_set(self) -> tuple[FieldLine, ...]:
        """`typed_headers`, but without the Content-Type of a form if that has no parameters.

        They are for clients that write the Content-Type of a form by themselves.
        """
        is_plain_form = self.body is not None and (
            self.body.kind == ContentKind.FORM and not self.body.has_parameters
        )
        return self.headers if is_plain_form else self.typed_headers


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
            raise GenError(f"--endpoint {endpoint}: this is no endpoint; use {ENDPOINT_RULE}")
        return Binding(host, api.timeout)
    wanted = api.default_region if region is None else region
    if wanted is None:
        host = "".join(p for p in api.endpoint if isinstance(p, str))
        return Binding(host, api.timeout, is_own=True)
    for candidate in api.regions:
        if candidate.id == wanted:
            is_chosen = region is not None
            return Binding(
                candidate.endpoint, api.timeout, region=candidate, is_chosen=is_chosen, is_own=True
            )
    todo = one_of([candidate.id for candidate in api.regions], wanted)
    raise GenError(f"--region {wanted}: {api.id} {api.version} has no such region; {todo}")


def make_request(
    api: Api, operation: Operation, binding: Binding, variant: Variant | None = None
) -> Request:
    """Make the request that samples of an operation send.

    A required parameter gets its value from the binding, or else that of the variant, or else the
    example of the spec. An optional parameter is sent only if its description says so, or the
    binding or the variant has a value for it. If the operation is not available in the region of
    the binding, the request goes to the first region that has it.

    Arguments:
        api: the API of the operation.
        operation: the operation to call.
        binding: the endpoint, the timeout, and values that replace examples.
        variant: which of the operation's samples sends the request; None for the first.
    """
    chosen = operation.variants[0] if variant is None else variant
    if chosen.values:
        binding = replace(binding, values={**chosen.sent, **binding.values})
    paging, task = operation.paging, operation.long_running
    if chosen.loop is Loop.ALL_PAGES and paging is not None:
        rows = [p for p in operation.parameters if p.name == paging.parameter]
        pairs = [
            pair for p in rows if _is_sent(p, binding)
            for pair in write_query(p, _sent_value(p, binding))
        ]  # fmt: skip
        first = _make_request(api, operation, binding, paging.parameter)
        return replace(first, loop=make_page_loop(operation, first, pairs, binding.limits))
    first = _make_request(api, operation, binding)
    if chosen.loop is Loop.UNTIL_DONE and task is not None:
        other = next(o for o in api.operations if o.id == task.operation)
        names = {p.name for p in other.parameters if p.required}
        sent = {reveal(name): value for name, value in first.parameters if name in names}
        state = _make_request(api, other, replace(binding, values=sent))
        first, loop = make_state_loop(task, other, first, state, binding.limits)
        return replace(first, loop=loop)
    return first


def _make_request(
    api: Api, operation: Operation, binding: Binding, left_out: Text | None = None
) -> Request:
    """Make a request with the values of a binding.

    Arguments:
        left_out: the name of a query parameter that is not sent; None for none.
    """
    if left_out is not None:
        kept = (p for p in operation.parameters if p.name != left_out or p.where is not Where.QUERY)
        operation = replace(operation, parameters=tuple(kept))
    if binding.lacks(api, operation):
        for region in api.ordered_regions(operation)[:1]:
            binding = replace(binding, endpoint=region.endpoint, region=region)
    server, has_choice = operation.server, bool(api.regions) and not operation.has_own_host
    if server is not None and operation.has_own_host:
        host = server.endpoint if binding.is_own else binding.endpoint
        binding = replace(binding, endpoint=host, region=None)
    variables = {
        reveal(p.name): _path_variable(p, binding)
        for p in operation.parameters
        if p.where is Where.PATH
    }
    endpoint = Variable(_ENDPOINT, Text(binding.endpoint), _NOTHING)
    start = Piece(value=endpoint) if has_choice else Piece(binding.endpoint)
    in_path = tuple(variables[p.name] for p in operation.path if isinstance(p, Placeholder))
    query = [
        pair
        for p in _sent_parameters(operation, binding, Where.QUERY)
        for pair in write_query(p, _sent_value(p, binding))
    ]
    credentials = api.secrets(operation)
    secrets = unique_credentials(credentials)
    cookies = [
        cookie
        for p in _sent_parameters(operation, binding, Where.COOKIE)
        for cookie in write_cookies(p, _sent_value(p, binding))
    ]
    headers = [
        FieldLine(c.name, None, secrets[c.env], c.prefix, c.is_basic)
        for c in credentials
        if c.where is Where.HEADER
    ]
    headers += [FieldLine(h.name, h.value) for h in api.headers]
    headers += [
        FieldLine(name, value)
        for p in _sent_parameters(operation, binding, Where.HEADER)
        for name, value in p.pairs(_sent_value(p, binding))
    ]
    for credential in credentials:  # at most one of them is a cookie
        if credential.where is Where.COOKIE:
            prefix = Text("".join(f"{c}; " for c in cookies) + reveal(credential.prefix))
            headers.append(FieldLine(_COOKIE, None, secrets[credential.env], prefix))
            cookies = []
    if cookies:
        headers.append(FieldLine(_COOKIE, Text("; ".join(cookies))))
    if not any(reveal(header.name).lower() == "accept" for header in headers):
        headers += _accept(operation)
    query_secrets = tuple((c.name, secrets[c.env]) for c in credentials if c.where is Where.QUERY)
    path = ((server or api).base_path, *operation.path)
    rest = format_query(operation, query_secrets)
    body = make_body(operation.body, binding.values) if operation.body is not None else None
    result = operation.result
    host_pattern = (server.endpoint if server else "") or join_pieces(api.endpoint)
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
        url_template=Text(f"{operation.method} {host_pattern}{join_pieces(path)}{rest}"),
        path=Text(join_pieces(path)),
        rest=Text(rest),
        endpoint=binding.endpoint,
        url=make_url(start, path, variables, query, query_secrets),
        public_url=make_url(start, path, variables, query, ()),
        headers=tuple(headers),
        inputs=(endpoint, *in_path) if has_choice else in_path,
        variables=in_path,
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


def _accept(operation: Operation) -> list[FieldLine]:
    """Return the header that asks for the documented media type of the answer, if there is one."""
    for response in operation.responses:
        content = response.content
        if response.status < 300 and content is not None and operation.method != "HEAD":
            return [FieldLine(_ACCEPT, response.accept or Text(content.media_type))]
    return []


def unique_credentials(credentials: Iterable[Credential]) -> dict[str, Credential]:
    """Return the first credential of each environment variable, by the variable's name."""
    by_variable: dict[str, Credential] = {}
    for credential in credentials:
        by_variable.setdefault(credential.env, credential)
    return by_variable


def _path_variable(parameter: Parameter, binding: Binding) -> Variable:
    """Make the variable of a path parameter. The one of an array or object is encoded already."""
    sent = _sent_value(parameter, binding)
    if parameter.schema.type in (Type.ARRAY, Type.OBJECT):
        return Variable(parameter.name, Text(write_path(parameter, sent)), parameter.description)
    value = parameter.pairs(sent)[0][1]
    is_encoded = needs_encoding(parameter.schema, reveal(value))
    return Variable(parameter.name, value, parameter.description, is_encoded)


def _sent_value(parameter: Parameter, binding: Binding) -> Value:
    """Return the value of a parameter in the binding, else its example."""
    value = binding.values.get(reveal(parameter.name), parameter.schema.sent())
    assert value is not None  # readers require an example for each parameter that is sent
    return value


def _is_sent(parameter: Parameter, binding: Binding) -> bool:
    """Say whether samples always send a parameter, or it has a value in the binding."""
    return parameter.is_sent or reveal(parameter.name) in binding.values


def _sent_parameters(operation: Operation, binding: Binding, where: Where) -> list[Parameter]:
    """Return the parameters that are sent in one place."""
    return [p for p in operation.parameters if p.where is where and _is_sent(p, binding)]
