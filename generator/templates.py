"""Jinja as templates see it: an environment a language, and the place of a template's fault."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from keyword import iskeyword
from math import isfinite
from types import CodeType
from typing import Any

from jinja2 import (
    BaseLoader,
    BytecodeCache,
    Environment,
    StrictUndefined,
    Template,
    TemplateNotFound,
    nodes,
    pass_context,
)
from jinja2.bccache import Bucket
from jinja2.compiler import CodeGenerator, Frame
from jinja2.idtracking import VAR_LOAD_RESOLVE
from jinja2.runtime import Context
from jinja2.sandbox import (
    UNSAFE_ASYNC_GENERATOR_ATTRIBUTES,
    UNSAFE_COROUTINE_ATTRIBUTES,
    UNSAFE_FUNCTION_ATTRIBUTES,
    UNSAFE_GENERATOR_ATTRIBUTES,
    UNSAFE_METHOD_ATTRIBUTES,
)

from generator.errors import GenError, Mark, Problem
from generator.filters import FILTERS, guard
from generator.language import Layers
from generator.literals import Code
from generator.sandbox import LOOP, Sandbox
from generator.source import is_below
from generator.text import reveal

BUILTIN = "builtin:"


# Names of attributes that the sandbox has to look at.
_UNSAFE = (
    UNSAFE_FUNCTION_ATTRIBUTES
    | UNSAFE_METHOD_ATTRIBUTES
    | UNSAFE_GENERATOR_ATTRIBUTES
    | UNSAFE_COROUTINE_ATTRIBUTES
    | UNSAFE_ASYNC_GENERATOR_ATTRIBUTES
    | {"mro", "format", "format_map"}
)


class _Compiler(CodeGenerator):
    """Writes what templates do most of all, attributes and output, as what Python does fast.

    All output that is not what encoders make goes through the guard. An attribute that is not
    there raises AttributeError: whoever renders then has Jinja itself look for it, and say so.
    Whether there is a variable is asked once, or never behind a `set` that always runs, where Jinja
    asks each time.
    """

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self._set: set[tuple[str | None, str]] = set()  # variables by the block they are in
        self._printed: set[int] = set()  # filters whose text is printed, and measured there

    def visit_Template(self, node: nodes.Template, frame: Frame | None = None) -> None:  # noqa: N802
        self.writeline("from generator.literals import Code as gen_code")
        for loop in list(node.find_all(nodes.For)):
            if loop.recursive:
                self.fail("a loop can't be recursive; use a macro", loop.lineno)
            loop.iter = nodes.Filter(loop.iter, LOOP, [], [], None, None, lineno=loop.lineno)
        for output in node.find_all(nodes.Output):
            self._printed |= {id(child) for child in output.nodes if not _has_filter(child)}
        super().visit_Template(node, frame)

    def enter_frame(self, frame: Frame) -> None:
        super().enter_frame(frame)
        for name, (action, given) in frame.symbols.loads.items():
            if action == VAR_LOAD_RESOLVE:
                self.writeline(f"if {name} is missing: {name} = undefined(name={given!r})")

    def visit_Name(self, node: nodes.Name, frame: Frame) -> None:  # noqa: N802
        name = frame.symbols.ref(node.name)
        action, _ = frame.symbols.find_load(name) or ("", None)
        is_there = action == VAR_LOAD_RESOLVE or (frame.block, name) in self._set
        if node.ctx == "load" and is_there:
            self.write(name)
        else:
            super().visit_Name(node, frame)

    def visit_Assign(self, node: nodes.Assign, frame: Frame) -> None:  # noqa: N802
        super().visit_Assign(node, frame)
        self._note(node.target, frame)

    def visit_AssignBlock(self, node: nodes.AssignBlock, frame: Frame) -> None:  # noqa: N802
        super().visit_AssignBlock(node, frame)
        self._note(node.target, frame)

    def _note(self, target: nodes.Node, frame: Frame) -> None:
        if frame.rootlevel and isinstance(target, nodes.Name):
            self._set.add((frame.block, frame.symbols.ref(target.name)))

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        # Python has words of its own, and takes some characters for others (NFKC).
        is_odd = node.attr.startswith("_") or iskeyword(node.attr) or not node.attr.isascii()
        if is_odd or node.attr in _UNSAFE:
            super().visit_Getattr(node, frame)
            return
        self.write("(")
        self.visit(node.node, frame)
        self.write(f").{node.attr}")

    def visit_Filter(self, node: nodes.Filter, frame: Frame) -> None:  # noqa: N802
        is_measured = node.name == LOOP or id(node) in self._printed
        if node.node is None:  # of a block, whose text is printed
            is_measured = True
        self._measured(super().visit_Filter, node, frame, not is_measured)

    def visit_Const(self, node: nodes.Const, frame: Frame) -> None:  # noqa: N802
        if isinstance(node.value, float) and not isfinite(node.value):
            self.fail("this number is too large", node.lineno)
        super().visit_Const(node, frame)

    def visit_Concat(self, node: nodes.Concat, frame: Frame) -> None:  # noqa: N802
        self.write("str_join(environment.measured((")
        for child in node.nodes:
            self.visit(child, frame)
            self.write(", ")
        self.write(")))")

    def visit_Getitem(self, node: nodes.Getitem, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_Getitem, node, frame, isinstance(node.arg, nodes.Slice))

    def visit_Tuple(self, node: nodes.Tuple, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_Tuple, node, frame, node.ctx == "load")

    def visit_List(self, node: nodes.List, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_List, node, frame, True)

    def visit_Dict(self, node: nodes.Dict, frame: Frame) -> None:  # noqa: N802
        self._measured(super().visit_Dict, node, frame, True)

    def _measured(
        self, visit: Callable[..., None], node: nodes.Node, frame: Frame, is_made: bool
    ) -> None:
        """Write an expression, of which the environment measures what a template makes by it."""
        self.write("environment.measured(" if is_made else "")
        visit(node, frame)
        self.write(")" if is_made else "")

    def _output_child_pre(self, *_: object) -> None:
        self.write("(gen_c if type(gen_c := ")

    def _output_child_post(self, *_: object) -> None:
        self.write(") is gen_code else environment.guard(gen_c))")


def _has_filter(node: nodes.Node) -> bool:
    """Say whether there is a filter within a node."""
    return node.find(nodes.Filter) is not None


class _Exact(_Compiler):
    """The same, but an attribute that is not there is looked for as Jinja does."""

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802
        CodeGenerator.visit_Getattr(self, node, frame)


class _Compiled(BytecodeCache):
    """Keeps compiled templates for the other environments of this process, in its memory alone."""

    def __init__(self) -> None:
        self._codes: dict[tuple[str, str], CodeType] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if the very same source was compiled before."""
        bucket.code = self._codes.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template."""
        if bucket.code is not None:
            if len(self._codes) >= _MOST_CODES:
                self._codes.clear()
            self._codes[bucket.key, bucket.checksum] = bucket.code


# Compiled templates that are kept; there are fewer than 100 built-in ones.
_MOST_CODES = 500
_COMPILED = {is_exact: _Compiled() for is_exact in (False, True)}


class _Environment(Sandbox):
    """Keeps templates from what Python objects have behind an underscore, a text's value first."""

    code_generator_class = _Compiler
    guard = staticmethod(guard)


