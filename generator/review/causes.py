"""Why files changed: each difference of two models is made alone, rendered, and so proven.

A run starts from the specs as they were, rendered with today's templates. What no difference of
the specs explains was there before the first of them: an edit by hand, a template that changed,
gen itself.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.structs import Struct, replace
from generator.output.changes import Change, Changes
from generator.rendering.environment import referenced_templates
from generator.rendering.jobs import RenderApi
from generator.review.attribution import Cause, CauseFinder, host_pair, replaced_hosts
from generator.review.baseline import Baseline
from generator.review.sentences import Name, Said, plain

# The kind of what nothing known explains.
UNKNOWN = "not rendered"


class Explanation(Struct, frozen=True):
    """All causes, and what changed of hosts.

    Attributes:
        causes: of what differs, and of what shows nowhere.
        pairs: the endpoints that were replaced, and by what.
        hosts: which of these make the new file of the old one alone, by the file's path.
        crlf: the files whose line ends a checkout has changed, and nobody by hand.
    """

    causes: tuple[Cause, ...]
    pairs: tuple[tuple[str, str], ...]
    hosts: Mapping[str, tuple[str, str]]
    crlf: frozenset[str] = frozenset()


def find_causes(
    past: Baseline,
    apis: Sequence[Api],
    changes: Changes,
    languages: Mapping[str, Language],
    layers: Layers,
    draw: RenderApi,
) -> Explanation:
    """Find out why files change.

    Arguments:
        past: what they were made of.
        apis: today's APIs.
        changes: what differs.
        languages: today's language folders.
        layers: today's templates.
        draw: renders APIs as this run does; raises GenError if they can't be.
    """
    targets = {target.id: target for lang in languages.values() for target in lang.targets}
    finder = CauseFinder(changes, languages, draw)
    hosts: dict[str, tuple[str, str]] = {}
    all_pairs: set[tuple[str, str]] = set()
    several = max(len(past.apis), len(apis)) > 1
    for old, new in _paired(past.apis, apis):
        finder.find(old, new, several)
        pairs = replaced_hosts(old, new)
        all_pairs |= pairs
        for change in finder.of(old, new).values():
            pair = host_pair(pairs, change.old, changes.files.get(change.path))
            if pair:
                hosts[change.path] = pair
    rest = [change for change in changes.changes if change.path in finder.unexplained]
    if changes.old_manifest is None:  # without one, nobody knows what was edited by hand
        rest = [replace(change, by_hand=False) for change in rest]
    used = _Templates(past, languages, targets, layers)
    causes = [*finder.causes, *_others(rest, finder.crlf, past, used)]
    return Explanation(tuple(causes), tuple(sorted(all_pairs)), hosts, frozenset(finder.crlf))


def _paired(old: Sequence[Api], new: Sequence[Api]) -> list[tuple[Api | None, Api | None]]:
    """Find out which API was which: the same id and version, else the only one with its id."""
    before = {api.folder: api for api in old}
    after = {api.folder: api for api in new}
    gone = [api for folder, api in before.items() if folder not in after]
    pairs: list[tuple[Api | None, Api | None]] = []
    for folder, api in after.items():
        was = before.get(folder)
        if was is None:
            others = [a for f, a in after.items() if f not in before and a.id == api.id]
            same = [a for a in gone if a.id == api.id]
            if len(same) == len(others) == 1:
                was = same[0]
                gone.remove(was)
        pairs.append((was, api))
    return [*pairs, *((api, None) for api in gone)]


def _others(
    rest: Sequence[Change], crlf: Collection[str], past: Baseline, used: _Templates
) -> list[Cause]:
    """Give the causes of what no difference of the specs explains."""
    found: dict[tuple[str, Said], list[str]] = {}
    if crlf:
        said = ("line ends are CRLF; ", Name("out/** text eol=lf"), " in .gitattributes keeps LF")
        found["line ends", said] = sorted(crlf)
    for change in rest:
        if change.by_hand:
            kind, reasons = "by hand", list[Said]([("edited by hand",)])
        elif changed := used.of(change):
            kind = "template"
            reasons = [("template ", Name(path), f" {past.templates[path]}") for path in changed]
        elif change.old is None:
            kind, reasons = "not there", [("not rendered yet, or removed by hand",)]
        elif past.generator_differs:
            kind, reasons = "gen", [("gen itself changed",)]
        else:
            other = "" if past.generator_differs is False else "another version of gen, "
            front = f"made by {other}other options, or other specs than those of "
            kind, reasons = UNKNOWN, [(front, Name(past.revision))]
        for reason in reasons:
            found.setdefault((kind, reason), []).append(change.path)
    ordered = sorted(found.items(), key=lambda item: plain(item[0][1]))
    return [Cause(said, False, None, kind, tuple(files)) for (kind, said), files in ordered]


class _Templates:
    """Knows which of the templates that changed a target is made of."""

    def __init__(
        self,
        past: Baseline,
        languages: Mapping[str, Language],
        targets: Mapping[str, Target],
        layers: Layers,
    ) -> None:
        self.past = past
        self.languages = languages
        self.targets = targets
        self.layers = layers
        self.known: dict[str, list[str]] = {}

    def of(self, change: Change) -> list[str]:
        """Give the changed templates that a file is made of."""
        if not self.past.templates:
            return []
        if change.target not in self.known:
            self.known[change.target] = self._used(change.target)
        return self.known[change.target]

    def _used(self, id_: str) -> list[str]:
        target = self.targets.get(id_)
        if target is None:  # whose language may be gone, which has borne the beginning of its name
            folders = {path: path.split("/")[0] for path in self.past.templates}
            return [path for path, name in folders.items() if f"{id_}-".startswith(f"{name}-")]
        # A page shows samples, so what they are made of it is made of, too.
        shown = [t for t in self.targets.values() if t.is_sample] if target.is_page else []
        used: set[str] = set()
        for one in (target, *shown):
            language = self.languages[one.language]
            used |= referenced_templates(self.layers, [file.template for file in one.files])
            used |= {f"{folder}/language.yaml" for folder in (language.id, *language.borrows)}
        return [path for path in self.past.templates if path in used]
