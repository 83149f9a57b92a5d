"""What an answer other than success is raised as, whatever it holds."""

from __future__ import annotations

import copy
import json
import pickle
import traceback
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from .made import files_of, imported

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
errorBodies:
  coded: {error: {code: $code, message: $message}}
  status: {error: {statusCode: $status, message: $message}}
  bare: {statusCode: $status, message: $message}
errors:
  gone: {status: 404, code: NotThere, description: It is gone., message: Gone.}
  denied: {status: 401, code: "401", description: No access., message: Denied.}
  quota: {status: 403, body: status, description: No quota., message: None left.}
  busy: {status: 429, body: bare, description: Too many., message: Wait.}
  closed: {status: 409, code: Closed, body: bare, description: Closed., message: Closed.}
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: /
    errors: [gone, denied, quota, busy, closed]
    responses: {200: Done.}
"""

# Bodies that other gateways have: deeper, in lists, a list itself, a text itself.
ODD = """\
api: {id: odd, title: Odd, version: v1}
endpoint: https://odd.example.com
errorBodies:
  fault: {fault: {detail: [{errorcode: $code}], faultstring: $message}}
  reasons: {reasons: [$code], why: $message}
  pair: [$code, $message]
  text: $message
errors:
  policy: {status: 400, code: a.Quota, description: A policy., message: Slow down.}
  reason: {status: 410, code: Gone, body: reasons, description: Gone., message: It is gone.}
  pair: {status: 412, code: Pair, body: pair, description: A pair., message: Two.}
  text: {status: 418, body: text, description: A text., message: Short.}
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: /
    errors: [policy, reason, pair, text]
    responses: {200: Done.}
