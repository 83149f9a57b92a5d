"""The command `gen diff`, which reports which files change and why."""

from __future__ import annotations

import os
import secrets
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from generator.cli.changed import LAST_RENDERED, changed_option, make_selector
from generator.cli.notes import format_left_out, format_missing
from generator.cli.old_side import read_listed, render_revision
from generator.cli.options import (
    Command,
    OutputOptions,
    removal_candidates,
    render_command,
    render_files,
    run_stamp,
    write_file,
)
from generator.cli.printing import print_data, print_json, print_text
from generator.errors import GenError, ProblemsError
from generator.output.changes import compare
from generator.output.folder import OutputFolder
from generator.output.manifest import MANIFEST
from generator.rendering.parallel import in_background, processor_count
from generator.review import formats, github
from generator.review.baseline import read_baseline, read_old_specs
from generator.review.causes import UNKNOWN, find_causes
from generator.review.git import Repository
from generator.review.markdown import as_markdown
from generator.review.report import make_report

if TYPE_CHECKING:
    from collections.abc import Callable

    from generator.errors import Problem
    from generator.output.changes import Changes, Output
    from generator.pipeline import Inputs, Rendered
    from generator.plan import Selection
    from generator.review.baseline import OldSpecs
    from generator.review.causes import Explanation
    from generator.review.git import Revision
    from generator.review.report import Report

_FORMATS = ("text", "stat", "json", "markdown", "github")
# A comment on GitHub can have 65,536 characters.
_MOST_BYTES = 65_000


class _Format(click.ParamType):  # type: ignore[type-arg]
    """An option's value `KIND[=FILE]`: a format, and the file to write it to; empty for stdout."""

    name = "format"

    def convert(
        self, value: str, param: click.Parameter | None, ctx: click.Context | None
    ) -> tuple[str, str]:
        """Split the value into the format and the file; the file is empty for stdout."""
        kind, equals, file = value.partition("=")
        if kind not in _FORMATS:
            self.fail(f"{kind!r} is no format; use one of {', '.join(_FORMATS)}", param, ctx)
        if equals and not file:
            self.fail(f"{value!r} names no file; write {kind}=FILE, or {kind} alone", param, ctx)
        return kind, file


