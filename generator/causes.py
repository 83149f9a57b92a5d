"""Why files changed: each difference of two models is made alone, rendered, and so proven.

A run starts from the specs as they were, rendered with today's templates, and makes one
difference after the other until the specs are today's. What a step changes in the output, its
difference is the cause of. What the steps don't explain was there before the first of them: an
edit by hand, a template that changed, gen itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby

from generator.differences import Difference, differences
from generator.errors import GenError, Mark
from generator.language import Language, Layers
from generator.model import Api
from generator.past import Past
from generator.request import bind
from generator.sentences import Name, Said, plain
from generator.target import Target
from generator.templates import referenced
from generator.text import reveal
from generator.tree import Change, Changes, Kind

# Files that the steps of one API may render; with more, differences of a kind share a step.
_MOST_FILES = 6000
_FEWEST_STEPS = 4

Tree = Mapping[str, bytes]
Draw = Callable[[Sequence[Api]], Tree]


@dataclass(frozen=True, slots=True)
class Cause:
    """One reason why files changed.

    Attributes:
        said: what it is.
        breaking: whether it can break who calls the API or uses its client.
        mark: where in today's spec it stands; None if it is in none.
        files: the paths that it changed, none if it shows nowhere.
        host_only: those of `files` in which nothing but the host differs.
    """

    said: Said
    breaking: bool
    mark: Mark | None
    files: tuple[str, ...]
    host_only: frozenset[str]


@dataclass(frozen=True, slots=True)
class Why:
    """All causes, and what changed of hosts.

    Attributes:
        causes: of what differs, and of what shows nowhere.
        pairs: the endpoints that were replaced, and by what.
        hosts: which of these make the new file of the old one alone, by the file's path.
    """

    causes: tuple[Cause, ...]
    pairs: tuple[tuple[str, str], ...]
    hosts: Mapping[str, tuple[str, str]]


def find_causes(
    past: Past,
    apis: Sequence[Api],
    changes: Changes,
    languages: Mapping[str, Language],
    layers: Layers,
    draw: Draw,
) -> Why:
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
    finder = _Finder({change.path: change for change in changes.changes}, changes, targets, draw)
    before = {api.folder: api for api in past.apis}
    after = {api.folder: api for api in apis}
    hosts: dict[str, tuple[str, str]] = {}
    all_pairs: set[tuple[str, str]] = set()
    for folder in dict.fromkeys([*after, *before]):
        old, new = before.get(folder), after.get(folder)
        finder.api(folder, old, new)
        pairs = _hosts(old, new)
        all_pairs |= pairs
        for change in finder.of(folder):
            pair = _host_pair(pairs, change.old, changes.files.get(change.path))
            if pair:
                hosts[change.path] = pair
    rest = [change for change in finder.changes.values() if change.path in finder.unexplained]
    causes = [*finder.causes, *_others(rest, past, languages, targets, layers)]
    return Why(tuple(causes), tuple(sorted(all_pairs)), hosts)


class _Finder:
    """Makes the steps of one API after the other."""

    def __init__(
        self,
        changes: Mapping[str, Change],
        made: Changes,
        targets: Mapping[str, Target],
        draw: Draw,
    ) -> None:
        self.changes = changes
        self.made = made
        self.targets = targets
        self.draw = draw
        self.causes: list[Cause] = []
        self.unexplained = {path for path, c in changes.items() if c.kind is not Kind.KEPT}

    def of(self, folder: str) -> list[Change]:
        """Give the changes of an API."""
        return [change for path, change in self.changes.items() if path.startswith(f"{folder}/")]

    def api(self, folder: str, old: Api | None, new: Api | None) -> None:
        """Find what the differences of an API changed."""
        changed = {change.path: change for change in self.of(folder)}
        segments: list[list[Difference]] = []
        found = differences(old, new)
        if not changed:  # nothing to explain; what differs is told all the same
            self.causes += [Cause(d.said, d.breaking, d.mark, (), frozenset()) for d in found]
            return
        first = self._drawn(old) if found else self.made.files
        states: list[tuple[Api | None, Tree | None]] = [(old, first)]
        pending: list[Difference] = []
        for group in self._steps(found):
            pending += group
            last = pending[-1]
            tree = self.made.files if last is found[-1] else self._drawn(last.step)
            if tree is not None:  # else what it changes can't be told from what comes next
                segments.append(pending)
                states.append((last.step, tree))
                pending = []
        starts = {path: self._start(path, states) for path in changed}
        self.unexplained -= {path for path, start in starts.items() if start is not None}
        for number, group in enumerate(segments):
            (api, tree), (next_api, next_tree) = states[number], states[number + 1]
            files, host_only = [], set()
            pairs = _hosts(api, next_api)
            for path, start in starts.items():
                if changed[path].kind is Kind.KEPT or number < (start or 0):
                    continue
                was = changed[path].old if tree is None else tree.get(path)
                now = None if next_tree is None else next_tree.get(path)
                if was != now:
                    files.append(path)
                    host_only |= {path} if _host_pair(pairs, was, now) else set()
            for one in group:
                host = frozenset(host_only)
                self.causes.append(Cause(one.said, one.breaking, one.mark, tuple(files), host))

    def _start(self, path: str, states: Sequence[tuple[Api | None, Tree | None]]) -> int | None:
        """Give the last state whose file is the old one, from which on steps explain it."""
        old = self.changes[path].old
        for number in reversed(range(len(states))):
            tree = states[number][1]
            if tree is not None and tree.get(path) == old:
                return number
        return None

    def _steps(self, found: Sequence[Difference]) -> list[list[Difference]]:
        """Give the differences that are made at once: one at a time, if those are not too many."""
        most = max(_FEWEST_STEPS, _MOST_FILES // max(len(self.made.files), 1))
        if len(found) <= most:
            return [[one] for one in found]
        kinds = [list(group) for _, group in groupby(found, key=lambda one: one.kind)]
        while len(kinds) > most:
            kinds = [list(chain(*kinds[i : i + 2])) for i in range(0, len(kinds), 2)]
        return kinds

    def _drawn(self, api: Api | None) -> Tree | None:
        """Render a model of the past, but for targets that are gone; None if it can't be."""
        if api is None:
            return {}
        if api.targets is not None:
            known = tuple(target for target in api.targets if reveal(target) in self.targets)
            api = replace(api, targets=known)
        try:
            return self.draw([api])
        except GenError:
            return None


