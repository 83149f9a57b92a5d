"""The arrows between the rooms: a module imports only what stands above it in this list."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from generator.filters import FILTERS
from generator.language_grammar import SHARED_FILTERS
from tests.support import ROOT, languages

ROOMS = [
    "struct",
    "errors",
    "logs",
    "text",
    "literals",
    "values",
    "source",
    "caretaker",
    "interrupts",
    "programs",
    "tools",
    "writing",
    "usercache",
    "yamlfile",
    "hosts",
    "envnames",
    "shape",
    "later",
    "model",
    "budget",
    "grammar",
    "sendable",
    "pattern_characters",
    "pattern_matcher",
    "pattern_compiler",
    "patterns",
    "schemas",
    "contents",
    "credentials",
    "check",
    "maker",
    "invented",
    "jsonplaces",
    "plainyaml",
    "yamlplaces",
    "reading",
    "references",
    "losses",
    "ids",
    "jsonvalues",
    "fitted",
    "keywords",
    "described",
    "openapi_parts",
    "swagger",
    "openapi_contents",
    "openapi_errors",
    "openapi_parameters",
    "openapi_operation",
    "openapi_security",
    "openapi_servers",
    "openapi",
    "spec",
    "imported",
    "yamledit",
    "regions",
    "edited",
    "body",
    "request",
    "records",
    "calls",
    "structures",
    "target",
    "language",
    "language_grammar",
    "encoders",
    "language_reader",
    "client",
    "able",
    "given",
    "plan",
    "layout",
    "markup",
    "parts",
    "proven",
    "shown",
    "highlight",
    "filters",
    "sandbox",
    "templates",
    "formatting",
    "publication",
    "schemata",
    "operations",
    "documents",
    "overlays",
    "clientcontexts",
    "contexts",
    "encoding",
    "render",
    "tree",
    "outfolder",
    "stamp",
    "git_process",
    "git",
    "sentences",
    "tables",
    "carried",
    "differences",
    "steps",
    "past",
    "causes",
    "patch",
    "report",
    "review",
    "verify",
    "verify.expected_values",
    "verify.answers",
    "verify.http_request",
    "verify.server",
    "verify.bodies",
    "verify.wire",
    "verify.program",
    "verify.outcome",
    "verify.warm",
    "verify.toolchain",
    "verify.published",
    "verify.cache",
    "verify.printed",
    "verify.stage",
    "verify.namespace",
    "verify.proof",
    "verify.raised",
    "verify.settings",
    "verify.team",
    "verify.sample",
    "verify.batch",
    "verify.run",
    "verify.report",
    "printing",
    "parallel",
    "pipeline",
    "options",
    "cli_diff",
    "cli_verify",
    "cli_regions",
    "cli_import",
    "cli_publish",
    "cli",
    "__main__",
]
PACKAGE = ROOT / "generator"


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


MODULES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
del MODULES[""]


def imports(path: Path) -> set[str]:
    """All modules of ours that a module imports, late and for types included."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("generator"):
            base = (node.module or "").removeprefix("generator").lstrip(".")
            for alias in node.names:
                deeper = f"{base}.{alias.name}".lstrip(".")
                found.add(deeper if deeper in MODULES else base)
        elif isinstance(node, ast.Import):
            names = (alias.name for alias in node.names)
            found |= {n.removeprefix("generator.") for n in names if n.startswith("generator.")}
    return found


def test_shared_filters_are_known_to_the_reader_of_languages() -> None:
    assert set(FILTERS) == SHARED_FILTERS


def test_every_module_has_its_place() -> None:
    assert sorted(MODULES) == sorted(ROOMS)


@pytest.mark.parametrize("module", ROOMS)
def test_a_module_imports_only_what_stands_above_it(module: str) -> None:
    allowed = {"struct", "errors"} if module == "tree" else set(ROOMS[: ROOMS.index(module)])
    assert imports(MODULES[module]) <= allowed


EXPECTING = ("expected_values", "answers", "wire", "bodies", "printed", "outcome", "raised")
OPEN = {"errors", "model", "struct", "target", "text", "values", "verify"}


@pytest.mark.parametrize("module", EXPECTING)
def test_what_verify_expects_shares_no_code_with_what_renders(module: str) -> None:
    used = imports(MODULES[f"verify.{module}"])
    assert {name for name in used if not name.startswith("verify.")} <= OPEN


@pytest.mark.parametrize("module", [module for module in ROOMS if not module.startswith("cli")])
def test_only_the_command_line_exits(module: str) -> None:
    assert "sys.exit" not in MODULES[module].read_text("utf-8")


@pytest.mark.parametrize("module", [module for module in ROOMS if module != "printing"])
def test_one_module_prints(module: str) -> None:
    """So that nothing is printed that could be a command to a CI system."""
    source = MODULES[module].read_text("utf-8")
    assert not re.search(r"\bprint\(|click\.s?echo|std(out|err)\.write", source)


@pytest.mark.parametrize("module", ROOMS)
def test_no_language_is_named_in_python(module: str) -> None:
    """Adding a language is adding a folder: no id of one stands in a string of the package."""
    all_targets = [target for language in languages().values() for target in language.targets]
    # What is published are formats, whose names are words of other places, too.
    kinds = [target for target in all_targets if not target.is_publication]
    ids = {target.id for target in kinds} | {target.language for target in kinds}
    tree = ast.parse(MODULES[module].read_text("utf-8"))
    strings = [n.value for n in ast.walk(tree) if isinstance(n, ast.Constant)]
    assert [s for s in strings if isinstance(s, str) and s in ids] == []
