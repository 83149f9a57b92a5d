"""The first spec of a project, which renders at once and shows how an API is described."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from generator.model.naming import as_id, in_case, variable_user

# What can stand in YAML without quotes, and is read as this text.
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9 ._/-]*[A-Za-z0-9]")
_WORDS_OF_YAML = {"true", "false", "yes", "no", "on", "off", "null"}


def starter_spec(
    title: str, endpoint: str, base_path: str, regions: Mapping[str, str]
) -> dict[str, str]:
    """Write the spec of an API with two operations, to be replaced by its real ones.

    Arguments:
        title: the name of the API.
        endpoint: the scheme and the host; `{region}` in it stands for the id of a region.
        base_path: what all paths begin with; it may be empty.
        regions: the names of the regions by id; the first is the default region. There may be none.

    Returns:
        The text of each file by its name: the spec, and the table of the regions if there are any.
    """
    words = re.sub(r"(?i)\b(the|api)\b", "", title)
    id_ = as_id(words.lower(), "api")
    variable = f"{in_case(id_, 'constant')}_KEY"
    if variable_user(variable) is not None:
        variable = f"API_{variable}"
    lines = [
        "# This describes the API. Replace the two operations by your own, and run gen render.",
        "api:",
        f"  id: {_scalar(id_)}",
        f"  title: {_scalar(title)}",
        "  version: v1",
        f"endpoint: {endpoint if '{' not in endpoint else json.dumps(endpoint)}",
    ]
    if base_path:
        lines.append(f"basePath: {json.dumps(base_path)}")
    if regions:
        lines += ["regions: regions.yaml", f"defaultRegion: {_scalar(next(iter(regions)))}"]
    text = "\n".join(lines) + _REST.replace("VARIABLE", variable)
    files = {f"{id_}.yaml": text}
    if regions:
        rows = [f"{_scalar(region)}: {_scalar(name)}\n" for region, name in regions.items()]
        head = "# Where the API is available: the id of each region, and its name for people.\n"
        files["regions.yaml"] = head + "".join(rows)
    return files


def _scalar(text: str) -> str:
    """Write a text as a YAML scalar, in quotes where it needs them."""
    if _PLAIN.fullmatch(text) and text.lower() not in _WORDS_OF_YAML:
        return text
    return json.dumps(text, ensure_ascii=False)


_REST = """

headers:
  X-Api-Key:
    description: Your key, from your account page.
    env: VARIABLE                 # samples read the secret from this environment variable

errorBodies:
  plain: {error: {code: $code, message: $message}}

errors:
  no-such-order:
    status: 404
    code: NoSuchOrder
    description: There is no order with this id.
    message: The order does not exist.

operations:
  get-order:
    title: Get an order
    summary: Get one order.
    method: GET
    path: /orders/{orderId}
    parameters:
      orderId: {description: The order's id., example: "1042"}
    responses:
      200:
        description: The order.
        body:
          fields:
            id: {description: The order's id., required: true, example: "1042"}
            total: {description: What it costs., type: number, example: 12.5}
    errors: [no-such-order]

  cancel-order:
    title: Cancel an order
    summary: Cancel an order that is not shipped yet.
    method: POST
    path: /orders/{orderId}/cancel
    parameters:
      orderId: {description: The order's id., example: "1042"}
    body:
      fields:
        reason: {description: Why you cancel., required: true, example: Wrong size}
    responses:
      204: Order canceled.
    errors: [no-such-order]
"""