"""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(files_of(SPEC), tmp_path_factory.mktemp("shop")) as package:
        yield package


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    with imported(files_of(ODD), tmp_path_factory.mktemp("odd")) as package:
        yield package


def error_of(package: Any, status: int, body: bytes | object, **headers: str) -> Any:
    """Give what an answer is raised as; `headers` have _ for -."""
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    return package.errors.error_of(httpx.Response(status, content=content, headers=fields))


def told(error: Any) -> tuple[str, str | None, str]:
    """Give class, code and message of an error."""
    return type(error).__name__, error.code, error.message


def coded(code: object, message: str) -> object:
    return {"error": {"code": code, "message": message}}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (404, coded("NotThere", "Gone."), ("NotThereError", "NotThere", "Gone.")),
        (401, coded("401", "Denied."), ("Code401Error", "401", "Denied.")),
        (401, coded(401, "Denied."), ("Code401Error", "401", "Denied.")),
        (403, {"error": {"statusCode": 403, "message": "No."}}, ("ForbiddenError", None, "No.")),
        (429, {"statusCode": 429, "message": "Wait."}, ("TooManyRequestsError", None, "Wait.")),
        (409, {"statusCode": 409, "message": "Closed."}, ("ConflictError", None, "Closed.")),
        (404, {"code": "NotThere", "message": "Gone."}, ("NotThereError", "NotThere", "Gone.")),
        (429, b"", ("TooManyRequestsError", None, "")),
        (429, b"<p>Wait.</p>", ("TooManyRequestsError", None, "<p>Wait.</p>")),
        (404, b"", ("ShopError", None, "")),
        (502, b"<h1>Bad</h1>", ("ShopError", None, "<h1>Bad</h1>")),
        # Of a status without codes, any code is that status; of a code, any other is unknown.
        (403, coded("Other", "No."), ("ForbiddenError", "Other", "No.")),
        (404, coded("Other", "No."), ("ShopError", "Other", "No.")),
        (404, coded("notthere", "No."), ("ShopError", "notthere", "No.")),
        (410, coded("NotThere", "No."), ("ShopError", "NotThere", "No.")),
        (307, b"", ("ShopError", None, "")),
    ],
)
def test_class_code_and_message(shop: Any, status: int, body: object, expected: object) -> None:
    error = error_of(shop, status, body, X_Other="kept")
    assert told(error) == expected
    assert (error.status, error.retry_after, error.headers["x-other"]) == (status, None, "kept")
    assert isinstance(error, shop.ShopError)


@pytest.mark.parametrize("code", [True, False, None, 1.5, [], ["NotThere"], {}, {"code": "x"}])
def test_a_code_is_text_or_a_whole_number(shop: Any, code: object) -> None:
    error = error_of(shop, 404, {"error": {"code": code, "message": "m"}})
    assert told(error) == ("ShopError", None, "m")


@pytest.mark.parametrize(
    "body", [1, "text", True, None, [], [[]], {}, {"other": "x"}, {"error": []}]
)
def test_json_of_another_shape_is_the_message(shop: Any, body: object) -> None:
    error = error_of(shop, 429, body)
    assert told(error) == ("TooManyRequestsError", None, json.dumps(body))


def test_a_text_in_error_is_the_message(shop: Any) -> None:
    assert told(error_of(shop, 429, {"error": "x"})) == ("TooManyRequestsError", None, "x")


def test_a_header_has_the_code_where_the_body_has_none(shop: Any) -> None:
    for body in (b"", b"<p>", {"error": {"code": ""}}, {"error": {"code": None}}):
        error = error_of(shop, 404, body, x_ms_error_code="NotThere")
        assert (type(error).__name__, error.code) == ("NotThereError", "NotThere")
    body = {"error": {"code": "Body", "message": ""}}
    assert error_of(shop, 404, body, x_ms_error_code="NotThere").code == "Body"


def test_an_empty_code_is_none(shop: Any) -> None:
    assert error_of(shop, 404, {"error": {"code": "", "message": "m"}}).code is None
    assert error_of(shop, 404, b"", x_ms_error_code="").code is None


@pytest.mark.parametrize(
    "body",
    [
        b"[" * 200_000,
        b'{"error":' * 200_000,
        b'{"error": {"code": "NotThere\xff", "message": "m"}}',
        b'\xff\xfe{"error"',
        b"\x00\x00\x00",
        b"1" * 10_000,
        b'{"error": {"code": ' + b"1" * 10_000 + b"}}",
        b'{"error": {"code": "\\ud800", "message": "\\udfff"}}',
        b"NaN",
        b'{"error": {"code": Infinity}}',
    ],
    ids=lambda body: repr(body[:16]),
)
def test_no_body_breaks_it(shop: Any, body: bytes) -> None:
    error = error_of(shop, 404, body)
    assert type(error) is shop.ShopError and error.status == 404
    assert isinstance(str(error), str) and isinstance(error.message, str)


@pytest.mark.parametrize(
    "charset", ["latin-1", "nosuch", "utf-16", "hex", "base64", "rot13", "idna"]
)
def test_no_charset_breaks_it(shop: Any, charset: str) -> None:
    error = error_of(shop, 502, b"<p>Bad</p>", Content_Type=f"text/html; charset={charset}")
    assert type(error) is shop.ShopError and isinstance(error.message, str)


def fault(detail: object) -> object:
    return {"fault": {"detail": detail, "faultstring": "Slow"}}


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (400, fault([{"errorcode": "a.Quota"}]), ("AQuotaError", "a.Quota", "Slow")),
        (400, fault([]), ("OddError", None, "Slow")),
        (400, fault("a.Quota"), ("OddError", None, "Slow")),
        (400, fault({"0": {"errorcode": "a.Quota"}}), ("OddError", None, "Slow")),
        (410, {"reasons": ["Gone", "Other"], "why": "Why."}, ("GoneError", "Gone", "Why.")),
        (410, {"reasons": "Gone", "why": "Why."}, ("OddError", None, "Why.")),
        (410, coded("Gone", "Usual."), ("GoneError", "Gone", "Usual.")),
        (412, ["Pair", "Two."], ("PairError", "Pair", "Two.")),
        (412, ["Pair"], ("PairError", "Pair", '["Pair"]')),
        (418, "Short.", ("IMATeapotError", None, "Short.")),
        (410, "Gone", ("OddError", None, "Gone")),
    ],
)
def test_bodies_of_another_shape(odd: Any, status: int, body: object, expected: object) -> None:
    assert told(error_of(odd, status, body)) == expected


@pytest.mark.parametrize(
    ("value", "least", "most"),
    [
        ("0", 0, 0),
        ("26", 26, 26),
        (" 26\t", 26, 26),
        ("0000000026", 26, 26),
        ("604800", 604800, 604800),
        ("9" * 30, 10**8, 10**30),
        ("Fri, 31 Dec 9999 23:59:59 GMT", 10**11, 10**12),
        # The three forms of a date (RFC 9110, 5.6.7).
        ("Sun, 06 Nov 1994 08:49:37 GMT", 0, 0),
        ("Sunday, 06-Nov-94 08:49:37 GMT", 0, 0),
        ("Sun Nov  6 08:49:37 1994", 0, 0),
    ],
)
def test_retry_after(shop: Any, value: str, least: int, most: int) -> None:
    found = error_of(shop, 429, b"", Retry_After=value).retry_after
    assert isinstance(found, int) and least <= found <= most


@pytest.mark.parametrize(
    "form", ["%a, %d %b %Y %H:%M:%S GMT", "%A, %d-%b-%y %H:%M:%S GMT", "%a %b %d %H:%M:%S %Y"]
)
def test_retry_after_a_date_to_come(shop: Any, form: str) -> None:
    date = (datetime.now(UTC) + timedelta(seconds=1000)).strftime(form)
    found = error_of(shop, 429, b"", Retry_After=date).retry_after
    assert isinstance(found, int) and 900 <= found <= 1000


@pytest.mark.parametrize(
    "value",
    [
        *("", "soon", "-1", "+5", "1.5", "1e3", "0x10", "1 2", "1, 2", "Mon", "31 Foo 2024"),
        *("Fri, 99 Dec 2024 25:61:61 GMT", "Fri, 31 Dec 99999 23:59:59 GMT"),
        "1 Jan 2030 00:00:00 +999999",
    ],
)
def test_a_malformed_retry_after_is_none(shop: Any, value: str) -> None:
    assert error_of(shop, 429, b"", Retry_After=value).retry_after is None


def test_what_an_error_says(shop: Any) -> None:
    body = {"error": {"code": "NotThere", "message": "Gone."}}
    assert str(error_of(shop, 404, body)) == "HTTP 404 NotThere: Gone."
    assert str(error_of(shop, 403, {"message": "No."})) == "HTTP 403: No."
    assert str(error_of(shop, 500, b"")) == "HTTP 500"
    assert len(str(error_of(shop, 500, b"x" * 10**6))) < 1000
    assert error_of(shop, 500, b"x" * 10**6).message == "x" * 10**6


def test_errors_can_be_pickled_and_copied(shop: Any) -> None:
    body = {"error": {"code": "NotThere", "message": "Gone."}}
    for error in (error_of(shop, 404, body, Retry_After="5"), error_of(shop, 599, b"\xff")):
        copies = [pickle.loads(pickle.dumps(error, p)) for p in range(2, 6)]
        for made in [*copies, copy.copy(error), copy.deepcopy(error)]:
            assert type(made) is type(error)
            assert vars(made) == vars(error) and str(made) == str(error)


def test_a_class_of_the_user_s_own_replaces_none(shop: Any) -> None:
    own = type("Own", (shop.errors.NotThereError,), {})
    body = {"error": {"code": "NotThere", "message": "Gone."}}
    assert type(error_of(shop, 404, body)) is shop.errors.NotThereError
    assert issubclass(own, shop.ShopError)


def test_nothing_stands_behind_an_error(shop: Any) -> None:
    def refuse(request: httpx.Request) -> httpx.Response:
        return httpx.Response(502, content=b"<p>", headers={"Retry-After": "soon"})

    http_client = httpx.Client(transport=httpx.MockTransport(refuse))
    with http_client, pytest.raises(shop.ShopError) as caught:
        shop.ShopClient(http_client=http_client, retries=0).get()
    error = caught.value
    assert error.__cause__ is None and error.__context__ is None
    assert "During handling" not in "".join(traceback.format_exception(error))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["error", "code", "message", "x"]), inner, max_size=3)
    ),
)
DATE_PARTS = st.sampled_from(
    [
        *("Mon", "Mon,", "1", "31", "Jan", "jan,", "24", "2030", "99999", "-", ":", "10:", "GMT"),
        *("00:00:00", "+0000", "+", "-99999", "1-Jan-24", ",", " ", "", ".", "0x1", "é", "²", "٣"),
    ]
)


@settings(max_examples=300)
@given(
    st.binary() | JSON.map(lambda value: json.dumps(value).encode()),
    st.binary() | st.lists(DATE_PARTS).map(lambda parts: "".join(parts).encode()),
    st.sampled_from([b"", b"text/html", b"text/html; charset=utf-16", b"a/b; charset=undefined"])
    | st.binary(),
)
def test_nothing_that_is_answered_breaks_it(
    shop: Any, body: bytes, wait: bytes, kind: bytes
) -> None:
    headers = [(b"Retry-After", wait), (b"Content-Type", kind), (b"x-ms-error-code", wait)]
    error = shop.errors.error_of(httpx.Response(429, content=body, headers=headers))
    assert type(error) is shop.errors.TooManyRequestsError
    assert error.retry_after is None or error.retry_after >= 0
    assert error.code is None or (error.code and isinstance(error.code, str))
    assert isinstance(error.message, str) and isinstance(str(error), str)
    again = pickle.loads(pickle.dumps(error))
    assert vars(again) == vars(error)
