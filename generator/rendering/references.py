"""Find which templates others include, import or extend, and check those of the user."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from jinja2 import Environment, nodes

from generator.errors import Mark, Problem, one_of
from generator.languages.language import Language, Layers
from generator.model.api import Api, Operation
from generator.rendering.environment import BUILTIN_PREFIX, TEMPLATE_ERRORS
from generator.rendering.tags import TemplateTags

# How the names of templates end; other files in a template folder are not checked.
_SUFFIX = ".jinja"
# The most folders within each other that are searched for templates.
_DEEPEST = 8


# Variables of templates that hold several operations of an API.
_OF_SEVERAL = {
    "entries", "navigation", "previous", "next", "as_openapi", "as_overlay", "search_index",
}  # fmt: skip
# What a template can ask of an API without reading an operation, besides the API's other fields.
_BESIDE_OPERATIONS = {
    "has_region_page",
    "regions_of",
    "folder",
    "own_endpoints",
    "secrets",
    "header_secrets",
    "endpoint_in",
}
_API_PARTS = _BESIDE_OPERATIONS | {n for n in Api.__struct_fields__ if n != "operations"}


class ApiPart(NamedTuple):
    """A part of an API that a template reads.

    Attributes:
        name: the name of the attribute or method.
        is_called: whether it is a method that is called with the operation of the file.
        is_test: whether the template only asks if the value is true.
    """

    name: str
    is_called: bool
    is_test: bool

    def value(self, api: Api, operation: Operation | None) -> object:
        """Return the part of an API; the API itself if that can't be found out."""
        value = getattr(api, self.name, api)
        if callable(value):
            value = value(operation) if self.is_called else api
        return bool(value) if self.is_test else value


class References:
    """Finds the templates that templates refer to.

    Arguments:
        layers: the template folders.
    """

    def __init__(self, layers: Layers) -> None:
        self._layers = layers
        self._environment = Environment(extensions=[TemplateTags])
        self._trees: dict[str, nodes.Template | None] = {}

    def templates(self, names: Iterable[str]) -> set[str]:
        """Find templates with all templates that they include, import or extend, at any depth.

        Arguments:
            names: the paths of the templates to begin with.

        Returns:
            The paths of all these templates. Templates that do not exist are left out.
        """
        return {name.removeprefix(BUILTIN_PREFIX) for name in self._with_referenced(names)}

    def _with_referenced(self, names: Iterable[str]) -> set[str]:
        """Find the same templates; the names of built-in ones keep the prefix that they have."""
        paths: set[str] = set()
        pending = list(names)
        while pending:
            name = pending.pop()
            if name in paths or self._read(name) is None:
                continue
            paths.add(name)
            tree = self._parse(name)
            others = () if tree is None else _referenced(tree)
            pending += [other for other in others if other is not None]
        return paths

    def api_parts(self, names: Iterable[str]) -> frozenset[ApiPart] | None:
        """Find what templates read of the variable `api`.

        Arguments:
            names: the paths of the templates. What they include, import or extend counts, too.

        Returns:
            The parts. None if the templates can read more than can be found out, because a template
            includes another whose name is computed, or because it hands on the whole API.
        """
        parts: set[ApiPart] = set()
        for name in self._with_referenced(names):
            tree = self._parse(name)
            if tree is None or None in _referenced(tree):
                return None
            found = _parts_of_api(tree)
            if found is None:
                return None
            parts |= found
        return frozenset(parts)

    def shows_other_operations(self, names: Iterable[str]) -> bool:
        """Say whether templates can read more operations of an API than the file's own.

        The answer is also True if that can't be ruled out, because a template includes another
        whose name is computed, or because it hands on the whole API.

        Arguments:
            names: the paths of the templates. What they include, import or extend counts, too.
        """
        return any(
            not isinstance(tree := self._parse(name), nodes.Template)
            or None in _referenced(tree)
            or any(node.name in _OF_SEVERAL for node in tree.find_all(nodes.Name))
            or _hands_on_api(tree)
            for name in self._with_referenced(names)
        )

    def shows_other_apis(self, names: Iterable[str]) -> bool:
        """Say whether templates can read other APIs than that of the file.

        Whether there are others at all, `{% if apis[1:] %}`, does not count.

        Arguments:
            names: the paths of the templates. What they include, import or extend counts, too.
        """
        trees = map(self._parse, self._with_referenced(names))
        return any(
            tree is None or None in _referenced(tree) or _names_other_apis(tree) for tree in trees
        )

    def problems(self, languages: Mapping[str, Language]) -> list[Problem]:
        """Report templates of the user that nothing uses, and blocks that replace nothing.

        Arguments:
            languages: all languages, by id.
        """
        targets = [target for language in languages.values() for target in language.targets]
        used = {template for target in targets for template in target.templates}
        used |= {program.file.template for target in targets for program in target.programs}
        used |= {target.sample.template for target in targets if target.sample is not None}
        problems = []
        found = [(s, path) for s in self._layers.overrides for path in _files_below(s.names)]
        if not used.issuperset(path for _, path in found):  # other templates may include them
            used = self.templates(used)
        for source, path in found:
            if path not in used:
                what = "no target of language.yaml uses this template"
                todo = "name it there, include it, or correct the name of the file"
                problems.append(Problem(Mark(source.label(path)), what, todo))
            elif self._layers.find(path) == (source.read(path), source.label(path), False):
                problems += self._unknown_blocks(path, source.label(path))
        return problems

    def _unknown_blocks(self, path: str, label: str) -> Iterator[Problem]:
        """Report the blocks of a template that no template has which it extends."""
        tree = self._parse(path)
        if tree is None or tree.find(nodes.Extends) is None:
            return
        blocks: set[str] = set()
        pending = [tree]
        seen = {path}
        while pending:
            extends = pending.pop().find(nodes.Extends)
            for parent in () if extends is None else _constants(extends.template):
                if parent is None or parent in seen:
                    continue
                seen.add(parent)
                parent_tree = self._parse(parent)
                if parent_tree is None:
                    return
                blocks |= {block.name for block in parent_tree.find_all(nodes.Block)}
                pending.append(parent_tree)
        for block in tree.body:
            if isinstance(block, nodes.Block) and block.name not in blocks:
                what = f"what this template extends has no block {block.name}"
                yield Problem(Mark(label, block.lineno), what, one_of(blocks, block.name))

    def _read(self, name: str) -> bytes | None:
        """Return the bytes of a template; None if there is none."""
        path = name.removeprefix(BUILTIN_PREFIX)
        if path != name:
            return self._layers.builtin.read(path)
        source = self._layers.find(path)
        return None if source is None else source[0]

    def _parse(self, name: str) -> nodes.Template | None:
        """Parse a template; None if there is none, or if rendering would report its fault."""
        if name not in self._trees:
            data = self._read(name)
            self._trees[name] = None
            with suppress(*TEMPLATE_ERRORS):
                if data is not None:
                    self._trees[name] = self._environment.parse(data.decode())
        return self._trees[name]


