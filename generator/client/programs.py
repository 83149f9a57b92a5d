"""Plan files that call one operation of a client each: programs that test it, and samples."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.client.names import api_names, error_name, error_names, field_names
from generator.client.planner import PAGE_CALL, ClientJob, ClientProgram
from generator.languages.language import Language
from generator.languages.target import File
from generator.model.structs import replace
from generator.rendering.jobs import Job, file_id, path_of


def plan_programs(
    clients: Sequence[ClientJob],
    operations: frozenset[str] | None,
    languages: Mapping[str, Language],
) -> list[Job]:
    """Plan the programs that test clients: for each client, each program of its target.

    A program calls one operation, so there is a file for each operation, and for each further
    example of it. The calls that web pages show are among them.

    Arguments:
        clients: the jobs of all files of the clients to test.
        operations: the ids of the operations to call; None for all operations.
        languages: all languages, by id.

    Returns:
        One job for each file.
    """
    jobs = []
    for files in _by_client(clients):
        for program in files[0].target.programs:
            jobs += _plan_calls(files, program.id, program.file, operations, languages)
    return [*jobs, *plan_client_samples(clients, languages, operations)]


def plan_client_samples(
    clients: Sequence[ClientJob],
    languages: Mapping[str, Language],
    operations: frozenset[str] | None = None,
) -> list[Job]:
    """Plan the calls of clients that web pages show as samples.

    Arguments:
        clients: the jobs of all files of the clients.
        languages: all languages, by id.
        operations: the ids of the operations to call; None for all operations.

    Returns:
        One job for each operation and each further example of it, if the target has a template.
    """
    jobs = []
    for files in _by_client(clients):
        sample = files[0].target.sample
        if sample is not None:
            jobs += _plan_calls(files, PAGE_CALL, sample, operations, languages)
    return jobs


def _by_client(clients: Sequence[ClientJob]) -> list[tuple[ClientJob, ...]]:
    """Return the files of each client."""
    folders = dict.fromkeys(job.folder for job in clients)
    return [
        tuple(replace(job, wanted=True) for job in clients if job.folder == folder)
        for folder in folders
    ]


def _plan_calls(
    files: tuple[ClientJob, ...],
    program: str,
    file: File,
    operations: frozenset[str] | None,
    languages: Mapping[str, Language],
) -> list[Job]:
    """Plan files that call one operation of a client each.

    Arguments:
        files: the jobs of all files of the client.
        program: the id of the kind of file.
        file: the template, and the pattern of the file's name.
        operations, languages: see `plan_programs`.
    """
    api, target, records = files[0].api, files[0].target, files[0].records
    names = languages[target.language].names
    all_names = {**api_names(api, names, records), **field_names(api, names, records)}
    caller = ClientProgram(
        program, files, all_names, error_names(api, names), error_name(api, names)
    )
    first = zip(api.operations, files[0].requests, strict=True)
    rows = [(operation, operation.variants[0], request) for operation, request in first]
    further = [row for row in files[0].examples if row[1].id != row[0].variants[0].id]
    return [
        Job(
            path_of(
                f"{api.folder}/{operation.id}", file_id(operation, variant), target, file, names
            ),
            file.template,
            target,
            api,
            operation,
            request,
            True,
            caller,
            variant,
        )
        for operation, variant, request in (*rows, *further)
        if operations is None or operation.id in operations
    ]