@click.command(cls=Command)
@render_command
@click.option(
    "--against",
    metavar="REV",
    help="Compare the folder at this git revision, not the one on disk, with what is rendered.",
)
@click.option(
    "--rendered",
    is_flag=True,
    help="With --against: render specs and templates of REV, in place of reading the folder; as "
    "where the folder is not in git.",
)
@click.option(
    "--against-manifest",
    metavar="FILE",
    type=click.Path(dir_okay=False),
    help="With --against: compare with what gen manifest listed in FILE for REV.",
)
@click.option(
    "--format",
    "wanted",
    multiple=True,
    type=_Format(),
    metavar="KIND[=FILE]",
    help=f"{', '.join(_FORMATS)}, on stdout or into a file; repeatable.  [default: text]",
)
@changed_option
@click.option("--exit-zero", is_flag=True, help="Exit with 0 even if something differs.")
@click.option(
    "--limit",
    type=click.IntRange(1000),
    default=_MOST_BYTES,
    show_default=True,
    metavar="BYTES",
    help="Most that markdown may be.",
)
def diff(
    run_options: OutputOptions,
    against: str | None,
    rendered: bool,
    against_manifest: str | None,
    wanted: tuple[tuple[str, str], ...],
    changed: str | None,
    exit_zero: bool,
    limit: int,
) -> None:
    """Tell what `gen render` would change, or what changed since a revision, and why.

    Pages of yours with samples are another matter: see gen embed --check.
    """
    wanted = wanted or (("text", ""),)
    printed = [kind for kind, file in wanted if not file]
    if "json" in printed and len(printed) > 1:
        todo = "write --format json=FILE"
        raise click.UsageError(f"json can't share stdout with another format: {todo}")

    if against is None and (rendered or against_manifest is not None):
        option = "--rendered" if rendered else "--against-manifest"
        raise click.UsageError(f"{option} needs the revision, too: add --against REV")
    if rendered and against_manifest is not None:
        raise click.UsageError("--rendered and --against-manifest are two old sides: give one")
    is_in_folder = not rendered and against_manifest is None
    repository, commit, output, why_unknown = _open_revision(run_options, against, is_in_folder)
    read_specs = _begin_to_read(run_options, repository, commit, against or "HEAD")
    try:
        select = _make_selector(run_options, changed, against)
        now = render_files(run_options, None, select, run_stamp(run_options).known_files)
        missing = format_left_out(now.plan)
        missing += format_missing(now.warnings, now.plan.skipped, now.unsupported)
        print_text(missing, err=True, nl=False)
    except ProblemsError as error:
        placed = [_with_display_path(problem, repository) for problem in error.problems]
        for _, file in [output_format for output_format in wanted if output_format[0] == "github"]:
            _write_report(file, github.problems_as_github(placed))
        raise
    old_output: Output = OutputFolder(run_options.folder)
    if output is not None:
        output.fetch_all([*now.files, MANIFEST])
        old_output = output
    elif repository is not None and against is not None:
        side = run_options, repository, commit, against, now
        old_output = (
            render_revision(*side)
            if against_manifest is None
            else read_listed(against_manifest, *side)
        )
    is_candidate = removal_candidates(run_options, now)
    changes = compare(now.files, now.rows, old_output, is_candidate)
    explanation: Explanation | None = None
    if repository is not None:
        explanation, commit, why_unknown = _explain(
            run_options, repository, commit, against, now, changes, read_specs
        )
    targets = {t.id: t for language in now.languages.values() for t in language.targets}
    report = make_report(
        changes,
        explanation,
        why_unknown if changes else "",
        against,
        commit,
        _display_path(run_options.folder, repository),
        targets,
        lambda file: _display_path(Path(file), repository),
    )
    make: dict[str, Callable[[Report], bytes]] = {
        "text": formats.as_printed_text,
        "stat": formats.as_stat,
        "json": formats.as_json,
        "markdown": lambda report: as_markdown(report, limit),
        "github": lambda report: github.as_github(report, against is None and not exit_zero),
    }
    in_file = {**make, "text": formats.as_text}
    outputs = [(kind, file, (in_file if file else make)[kind](report)) for kind, file in wanted]
    for _, file, data in outputs:
        if file:
            _write_report(file, data)
    _print_reports([(kind, data) for kind, file, data in outputs if not file])
    if not {"stat", "json", "markdown"}.intersection(printed):
        print_text(report.summary, err=True)  # those formats have it on stdout
    if report.entries and not exit_zero:
        raise click.exceptions.Exit(1)


def _make_selector(
    run_options: OutputOptions, changed: str | None, against: str | None
) -> Callable[[Inputs], Selection | None] | None:
    """Return the function that limits the comparison; see `make_selector`.

    With `--against`, that is the revision of `--changed`, too, unless the user names one.
    """
    if against is None:
        return make_selector(changed, run_options, run_options.folder)
    revision = against if changed == LAST_RENDERED else changed
    return make_selector(revision, run_options, run_options.folder, is_on_disk=False)


def _open_revision(
    run_options: OutputOptions, against: str | None, is_in_folder: bool
) -> tuple[Repository | None, str, Revision | None, str]:
    """Open the repository, and the output folder at the revision to compare with.

    Returns:
        The repository, the commit's hash, the output folder at `against`, and the reason if there
        is no repository. There is no output folder if the old side is elsewhere, or if git has
        none, neither at `against` nor today.
    """
    if against is None:
        try:
            repository = Repository.find(Path(run_options.spec))
            return repository, repository.commit("HEAD"), None, ""
        except GenError as error:
            return None, "", None, str(error)
    if not is_in_folder:
        repository = Repository.find(Path(run_options.spec))
        return repository, repository.commit(against), None, ""
    repository = Repository.find(run_options.folder)
    commit = repository.commit(against)
    path = repository.path(run_options.folder)
    if path is None:  # a link leads out of the repository
        todo = "name an --out that is, or add --rendered"
        raise GenError(f"{run_options.folder}: this is not in the repository; {todo}")
    folder = repository.revision(commit, against, path)
    head = folder if folder.blobs else repository.revision(repository.commit("HEAD"), "HEAD", path)
    if not head.blobs:
        what = f"{run_options.folder} is not in git: {against} is rendered again to compare with it"
        print_text(what, err=True)
        return repository, commit, None, ""
    return repository, commit, folder, ""


# The fewest files of specs whose reading takes longer than to start a process.
_MANY_SPECS = 8