@lru_cache(maxsize=4)
def references_of(layers: Layers) -> References:
    """Return what finds references of templates. Callers share it, so it parses each one once."""
    return References(layers)


def _referenced(tree: nodes.Template) -> Iterator[str | None]:
    """Yield the names of the templates that a template refers to; None for a computed name."""
    for node in tree.find_all(nodes.Stmt):
        if isinstance(node, (nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            yield from _constants(node.template)


def _constants(name: nodes.Expr) -> Iterator[str | None]:
    """Yield what the name of a template can be: `"a" if x else "b"` is one of two."""
    if isinstance(name, nodes.CondExpr) and name.expr2 is not None:
        yield from _constants(name.expr1)
        yield from _constants(name.expr2)
    elif isinstance(name, (nodes.List, nodes.Tuple)):
        for item in name.items:
            yield from _constants(item)
    else:
        value = name.value if isinstance(name, nodes.Const) else None
        yield value if isinstance(value, str) else None


def _hands_on_api(tree: nodes.Template) -> bool:
    """Say whether a template uses the variable `api` other than for parts beside operations."""
    harmless = {
        id(node.node)
        for node in tree.find_all(nodes.Getattr)
        if isinstance(node.node, nodes.Name) and node.attr in _API_PARTS
    }
    names = (node for node in tree.find_all(nodes.Name) if node.name == "api")
    return any(id(name) not in harmless for name in names)


def _parts_of_api(tree: nodes.Template) -> set[ApiPart] | None:
    """Return what a template reads of the variable `api`; None if that can't be found out."""
    api_names: set[int] = set()
    attributes: list[nodes.Getattr] = []
    calls: dict[int, nodes.Call] = {}
    tests: set[int] = set()
    for node in tree.find_all(nodes.Node):
        if isinstance(node, nodes.Name):
            is_changed = node.name in ("api", "operation") and node.ctx != "load"
            if is_changed or node.name in _OF_SEVERAL:
                return None
            if node.name == "api":
                api_names.add(id(node))
        elif isinstance(node, nodes.Getattr):
            attributes.append(node)
        elif isinstance(node, nodes.Call):
            calls[id(node.node)] = node
        elif isinstance(node, nodes.If):
            tests.add(id(node.test))
        elif isinstance(node, (nodes.Import, nodes.FromImport)):
            return None  # it can give a name another meaning
    parts: set[ApiPart] = set()
    for node in attributes:
        if id(node.node) in api_names:
            api_names.remove(id(node.node))
            call = calls.get(id(node))
            if call is not None and not _takes_operation(call):
                call = None
            parts.add(ApiPart(node.attr, call is not None, id(call or node) in tests))
    return None if api_names else parts


def _takes_operation(call: nodes.Call) -> bool:
    """Say whether a call has one argument: the variable `operation`."""
    names = [getattr(argument, "name", "") for argument in call.args]
    return names == ["operation"] and not (call.kwargs or call.dyn_args or call.dyn_kwargs)


def _names_other_apis(tree: nodes.Template) -> bool:
    """Say whether a template uses the variable `apis` other than to see if there are several."""
    tests = (node.test for node in tree.find_all(nodes.If))
    harmless = {
        id(test.node)
        for test in tests
        if isinstance(test, nodes.Getitem) and isinstance(test.arg, nodes.Slice)
    }
    names = (node for node in tree.find_all(nodes.Name) if node.name == "apis")
    return any(id(name) not in harmless for name in names)


def _files_below(
    names: Callable[[str], list[str]], folder: str = "", depth: int = 0
) -> Iterator[str]:
    """Yield the paths of the templates in a folder and in the folders below it."""
    for name in names(folder):
        path = f"{folder}/{name}" if folder else name
        if name.endswith(_SUFFIX):
            yield path
        elif depth < _DEEPEST and "." not in name:
            yield from _files_below(names, path, depth + 1)
