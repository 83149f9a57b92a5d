"""The tags of templates: `use`, `imports` to `endimports`, and `deeper` to `enddeeper`.

A template says at the point of use what the code there needs:

    {% use "import java.util.List;" %}

Several lines stand behind each other. All of them are printed in the block of imports, sorted,
together with the lines of the block.

Lines between `{% deeper 4 %}` and `{% enddeeper %}` stand four columns deeper. The filter `fit` in
them knows that, which the filter `indent` around them could not tell it.
"""

from __future__ import annotations

from collections.abc import Callable

from jinja2 import nodes
from jinja2.ext import Extension
from jinja2.parser import Parser

from generator.rendering.filters import indent
from generator.rendering.finish import Pending, mark_imports


class TemplateTags(Extension):
    """The tags; `pending` of the environment gets the lines and knows the depth."""

    tags = {"use", "imports", "deeper"}  # noqa: RUF012

    def parse(self, parser: Parser) -> nodes.Node:
        """Parse one of the tags."""
        token = next(parser.stream)
        if token.value == "deeper":
            width = parser.parse_expression()
            body = parser.parse_statements(("name:enddeeper",), drop_needle=True)
            call = self.call_method("_deeper", [width])
            return nodes.CallBlock(call, [], [], body, lineno=token.lineno)
        if token.value == "use":
            lines: list[nodes.Expr] = [nodes.Const(parser.stream.expect("string").value)]
            while parser.stream.current.test("string"):
                lines.append(nodes.Const(next(parser.stream).value))
            call = self.call_method("_use", lines, lineno=token.lineno)
            return nodes.ExprStmt(call, lineno=token.lineno)
        body = parser.parse_statements(("name:endimports",), drop_needle=True)
        return nodes.CallBlock(self.call_method("_imports"), [], [], body, lineno=token.lineno)

    def _deeper(self, width: int, caller: Callable[[], str]) -> str:
        """Print lines deeper."""
        pending: Pending = self.environment.pending  # type: ignore[attr-defined]
        before = pending.depth
        pending.depth += width
        try:
            return indent(caller(), width)
        finally:
            pending.depth = before

    def _use(self, *lines: str) -> None:
        """Ask for lines in the block of imports."""
        for line in lines:
            self.environment.pending.use(line)  # type: ignore[attr-defined]

    def _imports(self, caller: Callable[[], str]) -> str:
        """Print the block of imports."""
        return mark_imports(caller())
