"""The command `gen import`, which turns an OpenAPI or Swagger document into a spec."""

from __future__ import annotations

from pathlib import Path

import click

from generator.cli.printing import print_data, print_text
from generator.cli.project import project
from generator.errors import GenError, Problem, ProblemsError, counted, printable
from generator.openapi.reader import read_openapi
from generator.openapi.unfit_formats import without_unfit_formats
from generator.openapi.unsupported import Unsupported, format_unsupported
from generator.sources.source import Folder
from generator.spec.loader import load_text
from generator.spec.routes import with_fragments
from generator.spec.samples.fitting import without_unfit_examples
from generator.spec.writer import write_spec
from generator.system.atomic import write_file


@click.command("import")
@click.argument("document", type=click.Path(path_type=Path))
@click.option(
    "--out",
    metavar="FILE",
    type=click.Path(path_type=Path),
    help="File to write; the spec is printed if not given.",
)
@click.option("--force", is_flag=True, help="Replace the file if it is there already.")
@click.option(
    "--anywhere", is_flag=True, help="Follow references to files outside of the document's folder."
)
def import_(document: Path, out: Path | None, force: bool, anywhere: bool) -> None:
    """Turn an OpenAPI or Swagger document into a spec."""
    source = Folder(document.parent, document.name, anywhere=anywhere)
    unsupported = Unsupported()
    data = source.read(document.name)
    if data is None:
        raise GenError(f"{document}: there is no such file; name an OpenAPI document")
    if out is not None and out.exists() and not force:
        raise GenError(f"{out}: this is there already; choose another --out, or add --force")
    problems: list[Problem] = []
    settings = project().settings_for(str(document)).document
    read = read_openapi(
        data, source, document.name, problems, unsupported, anywhere, settings=settings
    )
    if read is None:
        raise ProblemsError(problems)
    api, same = with_fragments(read[0])
    api, unfit = without_unfit_examples(api)
    api, formats = without_unfit_formats(api)
    text = write_spec(api, printable(f"Imported from {document.name} by gen import."))
    load_text(text, str(out or "spec.yaml"))  # raises if the text is no valid spec
    lines = [
        f"{operation.title.mark}: {operation.id} has the requests of {other.id}; "
        "a name behind # in its path tells them apart"
        for operation, other in same
    ]
    lines += [
        f"{variant.title.mark}: the example {variant.id} of {operation.id} is left out; "
        "its schema does not allow it"
        for operation, variant in unfit
    ]
    lines += sorted({f"{row.mark}: {row.what}" for row in formats})
    lines += format_unsupported(unsupported, None)
    print_text("".join(f"{line}\n" for line in lines), err=True, nl=False)
    if out is None:
        print_data(text)
        return

    write_file(out, text.encode())
    print_text(f"{out}: {counted(len(api.operations), 'operation')}", err=True)
