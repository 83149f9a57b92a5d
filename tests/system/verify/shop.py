"""A small API of a shop, whose Python client tests of verify break."""

from __future__ import annotations

from generator.languages.target import Target
from tests.support import languages

SPEC = """\
api: {id: shop, title: Shop, version: v1}
endpoint: https://shop.example.com
errorBodies:
  fault: {fault: {id: $code, text: $message}}
errors:
  no_item: {status: 404, code: NoItem, description: There is no such item., message: None here.}
operations:
  get-item:
    title: Get an item
    summary: Gives an item.
    method: GET
    path: /items/{itemId}
    parameters:
      itemId: {description: Which item., example: "7"}
    responses:
      "200": {description: The item., body: {fields: {name: {description: Name., example: Tea}}}}
    errors: [no_item]
publish: {targets: [python-client]}
"""


def client() -> Target:
    """Give the target of the Python client."""
    (target,) = (t for t in languages()["python-client"].targets if t.id == "python-client")
    return target
