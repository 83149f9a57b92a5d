"""The causes of changed files: differences of specs, templates, gen itself, or edits by hand.

The old specs are rendered with today's templates. Then each difference of the specs is applied, and
the result is rendered. A change of a file that none of these steps makes has another cause: an edit
by hand, a changed template, or another version of gen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.errors import Mark
from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.structs import Struct, replace
from generator.output.changes import Change, ChangeKind, Changes
from generator.rendering.jobs import RenderApi
from generator.rendering.parallel import MAX_SERIAL_JOBS, divide, map_parts
from generator.rendering.references import references_of
from generator.review.attribution import CauseFinder
from generator.review.baseline import Baseline, TemplateChange
from generator.review.findings import Cause
from generator.review.grouping import group_causes
from generator.review.sentences import Name, Phrase, plain

# The kind of a cause that gen can't name: other options, other specs or another version.
UNKNOWN = "not rendered"
# The fewest APIs whose comparison takes longer than to start a process, even if few files changed.
_MANY_APIS = 12


class Explanation(Struct, frozen=True):
    """Why files changed: all causes, and the endpoints that were replaced.

    Attributes:
        causes: the causes, including those that changed no file.
        pairs: the old and the new endpoint of each region whose endpoint changed, by the id and the
            version of the API.
        hosts: for files by path, the pair of endpoints whose replacement alone turns the old file
            into the new one.
        crlf: the paths of files on disk that have CRLF line ends where gen writes LF, as a checkout
            can write them.
        apis: the id and the version of every API, old ones included.
    """

    causes: tuple[Cause, ...]
    pairs: Mapping[str, tuple[tuple[str, str], ...]]
    hosts: Mapping[str, tuple[str, str]]
    crlf: frozenset[str] = frozenset()
    apis: tuple[str, ...] = ()


def find_causes(
    baseline: Baseline,
    apis: Sequence[Api],
    changes: Changes,
    languages: Mapping[str, Language],
    layers: Layers,
    render_api: RenderApi,
    processes: int = 1,
) -> Explanation:
    """Find out why files changed.

    Arguments:
        baseline: the specs, templates and code at the revision to compare with.
        apis: today's APIs.
        changes: the files that differ from what is rendered.
        languages: today's languages by id.
        layers: today's template folders.
        render_api: renders an API with the options of this run; raises GenError if it can't.
        processes: the most processes to use.
    """
    targets = {target.id: target for lang in languages.values() for target in lang.targets}
    finder = CauseFinder(changes, languages, render_api)
    api_pairs = pair_apis(baseline.apis, apis)
    if len(changes.changes) <= MAX_SERIAL_JOBS // 2 and len(api_pairs) < _MANY_APIS:
        processes = 1
    found = map_parts(divide(api_pairs, processes), finder.find_all)
    explained = {path for part in found for path in part.explained}
    crlf = {path for part in found for path in part.crlf}
    rest = [
        change
        for change in changes.changes
        if change.path not in explained and change.kind is not ChangeKind.KEPT
    ]
    if changes.old_manifest is None:  # without a manifest, edits by hand can't be recognized
        rest = [replace(change, by_hand=False) for change in rest]
    template_uses = _TemplateUses(baseline, languages, targets, layers)
    causes = [cause for part in found for cause in part.causes]
    causes += _other_causes(rest, crlf, baseline, template_uses)
    return Explanation(
        tuple(group_causes(causes)),
        {name: pairs for part in found for name, pairs in part.pairs.items()},
        {path: pair for part in found for path, pair in part.hosts.items()},
        frozenset(crlf),
        tuple(api.name for pair in api_pairs if (api := pair[1] or pair[0])),
    )


def pair_apis(old: Sequence[Api], new: Sequence[Api]) -> list[tuple[Api | None, Api | None]]:
    """Pair old and new APIs by id and version, else by an id that only one on each side has.

    Returns:
        The pairs, those of today's APIs first. The old API is None if the new one is added, the
        new one is None if the old one is gone.
    """
    before = {api.folder: api for api in old}
    after = {api.folder: api for api in new}
    gone = [api for folder, api in before.items() if folder not in after]
    pairs: list[tuple[Api | None, Api | None]] = []
    for folder, api in after.items():
        match = before.get(folder)
        if match is None:
            others = [a for f, a in after.items() if f not in before and a.id == api.id]
            same = [a for a in gone if a.id == api.id]
            if len(same) == len(others) == 1:
                match = same[0]
                gone.remove(match)
        pairs.append((match, api))
    return [*pairs, *((api, None) for api in gone)]


def _other_causes(
    rest: Sequence[Change], crlf: Collection[str], baseline: Baseline, template_uses: _TemplateUses
) -> list[Cause]:
    """Return the causes of the changes that no difference of the specs explains."""
    causes: dict[tuple[str, Phrase, Mark | None], list[str]] = {}
    if crlf:
        phrase: Phrase = (
            "line ends are CRLF; ",
            Name("out/** text eol=lf"),
            " in .gitattributes keeps LF",
        )
        causes["line ends", phrase, None] = sorted(crlf)
    for change in rest:
        reasons: list[tuple[Phrase, Mark | None]]
        if change.by_hand:
            kind, reasons = "by hand", [(("edited by hand",), None)]
        elif changed := template_uses.changed_templates(change):
            kind = "template"
            reasons = [
                (("template ", Name(path), f" {template.verb}"), template.mark)
                for path, template in changed.items()
            ]
        elif change.old is None:
            kind, reasons = "not there", [(("not rendered yet, or removed by hand",), None)]
        elif baseline.generator_differs:
            kind, reasons = "gen", [(("gen itself changed",), None)]
        else:
            other = "" if baseline.generator_differs is False else "another version of gen, "
            front = f"made by {other}other options, or other specs than those of "
            kind, reasons = UNKNOWN, [((front, Name(baseline.revision)), None)]
        for phrase, mark in reasons:
            causes.setdefault((kind, phrase, mark), []).append(change.path)
    ordered = sorted(causes.items(), key=lambda item: plain(item[0][1]))
    return [
        Cause(phrase, False, (mark,) if mark else (), kind, files=tuple(files))
        for (kind, phrase, mark), files in ordered
    ]


class _TemplateUses:
    """Finds the changed templates that a target uses."""

    def __init__(
        self,
        baseline: Baseline,
        languages: Mapping[str, Language],
        targets: Mapping[str, Target],
        layers: Layers,
    ) -> None:
        self.baseline = baseline
        self.languages = languages
        self.targets = targets
        self.layers = layers
        self.by_target: dict[str, dict[str, TemplateChange]] = {}

    def changed_templates(self, change: Change) -> dict[str, TemplateChange]:
        """Return the changed templates that a file's target uses, by path."""
        if not self.baseline.templates:
            return {}
        if change.target not in self.by_target:
            self.by_target[change.target] = self._find_changed(change.target)
        return self.by_target[change.target]

    def _find_changed(self, id_: str) -> dict[str, TemplateChange]:
        """Find the changed templates that a target uses, by path."""
        changed = self.baseline.templates
        target = self.targets.get(id_)
        if target is None:  # its language may be removed: a target's id begins with the language's
            return {
                path: change
                for path, change in changed.items()
                if f"{id_}-".startswith(f"{path.split('/')[0]}-")
            }
        # A page contains samples, so it depends on their templates, too.
        samples = [t for t in self.targets.values() if t.is_sample] if target.is_page else []
        templates: set[str] = set()
        for used in (target, *samples):
            language = self.languages[used.language]
            templates |= references_of(self.layers).templates(used.templates)
            templates |= {f"{folder}/language.yaml" for folder in (language.id, *language.borrows)}
        return {path: change for path, change in changed.items() if path in templates}
