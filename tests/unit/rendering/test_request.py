"""Operation + binding → request: the pieces that samples are made of."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.errors import GenError
from generator.model.api import Api
from generator.model.messages import Where
from generator.model.text import Text, reveal
from generator.rendering.request import (
    Binding,
    Request,
    Run,
    UrlPart,
    bind,
    make_request,
    percent_encode,
)
from generator.spec.loader import load

SPEC = """\
api: {{id: shop, title: Shop, version: v1}}
endpoint: https://{{region}}.shop.example.com
basePath: {base}
defaultRegion: here
regions:
  here: Here
  there: {{name: There, endpoint: "http://there.example.org:8080"}}
timeout: 7
headers:
  X-Version: {{description: Constant., value: "2"}}
  X-Key: {{description: A key., env: SHOP_KEY}}
operations:
  get:
    title: Get
    summary: Get it.
    method: GET
    path: {path}
    parameters:
      X-Trace: {{in: header, required: true, description: Trace., example: t}}
      X-Maybe: {{in: header, description: Not sent.}}
      z: {{in: query, required: true, description: Last letter., example: "a b&c"}}
      maybe: {{in: query, description: Not sent.}}
      a b: {{in: query, required: true, description: A name with a space., example: ""}}
{parameters}
    responses: {{200: Done.}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


def shop(folder: Path, path: str = "/items/{id}", base: str = "/shop/{version}") -> Api:
    """Read a spec with one operation at a path; each {name} in it is described, last one first."""
    names = [piece.partition("}")[0] for piece in path.split("{")[1:]]
    rows = [f"      {name}: {{description: Of the path., example: v-{name}}}" for name in names]
    rows.reverse()
    text = SPEC.format(path=f'"{path}"', base=f'"{base}"', parameters="\n".join(rows))
    (folder / "shop.yaml").write_text(text, "utf-8")
    (api,) = load(folder / "shop.yaml")
    return api


def request(api: Api, **values: str) -> Request:
    given = {name: Text(value) for name, value in values.items()}
    return make_request(api, api.operations[0], Binding("https://x", 7, given))


def pieces(parts: tuple[UrlPart, ...]) -> list[str]:
    """Write parts as text, variables in braces."""
    return [f"{{{reveal(p.variable.name)}}}" if p.variable else p.text for p in parts]


def target(api: Api) -> str:
    """Give the path of the request target, without its query."""
    return "".join(pieces(request(api).target)).partition("?")[0]


def runs(api: Api) -> list[str | list[str]]:
    """Write runs as texts, and as lists where a segment has variables."""
    return [run.text or pieces(run.segment) for run in request(api).runs]


@pytest.mark.parametrize(
    ("base", "path", "wanted"),
    [
        ("/", "/", ["/"]),
        ("/b", "/", ["/b/"]),
        ("/b/", "/a", ["/b/a"]),
        ("/", "/a", ["/a"]),
        ("/", "/a/", ["/a/"]),
        ("/", "/{x}", [["{x}"]]),
        ("/", "/{x}/", [["{x}"], "/"]),
        ("/b", "/{x}/{y}", ["/b", ["{x}"], ["{y}"]]),
        ("/", "/a/{x}/b/c", ["/a", ["{x}"], "/b/c"]),
        ("/", "/v{x}.{y}:run", [["v", "{x}", ".", "{y}", ":run"]]),
        ("/", "/{x}{y}", [["{x}", "{y}"]]),
        ("/", "/a%20b/%C3%BC", ["/a b/ü"]),
        ("/", "/a%2Fb/c", [["a/b"], "/c"]),
        ("/", "/a/b%2fc%2Fd/", ["/a", ["b/c/d"], "/"]),
        ("/", "/%252F", ["/%2F"]),
        ("/", "/p%2F{x}", [["p/", "{x}"]]),
        ("/", "/$all/it's(1);v=2,3/@me/a+b", ["/$all/it's(1);v=2,3/@me/a+b"]),
    ],
)
def test_a_path_is_cut_into_runs_and_stays_whole_in_the_target(
    folder: Path, base: str, path: str, wanted: list[str | list[str]]
) -> None:
    api = shop(folder, path, base)
    assert runs(api) == wanted
    assert target(api) == base.rstrip("/") + path


_LITERAL = st.text("ab.~!$&'()*+,;=:@-", min_size=1, max_size=3)
_ESCAPED = st.sampled_from(["%20", "%2F", "%25", "%C3%BC", "%7B", "%23"])
_NAME = st.sampled_from("uvwxyz").map(lambda name: f"{{{name}}}")
_SEGMENT = st.lists(_LITERAL | _ESCAPED | _NAME, min_size=1, max_size=4).map("".join)


def segments(text: str) -> list[str]:
    return [unquote(segment) for segment in text.split("/")]


@given(st.lists(_SEGMENT, max_size=4), st.booleans())
def test_runs_and_target_are_the_same_path(parts: list[str], slash: bool) -> None:
    """Clients that encode pieces and those that get a URL must ask for the same segments."""
    from generator.model.api import Operation
    from generator.model.messages import Parameter, Response
    from generator.model.schema import Schema
    from generator.model.text import Placeholder, split_placeholders

    path = "/" + "/".join(parts) + ("/" if slash and parts else "")
    template = split_placeholders(path)
    names = {piece.name for piece in template if isinstance(piece, Placeholder)}
    nothing = Text("")
    operation = Operation(
        id="get",
        title=nothing,
        summary=nothing,
        note=None,
        method="GET",
        path=template,
        parameters=tuple(
            Parameter(
                Text(name), Where.PATH, nothing, True, Schema(example=Text(f"<{name}/>")), False
            )
            for name in names
        ),
        responses=(Response(200, nothing),),
        errors=(),
    )
    api = Api(
        id="a",
        title=nothing,
        version="v1",
        endpoint=("https://x",),
        base_path="",
        regions=(),
        default_region=None,
        timeout=1,
        credentials=(),
        headers=(),
        operations=(operation,),
        targets=None,
        code_paths=(),
        message_paths=(),
        file="a.yaml",
    )
    made = make_request(api, operation, bind(api))

    def value(part: UrlPart) -> str:
        return reveal(part.variable.value) if part.variable else part.text

    as_target = "".join(quote(value(p), safe="") if p.variable else p.text for p in made.target)
    as_runs = "".join(
        quote(run.text)
        if run.text
        else "/" + "".join(quote(value(p), safe="") for p in run.segment)
        for run in made.runs
    )
    assert segments(as_runs) == segments(as_target)
    assert all(bool(run.text) != bool(run.segment) for run in made.runs)


def test_neighbouring_literals_are_one_run_and_one_part(folder: Path) -> None:
    made = request(shop(folder, "/a/b/{x}/c/d"))
    assert made.runs == (
        Run("/shop/v1/a/b"),
        Run("", (UrlPart("", made.variables[0]),)),
        Run("/c/d"),
    )
    assert len(made.target) == 3


def test_variables_stand_in_the_order_of_the_path(folder: Path) -> None:
    made = request(shop(folder, "/{second}/{first}"))
    assert [reveal(variable.name) for variable in made.variables] == ["second", "first"]


def test_the_query_is_encoded_in_the_target_and_plain_beside_it(folder: Path) -> None:
    made = request(shop(folder))
    assert made.target[-1].text == "?z=a%20b%26c&a%20b="
    assert [(reveal(n), reveal(v)) for n, v in made.query] == [("z", "a b&c"), ("a b", "")]


def test_headers_stand_credentials_first_then_constants_then_parameters(folder: Path) -> None:
    made = request(shop(folder))
    assert [reveal(line.name) for line in made.headers] == ["X-Key", "X-Version", "X-Trace"]
    assert [line.value and reveal(line.value) for line in made.headers] == [None, "2", "t"]
    assert [line.credential.env for line in made.headers if line.credential] == ["SHOP_KEY"]


def test_the_url_line_names_every_parameter_and_the_region(folder: Path) -> None:
    assert reveal(request(shop(folder)).url) == (
        "GET https://{region}.shop.example.com/shop/v1/items/{id}?z={z}&maybe={maybe}&a%20b={a b}"
    )


def test_values_replace_examples_and_send_what_is_optional(folder: Path) -> None:
    made = request(shop(folder), id="42", maybe="", **{"X-Maybe": "m"})
    assert reveal(made.variables[0].value) == "42"
    assert ("maybe", "") in [(reveal(name), reveal(value)) for name, value in made.query]
    assert [reveal(line.name) for line in made.headers][-1] == "X-Maybe"


def test_the_default_region_is_bound_unless_another_is_asked_for(folder: Path) -> None:
    api = shop(folder)
    here, there = bind(api), bind(api, region="there")
    assert (here.endpoint, here.timeout) == ("https://here.shop.example.com", 7)
    assert here.region and here.region.id == "here"
    assert there.endpoint == "http://there.example.org:8080"


def test_an_endpoint_has_no_region_and_loses_its_slash(folder: Path) -> None:
    made = bind(shop(folder), endpoint="http://localhost:8000/")
    assert (made.endpoint, made.region) == ("http://localhost:8000", None)


@pytest.mark.parametrize(
    "endpoint",
    [
        "",
        "/",
        "localhost",
        "ftp://host",
        "https://",
        "https://host/path",
        "https://host//",
        "https://host?x",
        "https://user@host",
        "https://ho st",
        "https://host\n",
        "https://{region}.example.com",
        'https://x"; exit; "',
        "https://bücher.example",
    ],
)
def test_what_is_no_endpoint_is_refused(folder: Path, endpoint: str) -> None:
    with pytest.raises(
        GenError, match="this is no endpoint; use scheme and host without a trailing slash"
    ):
        bind(shop(folder), endpoint=endpoint)


def test_an_unknown_region_names_the_nearest(folder: Path) -> None:
    api = shop(folder)
    with pytest.raises(GenError, match=r"--region ther: shop v1 has no such region; did you mean "):
        bind(api, region="ther")
    with pytest.raises(GenError, match=r"has no such region; use one of here, there$"):
        bind(api, region="mars")


def test_percent_leaves_only_what_rfc_3986_calls_unreserved() -> None:
    kept = "ABCXYZabcxyz0189-._~"
    assert percent_encode(kept) == kept
    assert percent_encode(" +/%?#&=é'()!*") == "%20%2B%2F%25%3F%23%26%3D%C3%A9%27%28%29%21%2A"