def _hosts(old: Api | None, new: Api | None) -> set[tuple[str, str]]:
    """Give the endpoints that requests went to, and where they go instead."""
    if old is None or new is None:
        return set()
    regions = {region.id: region.endpoint for region in new.regions}
    pairs = {(r.endpoint, regions[r.id]) for r in old.regions if r.id in regions}
    ids = {region.id for region in old.regions}
    if old.default_region is None or old.default_region in ids:
        pairs.add((bind(old).endpoint, bind(new).endpoint))
    return {(before, after) for before, after in pairs if before != after}


def _host_pair(
    pairs: Iterable[tuple[str, str]], old: bytes | None, new: bytes | None
) -> tuple[str, str] | None:
    """Give the endpoints whose exchange alone makes the new file of the old; None if it doesn't."""
    if old is None or new is None or old == new:
        return None
    for before, after in sorted(pairs):
        if old.replace(before.encode(), after.encode()) == new:
            return before, after
    return None


def _others(
    rest: Sequence[Change],
    past: Past,
    languages: Mapping[str, Language],
    targets: Mapping[str, Target],
    layers: Layers,
) -> list[Cause]:
    """Give the causes of what no difference of the specs explains."""
    found: dict[Said, list[str]] = {}
    used = _Templates(past, languages, targets, layers)
    for change in rest:
        if change.by_hand:
            reasons: list[Said] = [("edited by hand",)]
        elif changed := used.of(change):
            reasons = [("template ", Name(path), f" {past.templates[path]}") for path in changed]
        elif change.old is None:
            reasons = [("not rendered yet, or removed by hand",)]
        elif past.generator_differs:
            reasons = [("gen itself changed",)]
        else:
            other = "" if past.generator_differs is False else "made by another version of gen, or "
            reasons = [(f"{other}not rendered at ", Name(past.revision))]
        for reason in reasons:
            found.setdefault(reason, []).append(change.path)
    ordered = sorted(found.items(), key=lambda item: plain(item[0]))
    return [Cause(said, False, None, tuple(files), frozenset()) for said, files in ordered]


class _Templates:
    """Knows which of the templates that changed a target is made of."""

    def __init__(
        self,
        past: Past,
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
            used |= referenced(self.layers, [file.template for file in one.files])
            used |= {f"{folder}/language.yaml" for folder in (language.id, *language.borrows)}
        return [path for path in self.past.templates if path in used]
