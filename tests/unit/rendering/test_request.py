"""Operation + binding → request: the pieces that samples are made of."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.errors import GenError
from generator.model.api import Api
from generator.model.text import Text, reveal
from generator.rendering.expressions import Expression, percent_encode
from generator.rendering.request import Binding, Request, bind, make_request
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


def written(url: Expression) -> str:
    """Write a URL as text, variables and credentials in braces."""
    return "".join(
        f"{{{reveal(piece.value.name)}}}" if piece.value else reveal(piece.text) for piece in url
    )


@pytest.mark.parametrize(
    ("base", "path"),
    [
        ("/", "/"),
        ("/b/", "/a"),
        ("/", "/{x}/"),
        ("/b", "/{x}/{y}"),
        ("/", "/v{x}.{y}:run"),
        ("/", "/{x}{y}"),
        ("/", "/a%20b/%C3%BC"),
        ("/", "/a/b%2fc%2Fd/"),
        ("/", "/p%2F{x}"),
        ("/", "/$all/it's(1);v=2,3/@me/a+b"),
    ],
)
def test_a_url_has_the_path_as_the_spec_has_it(folder: Path, base: str, path: str) -> None:
    url = written(request(shop(folder, path, base)).url)
    assert url.partition("?")[0] == "{endpoint}" + base.rstrip("/") + path


@pytest.mark.parametrize(
    ("schema", "value", "is_encoded"),
    [
        ("", "v", True),
        ("", "a b", True),
        ("type: integer", "42", False),
        ("enum: [a, b-c]", "a", False),
        ("enum: [a, b/c]", "a", True),
        ("format: uuid", "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24", False),
        ("format: date-time", "2026-01-01T00:00:00Z", True),
        ("format: uri-reference", "a", True),
        ("pattern: '^[a-z0-9_-]{1,64}$'", "abc", False),
        ("pattern: '^[a-z0-9_-]{1,64}'", "abc", True),
        ("pattern: '^[^/]+$'", "abc", True),
        ("pattern: '^(a|b)+$'", "ab", False),
    ],
)
def test_a_value_is_encoded_where_another_one_may_need_it(
    folder: Path, schema: str, value: str, is_encoded: bool
) -> None:
    shop(folder, "/{id}")
    file = folder / "shop.yaml"
    row = f"id: {{description: Of the path., example: v-id{', ' if schema else ''}{schema}}}"
    text = file.read_text("utf-8").replace("id: {description: Of the path., example: v-id}", row)
    file.write_text(text.replace("example: v-id", f'example: "{value}"'), "utf-8")
    (api,) = load(file)
    made = make_request(api, api.operations[0], bind(api))
    assert made.variables[0].is_encoded is is_encoded
    other = make_request(api, api.operations[0], Binding("https://x", 7, {"id": Text("a/b")}))
    assert other.variables[0].is_encoded


def test_variables_stand_in_the_order_of_the_path(folder: Path) -> None:
    made = request(shop(folder, "/{second}/{first}"))
    assert [reveal(variable.name) for variable in made.variables] == ["second", "first"]


def test_the_query_is_encoded_in_the_url(folder: Path) -> None:
    made = request(shop(folder))
    assert written(made.url).endswith("?z=a%20b%26c&a%20b=")


def test_headers_stand_credentials_first_then_constants_then_parameters(folder: Path) -> None:
    made = request(shop(folder))
    assert [reveal(line.name) for line in made.headers] == ["X-Key", "X-Version", "X-Trace"]
    assert [line.value and reveal(line.value) for line in made.headers] == [None, "2", "t"]
    assert [line.credential.env for line in made.headers if line.credential] == ["SHOP_KEY"]


def test_the_url_line_names_every_parameter_and_the_region(folder: Path) -> None:
    assert reveal(request(shop(folder)).url_template) == (
        "GET https://{region}.shop.example.com/shop/v1/items/{id}?z={z}&maybe={maybe}&a%20b={a b}"
    )


def test_values_replace_examples_and_send_what_is_optional(folder: Path) -> None:
    made = request(shop(folder), id="42", maybe="", **{"X-Maybe": "m"})
    assert reveal(made.variables[0].value) == "42"
    assert "&maybe=&" in written(made.url)
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
