"""The command `gen init`, which writes the first files of a project."""

from __future__ import annotations

import os
import re
import stat
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeVar

import click

from generator.cli.options import Command
from generator.cli.printing import print_text
from generator.config.config import DEFAULT_OUT, DEFAULT_SPEC, Config
from generator.config.discovery import FILE, find_config
from generator.config.starter import (
    GITIGNORE,
    HOOK,
    SITE,
    WORKFLOW,
    added_lines,
    hook,
    requirement,
    starter_config,
    workflow,
)
from generator.errors import GenError, Mark, Problem, ProblemsError
from generator.model.naming import as_id
from generator.sources.yaml_nodes import ScalarNode
from generator.sources.yaml_schema import Pattern
from generator.spec import grammar
from generator.spec.loader import load, spec_files
from generator.spec.starter import starter_spec
from generator.system.logs import log_line

Answer = TypeVar("Answer")
_NAME = "Example API"
_ENDPOINT = "https://api.example.com"
_IGNORED = ".gitignore"
_MAX_IGNORED = 1 << 20
_REGIONS_HINT = "add {region} where its id stands, as in https://{region}.api.example.com"


@click.command(cls=Command)
@click.option("--name", metavar="TEXT", help=f"Name of the API.  [default: {_NAME}]")
@click.option(
    "--endpoint",
    metavar="URL",
    help="Where the API is; {region} in it stands for the id of a region.  "
    f"[default: {_ENDPOINT}]",
)
@click.option(
    "--regions",
    metavar="ID,…",
    help="Ids of the regions, or ID=NAME; the first is the one that samples call.",
)
@click.option(
    "--from",
    "source",
    metavar="PATH",
    type=click.Path(exists=True),
    help="Use this OpenAPI document, or specs that are there, in place of a new spec.",
)
@click.option("--workflow", "with_workflow", is_flag=True, help=f"Write {WORKFLOW}, too.")
@click.option("--hook", "with_hook", is_flag=True, help=f"Write {HOOK}, too.")
@click.option("--yes", is_flag=True, help="Ask nothing; take the defaults.")
def init(
    name: str | None,
    endpoint: str | None,
    regions: str | None,
    source: str | None,
    with_workflow: bool,
    with_hook: bool,
    yes: bool,
) -> None:
    """Begin a project: a spec, settings, and what git needs to know.

    Without options, gen asks for what it needs. It writes all files or none, and never replaces
    one. In a project that has settings, --workflow and --hook add their files.
    """
    options = {"--name": name, "--endpoint": endpoint, "--regions": regions}
    if source is not None and any(options.values()):
        option = next(option for option, value in options.items() if value)
        raise click.UsageError(f"{option} is about a new spec, and --from names one: give one")
    is_for_top = with_workflow or with_hook
    config = find_config()
    is_begun = config.file is not None and config.folder == "."
    if is_begun and is_for_top and source is None and not any(options.values()):
        files, ignored, spec_is_new = {}, "", False
    else:
        is_asked = source is None and not yes and sys.stdin.isatty() and sys.stderr.isatty()
        files = {} if source is not None else _new_spec(name, endpoint, regions, is_asked)
        spec, is_document = (DEFAULT_SPEC, False) if source is None else _find_source(source)
        files[FILE] = starter_config(spec, _default_targets(), is_document)
        config = Config(file=FILE, spec=spec)
        ignored, spec_is_new = _added_to_ignored(), source is None
    needed, unreachable = requirement()
    if with_workflow:
        files[WORKFLOW] = workflow(needed)
    if with_hook:
        files[HOOK] = hook(needed, _watched(config))
    _check_place(files, spec_is_new, is_for_top)
    _write(files, ignored)
    if unreachable and is_for_top:
        what = f"gen was installed from {unreachable}, which no other machine has"
        todo = "if you take gen from elsewhere than PyPI, change that"
        print_text(log_line(f"{what}: the files say {needed}; {todo}"), err=True)
    _print_next_steps(FILE in files, with_hook)


def _watched(config: Config) -> list[str]:
    """Return the files and folders that samples are made of, and those that they are in."""
    assert config.file is not None
    spec = "" if config.spec == "." else f"{config.spec}/"
    if Path(config.spec).is_file():
        spec = config.spec
    folders = [f"{folder}/" for folder in (*config.templates, config.out)]
    return list(dict.fromkeys([spec, *folders, config.file]))


