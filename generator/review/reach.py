"""What a change reaches: the APIs and operations whose files may differ from those of a revision.

gen compares the models of the specs, the templates and its own code with those of the revision.
A file about an operation depends on that operation, on the parts of the API that all operations
share, and on the templates. If a template shows other operations, too, as lists do, all files of
its target depend on all of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.errors import ProblemsError, counted
from generator.languages.language import Language, Layers
from generator.model.api import Api
from generator.model.sameness import is_same
from generator.model.structs import Struct, replace
from generator.output.manifest import ManifestRow
from generator.plan import Selection
from generator.rendering.references import references_of
from generator.review.baseline import Baseline
from generator.review.causes import pair_apis
from generator.review.model_diff import model_differences
from generator.review.sentences import plain


class Reach(Struct, frozen=True):
    """What the changes since a revision reach.

    Attributes:
        selection: the APIs and operations that they reach; None if they can reach every file.
        reasons: the changes in words.
        has_gen: whether gen itself could be compared, because the repository has its code.
    """

    selection: Selection | None
    reasons: tuple[str, ...]
    has_gen: bool = True

    def format(self, revision: str, apis: Sequence[Api]) -> str:
        """Format what is reached as one line.

        Arguments:
            revision: the revision, as the user knows it.
            apis: today's APIs.
        """
        chosen = self.selection
        total = sum(len(api.operations) for api in apis)
        reached = [api for api in apis if chosen is None or chosen.has_api(api.folder)]
        ids = {a.folder: None if chosen is None else chosen.subjects[a.folder] for a in reached}
        count = sum(
            ids[api.folder] is None or operation.id in (ids[api.folder] or ())
            for api in reached
            for operation in api.operations
        )
        numbers = f"{count} of {counted(total, 'operation')}"
        numbers += f", {len(reached)} of {counted(len(apis), 'API')}"
        first = self.reasons[0] if self.reasons else "specs and templates are the same"
        more = f", and {len(self.reasons) - 1} more" if self.reasons[1:] else ""
        rest = "" if chosen is None or self.has_gen else "; gen is taken for the same version"
        return f"changed since {revision}: {numbers} ({first}{more}){rest}"


def find_reach(
    baseline: Baseline,
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    layers: Layers,
    other_rows: Iterable[ManifestRow] = (),
) -> Reach:
    """Find out what the changes since a revision reach.

    Arguments:
        baseline: the specs, templates and code at the revision.
        apis: today's APIs.
        languages: today's languages, by id.
        layers: today's template folders.
        other_rows: rows of the manifest that differ from the manifest of the revision. Their files
            are reached, even if the specs are the same again.
    """
    reasons = [f"template {path} {change.verb}" for path, change in baseline.templates.items()]
    reasons += [f"{folder} is not in the repository" for folder in baseline.unknown_templates]
    if baseline.generator_differs:
        reasons.append("gen itself changed")
    if reasons:
        return Reach(None, tuple(reasons))
    subjects: dict[str, frozenset[str] | None] = {}
    try:
        for old, new in pair_apis(baseline.apis, apis):
            ids = _changed_operations(old, new)
            if ids is None or ids or not _has_same_rest(old, new):
                subjects |= {api.folder: ids for api in (old, new) if api}
                reasons += _format_differences(old, new, len(apis) > 1)
    except ProblemsError as error:  # a part of a document that is read only if it is needed
        return Reach(None, (str(error.problems[0]),))
    rows = tuple(other_rows)
    for row in rows:
        folder = "/".join(row.path.split("/")[:2])
        ids = subjects.get(folder, frozenset())
        if ids is not None and row.operation:
            ids |= {row.operation}
        subjects[folder] = ids
    if rows:
        number = counted(len({row.path for row in rows}), "file")
        reasons.append(f"the manifest says otherwise of {number}")
    has_same_apis = {api.folder for api in baseline.apis} == {api.folder for api in apis}
    selection = _select(subjects, languages, layers, has_same_apis)
    return Reach(selection, tuple(reasons), baseline.generator_differs is not None)


def _changed_operations(old: Api | None, new: Api | None) -> frozenset[str] | None:
    """Return the ids of the operations that differ; None if what all of them share differs."""
    if old is None or new is None:
        return None
    names = set(Api.__struct_fields__) - {"operations", "file"}
    if not all(is_same(getattr(old, name), getattr(new, name)) for name in names):
        return None
    before, after = ({o.id: o for o in api.operations} for api in (old, new))
    ids = before.keys() | after.keys()
    return frozenset(id_ for id_ in ids if not is_same(before.get(id_), after.get(id_)))


def _has_same_rest(old: Api | None, new: Api | None) -> bool:
    """Say whether two APIs with the same operations also have them in the same order."""
    ids = ([operation.id for operation in api.operations] if api else [] for api in (old, new))
    return next(ids) == next(ids)


def _format_differences(old: Api | None, new: Api | None, with_name: bool) -> list[str]:
    """Format the differences of two models that are not the same."""
    api = new or old
    assert api is not None
    phrases = [plain(difference.phrase) for difference in model_differences(old, new)]
    # 1 in place of 1.0 is no difference of models.
    phrases = phrases or ["a number is written otherwise"]
    if not with_name or old is None or new is None:
        return phrases
    return [f"{api.id} {api.version}: {phrase}" for phrase in phrases]


def _select(
    subjects: Mapping[str, frozenset[str] | None],
    languages: Mapping[str, Language],
    layers: Layers,
    has_same_apis: bool,
) -> Selection:
    """Make a selection that has every file which shows one of these operations.

    Arguments:
        subjects: what differs; see `Selection`.
        languages: today's languages, by id.
        layers: today's template folders.
        has_same_apis: whether no API was added and none is gone.
    """
    selection = Selection(subjects)
    if not subjects:
        return selection
    references = references_of(layers)
    api_wide: set[str] = set()
    site_wide: set[str] = set()
    samples_are_wide = False
    targets = [target for language in languages.values() for target in language.targets]
    for target in sorted(targets, key=lambda target: not target.is_sample):
        templates = [
            file.template
            for file in target.files
            if file.each == "operation" or not (target.is_publication or target.is_client)
        ]
        templates += [loop.template for loop in target.loops.values()]
        shows_samples = target.is_page or target.is_publication
        if shows_samples and samples_are_wide:
            api_wide.add(target.id)
        if references.shows_other_operations(templates):
            api_wide.add(target.id)
            samples_are_wide |= target.is_sample
        others = [file.template for file in target.files if file.each != "site"]
        if target.is_publication and not (
            has_same_apis and not references.shows_other_apis(others)
        ):
            site_wide.add(target.id)
    return replace(selection, api_wide=frozenset(api_wide), site_wide=frozenset(site_wide))
