"""A Jinja environment in which no template takes more than its share of time and memory.

Templates come in pull requests. Jinja has no endless loops, but `'a' * 10**10`, twenty loops within
one another, or a text that is doubled forty times are as bad. So whatever a template makes is
measured, and all that it makes and does for one file is bounded. What Python has besides, such as
`str.format`, is not for templates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sized
from itertools import islice
from math import isfinite
from types import BuiltinMethodType
from typing import Any, NoReturn

from jinja2 import TemplateSyntaxError, nodes, pass_context
from jinja2.runtime import Context
from jinja2.sandbox import SandboxedEnvironment
from jinja2.visitor import NodeTransformer

from generator.model.values import Object
from generator.rendering.layout import GuardError

# Steps that one file may take. What is counted takes about as long as a step of a loop: so many
# characters that are made; a call, an item of a list that a template makes, and a template that
# another one includes are several.
MOST_STEPS = 20_000_000
_CHARACTERS = 16
_CALL = 100
_ITEM = 10
_TEMPLATE = 200
# How large a number may become by a template's own arithmetic.
_MOST_BITS = 1024
# Pieces of output that are measured at once.
_AT_ONCE = 4096
# What templates may call of texts, lists and dicts: nothing that grows or changes them.
_METHODS = frozenset(
    [
        *("endswith", "get", "items", "keys", "lower", "lstrip", "removeprefix"),
        *("removesuffix", "rstrip", "startswith", "strip", "upper", "values"),
    ]
)
# Filters that no template can name.
_STEPS = "steps of a loop"
_MEASURED = "what a template makes"
_JOINED = "pieces joined by ~"


class Sandbox(SandboxedEnvironment):
    """An environment that measures what templates do."""

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._left = MOST_STEPS

    def allow_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Let templates use these filters and no others."""
        self.filters.clear()
        self.filters.update(filters)
        self.filters[_STEPS] = _counted
        self.filters[_MEASURED] = self.measured
        self.filters[_JOINED] = self._joined

    def compile(self, source: Any, name: Any = None, filename: Any = None, *more: Any) -> Any:
        """Compile a template, with filters around whatever has to be measured."""
        if isinstance(source, str):
            source = self.parse(source, name, filename)
        return super().compile(_Measuring(name, filename).visit(source), name, filename, *more)

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render one file.

        Arguments:
            template: the path of its template.
            context: the variables that the template sees.

        Raises:
            GuardError: if it takes more than `MOST_STEPS`.
            Exception: whatever the template raises.
        """
        self._left = MOST_STEPS
        return self.get_template(template).render(context)

    def spend(self, steps: int) -> None:
        """Count steps.

        Raises:
            GuardError: if the file has taken more than it may.
        """
        self._left -= steps
        if self._left < 0:
            raise GuardError(f"this takes more than {MOST_STEPS:,} steps for one file")

    def measured(self, value: Any) -> Any:
        """Give a value that a template made, if there is room for it."""
        self.spend(self._weight(value))
        return value

    def _joined(self, pieces: tuple[Any, ...]) -> str:
        """Join what stands on both sides of `~`."""
        return "".join(map(str, self.measured(pieces)))

    def concat(self, parts: Iterable[str]) -> str:
        """Join pieces of output, a few thousand at a time."""
        rest, made = iter(parts), []
        while some := list(islice(rest, _AT_ONCE)):
            self.spend(sum(map(len, some)) // _CHARACTERS)
            made.append("".join(some))
        return "".join(made)

    def join_path(self, template: str, parent: str) -> str:  # noqa: ARG002
        """Count a template that another one includes, imports or extends."""
        self.spend(_TEMPLATE)
        return template

    def call(
        __self,  # noqa: N805
        __context: Context,
        __callee: Any,
        *given: Any,
        **more: Any,
    ) -> Any:
        """Call what a template calls: no method of a text or list that grows or changes it."""
        __self.spend(_CALL)
        if isinstance(__callee, BuiltinMethodType) and __callee.__name__ not in _METHODS:
            raise GuardError(f"{__callee.__name__} is not for templates; use a filter")
        made = super().call(__context, __callee, *given, **more)
        # What functions of ours give has the size of the spec; what a macro makes is text.
        return __self.measured(made) if isinstance(made, str) else made

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Calculate, where the result has a bound."""
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length(), right.bit_length()
            size = bits[0] * max(right, 1) if operator == "**" else sum(bits)
            if size > _MOST_BITS:
                raise GuardError("this number is too large")
        elif operator == "%" and not isinstance(left, float):
            raise GuardError("% is for numbers; use a filter")
        elif operator == "*":
            count = next((n for n in (left, right) if isinstance(n, int)), 1)
            self.spend(max(count, 1) * (self._weight(left) + self._weight(right)))
        elif isinstance(left, Sized) and isinstance(right, Sized):
            self.spend(self._weight(left) + self._weight(right))
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """Give an attribute that is for templates."""
        return super().getattr(obj, _public(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Give an item, or an attribute that is for templates."""
        return super().getitem(obj, _public(obj, argument))

    def _weight(self, value: Any) -> int:
        """Count a value and all that is in it, however often, as who prints it would."""
        if isinstance(value, str):
            return 1 + len(value) // _CHARACTERS
        if not isinstance(value, (tuple, list, dict, Object)):
            return 1
        count = 0
        waiting: list[Any] = [value]
        while waiting:
            some = waiting.pop()
            count += _ITEM
            if isinstance(some, (tuple, list)):
                waiting += some
            elif isinstance(some, dict):
                waiting += some.values()
            elif isinstance(some, Object):
                waiting += (member for _, member in some.members)
            elif isinstance(some, str):
                count += len(some) // _CHARACTERS
            # Who has no steps left for these need not count the rest.
            if count + _ITEM * len(waiting) > self._left:
                break
        return count + _ITEM * len(waiting)


class _Measuring(NodeTransformer):
    """Puts filters around the parts of a template that make values.

    Arguments:
        name, file: of the template, for messages.
    """

    def __init__(self, name: str | None, file: str | None) -> None:
        self._name = name
        self._file = file
        self._printed: set[int] = set()  # filters whose text is printed, and measured there

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self._printed |= {id(child) for child in node.nodes if child.find(nodes.Filter) is None}
        return self.generic_visit(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        if node.recursive:
            self._fail("a loop can't be recursive; use a macro", node)
        self.generic_visit(node)
        node.iter = _filtered(node.iter, _STEPS)  # type: ignore[arg-type]
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if isinstance(node.value, float) and not isfinite(node.value):
            self._fail("this number is too large", node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(nodes.Tuple(node.nodes, "load", lineno=node.lineno), _JOINED)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        is_printed = id(node) in self._printed or node.node is None  # of a block
        self.generic_visit(node)
        return node if is_printed else _filtered(node, _MEASURED)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _MEASURED) if isinstance(node.arg, nodes.Slice) else node

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _MEASURED) if node.ctx == "load" else node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _MEASURED)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _filtered(node, _MEASURED)

    def _fail(self, message: str, node: nodes.Node) -> NoReturn:
        raise TemplateSyntaxError(message, node.lineno, self._name, self._file)


def _filtered(node: nodes.Expr, name: str) -> nodes.Filter:
    """Make the expression that a filter makes of another."""
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _public(thing: Any, name: Any) -> Any:
    """Refuse what Python has behind an underscore, a text's value first, and str.format."""
    if isinstance(name, str):
        if name.startswith("_"):
            raise GuardError(f"{name} is not for templates; use an encoder")
        if isinstance(thing, str) and name in ("format", "format_map"):
            raise GuardError(f"{name} is not for templates; use a filter")
    return name


@pass_context
def _counted(context: Context, things: Any) -> Any:
    """Count the steps of a loop as it begins, or one by one if nobody knows how many they are."""
    sandbox = context.environment
    assert isinstance(sandbox, Sandbox)
    try:
        count = len(things)
    except TypeError:
        return _one_by_one(sandbox, things)
    sandbox.spend(count + 1)
    return things


def _one_by_one(sandbox: Sandbox, things: Iterable[Any]) -> Iterator[Any]:
    for thing in things:
        sandbox.spend(_ITEM)
        yield thing