def _print_next_steps(is_new: bool, with_hook: bool) -> None:
    """Print the commands that follow."""
    steps = []
    if is_new:
        steps += [
            ("gen render", f"renders the samples into {DEFAULT_OUT}/"),
            ("gen publish", f"makes web pages of them in {SITE}/"),
        ]
    if with_hook:
        steps.append(("pre-commit install", "runs gen render before each commit"))
    if steps:
        print_text("Now run:", err=True)
    width = max((len(command) for command, _ in steps), default=0)
    for command, what in steps:
        print_text(f"  {command:{width}}    {what}", err=True)


def _new_spec(
    name: str | None, endpoint: str | None, regions: str | None, is_asked: bool
) -> dict[str, str]:
    """Write a new spec from the options, and from answers where options are missing."""
    title = _value("--name", "Name of the API", name, _NAME, _read_name, is_asked)
    server = _value(
        "--endpoint",
        "Endpoint, with {region} for a region's id",
        endpoint,
        _ENDPOINT,
        _read_endpoint,
        is_asked,
    )
    has_regions = "{region}" in server[0]
    table: Mapping[str, str] = {}
    if has_regions and regions is None and not is_asked:
        what = "--endpoint has {region}, and nothing says which regions there are"
        raise click.UsageError(f"{what}: add --regions ID,…")
    if has_regions:
        question = "Regions, with commas between them"
        table = _value("--regions", question, regions, None, _read_regions, is_asked)
    elif regions is not None and _read_regions(regions):
        what = "--regions: the endpoint is the same in all of them"
        raise click.UsageError(f"{what}; {_REGIONS_HINT}")
    if has_regions and not table:
        raise click.UsageError("--regions names none, and the endpoint has {region}: name one")
    written = starter_spec(title, *server, table)
    return {f"{DEFAULT_SPEC}/{file}": text for file, text in written.items()}


def _value(
    option: str,
    question: str,
    given: str | None,
    default: str | None,
    read: Callable[[str], Answer],
    is_asked: bool,
) -> Answer:
    """Return the value of an option: as it is given, else as the user answers, else the default."""
    if given is None and is_asked:
        try:
            answer: Answer = click.prompt(question, default=default, value_proc=read, err=True)
        except click.Abort as error:
            raise GenError("nothing was written; answer the questions, or add --yes") from error
        return answer
    try:
        return read(default or "" if given is None else given)
    except click.UsageError as error:
        raise click.UsageError(f"{option}: {error.message}") from error


def _checked(text: str, pattern: Pattern) -> str:
    """Return a text that fits a place of a spec.

    Raises:
        click.UsageError: if it does not fit.
    """
    problems: list[Problem] = []
    pattern.read(ScalarNode(Mark(""), text, plain=False), problems)
    for problem in problems:
        raise click.UsageError(f"{problem.what}; {problem.todo}")
    return text


def _read_name(text: str) -> str:
    """Read the name of an API."""
    text = " ".join(text.split())
    if not text.isprintable():
        raise click.UsageError("this has an invisible character; leave it out")
    return _checked(text, grammar.TEXT)


def _read_endpoint(text: str) -> tuple[str, str]:
    """Read the URL of an API, which need not have a scheme: its endpoint and its base path."""
    text = text.strip()
    text = text if "://" in text else f"https://{text}"
    scheme, _, rest = text.partition("://")
    host, slash, path = rest.partition("/")
    endpoint = _checked(f"{scheme.lower()}://{host}", grammar.ENDPOINT_TEMPLATE)
    names = set(re.findall(r"\{([^{}]*)\}", endpoint))
    if names - {"region"}:
        raise click.UsageError(f"{{{min(names - {'region'})}}} is not known; use {{region}}")
    _checked(endpoint.replace("{region}", "region"), grammar.ENDPOINT)
    base_path = f"{slash}{path}".rstrip("/")
    if "{" in base_path:
        raise click.UsageError("a path has no braces; they can stand in the host alone")
    return endpoint, _checked(base_path, grammar.PATH) if base_path else ""


