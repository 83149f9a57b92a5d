"""The command `gen config`, which shows the settings in force and where each comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import click
from click.core import ParameterSource

from generator.cli.options import Command, lang_option, options
from generator.cli.printing import print_json, print_text
from generator.cli.project import out_option, project, spec_option, templates_option
from generator.model.settings import DEFAULT_TIMEOUT, ByOperation, ExampleChoice
from generator.system.logs import log_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from generator.config.config import Config
    from generator.model.settings import ApiSettings

_COMMAND_LINE = "command line"
_DEFAULT = "default"


@dataclass(frozen=True, slots=True)
class _Row:
    """A setting: its key in gen.toml, its value, and where that comes from."""

    key: str
    value: object
    origin: str

    @property
    def shown(self) -> str:
        """The value, for people."""
        if isinstance(self.value, list):
            return ", ".join(map(str, self.value)) or "-"
        return "-" if self.value is None else str(self.value)


@click.command(cls=Command)
@options(spec_option, out_option, lang_option, templates_option)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.pass_context
def config(
    context: click.Context,
    spec: str,
    out: str,
    lang: tuple[str, ...],
    templates: tuple[str, ...],
    as_json: bool,
) -> None:
    """Show the settings in force, and where each comes from."""
    settings_in_force = project()
    typed_options = {
        name
        for name in ("spec", "out", "lang", "templates")
        if context.get_parameter_source(name) is ParameterSource.COMMANDLINE
    }
    rows = list(_rows(settings_in_force, spec, out, lang, templates, typed_options))
    if as_json:
        import json

        settings = {row.key: {"value": row.value, "from": row.origin} for row in rows}
        print_json(json.dumps({"file": settings_in_force.file, "settings": settings}, indent=2))
        return
    widths = [max(len(row.key) for row in rows), max(len(row.shown) for row in rows)]
    for row in rows:
        cells = row.key.ljust(widths[0]), row.shown.ljust(min(widths[1], 40)), row.origin
        print_text(log_line("  ".join(cells)))
    if settings_in_force.file is None:
        print_text("there is no gen.toml here, and no [tool.gen] in a pyproject.toml", err=True)


def _rows(
    config: Config,
    spec: str,
    out: str,
    lang: tuple[str, ...],
    templates: tuple[str, ...],
    typed_options: set[str],
) -> Iterator[_Row]:
    """Yield all settings, in the order of the manual."""

    def origin(key: str, option: str = "") -> str:
        if option in typed_options:
            return _COMMAND_LINE
        mark = config.mark(key)
        return _DEFAULT if mark is None else str(mark)

    from generator.pipeline import split_values

    api = config.settings_for(spec)
    yield _Row("spec", spec, origin("spec", "spec"))
    yield _Row("out", out, origin("out", "out"))
    yield _Row("templates", list(templates), origin("templates", "templates"))
    targets = None if api.targets is None else [target.name for target in api.targets]
    if "lang" in typed_options:
        targets = split_values("--lang", lang)
    yield _Row("targets", targets, origin("targets", "lang"))
    yield from (_Row(key, value, origin(key)) for key, value in _api_values(api).items())
    for number, row in enumerate(config.publications, 1):
        where = " ".join(
            filter(
                None, [row.format, row.tabs, f"in {row.out}", "shared" if row.is_shared else None]
            )
        )
        yield _Row(f"publish {number}" if number > 1 else "publish", where, str(row.mark))
    if not config.publications:
        yield _Row("publish", None, _DEFAULT)
    embedding = config.embedding
    if embedding.pages:
        yield _Row("embed.pages", [path for path, _ in embedding.pages], origin("embed.pages"))
    if embedding.site is not None:
        yield _Row("embed.site", embedding.site, origin("embed.site"))


def _by_operation(names: ByOperation) -> list[str]:
    """Write names for all operations, or for some."""
    rows = [f"{id_.name} = {', '.join(n.name for n in own)}" for id_, own in names.own]
    return [*(name.name for name in names.usual), *rows]


def _api_values(api: ApiSettings) -> dict[str, object]:
    """Return what is said about APIs, by key; of OpenAPI documents only what is said."""
    document = api.document
    values: dict[str, object] = {
        "timeout": api.timeout or DEFAULT_TIMEOUT,
        "snippetTags": api.snippet_tags,
        "regionTable": "page" if api.table_on_pages else "once",
    }
    about_documents: dict[str, object] = {
        "openapi.leaveOut": [name.name for name in document.left_out],
        "openapi.server": document.server and document.server.name,
        "openapi.defaultRegion": api.default_region and api.default_region.name,
        "openapi.credentials": _by_operation(document.credentials),
        "openapi.mediaTypes": _by_operation(document.media_types),
        "openapi.examples": _by_operation(document.listed_examples)
        or ("" if document.examples is ExampleChoice.ALL else str(document.examples)),
        "openapi.send": [
            f"{operation.name} = {name.name}"
            for operation, names in document.sent
            for name in names
        ],
        "openapi.obtain": [scheme.name for scheme, _ in document.obtain],
        "openapi.env": [f"{key.name} = {variable}" for key, variable in document.variables],
    }
    return {**values, **{key: value for key, value in about_documents.items() if value}}