class _ExactEnvironment(_Environment):
    code_generator_class = _Exact


def make_environment(
    layers: Layers, encoders: Mapping[str, Callable[..., Any]], is_exact: bool
) -> Environment:
    """Make the environment that a language's templates are rendered in.

    Arguments:
        layers: where templates are found.
        encoders: the language's own filters, beside those that every language has.
        is_exact: whether what a template asks for may not be there, or be a member of a dict;
            else that raises AttributeError, and rendering takes a tenth less.
    """
    environment = (_ExactEnvironment if is_exact else _Environment)(
        loader=_Loader(layers),
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        undefined=StrictUndefined,
        finalize=_finalized,
        auto_reload=False,
        cache_size=-1,
        bytecode_cache=_COMPILED[is_exact],
        optimized=False,  # templates have few constants, and looking for them takes long
    )
    # Jinja's own filters join and format; ours encode, and nothing else may print.
    loop = environment.filters[LOOP]
    environment.filters.clear()
    environment.globals.clear()
    environment.filters.update({**FILTERS, **encoders, LOOP: loop})
    environment.tests["empty"] = lambda text: reveal(text) == ""
    return environment


@pass_context
def _finalized(context: Context, value: object) -> Code:  # noqa: ARG001
    """Guard output where Jinja itself writes it.

    It takes the context so that Jinja calls it as a template runs, never as one is compiled:
    languages share compiled templates, which must not hold what an encoder made of a constant.
    """
    return guard(value)