def _read_regions(text: str) -> dict[str, str]:
    """Read the regions: ids, names, or both with an equals sign between them."""
    table: dict[str, str] = {}
    for part in filter(None, (part.strip() for part in text.split(","))):
        id_, equals, name = (word.strip() for word in part.partition("="))
        if not equals:
            id_, name = as_id(part, "region"), part
            if part == id_:
                name = part.replace("-", " ").title()
        _checked(id_, grammar.REGION_ID)
        if id_ in table:
            raise click.UsageError(f"{id_} stands twice; name it once")
        table[id_] = _read_name(name)
    if text.strip() and not table:
        raise click.UsageError("this names no region; write ids with commas between them")
    return table


def _find_source(source: str) -> tuple[str, bool]:
    """Check an OpenAPI document or specs that are there, and return their path.

    Returns:
        The path for the settings, and whether that is an OpenAPI document.

    Raises:
        GenError: if it can't be read, or is no part of the project.
    """
    place, here = Path(os.path.realpath(source)), Path.cwd()
    if not place.is_relative_to(here) or place == here:
        todo = "put it into this folder, or run gen init in a folder above it"
        raise GenError(f"{source}: this is not in the project; {todo}")
    path = place.relative_to(here).as_posix()
    if any(part.startswith(".") for part in path.split("/")):
        raise GenError(f"{source}: a part of the path begins with a dot; put it elsewhere")
    apis = load(Path(path))
    is_spec = any(api.marks.get("operations") is not None for api in apis)
    return path, not is_spec


def _default_targets() -> list[str]:
    """Return the targets that are published unless somebody chooses."""
    from generator.languages.language import default_targets
    from generator.pipeline import read_languages

    _, languages = read_languages(())
    return [target.id for target in default_targets(languages.values())]


def _added_to_ignored() -> str:
    """Return what is missing in .gitignore."""
    from generator.sources.source import Folder

    data = Folder(Path(), max_bytes=_MAX_IGNORED).read(_IGNORED)
    return added_lines("" if data is None else data.decode("utf-8", "replace"), GITIGNORE)


def _check_place(files: Mapping[str, str], has_new_spec: bool, is_for_top: bool) -> None:
    """Check that nothing is in the way of new files, and report all that is.

    Raises:
        ProblemsError: if something is.
    """
    problems = []
    config = find_config()
    if FILE in files and config.file not in (None, FILE) and config.folder == ".":
        problems.append(Problem(Mark(config.file), "this has settings of gen already", "edit them"))
    for path in files:
        if os.path.lexists(path):
            todo = "edit it, or move it away"
            if path in (WORKFLOW, HOOK):
                todo = f"leave out --{'workflow' if path == WORKFLOW else 'hook'}, or move it away"
            problems.append(Problem(None, f"{path}: this is there already", todo))
    if has_new_spec:
        from generator.sources.source import Folder

        specs = spec_files(Folder(Path(DEFAULT_SPEC)))
        others = [file for file in specs if f"{DEFAULT_SPEC}/{file}" not in files]
        if others:
            what = f"{DEFAULT_SPEC}/{others[0]}: there are specs here already"
            problems.append(Problem(None, what, f"add --from {DEFAULT_SPEC} to use them"))
    folders = {folder for path in files for folder in Path(path).parents if folder != Path()}
    for folder in sorted(folders):
        if os.path.lexists(folder) and not stat.S_ISDIR(folder.lstat().st_mode):
            what = f"{folder.as_posix()}: this is no folder"
            problems.append(Problem(None, what, "move it away"))
    if is_for_top:
        here = Path.cwd()
        top = next((f for f in (here, *here.parents) if os.path.lexists(f / ".git")), here)
        if top != here:
            what = "--workflow and --hook write files for the top folder of a repository"
            problems.append(Problem(None, what, f"run gen init in {top}, or leave them out"))
    if problems:
        raise ProblemsError(problems)


def _write(files: Mapping[str, str], ignored: str) -> None:
    """Write all files, and print their names."""
    from generator.system.new_files import create_files

    new = {path: text.encode() for path, text in files.items()}
    appended = {}
    if ignored and os.path.lexists(_IGNORED):
        appended[_IGNORED] = ignored.encode()
    elif ignored:
        new[_IGNORED] = ignored.encode()
    create_files(new, appended)
    for path in new:
        print_text(log_line(f"added    {path}"))
    for path in appended:
        print_text(log_line(f"changed  {path}"))
