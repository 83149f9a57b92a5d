"""A Jinja sandbox that limits the time and memory that a template may take.

Pull requests can contain templates that nobody has reviewed. Jinja has no endless loops, but
`'a' * 10**10`, twenty nested loops, or a text that is doubled forty times are just as bad.

So the sandbox counts steps. A step is a unit of cost, about as long as one pass through a loop.
Loops and calls cost steps. So does every value that a template makes, the more the larger it is.
Each file may take `MAX_STEPS`; then its rendering fails. The sandbox also refuses methods of
Python objects whose cost it could not count, such as `str.format`.
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

from generator.model.structs import Struct
from generator.model.values import Object
from generator.rendering.compiled.templates import find_code
from generator.rendering.finish import Pending
from generator.rendering.layout import GuardError

# The most steps for one file. A step takes about as long as one pass through a loop.
MAX_STEPS = 20_000_000
# Characters of text that cost one step.
_CHARACTERS = 16
# Steps for a call, for an item of a list that a template makes, and for an included template.
_CALL = 100
_ITEM = 10
_TEMPLATE = 200
# The most bits of a number that a template calculates.
_MAX_BITS = 1024
# Pieces of output that are measured and joined at a time.
_PIECES_AT_ONCE = 4096
# Methods of texts, lists and dicts that templates may call: none makes a value larger.
_METHODS = frozenset(
    [
        *("endswith", "get", "items", "keys", "lower", "lstrip", "removeprefix"),
        *("removesuffix", "rstrip", "startswith", "strip", "upper", "values"),
    ]
)
# Stands for an attribute that an object does not have.
_MISSING = object()
# Names of internal filters. They have spaces, so no template can use them.
_COUNT_STEPS = "steps of a loop"
_MEASURE = "what a template makes"
_JOIN = "pieces joined by ~"


class Sandbox(SandboxedEnvironment):
    """A Jinja environment that stops a template which takes more than `MAX_STEPS` for one file.

    Attributes:
        pending: what the file that is being rendered needs when its text is known.
    """

    intercepted_binops = frozenset(["+", "*", "**", "%"])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._steps_left = MAX_STEPS
        self.pending = Pending()

    def allow_filters(self, filters: Mapping[str, Callable[..., Any]]) -> None:
        """Replace all filters, so that templates can use only the given ones.

        Arguments:
            filters: functions by the name that templates use.
        """
        self.filters.clear()
        self.filters.update(filters)
        self.filters[_COUNT_STEPS] = _count_steps
        self.filters[_MEASURE] = self.measure
        self.filters[_JOIN] = self._join

    def compile(self, source: Any, name: Any = None, filename: Any = None, *args: Any) -> Any:
        """Compile a template, and put calls that count steps around its loops and expressions."""
        if isinstance(source, str):
            code = None if args else find_code(name, source)
            if code is not None:
                return code.replace(co_filename=filename or "<template>")
            source = self.parse(source, name, filename)
        return super().compile(
            _MeasuringTransformer(name, filename).visit(source), name, filename, *args
        )

    def render(self, template: str, context: Mapping[str, Any]) -> str:
        """Render one file, and return its text.

        Arguments:
            template: the path of the template in the template folders.
            context: the variables that the template can use, by name.

        Raises:
            GuardError: if the file takes more than `MAX_STEPS`.
            Exception: any error that the template raises.
        """
        self._steps_left = MAX_STEPS
        self.pending.clear()
        return self.get_template(template).render(context)

    def spend(self, steps: int) -> None:
        """Subtract steps from those that are left for the file that is being rendered.

        Raises:
            GuardError: if the file has taken more than `MAX_STEPS`.
        """
        self._steps_left -= steps
        if self._steps_left < 0:
            raise GuardError(f"this takes more than {MAX_STEPS:,} steps for one file")

    def measure(self, value: Any) -> Any:
        """Count the steps for a value that a template made, and return the value unchanged."""
        self.spend(self._weight(value))
        return value

    def _join(self, pieces: tuple[Any, ...]) -> str:
        """Count and join the operands of `~`."""
        return "".join(map(str, self.measure(pieces)))

    def concat(self, parts: Iterable[str]) -> str:
        """Count the steps for pieces of a template's output, and return the pieces as one text."""
        remaining, chunks = iter(parts), []
        while pieces := list(islice(remaining, _PIECES_AT_ONCE)):
            self.spend(sum(map(len, pieces)) // _CHARACTERS)
            chunks.append("".join(pieces))
        return "".join(chunks)

    def join_path(self, template: str, parent: str) -> str:  # noqa: ARG002
        """Count the steps for a template that another template includes, imports or extends.

        Returns:
            The path `template` unchanged: template paths are never relative to the parent.
        """
        self.spend(_TEMPLATE)
        return template

    def call(
        __self,  # noqa: N805
        __context: Context,
        __callee: Any,
        *args: Any,
        **kwargs: Any,
    ) -> Any:
        """Count the steps for a call in a template, make the call, and return its result.

        Raises:
            GuardError: if the call is of a built-in method that is not in `_METHODS`.
        """
        __self.spend(_CALL)
        if isinstance(__callee, BuiltinMethodType) and __callee.__name__ not in _METHODS:
            raise GuardError(f"{__callee.__name__} is not for templates; use a filter")
        result = super().call(__context, __callee, *args, **kwargs)
        # Macros return text. Functions of gen return values no larger than the spec.
        return __self.measure(result) if isinstance(result, str) else result

    def call_binop(self, context: Context, operator: str, left: Any, right: Any) -> Any:
        """Count the steps for one of the operators `+ * ** %`, and return what it calculates.

        Raises:
            GuardError: if the result could be a number of more than 1,024 bits, or if the left
                side of `%` is a text.
        """
        if isinstance(left, int) and isinstance(right, int):
            bits = left.bit_length(), right.bit_length()
            size = bits[0] * max(right, 1) if operator == "**" else sum(bits)
            if size > _MAX_BITS:
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
        """Return an attribute of an object, or its item of that name if it has no such attribute.

        Raises:
            GuardError: if the name begins with an underscore, or is `format` or `format_map` of a
                text.
        """
        # Structs have no attributes through which code could be reached, so Jinja need not look for
        # them. This saves a fifth of the processor time of a large run.
        if isinstance(obj, Struct) and attribute[:1] != "_":
            value = getattr(obj, attribute, _MISSING)
            if value is not _MISSING:
                return value
        return super().getattr(obj, _check_public(obj, attribute))

    def getitem(self, obj: Any, argument: Any) -> Any:
        """Return an item of an object, or the attribute of that name if there is no such item.

        Raises:
            GuardError: see `getattr`.
        """
        return super().getitem(obj, _check_public(obj, argument))

    def _weight(self, value: Any) -> int:
        """Return the steps for a value; repeated parts of it count each time."""
        if isinstance(value, str):
            return 1 + len(value) // _CHARACTERS
        if not isinstance(value, (tuple, list, dict, Object)):
            return 1
        count = 0
        pending: list[Any] = [value]
        while pending:
            item = pending.pop()
            count += _ITEM
            if isinstance(item, (tuple, list)):
                pending += item
            elif isinstance(item, dict):
                pending += item.values()
            elif isinstance(item, Object):
                pending += (member for _, member in item.members)
            elif isinstance(item, str):
                count += len(item) // _CHARACTERS
            # More steps than this are not left, so the exact number does not matter.
            if count + _ITEM * len(pending) > self._steps_left:
                break
        return count + _ITEM * len(pending)


class _MeasuringTransformer(NodeTransformer):
    """Puts internal filters around the expressions of a template that make values.

    Arguments:
        name, file: name and file of the template, for messages.
    """

    def __init__(self, name: str | None, file: str | None) -> None:
        self._name = name
        self._file = file
        self._printed: set[int] = set()  # filters whose output is printed; `concat` measures that

    def visit_Output(self, node: nodes.Output) -> nodes.Node:  # noqa: N802
        self._printed |= {id(child) for child in node.nodes if child.find(nodes.Filter) is None}
        return self.generic_visit(node)

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802
        if node.recursive:
            self._fail("a loop can't be recursive; use a macro", node)
        self.generic_visit(node)
        node.iter = _apply_filter(node.iter, _COUNT_STEPS)  # type: ignore[arg-type]
        return node

    def visit_Const(self, node: nodes.Const) -> nodes.Node:  # noqa: N802
        if isinstance(node.value, float) and not isfinite(node.value):
            self._fail("this number is too large", node)
        return node

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(nodes.Tuple(node.nodes, "load", lineno=node.lineno), _JOIN)

    def visit_Filter(self, node: nodes.Filter) -> nodes.Node:  # noqa: N802
        is_printed = id(node) in self._printed or node.node is None  # None: a filter block
        self.generic_visit(node)
        return node if is_printed else _apply_filter(node, _MEASURE)

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(node, _MEASURE) if isinstance(node.arg, nodes.Slice) else node

    def visit_Tuple(self, node: nodes.Tuple) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(node, _MEASURE) if node.ctx == "load" else node

    def visit_List(self, node: nodes.List) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(node, _MEASURE)

    def visit_Dict(self, node: nodes.Dict) -> nodes.Node:  # noqa: N802
        self.generic_visit(node)
        return _apply_filter(node, _MEASURE)

    def _fail(self, message: str, node: nodes.Node) -> NoReturn:
        """Raise an error for a line of the template."""
        raise TemplateSyntaxError(message, node.lineno, self._name, self._file)


def _apply_filter(node: nodes.Expr, name: str) -> nodes.Filter:
    """Return an expression with a filter applied to it."""
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)


def _check_public(thing: Any, name: Any) -> Any:
    """Return an attribute's name; refuse private ones, such as a text's value, and str.format."""
    if isinstance(name, str):
        if name.startswith("_"):
            raise GuardError(f"{name} is not for templates; use an encoder")
        if isinstance(thing, str) and name in ("format", "format_map"):
            raise GuardError(f"{name} is not for templates; use a filter")
    return name


@pass_context
def _count_steps(context: Context, things: Any) -> Any:
    """Count the steps of a loop when it begins, or one by one if its length is unknown."""
    sandbox = context.environment
    assert isinstance(sandbox, Sandbox)
    try:
        count = len(things)
    except TypeError:
        return _count_each(sandbox, things)
    sandbox.spend(count + 1)
    return things


def _count_each(sandbox: Sandbox, things: Iterable[Any]) -> Iterator[Any]:
    """Count each item when the loop reaches it."""
    for thing in things:
        sandbox.spend(_ITEM)
        yield thing
