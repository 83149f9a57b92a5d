"""The house: what packages import, how large they are, and what stands in one place alone."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from importlinter.application import use_cases
from importlinter.configuration import configure

from generator.languages.grammar import SHARED_FILTERS
from generator.rendering.filters import FILTERS
from tests.support import ROOT, languages

configure()
PACKAGE = ROOT / "generator"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
del MODULES[""]


def test_shared_filters_are_known_to_the_reader_of_languages() -> None:
    of_each_language = {"expression", "fit", "say", "blocks", "spans", "link"}
    assert set(FILTERS) | of_each_language == SHARED_FILTERS


def test_packages_import_what_the_contracts_allow() -> None:
    """The contracts are in pyproject.toml."""
    assert use_cases.lint_imports(config_filename=str(ROOT / "pyproject.toml"), cache_dir=None)


EXPECTED = [name for name in MODULES if name.startswith("verify.expected.")]
OPEN = {
    *("generator.errors", "generator.languages.target", "generator.model.api"),
    "generator.model.credentials",
    *("generator.model.messages", "generator.model.schema", "generator.model.structs"),
    *("generator.model.statuses", "generator.model.text", "generator.model.values"),
    "generator.model.follow_ups",
}


@pytest.mark.parametrize("module", EXPECTED)
def test_what_verify_expects_knows_the_model_and_makes_no_names_of_it(module: str) -> None:
    """The contract forbids what renders; this forbids helpers that rendering uses, too."""
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    imports = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    ours = {name for name in imports if name.startswith("generator")}
    assert {name for name in ours if not name.startswith("generator.verify.")} <= OPEN


def test_there_is_something_that_verify_expects() -> None:
    assert len(EXPECTED) >= 5


@pytest.mark.parametrize("package", [path for path in PACKAGE.rglob("*") if path.is_dir()])
def test_a_package_can_be_seen_at_a_glance(package: Path) -> None:
    modules = [path for path in package.glob("*.py") if path.name != "__init__.py"]
    assert len(modules) <= 20
    assert all(len(path.read_text("utf-8").splitlines()) <= 400 for path in modules)


@pytest.mark.parametrize("module", [module for module in MODULES if not module.startswith("cli")])
def test_only_the_command_line_exits(module: str) -> None:
    assert "sys.exit" not in MODULES[module].read_text("utf-8")


# The others are programs of their own; gen reads what the second one prints.
PRINTING = ("cli.printing", "verify.oracle_process.__main__", "verify.http_file.__main__")


@pytest.mark.parametrize("module", [module for module in MODULES if module not in PRINTING])
def test_one_module_prints(module: str) -> None:
    """So that nothing is printed that could be a command to a CI system."""
    source = MODULES[module].read_text("utf-8")
    assert not re.search(r"\bprint\(|click\.s?echo|std(out|err)\.write", source)


@pytest.mark.parametrize("module", list(MODULES))
def test_no_language_is_named_in_python(module: str) -> None:
    """Adding a language is adding a folder: no id of one stands in a string of the package."""
    all_targets = [target for language in languages().values() for target in language.targets]
    # What is published are formats, whose names are words of other places, too.
    kinds = [target for target in all_targets if not target.is_publication]
    # The name of a language may be that of a scheme, too.
    ids = {name for target in kinds for name in (target.id, target.language)} - {"http"}
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    # A single letter stands for something else, such as a class of a style sheet.
    assert [s for s in strings if isinstance(s, str) and s in ids and len(s) > 1] == []
