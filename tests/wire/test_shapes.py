"""Every request shape in every language: what arrives is what the spec says, and nothing else."""

from __future__ import annotations

from contextlib import ExitStack
from functools import cache
from pathlib import Path

import pytest

from generator.model import Api, Operation, Where
from generator.request import bind, make_request
from generator.spec import load
from generator.text import Placeholder, reveal
from generator.verify.server import Answer, Received, documented
from generator.verify.toolchain import judge, run
from tests.support import HOSTILE, ROOT, Built, built, sample_targets, yaml_text

KEYS = {"SHAPES_KEY": "k e/y=", "SHAPES_SECOND": "second"}
SHAPES = ROOT / "tests/wire/shapes.yaml"


@cache
def shapes() -> Api:
    """The API with every shape."""
    return load(SHAPES)[0]


def cases() -> list[object]:
    made: list[object] = []
    for target in sample_targets():
        for operation in shapes().operations:
            group = pytest.mark.xdist_group(f"shapes-{target.id}")
            name = f"{target.id}-{operation.id}"
            made.append(pytest.param(target, operation, id=name, marks=group))
    return made


def expected(api: Api, operation: Operation, values: dict[str, str]) -> Received:
    """Make the request that the spec documents, by other code than that which renders it."""
    examples = {
        reveal(p.name): values.get(reveal(p.name), reveal(p.example) if p.example else "")
        for p in operation.parameters
    }
    from urllib.parse import quote

    path = "".join(
        quote(examples[piece.name], safe="") if isinstance(piece, Placeholder) else piece
        for piece in (api.base_path, *operation.path)
    )
    sent = [p for p in operation.parameters if p.required]
    query = "&".join(
        f"{quote(reveal(p.name), safe='')}={quote(examples[reveal(p.name)], safe='')}"
        for p in sent
        if p.where is Where.QUERY
    )
    fields = [(reveal(c.name), KEYS.get(c.env, "")) for c in api.credentials]
    fields += [(reveal(h.name), reveal(h.value)) for h in api.headers]
    fields += [(reveal(p.name), examples[reveal(p.name)]) for p in sent if p.where is Where.HEADER]
    target = f"{path}?{query}" if query else path
    return Received(operation.method, target, tuple(fields), b"")


def compare(received: Received, wanted: Received) -> None:
    """Compare method, decoded path and query, all documented headers, and the lack of a body."""
    assert received.method == wanted.method
    assert received.segments == wanted.segments
    assert received.query == wanted.query
    assert "+" not in received.target.partition("?")[2], "a space in a query is %20"
    for name, value in wanted.fields:
        assert received.field(name) == [value], name
    assert received.body == b""


def answer_and_compare(sample: Built, api: Api, wanted: Received) -> None:
    """Run a sample against its success and compare the one request that came."""
    operation = sample.job.operation
    sample.server.answer = documented(operation.responses[0])
    env: dict[str, str | None] = dict(KEYS)
    result = run(sample.toolchain, sample.file, sample.work, env)
    facts = {"sentence": reveal(operation.responses[0].description)}
    if not (operation.method == "HEAD" and result.stdout.startswith("HTTP/1.1 200")):
        assert judge(sample.target, "success", result, facts) == []
    assert len(sample.server.received) == 1
    received = sample.server.received[0]
    compare(received, wanted)
    content_type = received.field("Content-Type")
    # Some clients add a form's type to an empty POST by themselves (samples may leave it so).
    assert content_type == [] or operation.method in ("POST", "PUT", "PATCH"), content_type
    if operation.method in ("POST", "PUT"):
        assert received.field("Content-Length") == ["0"]


@pytest.mark.parametrize(("target", "operation"), cases())
def test_the_request_arrives_as_documented(
    target: object, operation: Operation, tmp_path: Path
) -> None:
    with built(shapes(), target, tmp_path, operation.id) as sample:  # type: ignore[arg-type]
        answer_and_compare(sample, shapes(), expected(shapes(), operation, {}))


each_target = pytest.mark.parametrize(
    "target",
    [
        pytest.param(t, id=t.id, marks=pytest.mark.xdist_group(f"shapes-{t.id}"))
        for t in sample_targets()
    ],
)


@each_target
@pytest.mark.parametrize("method", ["head", "post", "delete"])
def test_an_error_without_a_body_is_told_too(target: object, method: str, tmp_path: Path) -> None:
    """Clients give no body at all for HEAD, and some for an empty one."""
    with built(shapes(), target, tmp_path, f"plain-{method}") as sample:  # type: ignore[arg-type]
        sample.server.answer = Answer(404)
        result = run(sample.toolchain, sample.file, sample.work, dict(KEYS))
        assert result.exit != 0
        assert "404" in result.stderr
        assert len(result.stderr.splitlines()) == 1, "no stack trace"
        assert len(sample.server.received) == 1


@each_target
def test_hostile_values_arrive_exactly(target: object, tmp_path: Path) -> None:
    """All of the forty strings in one request: path, query names and values, every description."""
    canary = tmp_path / "canary"
    sendable = [text for text in HOSTILE if text and "\0" not in text]
    more = [f"$(touch {canary})", f"`touch {canary}`", f"#{{`touch {canary}`}}", f"@{canary}"]
    values = [*sendable, *more, f'"; touch {canary}; "', f"'; touch {canary}; '"]
    # The success sentence is for a terminal; C's puts ends at U+0000.
    sentence = " ".join(text for text in HOSTILE if "\0" not in text)
    lines = [
        "api: {id: hostile, title: Hostile, version: v1}",
        "endpoint: https://hostile.example.com",
        "operations:",
        "  hostile:",
        "    title: Hostile",
        f"    summary: {yaml_text(' '.join(HOSTILE))}",
        "    method: GET",
        f"    path: /x{''.join(f'/{{p{i}}}' for i in range(len(values)))}",
        "    responses:",
        f"      200: {yaml_text(sentence)}",
        "    parameters:",
    ]
    for index, value in enumerate(values):
        text = yaml_text(value)
        lines.append(f"      p{index}: {{description: {text}, example: {text}}}")
        row = f"in: query, required: true, description: {text}, example: {text}"
        lines.append(f"      {yaml_text(f'q{index}{value}')}: {{{row}}}")
    spec = tmp_path / "hostile.yaml"
    spec.write_text("\n".join(lines) + "\n", "utf-8")
    (api,) = load(spec)
    (operation,) = api.operations
    folder = tmp_path / "samples"
    with ExitStack() as stack:
        sample = stack.enter_context(built(api, target, folder, operation.id))  # type: ignore[arg-type]
        answer_and_compare(sample, api, expected(api, operation, {}))
    assert not canary.exists()


def test_optional_parameters_are_sent_only_if_set() -> None:
    operation = next(o for o in shapes().operations if o.id == "parameters-everywhere")
    names = {reveal(name) for name, _ in make_request(shapes(), operation, bind(shapes())).query}
    assert names == {"q", "empty", "odd name[]&="}
