"""Which files each difference of two models changes: it is made alone, and rendered.

Differences are made one after the other, until the specs are today's. What a step changes in the
output, its difference is the cause of. A difference of some operations is rendered for these and
for clients alone; if that should not lead to today's files, everything is.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import chain, groupby

from generator.client.names import api_names, error_name
from generator.errors import GenError, Mark
from generator.languages.language import Language
from generator.model.api import Api
from generator.model.structs import Struct, replace
from generator.model.text import reveal
from generator.output.changes import Change, ChangeKind, Changes
from generator.rendering.jobs import RenderApi
from generator.rendering.request import bind
from generator.review.model_diff import Difference, model_differences
from generator.review.sentences import Name, Said

# Files that the steps of one API may render; with more, differences of a kind share a step.
_MOST_FILES = 20_000

# Kinds of differences after which a client may have other names.
_NAMES = re.compile("added|gone|renamed|targets|error changed|API")
Tree = Mapping[str, bytes]


class Cause(Struct, frozen=True):
    """One reason why files changed.

    Attributes:
        said: what it is.
        breaking: whether it can break who calls the API or uses its client.
        mark: where in today's spec it stands; None if it is in none.
        kind: what it has in common with others, such as `region added`.
        files: the paths that it changed, none if it shows nowhere.
        host_only: those of `files` in which nothing but the host differs.
        told: whether its files are told at a cause of several differences, not here.
    """

    said: Said
    breaking: bool
    mark: Mark | None
    kind: str
    files: tuple[str, ...] = ()
    host_only: frozenset[str] = frozenset()
    told: bool = False


State = tuple[Api | None, Tree | None]


class CauseFinder:
    """Makes the steps of one API after the other.

    Arguments:
        made: what differs.
        languages: today's language folders.
        draw: renders APIs as the run does.
    """

    def __init__(self, made: Changes, languages: Mapping[str, Language], draw: RenderApi) -> None:
        self.made = made
        self.targets = {t.id: t for language in languages.values() for t in language.targets}
        self.languages = languages
        self.draw = draw
        self.causes: list[Cause] = []
        self.crlf: set[str] = set()
        self.unexplained = {c.path for c in made.changes if c.kind is not ChangeKind.KEPT}

    def of(self, old: Api | None, new: Api | None) -> dict[str, Change]:
        """Give the changes of an API, whatever its folder was called, but for kept files."""
        folders = tuple(f"{api.folder}/" for api in (old, new) if api)
        return {
            change.path: change
            for change in self.made.changes
            if change.path.startswith(folders) and change.kind is not ChangeKind.KEPT
        }

    def find(self, old: Api | None, new: Api | None, several: bool) -> None:
        """Find what the differences of an API changed; `several` if it has to be named."""
        changed = self.of(old, new)
        found = model_differences(old, new)
        if several:
            api = new or old
            assert api is not None
            named = Name(f"{api.id} {api.version}"), ": "
            found = [one if one.said[0] == "API " else replace(one, said=(*named, *one.said))
                     for one in found]  # fmt: skip
        if not changed:  # nothing to explain; what differs is told all the same
            self.causes += [Cause(d.said, d.breaking, d.mark, d.kind) for d in found]
            return
        first = self._drawn(old, None, {}, changed) if found else self._wanted(changed)
        for is_scoped in (True, False):
            segments, states = self._made((old, first), found, changed, is_scoped)
            if states[-1][1] == self._wanted(changed):
                break  # else templates look at more than the operation that they are of
        starts = {path: self._start(change, states) for path, change in changed.items()}
        self.unexplained -= {path for path, start in starts.items() if start is not None}
        for number, group in enumerate(segments):
            before, after = states[number], states[number + 1]
            pairs = replaced_hosts(before[0], after[0])
            files, host_only = [], set()
            for path, start in starts.items():
                change = changed[path]
                # What was not there, and none knows why, is explained by nothing that follows.
                if number < (start or 0) or (start is None and change.old is None):
                    continue
                was = change.old if before[1] is None else before[1].get(path)
                now = None if after[1] is None else after[1].get(path)
                if was != now and not (start is None and _is_there(change.old, was, now)):
                    files.append(path)
                    host_only |= {path} if host_pair(pairs, was, now) else set()
            self._tell(group, before[0], tuple(files), frozenset(host_only))

    def _tell(
        self,
        group: Sequence[Difference],
        before: Api | None,
        files: tuple[str, ...],
        host_only: frozenset[str],
    ) -> None:
        """Add the cause of a step, and where that has several differences, what breaks callers."""
        one, last = group[0], group[-1]
        breaking, said = any(d.breaking for d in group), one.said
        lost = self._lost(before, last.step) if _NAMES.search(one.kind) else []
        if lost and not breaking:
            breaking = True
            if "target" not in one.kind:
                said = (*said, " (the client loses ", Name(lost[0]), ")")
        if len(group) > 1:
            said = (f"{len(group)} differences such as: ", *said)
            self.causes += [
                Cause(d.said, True, d.mark, d.kind, told=True) for d in group if d.breaking
            ]
        self.causes.append(Cause(said, breaking, one.mark, one.kind, files, host_only))

    def _lost(self, before: Api | None, after: Api | None) -> list[str]:
        """Give the names that published clients had and have no more."""
        gone = self._names(before) - self._names(after)
        return sorted(name for _, name in gone)

    def _names(self, api: Api | None) -> set[tuple[str, str]]:
        """Give the names of methods, regions and classes of errors in published clients."""
        found: set[tuple[str, str]] = set()
        for id_ in map(reveal, (api.targets if api else None) or ()):
            target = self.targets.get(id_)
            if api and target and target.is_client:
                names = self.languages[target.language].names
                chosen = {str(name) for name in api_names(api, names).values()}
                found |= {(id_, name) for name in chosen | {error_name(api, names)}}
        return found

    def _made(
        self,
        first: State,
        found: Sequence[Difference],
        changed: Mapping[str, Change],
        is_scoped: bool,
    ) -> tuple[list[list[Difference]], list[State]]:
        """Make the differences one after the other, and render what each may change."""
        segments: list[list[Difference]] = []
        states = [first]
        pending: list[Difference] = []
        for group in self._steps(found, is_scoped, changed):
            pending += group
            (_, before), step = states[-1], pending[-1].step
            scopes = [one.scope for one in pending if one.scope is not None]
            scope: frozenset[str] | None = None
            if is_scoped and before is not None and len(scopes) == len(pending):
                scope = frozenset().union(*scopes)
            tree = self._drawn(step, scope, before or {}, changed)
            if tree is not None:  # else what it changes can't be told from what comes next
                segments.append(pending)
                states.append((step, tree))
                pending = []
        if pending:
            segments.append(pending)
            states.append((pending[-1].step, self._wanted(changed)))
        return segments, states

    def _steps(
        self, found: Sequence[Difference], is_scoped: bool, changed: Mapping[str, Change]
    ) -> list[list[Difference]]:
        """Give the differences that are made at once: one at a time, if those are not too many."""
        size = len(self.made.files)
        ids = {change.operation for change in changed.values()}
        each = max(1, size // max(1, len(ids)))

        def cost(one: Difference) -> int:
            if one.scope is None or not is_scoped:
                return size
            # A client has something of every operation, which takes as long as a sample.
            clients = len(one.step.operations) if one.step and "" in ids else 0
            return each * len(one.scope) + clients

        groups = [[one] for one in found]
        if sum(map(cost, found)) > _MOST_FILES:
            groups = [list(group) for _, group in groupby(found, key=lambda one: one.kind)]
        while len(groups) > 4 and sum(max(map(cost, group)) for group in groups) > _MOST_FILES:
            groups = [list(chain(*groups[i : i + 2])) for i in range(0, len(groups), 2)]
        return groups

    def _wanted(self, changed: Mapping[str, Change]) -> Tree:
        """Give today's files, of those that differ."""
        return {path: self.made.files[path] for path in changed if path in self.made.files}

    def _drawn(
        self,
        api: Api | None,
        scope: Collection[str] | None,
        before: Tree,
        changed: Mapping[str, Change],
    ) -> Tree | None:
        """Render a model, but for targets that are gone; None if it can't be.

        Arguments:
            api: the model, None if there is none.
            scope: the operations that may differ from `before`, None if all may.
            before: the files of the model before.
            changed: which files are asked for.
        """
        if api is None:
            return {}
        if api.targets is not None:
            known = tuple(target for target in api.targets if reveal(target) in self.targets)
            api = replace(api, targets=known)
        clients = [path for path, change in changed.items() if not change.operation]
        try:
            drawn = self.draw(api, scope, bool(clients))
        except GenError:
            return None
        if scope is not None:
            parts = tuple(f"{api.folder}/{id_}/" for id_ in scope)
            kept = {p: d for p, d in before.items() if not p.startswith(parts) and p not in clients}
            drawn = {**kept, **drawn}
        return {path: drawn[path] for path in changed if path in drawn}

    def _start(self, change: Change, states: Sequence[State]) -> int | None:
        """Give the last state whose file is the old one, from which on steps explain it."""
        old = change.old
        plain = None if old is None else old.replace(b"\r\n", b"\n")
        for number in reversed(range(len(states))):
            tree = states[number][1]
            if tree is not None and tree.get(change.path) in (old, plain):
                if tree.get(change.path) != old:
                    self.crlf.add(change.path)
                return number
        return None


