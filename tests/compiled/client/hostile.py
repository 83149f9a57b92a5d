"""A spec that holds a text in every place, and what of its client no text may change."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Sequence

from markdown_it import MarkdownIt
from markdown_it.token import Token

from generator.model.rules import field_value_fault, segment_fault
from generator.spec.grammar import FIELD_VALUE
from tests.support import yaml_text

# What tools take for an instruction in a comment: most behind a #, black behind a semicolon, too,
# and pylint anywhere.
INSTRUCTIONS = re.compile(
    r"#\s*((py|based)?(type|fmt|mypy|ruff|yapf|isort|flake8|pyright|pragma|ty|pyrefly)\s*:"
    r"|(noqa|nosec|pyre-(ignore|fixme)|noinspection|pragma\s+no\s*cover)\b)"
    r"|;\s*fmt:|\bpylint:",
    re.IGNORECASE,
)


def spec(texts: Sequence[str], only: str = "") -> str:
    """Write a spec that has each text in every place that can hold it.

    Arguments:
        texts: the texts; what a place can't hold is replaced there.
        only: the one place that has them, if not all.
    """

    def at(place: str, number: int, harmless: str = "") -> str:
        usual = harmless or f"Harmless {place} {number}."
        text = texts[number] if not only or place == only else usual
        return text if text.strip() else usual

    def put(place: str, number: int, harmless: str = "") -> str:
        return yaml_text(at(place, number, harmless))

    def holds(place: str, number: int, harmless: str, fault: str) -> str:
        return harmless if fault else put(place, number, harmless)

    head = "api: {id: hostile, version: v1, title: " + put("title", 0) + "}\n"
    head += 'endpoint: "https://{region}.example.com"\ndefaultRegion: r0\n'
    regions, headers, errors, bodies = "regions:\n", "headers:\n", "errors:\n", "errorBodies:\n"
    operations, listed = "", []
    for n in range(len(texts)):
        regions += f"  r{n}: {put('region', n)}\n"
        headers += f"  X-{n}: {{env: KEY_{n}, description: {put('description', n)}}}\n"
        value = at("constant", n)
        fault = "" if re.fullmatch(FIELD_VALUE.pattern, value) else "it is none"
        headers += f"  Y-{n}: {{description: D., value: {holds('constant', n, 'x', fault)}}}\n"
        bodies += f"  b{n}:\n    ? {put('key', n, f'key {n}')}\n"
        bodies += "    : {code: $code, message: $message}\n"
        errors += f"  e{n}: {{status: {400 + n}, body: b{n}, code: {put('code', n)}, "
        errors += f"description: {put('error', n)}, message: {put('message', n)}}}\n"
        listed.append(f"e{n}")
        value = at("path", n)
        path = holds("path", n, "x", segment_fault(value))
        value = at("header", n)
        header = holds("header", n, "x", field_value_fault(value))
        name, about = at("name", n), put("parameter", n)
        path_name = f"p{n}" if re.search("[{}]", name) else f"{name}{n}"
        operations += f"""\
  call-{n}:
    title: {put("heading", n)}
    summary: {put("summary", n)}
    note: {put("note", n)}
    method: GET
    path: {yaml_text(f"/{{{path_name}}}/x{n}")}
    responses: {{200: {put("sentence", n)}}}
    errors: [{", ".join(listed)}]
    parameters:
      ? {yaml_text(path_name)}
      : {{example: {path}, description: {about}}}
      ? {yaml_text(name + "q")}
      : {{in: query, required: true, example: {put("query", n)}, description: {about}}}
      Z-{n}: {{in: header, required: true, example: {header}, description: {about}}}
"""
    return f"{head}{regions}{headers}{bodies}{errors}operations:\n{operations}"


class _Names(ast.NodeTransformer):
    """Gives all strings one value, and all that is named after a text a name by its place."""

    def __init__(self) -> None:
        self.strings: set[str] = set()
        self.names: dict[str, str] = {}
        self.classes = 0

    def visit_Constant(self, node: ast.Constant) -> ast.Constant:
        if isinstance(node.value, str):
            self.strings.add(node.value)
            return ast.Constant("")
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.names = {a.arg: f"argument{n}" for n, a in enumerate(node.args.kwonlyargs)}
        made = self.generic_visit(node)
        self.names = {}
        return made

    def visit_AsyncFunctionDef(self, node: ast.AsyncFunctionDef) -> ast.AST:
        return self.visit_FunctionDef(node)  # type: ignore[arg-type]

    def visit_arg(self, node: ast.arg) -> ast.AST:
        node.arg = self.names.get(node.arg, node.arg)
        return self.generic_visit(node)

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self.names.get(node.id, node.id)
        return node

    def visit_keyword(self, node: ast.keyword) -> ast.AST:
        node.arg = "keyword"
        return self.generic_visit(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        if any(keyword.arg == "status" for keyword in node.keywords):
            self.classes += 1
            node.name = f"Error{self.classes}"
        return self.generic_visit(node)


def structure(text: str) -> tuple[str, set[str]]:
    """Give what Python makes of a module whatever its texts, and the texts."""
    names = _Names()
    tree = names.visit(ast.parse(text))
    return ast.dump(tree), names.strings


def comments(text: str) -> list[str]:
    tokens = tokenize.generate_tokens(io.StringIO(text).readline)
    return [token.string for token in tokens if token.type == tokenize.COMMENT]


def blocks(text: str) -> tuple[list[object], list[Token]]:
    """Give what Markdown makes of a page whatever its texts, and its blocks of code."""
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(text)
    found: list[object] = []
    for token in tokens:
        found.append((token.type, token.tag, token.level, token.info))
        children = [child.type for child in token.children or []]
        kinds = ["text" if kind == "text_special" else kind for kind in children]
        found += [k for i, k in enumerate(kinds) if k != "text" or not i or kinds[i - 1] != "text"]
    return found, [token for token in tokens if token.type == "fence"]