def _begin_to_read(
    run_options: OutputOptions, repository: Repository | None, commit: str, revision: str
) -> Callable[[], OldSpecs] | None:
    """Begin to read the specs of a commit in another process, if they are many.

    With forty specs, this saves half a second: a tenth of the time of `gen diff`.

    Returns:
        A function that waits for the specs and returns them; None without a repository.
    """
    if repository is None:
        return None
    spec, processes = Path(run_options.spec), run_options.jobs or processor_count()
    is_long = processes > 1 and spec.is_dir() and len([*spec.iterdir()]) >= _MANY_SPECS

    def read() -> OldSpecs:
        return read_old_specs(repository, commit, revision, spec, run_options.config)

    background = in_background(read, is_long)
    return click.get_current_context().with_resource(background)


def _explain(
    run_options: OutputOptions,
    repository: Repository,
    commit: str,
    against: str | None,
    rendered: Rendered,
    changes: Changes,
    read_specs: Callable[[], OldSpecs] | None,
) -> tuple[Explanation | None, str, str]:
    """Find the causes of the changes.

    Arguments:
        run_options, repository, commit, against, rendered, changes: what `diff` has found out.
        read_specs: returns the specs at the commit.

    Returns:
        The causes, the hash of the commit that they are relative to, and why there are no causes;
        the last one is empty if there are some.
    """

    def causes(
        commit: str, revision: str, read_specs: Callable[[], OldSpecs] | None = None
    ) -> Explanation:
        apis, spec = rendered.plan.apis, Path(run_options.spec)
        baseline = read_baseline(
            repository,
            commit,
            revision,
            spec,
            rendered.layers,
            apis,
            run_options.config,
            read_specs,
        )
        return find_causes(
            baseline,
            apis,
            changes,
            rendered.languages,
            rendered.layers,
            rendered.render_api,
            run_options.jobs or processor_count(),
        )

    def count_unexplained(explanation: Explanation) -> int:
        return sum(len(cause.files) for cause in explanation.causes if cause.kind == UNKNOWN)

    try:
        explanation = causes(commit, against or "HEAD", read_specs)
        manifest = repository.path(run_options.folder / MANIFEST)
        if against is None and manifest is not None and count_unexplained(explanation):
            # If HEAD has a spec that was not rendered, the last commit of the output explains more.
            last = repository.last_commit_of(manifest)
            if last is not None and last != commit:
                earlier = causes(last, last[:10])
                if count_unexplained(earlier) < count_unexplained(explanation):
                    return earlier, last, ""
    except GenError as error:
        return None, "", str(error)
    return explanation, commit, ""


def _display_path(path: Path, repository: Repository | None) -> str:
    """Return a path relative to the repository, else to the working folder; else an empty one."""
    if repository is not None and (path_in_git := repository.path(path)) is not None:
        return "" if path_in_git == "." else path_in_git
    here, place = Path.cwd().resolve(), Path(os.path.realpath(path))
    if place.is_relative_to(here) and place != here:
        return place.relative_to(here).as_posix()
    return ""


def _with_display_path(problem: Problem, repository: Repository | None) -> Problem:
    """Return a problem whose file is relative to the repository or the working folder."""
    mark = problem.mark
    if mark is None:
        return problem
    file = _display_path(Path(mark.file), repository) or mark.file
    return replace(problem, mark=mark.within(file))


def _write_report(file: str, data: bytes) -> None:
    """Write a report to a file, or to stdout if `file` is empty."""
    if not file:
        print_data(data)
        return
    # Other commands may have written to a step's summary already.
    is_summary = file == os.environ.get("GITHUB_STEP_SUMMARY")
    write_file(file, data, "ab" if is_summary else "wb")


def _print_reports(reports: list[tuple[str, bytes]]) -> None:
    """Print reports; if one of them has workflow commands, switch commands off for the others."""
    is_guarded = len(reports) > 1 and any(kind == "github" for kind, _ in reports)
    for kind, data in reports:
        token = secrets.token_hex(16) if is_guarded and kind != "github" and data else ""
        if token:
            print_data(f"::stop-commands::{token}\n")
        if kind == "json":
            print_json(data.decode().removesuffix("\n"))
        elif kind in ("stat", "markdown"):
            print_text(data.decode(), nl=False)
        else:
            print_data(data)
        if token:
            print_data(f"::{token}::\n")
