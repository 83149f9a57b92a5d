"""Each way in which a request can differ is told in one text, and what clients may do in none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from generator.verify.expected.request import ExpectedRequest, request_faults
from generator.verify.http_request import ReceivedRequest

GET = ExpectedRequest(
    "GET", (b"things", b"a/b", b""), ((b"q", b"a b+c"), (b"r", b"")), (("X-Key", "k"), ("X-E", ""))
)
PLAIN = ExpectedRequest("GET", (b"things",), (), ())
POST = replace(PLAIN, method="POST")
TARGET = "/things/a%2Fb/?q=a%20b%2Bc&r="
# What every client sends by itself, and then the documented headers.
FIELDS = (("Host", "x"), ("User-Agent", "y/1"), ("Accept", "*/*"), ("X-Key", "k"), ("X-E", ""))
CAME = ReceivedRequest("GET", TARGET, FIELDS, b"")
EMPTY = (("Content-Length", "0"),)
FORM = ("Content-Type", "application/x-www-form-urlencoded")
PATH = "'things' / 'a/b' / ''"
QUERY = "'q'='a b+c' & 'r'=''"


def to(target: str) -> ReceivedRequest:
    return replace(CAME, target=target)


def with_fields(*fields: tuple[str, str], without: str = "") -> ReceivedRequest:
    kept = tuple(field for field in FIELDS if field[0] != without)
    return replace(CAME, fields=(*kept, *fields))


def plain(method: str, *fields: tuple[str, str], target: str = "/things") -> ReceivedRequest:
    return ReceivedRequest(method, target, fields, b"")


DIFFERENT = {
    "method": (replace(CAME, method="DELETE"), GET, "method DELETE, expected GET"),
    "wrong segment": (
        to(TARGET.replace("things", "thing")),
        GET,
        f"path 'thing' / 'a/b' / '', expected {PATH}",
    ),
    "other case": (
        to(TARGET.replace("things", "Things")),
        GET,
        f"path 'Things' / 'a/b' / '', expected {PATH}",
    ),
    "slash not encoded": (
        to(TARGET.replace("%2F", "/")),
        GET,
        f"path 'things' / 'a' / 'b' / '', expected {PATH}",
    ),
    "encoded twice": (
        to(TARGET.replace("%2F", "%252F")),
        GET,
        f"path 'things' / 'a%2Fb' / '', expected {PATH}",
    ),
    "no trailing slash": (
        to(TARGET.replace("/?", "?")),
        GET,
        f"path 'things' / 'a/b', expected {PATH}",
    ),
    "two trailing slashes": (
        to(TARGET.replace("/?", "//?")),
        GET,
        f"path 'things' / 'a/b' / '' / '', expected {PATH}",
    ),
    "two leading slashes": (
        to(f"/{TARGET}"),
        GET,
        f"path '' / 'things' / 'a/b' / '', expected {PATH}",
    ),
    "not UTF-8": (
        to(TARGET.replace("%2F", "%FF")),
        GET,
        r"path 'things' / 'a\\xffb' / '', expected " + PATH,
    ),
    "query in another order": (
        to("/things/a%2Fb/?r=&q=a%20b%2Bc"),
        GET,
        f"query 'r'='' & 'q'='a b+c', expected {QUERY}",
    ),
    "query value": (
        to(TARGET.replace("%20b", "%20B")),
        GET,
        f"query 'q'='a B+c' & 'r'='', expected {QUERY}",
    ),
    "query name": (
        to(TARGET.replace("&r", "&R")),
        GET,
        f"query 'q'='a b+c' & 'R'='', expected {QUERY}",
    ),
    "query lacks one": (to(TARGET.replace("&r=", "")), GET, f"query 'q'='a b+c', expected {QUERY}"),
    "query has one more": (
        to(f"{TARGET}&s=1"),
        GET,
        f"query 'q'='a b+c' & 'r'='' & 's'='1', expected {QUERY}",
    ),
    "query has one twice": (
        to(f"{TARGET}&r="),
        GET,
        f"query 'q'='a b+c' & 'r'='' & 'r'='', expected {QUERY}",
    ),
    "query encoded twice": (
        to(TARGET.replace("%20", "%2520")),
        GET,
        f"query 'q'='a%20b+c' & 'r'='', expected {QUERY}",
    ),
    "no query": (to("/things/a%2Fb/"), GET, f"query none, expected {QUERY}"),
    "a query where there is none": (
        plain("GET", target="/things?q=1"),
        PLAIN,
        "query 'q'='1', expected none",
    ),
    "a space as plus": (
        to(TARGET.replace("%20", "+")),
        GET,
        f"query 'q'='a+b+c' & 'r'='', expected {QUERY}",
    ),
    "a plus as it is": (
        to(TARGET.replace("%2B", "+")),
        GET,
        "query has a raw +, which many servers read as a space; expected %2B or %20",
    ),
    "a bare question mark": (
        plain("GET", target="/things?"),
        PLAIN,
        "target ends in a ? without a query; expected none",
    ),
    "header missing": (with_fields(without="X-Key"), GET, "header X-Key: none, expected 'k'"),
    "empty header missing": (with_fields(without="X-E"), GET, "header X-E: none, expected ''"),
    "header value": (
        with_fields(("X-Key", "K"), without="X-Key"),
        GET,
        "header X-Key: 'K', expected 'k'",
    ),
    "header twice": (
        with_fields(("x-key", "k")),
        GET,
        "header X-Key: 'k' and 'k', expected 'k'",
    ),
    "header nobody asked for": (
        with_fields(("Cookie", "a=b")),
        GET,
        "header Cookie: 'a=b', expected none",
    ),
    "type of a body that is none": (
        with_fields(("Content-Type", "application/json")),
        GET,
        "header Content-Type: 'application/json', expected none",
    ),
    "form type on GET": (
        with_fields(FORM),
        GET,
        f"header Content-Type: {FORM[1]!r}, expected none",
    ),
    "JSON type on POST": (
        plain("POST", *EMPTY, ("Content-Type", "application/json")),
        POST,
        "header Content-Type: 'application/json', expected none",
    ),
    "body": (replace(CAME, body=b"{}"), GET, "body b'{}', expected none"),
    "POST without a length": (plain("POST"), POST, "header Content-Length: none, expected '0'"),
    "PUT without a length": (
        plain("PUT"),
        replace(PLAIN, method="PUT"),
        "header Content-Length: none, expected '0'",
    ),
}


@pytest.mark.parametrize(("came", "expected", "fault"), DIFFERENT.values(), ids=DIFFERENT)
def test_a_difference_is_told_in_one_text(
    came: ReceivedRequest, expected: ExpectedRequest, fault: str
) -> None:
    assert request_faults([came], expected, 1) == [fault]


NOT_URL = {
    "a # that ends the URL": ("/things?q=a#b", ((b"q", b"a#b"),)),
    "a space": ("/things?q=a b", ((b"q", b"a b"),)),
    "a percent sign at the end": ("/things?q=100%", ((b"q", b"100%"),)),
    "a percent sign in front of no number": ("/things?q=5%zz", ((b"q", b"5%zz"),)),
    "a brace": ("/things?q={a}", ((b"q", b"{a}"),)),
    "a quotation mark": ('/things?q="', ((b"q", b'"'),)),
    "a backslash": ("/things?q=\\", ((b"q", b"\\"),)),
}


@pytest.mark.parametrize(("target", "query"), NOT_URL.values(), ids=NOT_URL)
def test_what_is_no_url_is_a_difference_though_it_decodes_to_the_same(
    target: str, query: tuple[tuple[bytes, bytes], ...]
) -> None:
    """RFC 3986, 2: servers refuse such a target, or read another value in it."""
    faults = request_faults([plain("GET", target=target)], replace(PLAIN, query=query), 1)
    assert len(faults) == 1, faults
    assert target in faults[0] or target.partition("?")[2] in faults[0]


@pytest.mark.parametrize("target", ["/things?q=1&", "/things?&q=1", "/things?q=1&&r=2"])
def test_an_ampersand_that_separates_nothing_is_a_difference(target: str) -> None:
    query = ((b"q", b"1"), (b"r", b"2"))[: target.count("=")]
    assert len(request_faults([plain("GET", target=target)], replace(PLAIN, query=query), 1)) == 1


def test_a_long_body_is_told_by_its_beginning() -> None:
    (fault,) = request_faults([replace(CAME, body=b"x" * 10_000)], GET, 1)
    assert "xxx" in fault and len(fault) < 300


@pytest.mark.parametrize(
    ("received", "count", "fault"),
    [
        ([], 1, "requests: 0 (none), expected 1"),
        ([CAME, CAME], 1, f"requests: 2 (GET {TARGET}, GET {TARGET}), expected 1"),
        ([CAME], 0, f"requests: 1 (GET {TARGET}), expected 0"),
        ([to("/else")], 0, "requests: 1 (GET /else), expected 0"),
    ],
    ids=["none", "two", "one too many", "another where none may come"],
)
def test_the_number_of_requests(received: list[ReceivedRequest], count: int, fault: str) -> None:
    assert request_faults(received, GET, count) == [fault]


def test_many_requests_are_told_by_the_first() -> None:
    (fault,) = request_faults([to("/a?b=c")] * 500, replace(PLAIN, segments=(b"x",)), 0)
    assert fault.startswith("requests: 500 (GET /a?b=c, ") and len(fault) < 100


def test_nothing_came_where_nothing_may() -> None:
    assert request_faults([], GET, 0) == []


SAME = {
    "as documented": (CAME, GET),
    "hex in lower case": (to(TARGET.replace("%2F", "%2f").replace("%2B", "%2b")), GET),
    "more encoded than must be": (to("/%74hings/%61%2F%62/?%71=%61%20b%2Bc&r="), GET),
    "names of headers in another case": (
        replace(CAME, fields=tuple((name.lower(), value) for name, value in FIELDS)),
        GET,
    ),
    "headers in another order": (replace(CAME, fields=FIELDS[::-1]), GET),
    "what clients add": (
        with_fields(
            ("Accept-Encoding", "gzip"),
            ("Connection", "keep-alive"),
            ("Content-Length", "0"),
            ("accept-language", "*"),
            ("sec-fetch-mode", "cors"),
            ("TE", "trailers"),
            ("Upgrade", "h2c"),
            ("HTTP2-Settings", "x"),
        ),
        GET,
    ),
    "form type on an empty POST": (plain("POST", *EMPTY, FORM), POST),
    "form type on an empty PUT": (plain("PUT", *EMPTY, FORM), replace(PLAIN, method="PUT")),
    "form type on an empty PATCH": (plain("PATCH", *EMPTY, FORM), replace(PLAIN, method="PATCH")),
    "sub-delimiters as they are": (
        plain("GET", target="/a'(b)!$&*,;=:@+-._~?q=/?:@!$'()*,;-._~"),
        ExpectedRequest("GET", (b"a'(b)!$&*,;=:@+-._~",), ((b"q", b"/?:@!$'()*,;-._~"),), ()),
    ),
}


@pytest.mark.parametrize(("came", "expected"), SAME.values(), ids=SAME)
def test_what_clients_may_do_is_no_difference(
    came: ReceivedRequest, expected: ExpectedRequest
) -> None:
    assert request_faults([came], expected, 1) == []


def test_a_client_header_that_is_documented_must_have_its_value() -> None:
    expected = replace(GET, fields=(*GET.fields, ("Accept", "application/json")))
    assert request_faults([CAME], expected, 1) == [
        "header Accept: '*/*', expected 'application/json'"
    ]
