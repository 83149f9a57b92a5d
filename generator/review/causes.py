"""The causes of changed files: differences of specs, templates, gen itself, or edits by hand.

The old specs are rendered with today's templates. Then each difference of the specs is applied, and
the result is rendered. A change of a file that none of these steps makes has another cause: an edit
by hand, a changed template, or another version of gen.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.structs import Struct, replace
from generator.output.changes import Change, Changes
from generator.rendering.jobs import RenderApi
from generator.rendering.references import References
from generator.review.attribution import Cause, CauseFinder, host_pair, replaced_hosts
from generator.review.baseline import Baseline
from generator.review.sentences import Name, Phrase, plain

# The kind of a cause that gen can't name: other options, other specs or another version.
UNKNOWN = "not rendered"


class Explanation(Struct, frozen=True):
    """Why files changed: all causes, and the endpoints that were replaced.

    Attributes:
        causes: the causes, including those that changed no file.
        pairs: the old and the new endpoint of each region whose endpoint changed.
        hosts: for files by path, the pair of endpoints whose replacement alone turns the old file
            into the new one.
        crlf: the paths of files on disk that have CRLF line ends where gen writes LF, as a checkout
            can write them.
    """

    causes: tuple[Cause, ...]
    pairs: tuple[tuple[str, str], ...]
    hosts: Mapping[str, tuple[str, str]]
    crlf: frozenset[str] = frozenset()


def find_causes(
    baseline: Baseline,
    apis: Sequence[Api],
    changes: Changes,
    languages: Mapping[str, Language],
    layers: Layers,
    render_api: RenderApi,
) -> Explanation:
    """Find out why files changed.

    Arguments:
        baseline: the specs, templates and code at the revision to compare with.
        apis: today's APIs.
        changes: the files that differ from what is rendered.
        languages: today's languages by id.
        layers: today's template folders.
        render_api: renders an API with the options of this run; raises GenError if it can't.
    """
    targets = {target.id: target for lang in languages.values() for target in lang.targets}
    finder = CauseFinder(changes, languages, render_api)
    hosts: dict[str, tuple[str, str]] = {}
    all_pairs: set[tuple[str, str]] = set()
    several = max(len(baseline.apis), len(apis)) > 1
    for old, new in pair_apis(baseline.apis, apis):
        finder.find(old, new, several)
        pairs = replaced_hosts(old, new)
        all_pairs |= pairs
        for change in finder.changes_of(old, new).values():
            pair = host_pair(pairs, change.old, changes.files.get(change.path))
            if pair:
                hosts[change.path] = pair
    rest = [change for change in changes.changes if change.path in finder.unexplained]
    if changes.old_manifest is None:  # without a manifest, edits by hand can't be recognized
        rest = [replace(change, by_hand=False) for change in rest]
    template_uses = _TemplateUses(baseline, languages, targets, layers)
    causes = [*finder.causes, *_other_causes(rest, finder.crlf, baseline, template_uses)]
    return Explanation(tuple(causes), tuple(sorted(all_pairs)), hosts, frozenset(finder.crlf))


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
    causes: dict[tuple[str, Phrase], list[str]] = {}
    if crlf:
        phrase = ("line ends are CRLF; ", Name("out/** text eol=lf"), " in .gitattributes keeps LF")
        causes["line ends", phrase] = sorted(crlf)
    for change in rest:
        if change.by_hand:
            kind, reasons = "by hand", list[Phrase]([("edited by hand",)])
        elif changed := template_uses.changed_templates(change):
            kind = "template"
            reasons = [
                ("template ", Name(path), f" {baseline.templates[path]}") for path in changed
            ]
        elif change.old is None:
            kind, reasons = "not there", [("not rendered yet, or removed by hand",)]
        elif baseline.generator_differs:
            kind, reasons = "gen", [("gen itself changed",)]
        else:
            other = "" if baseline.generator_differs is False else "another version of gen, "
            front = f"made by {other}other options, or other specs than those of "
            kind, reasons = UNKNOWN, [(front, Name(baseline.revision))]
        for reason in reasons:
            causes.setdefault((kind, reason), []).append(change.path)
    ordered = sorted(causes.items(), key=lambda item: plain(item[0][1]))
    return [Cause(phrase, False, None, kind, tuple(files)) for (kind, phrase), files in ordered]


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
        self.by_target: dict[str, list[str]] = {}

    def changed_templates(self, change: Change) -> list[str]:
        """Return the changed templates that a file's target uses."""
        if not self.baseline.templates:
            return []
        if change.target not in self.by_target:
            self.by_target[change.target] = self._find_changed(change.target)
        return self.by_target[change.target]

    def _find_changed(self, id_: str) -> list[str]:
        """Find the changed templates that a target uses."""
        target = self.targets.get(id_)
        if target is None:  # its language may be removed: a target's id begins with the language's
            folders = {path: path.split("/")[0] for path in self.baseline.templates}
            return [path for path, name in folders.items() if f"{id_}-".startswith(f"{name}-")]
        # A page contains samples, so it depends on their templates, too.
        samples = [t for t in self.targets.values() if t.is_sample] if target.is_page else []
        templates: set[str] = set()
        for used in (target, *samples):
            language = self.languages[used.language]
            templates |= References(self.layers).templates(file.template for file in used.files)
            templates |= {f"{folder}/language.yaml" for folder in (language.id, *language.borrows)}
        return [path for path in self.baseline.templates if path in templates]
