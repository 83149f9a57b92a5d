"""The ids of rows in Markdown are those of the web page."""

from __future__ import annotations

from generator.model.text import reveal
from generator.publishing.operation_page import ShownField, make_operation_page
from generator.publishing.row_anchors import RowAnchors
from generator.spec.loader import load_text

SPEC = """
api: {id: pets, title: Pets, version: v1}
endpoint: https://example.com
errors:
  gone: {status: 404, code: Gone, description: It is gone., message: Gone.}
operations:
  put-pets:
    title: Put pets
    summary: Put them.
    method: PUT
    path: /pets/{id}
    parameters:
      size: {in: query, description: Its size., example: s}
      id: {description: The pet., example: a}
    body:
      fields:
        names: {description: Its names., items: {fields: {name: {description: One., example: x}}}}
        owner:
          description: Its owner.
          required: true
          fields: {id: {description: Its id., example: o}}
    responses:
      200:
        description: All pets.
        body: {items: {items: {fields: {a.b: {description: A field., example: "1"}}}}}
    errors: [gone]
"""


def _ids(rows: tuple[ShownField, ...]) -> set[str]:
    """Return the ids of fields at any depth."""
    return {row.anchor for row in rows}.union(*(_ids(row.fields) for row in rows))


def test_each_row_has_the_id_of_the_web_page() -> None:
    (api,) = load_text(SPEC, "pets.yaml")
    (operation,) = api.operations
    page, anchors = make_operation_page(api, operation), RowAnchors(api, operation)
    assert operation.body is not None
    content = operation.responses[0].content
    assert content is not None
    assert [anchors.of(row) for row in operation.parameters] == ["parameter-size", "parameter-id"]
    rows = operation.body.schema.rows
    body = {reveal(row.path): anchors.of_field("request-body", row) for row in rows}
    assert body == {
        "names": "request-body-names", "names[].name": "request-body-names.name",
        "owner": "request-body-owner", "owner.id": "request-body-owner.id",
    }  # fmt: skip
    assert {*body.values()} == _ids(page.fields)
    (row,) = content.schema.rows
    assert anchors.of_field("response-200", row) == "response-200-a.b"
    assert anchors.of_error(operation.errors[0]) == "error-404-Gone"
