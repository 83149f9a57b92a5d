"""The plan of a site: all files of a publication, and the samples that they show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.client.programs import plan_client_samples
from generator.languages.language import Language
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.structs import Struct
from generator.plan import Plan, Selection, make_plan
from generator.publishing.planner import PublicationJob, other_endpoint, plan_publication
from generator.rendering.request import Binding, bind


class PlannedSite(Struct, frozen=True):
    """The files of a publication.

    Attributes:
        plan: the plan of the samples that the files show.
        jobs: one job for each file.
    """

    plan: Plan
    jobs: tuple[PublicationJob, ...]


def plan_site(
    apis: tuple[Api, ...],
    languages: Mapping[str, Language],
    target: Target,
    samples: Sequence[str],
    selection: Selection | None = None,
) -> PlannedSite:
    """Plan the files of a publication.

    Arguments:
        apis: the APIs to publish.
        languages: all languages, by id.
        target: the publication to make.
        samples: the ids of the targets whose samples the files show. "all" stands for those that
            each spec publishes.
        selection: the APIs and operations to make files for; None for all.

    Raises:
        GenError: if there is no target with one of the ids.
        ProblemsError: if a spec publishes a target that does not exist, or if two files would have
            the same path.
    """
    others_by_file = {api.file: other_endpoint(api) for api in apis}

    def bind_elsewhere(api: Api) -> Binding:
        return bind(api, endpoint=others_by_file[api.file])

    # What is published of an API shows samples of all of its operations.
    shown = selection and Selection(
        {api.folder: None for api in apis if selection.has(api.folder, "", target.id)}
    )
    plan = make_plan(apis, languages, bind, samples, selection=shown)
    with_others = [api for api in apis if others_by_file[api.file]]
    others = make_plan(with_others, languages, bind_elsewhere, samples, selection=shown)
    shown_jobs, other_jobs = (
        (*part.jobs, *plan_client_samples(part.clients, languages)) for part in (plan, others)
    )
    of_id = {row.id: row for language in languages.values() for row in language.targets}
    jobs = [
        job
        for one in (target, *(of_id[id_] for id_ in target.companions))
        for job in plan_publication(apis, shown_jobs, other_jobs, one, bind)
    ]
    if selection is not None:
        jobs = [
            job
            for job in jobs
            if selection.has("" if job.is_site else job.api.folder, job.subject, job.target.id)
        ]
    return PlannedSite(plan, tuple(jobs))
