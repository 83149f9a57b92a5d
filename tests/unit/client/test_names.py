"""What a client is made of: the documented failures, their names, and the calls."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from generator.client.calls import make_call
from generator.client.classes import ClassTypes
from generator.client.failures import code_paths, list_failures, message_paths, value_at
from generator.client.names import api_names, argument_names, error_name, error_names
from generator.languages.target import NameStyle, NamingRules
from generator.model.api import Api
from generator.model.text import Text, reveal
from generator.rendering.request import bind, make_request
from generator.spec.loader import load

NAMES = NamingRules(
    reserved=frozenset({"import", "class"}),
    taken=frozenset({"import", "class", "self"}),
    operations=NameStyle("snake", taken=("close",)),
    regions=NameStyle("constant"),
    errors=NameStyle("pascal", "Error", ("TimeoutError", "ValueError")),
    error="{pascal}Error",
)
SPEC = """\
api: {id: API, title: A, version: v1}
endpoint: https://{region}.example.com
basePath: /base
defaultRegion: a-b
regions: {a-b: A, a_b: B, c: {name: C, endpoint: "https://c.example.org"}}
errorBodies:
  deep: {fault: {all: [{id: $code}], text: $message}}
  plain: {message: $message}
errors:
ERRORS
operations:
  import:
    title: T
    summary: S.
    method: GET
    path: /{class}/of{self}
    parameters:
      q: {in: query, description: Q.}
      class: {description: C., example: c}
      self: {description: S., example: s}
      X-Must: {in: header, required: true, description: M., example: m}
    responses: {200: Done.}
    errors: [IDS]
  close: {title: T, summary: S., method: GET, path: /, responses: {200: Done.}, errors: [first]}
"""
FIRST = "  first: {status: 400, code: First, description: One., message: M.}"


def api(folder: Path, *rows: str, id_: str = "shop") -> Api:
    """Read the spec with these errors; those without a code have a body without one."""
    more = [row if "code:" in row else f"{row}, body: plain" for row in rows]
    lines = [FIRST, *(f"  e{n}: {{{row}, message: M.}}" for n, row in enumerate(more))]
    ids = ", ".join(["first", *(f"e{n}" for n in range(len(rows)))])
    text = SPEC.replace("ERRORS", "\n".join(lines)).replace("IDS", ids).replace("API", id_)
    (folder / "spec.yaml").write_text(text, "utf-8")
    return load(folder / "spec.yaml")[0]


def test_failures_are_in_the_order_of_status_and_code(tmp_path: Path) -> None:
    made = api(
        tmp_path,
        "status: 503, description: Three.",
        "status: 400, code: Another, description: Two.",
        "status: 400, code: First, description: One again.",
        "status: 404, code: Unread, body: plain, description: Its body has no code.",
    )
    found = [
        (f.status, f.code and reveal(f.code), len(f.descriptions)) for f in list_failures(made)
    ]
    assert found == [(400, "Another", 1), (400, "First", 2), (404, None, 1), (503, None, 1)]


def test_the_spec_says_where_code_and_message_are_and_usual_places_follow(tmp_path: Path) -> None:
    made = api(tmp_path)
    paths = [[s if isinstance(s, int) else reveal(s) for s in p] for p in code_paths(made)]
    assert paths[:3] == [["fault", "all", 0, "id"], ["error", "code"], ["code"]]
    assert paths[3:] == [["errorCode"], ["error_code"], ["errors", 0, "code"]]
    assert len(message_paths(made)) == 9  # one of the spec's is usual, too
    document = '{"fault": {"all": [{"id": 7}], "text": ""}, "code": "x"}'
    assert value_at(document, code_paths(made)) == "7"
    assert value_at(document, message_paths(made)) == ""


@pytest.mark.parametrize(
    "document", ["", "nope", "[", "[" * 100_000, "null", "3", '"code"', "[[]]"]
)
def test_what_is_no_such_document_has_no_value(document: str, tmp_path: Path) -> None:
    assert value_at(document, code_paths(api(tmp_path))) is None


@pytest.mark.parametrize("value", ["true", "null", "1.5", "{}", "[]"])
def test_a_code_is_text_or_a_whole_number(value: str, tmp_path: Path) -> None:
    assert value_at(f'{{"code": {value}}}', code_paths(api(tmp_path))) is None


def names(folder: Path, *rows: str, id_: str = "shop") -> list[str]:
    return list(error_names(api(folder, *rows, id_=id_), NAMES).values())


def test_a_class_has_the_name_of_its_code_else_of_its_status(tmp_path: Path) -> None:
    rows = ["status: 403", "status: 404, code: not_found", "status: 499", "status: 500"]
    rows += ["status: 409, code: ConflictError", "status: 410, code: '77'", "status: 411, code: 日"]
    assert names(tmp_path, *(f"{row}, description: D." for row in rows)) == [
        "FirstError",
        "ForbiddenError",
        "NotFoundError",
        "ConflictError",
        "Code77Error",
        "Status411Error",
        "Status499Error",
        "InternalServerError",
    ]


def test_all_that_share_a_name_get_the_status(tmp_path: Path) -> None:
    rows = [
        "status: 404, code: not.found",
        "status: 410, code: NotFound",
        "status: 408, code: Timeout",
    ]
    rows += ["status: 404, code: NOT-FOUND", "status: 409, code: Shop"]
    assert names(tmp_path, *(f"{row}, description: D." for row in rows)) == [
        "FirstError",
        "NotFound404Error",
        "NotFound404Error2",
        "Timeout408Error",
        "Shop409Error",
        "NotFound410Error",
    ]


def test_the_class_of_all_errors_hides_nothing(tmp_path: Path) -> None:
    assert error_name(api(tmp_path), NAMES) == "ShopError"
    assert error_name(api(tmp_path, id_="value"), NAMES) == "ValueError_"


def test_a_call_has_what_is_required_first_and_its_path_in_pieces(tmp_path: Path) -> None:
    made = api(tmp_path)
    operation = made.operations[0]
    request = make_request(made, operation, bind(made))
    call = make_call(made, operation, request, ClassTypes(made))
    assert [reveal(a.name) for a in call.arguments] == ["class", "self", "X-Must", "q"]
    assert [p.text or p.argument for p in call.path] == [
        "/base/",
        call.arguments[0],
        "/of",
        call.arguments[1],
    ]
    assert [a.value for a in call.arguments] == [Text("c"), Text("s"), Text("m"), None]
    assert call.route[0].text == "/"
    chosen = {**api_names(made, NAMES), **argument_names(made, [call], (), NAMES)}
    assert [chosen[a] for a in call.arguments] == ["class_", "self_", "x_must", "q"]
    assert chosen[operation] == "import_"
    assert [chosen[region] for region in made.regions] == ["A_B", "A_B_", "C"]


@given(rows=st.lists(st.tuples(st.integers(400, 599), st.text("aA.-é1", max_size=4)), max_size=12))
def test_names_of_classes_are_distinct_and_free(
    rows: list[tuple[int, str]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    coded = [
        f"status: {status}, {'' if code.isspace() or not code else 'code: ' + repr(code) + ', '}"
        "description: D."
        for status, code in rows
    ]
    made = names(tmp_path_factory.mktemp("spec"), *coded)
    assert len(set(made)) == len(made)
    assert all(name.isidentifier() and name[0].isupper() for name in made)
    assert not {"ShopError", "TimeoutError", "ValueError"} & set(made)