def _is_there(old: bytes | None, was: bytes | None, now: bytes | None) -> bool:
    """Say whether a file has what a step adds and lacks what it removes, by lines."""
    there, before, after = (Counter((data or b"").split(b"\n")) for data in (old, was, now))
    return all(there[line] >= after[line] for line in after - before) and all(
        there[line] <= after[line] for line in before - after
    )


def replaced_hosts(old: Api | None, new: Api | None) -> set[tuple[str, str]]:
    """Give the endpoints that requests went to, and where they go instead."""
    if old is None or new is None:
        return set()
    regions = {region.id: region.endpoint for region in new.regions}
    pairs = {(r.endpoint, regions[r.id]) for r in old.regions if r.id in regions}
    ids = {region.id for region in old.regions}
    if old.default_region is None or old.default_region in ids:
        pairs.add((bind(old).endpoint, bind(new).endpoint))
    return {(before, after) for before, after in pairs if before != after}


def host_pair(
    pairs: Iterable[tuple[str, str]], old: bytes | None, new: bytes | None
) -> tuple[str, str] | None:
    """Give the endpoints whose exchange alone makes the new file of the old; None if it doesn't."""
    if old is None or new is None or old == new:
        return None
    for before, after in sorted(pairs):
        if old.replace(before.encode(), after.encode()) == new:
            return before, after
    return None