def filled(template: Template, context: dict[str, Any]) -> str:
    """Render a template as Jinja does, but with no copy of what it is given."""
    sandbox = template.environment
    assert isinstance(sandbox, Sandbox)
    sandbox.begin()
    try:
        known = Context(sandbox, context, template.name, template.blocks)
        return sandbox.concat(template.root_render_func(known))
    except Exception:
        template.environment.handle_exception()


def referenced(layers: Layers, templates: Iterable[str]) -> set[str]:
    """Give the paths of templates and of all that they include, import or extend."""
    from jinja2.meta import find_referenced_templates

    environment = Environment()
    found: set[str] = set()
    waiting = list(templates)
    while waiting:
        path = waiting.pop().removeprefix(BUILTIN)
        if path in found or (data := layers.find(path)) is None:
            continue
        found.add(path)
        names = find_referenced_templates(environment.parse(data[0].decode()))
        waiting += [name for name in names if name is not None]
    return found


def locate(error: Exception, environment: Environment, template: str, subject: str) -> Problem:
    """Make the problem for an error that a template raised, with the template's own line.

    Arguments:
        error: what was raised while the template was compiled or rendered.
        environment: the one it was found in.
        template: the template's path in the layers.
        subject: what was being rendered, for the message.
    """
    import traceback

    loader = environment.loader
    assert isinstance(loader, _Loader)
    file, line = loader.labels.get(template, template), 1
    for frame in traceback.extract_tb(error.__traceback__):
        if frame.filename in loader.labels.values():
            file, line = frame.filename, frame.lineno or 1
    if isinstance(error, SyntaxError):  # of the Python that Jinja makes, whose lines nobody knows
        error = ValueError(error.msg)
    if isinstance(number := getattr(error, "lineno", None), int):
        file, line = getattr(error, "filename", None) or file, number
    message = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, (MemoryError, RecursionError)):
        message = "this is nested too deep, or takes too much memory"
    if isinstance(error, TemplateNotFound):
        message = f"there is no template {message}"
    return Problem(Mark(file, line), f"{message} (in {subject})", "correct the template")


class _Loader(BaseLoader):
    """Finds templates through the layers; `builtin:` in front skips the user's."""

    def __init__(self, layers: Layers) -> None:
        self.layers = layers
        self.labels: dict[str, str] = {}

    def get_source(
        self,
        environment: Environment,  # noqa: ARG002
        template: str,
    ) -> tuple[str, str, Callable[[], bool]]:
        path = template.removeprefix(BUILTIN)
        if not is_below(path):
            raise TemplateNotFound(template)
        if path != template:
            data = self.layers.builtin.read(path)
            found = None if data is None else (data, self.layers.builtin.label(path), True)
        else:
            found = self.layers.find(path)
        if found is None:
            raise TemplateNotFound(template)
        self.labels[template] = found[1]
        try:
            return found[0].decode(), found[1], lambda: True
        except UnicodeDecodeError as error:
            raise GenError(f"{found[1]}: this is not UTF-8; save the file as UTF-8") from error
