"""Attribution of changed files to the differences between two models of an API.

The differences are applied to the old model one after the other. The model after each of them is a
step, and each step is rendered. A file that changes in a step has that step's difference as a
cause. If a difference concerns some operations only, only the files of these operations and the
clients are rendered. If the last step rendered this way does not give today's files, every step is
rendered in full.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, groupby

from generator.client.names import api_names, error_name
from generator.errors import GenError
from generator.languages.language import Language
from generator.model.api import Api
from generator.model.structs import replace
from generator.model.text import reveal
from generator.output.changes import Change, ChangeKind, Changes
from generator.rendering.jobs import RenderApi
from generator.review.findings import Cause, Findings
from generator.review.hosts import host_pair, replaced_hosts
from generator.review.model_diff import Difference, model_differences
from generator.review.sentences import Name, Phrase

# Files that the steps of one API may render in all. Above that, differences of a kind share a step.
_MOST_FILES = 20_000

# Kinds of differences that can change the names in a client.
_RENAMING_KINDS = re.compile("added|gone|renamed|targets|error changed|API")
# The bytes of rendered files, by path.
Tree = Mapping[str, bytes]


# A model, and the files that it renders to: None if they were not rendered.
State = tuple[Api | None, Tree | None]


class CauseFinder:
    """Finds the causes of the changed files of some APIs, for one after the other.

    Arguments:
        changes: the files that differ from what is rendered.
        languages: today's languages by id.
        render_api: renders an API with the options of this run.
    """

    def __init__(
        self, changes: Changes, languages: Mapping[str, Language], render_api: RenderApi
    ) -> None:
        self.changes = changes
        self.targets = {t.id: t for language in languages.values() for t in language.targets}
        self.languages = languages
        self.render_api = render_api
        self.causes: list[Cause] = []
        self.api: Api | None = None
        self.crlf: set[str] = set()
        self.explained: set[str] = set()
        self.by_folder: dict[str, list[Change]] = {}
        for change in changes.changes:
            if change.kind is not ChangeKind.KEPT:
                self.by_folder.setdefault(_folder(change.path), []).append(change)
        self.files_by_folder: dict[str, list[str]] = {}
        for path in changes.files:
            self.files_by_folder.setdefault(_folder(path), []).append(path)

    def find_all(self, pairs: Sequence[tuple[Api | None, Api | None]]) -> Findings:
        """Find the causes of the changed files of some APIs.

        Arguments:
            pairs: each API in the past, None if it did not exist, and today, None if it is gone.
        """
        self.causes, self.explained, self.crlf = [], set(), set()
        hosts: dict[str, tuple[str, str]] = {}
        all_pairs: dict[str, tuple[tuple[str, str], ...]] = {}
        for old, new in pairs:
            self.find(old, new)
            endpoints = replaced_hosts(old, new)
            if new is not None and endpoints:
                all_pairs[new.name] = tuple(sorted(endpoints))
                for change in self.changes_of(old, new).values():
                    pair = host_pair(endpoints, change.old, self.changes.files.get(change.path))
                    if pair:
                        hosts[change.path] = pair
        return Findings(self.causes, self.explained, self.crlf, hosts, all_pairs)

    def changes_of(self, old: Api | None, new: Api | None) -> dict[str, Change]:
        """Return the changes of files in the folders of an API, by path.

        Files that are kept because they were edited by hand are left out.

        Arguments:
            old: the API in the past; None if it did not exist.
            new: the API today; None if it no longer exists.
        """
        folders = dict.fromkeys(api.folder for api in (old, new) if api)
        changes = [change for folder in folders for change in self.by_folder.get(folder, ())]
        return {change.path: change for change in sorted(changes, key=lambda c: c.path)}

    def find(self, old: Api | None, new: Api | None) -> None:
        """Find the causes of one API's changed files, and add them to `causes`.

        Arguments:
            old: the API in the past; None if it did not exist.
            new: the API today; None if it no longer exists.
        """
        changed = self.changes_of(old, new)
        differences = model_differences(old, new)
        self.api = new or old
        if not changed:  # report the differences all the same
            self.causes += map(self._make_cause, differences)
            return
        segments, states = self._make_states(old, new, differences, changed)
        starts = {path: self._first_explained(change, states) for path, change in changed.items()}
        self.explained |= {path for path, start in starts.items() if start is not None}
        for number, group in enumerate(segments):
            before, after = states[number], states[number + 1]
            files = []
            for path, start in starts.items():
                change = changed[path]
                # A new file that no state explains has no cause among the differences.
                if number < (start or 0) or (start is None and change.old is None):
                    continue
                was = change.old if before[1] is None else before[1].get(path)
                now = None if after[1] is None else after[1].get(path)
                if was != now and not (start is None and _has_change(change.old, was, now)):
                    files.append(path)
            self._add_cause(group, before[0], tuple(files))

    def _make_states(
        self,
        old: Api | None,
        new: Api | None,
        differences: list[Difference],
        changed: Mapping[str, Change],
    ) -> tuple[list[list[Difference]], list[State]]:
        """Apply the differences to the old model, and render the files of each step.

        Returns:
            The differences of each step, and the states: the first, then one after each step.
        """
        today = self._new_files(changed)
        if not differences:
            return [], [(old, today)]
        if len(differences) == 1:  # the step after the only difference is today's model
            first = self._render_one_difference(old, new, changed)
            if first is not None:
                return [differences], [(old, first), (new, today)]
        first = self._render(old, None, {}, changed)
        if len(differences) == 1:
            return [differences], [(old, first), (new, today)]
        for is_scoped in (True, False):
            segments, states = self._render_steps((old, first), differences, changed, is_scoped)
            if states[-1][1] == today:
                break  # otherwise a template reads more than its own operation
        return segments, states

    def _render_one_difference(
        self, old: Api | None, new: Api | None, changed: Mapping[str, Change]
    ) -> Tree | None:
        """Render the old model without its samples, which are known if the guess is right.

        The guess is that a sample has changed in its host alone, or not at all. It is right if all
        files are rendered as they were: their bytes are compared. This takes a third of the time.

        Returns:
            The files; None if the guess is wrong.
        """
        if old is None or new is None or old.folder != new.folder:
            return None
        pairs = replaced_hosts(old, new)
        files = self.changes.files
        paths = self.files_by_folder.get(old.folder, ())
        known = {path: files[path] for path in paths if path not in changed}
        for path, change in changed.items():
            target = self.targets.get(change.target)
            is_sample = target is not None and target.is_sample
            if is_sample and change.old and host_pair(pairs, change.old, files.get(path)):
                known[path] = change.old
        first = self._render(old, None, {}, changed, known)
        is_right = first is not None and all(
            first.get(path) == change.old for path, change in changed.items()
        )
        return first if is_right else None

    def _make_cause(self, difference: Difference, is_grouped: bool = False) -> Cause:
        """Make the cause of a difference that changed no file, or none of its own."""
        d, apis = difference, () if self.api is None else (self.api.name,)
        marks = () if d.mark is None else (d.mark,)
        return Cause(d.phrase, d.breaking, marks, d.kind, apis, is_grouped=is_grouped)

    def _add_cause(
        self, group: Sequence[Difference], before: Api | None, files: tuple[str, ...]
    ) -> None:
        """Add the cause of one step, and each breaking difference of a step that has several."""
        first, last = group[0], group[-1]
        cause = self._make_cause(first)
        breaking, phrase = any(d.breaking for d in group), first.phrase
        loss: Phrase = ()
        lost_names = (
            self._lost_names(before, last.step) if _RENAMING_KINDS.search(first.kind) else []
        )
        if lost_names and not breaking:
            breaking = True
            if "target" not in first.kind:
                loss = (" (the client loses ", Name(lost_names[0]), ")")
        if len(group) > 1:
            phrase = (f"{len(group)} differences such as: ", *phrase)
            marks = sorted({d.mark for d in group if d.mark is not None})
            cause = replace(cause, marks=tuple(marks))
            self.causes += [self._make_cause(d, is_grouped=True) for d in group if d.breaking]
        cause = replace(cause, phrase=phrase, breaking=breaking, files=files, loss=loss)
        self.causes.append(cause)

    def _lost_names(self, before: Api | None, after: Api | None) -> list[str]:
        """Return the sorted names that published clients lose between two models."""
        gone = self._client_names(before) - self._client_names(after)
        return sorted(name for _, name in gone)

    def _client_names(self, api: Api | None) -> set[tuple[str, str]]:
        """Return the names of methods and error classes, and names and ids of regions.

        Each stands with its client's id. A program can look a region of a client up by its id.
        """
        names: set[tuple[str, str]] = set()
        for id_ in map(reveal, (api.targets if api else None) or ()):
            target = self.targets.get(id_)
            if api and target and target.is_client:
                naming = self.languages[target.language].names
                public = {str(name) for name in api_names(api, naming).values()}
                public |= {error_name(api, naming), *(region.id for region in api.regions)}
                names |= {(id_, name) for name in public}
        return names

    def _render_steps(
        self,
        first: State,
        differences: Sequence[Difference],
        changed: Mapping[str, Change],
        is_scoped: bool,
    ) -> tuple[list[list[Difference]], list[State]]:
        """Apply the differences one after the other, and render the files that each may change.

        Returns:
            The differences of each step, and the states: the first, then one after each step.
        """
        segments: list[list[Difference]] = []
        states = [first]
        pending: list[Difference] = []
        for group in self._group_steps(differences, is_scoped, changed):
            pending += group
            (_, before), step = states[-1], pending[-1].step
            scopes = [difference.scope for difference in pending if difference.scope is not None]
            scope: frozenset[str] | None = None
            if is_scoped and before is not None and len(scopes) == len(pending):
                scope = frozenset().union(*scopes)
            if step is differences[-1].step and scope is None:
                tree: Tree | None = self._new_files(changed)  # it is today's model
            else:
                tree = self._render(step, scope, before or {}, changed)
            if tree is not None:  # a model that can't be rendered shares a step with the next
                segments.append(pending)
                states.append((step, tree))
                pending = []
        if pending:
            segments.append(pending)
            states.append((pending[-1].step, self._new_files(changed)))
        return segments, states

    def _group_steps(
        self, differences: Sequence[Difference], is_scoped: bool, changed: Mapping[str, Change]
    ) -> list[list[Difference]]:
        """Group the differences into steps: one each, or several if that renders too much."""
        size = len(self.changes.files)
        ids = {change.operation for change in changed.values()}
        each = max(1, size // max(1, len(ids)))

        def cost(difference: Difference) -> int:
            if difference.scope is None or not is_scoped:
                return size
            # A client renders a part for every operation, which takes as long as a sample.
            clients = len(difference.step.operations) if difference.step and "" in ids else 0
            return each * len(difference.scope) + clients

        groups = [[difference] for difference in differences]
        if sum(map(cost, differences)) > _MOST_FILES:
            groups = [
                list(group)
                for _, group in groupby(differences, key=lambda difference: difference.kind)
            ]
        while len(groups) > 4 and sum(max(map(cost, group)) for group in groups) > _MOST_FILES:
            groups = [list(chain(*groups[i : i + 2])) for i in range(0, len(groups), 2)]
        return groups

    def _new_files(self, changed: Mapping[str, Change]) -> Tree:
        """Return today's bytes of the changed files."""
        return {path: self.changes.files[path] for path in changed if path in self.changes.files}

    def _render(
        self,
        api: Api | None,
        scope: Collection[str] | None,
        before: Tree,
        changed: Mapping[str, Change],
        known: Tree | None = None,
    ) -> Tree | None:
        """Render the changed files of a model, without targets that no longer exist.

        Arguments:
            api: the model; None for an API that does not exist.
            scope: the operations that may differ from `before`; None for all.
            before: the files of the model before this one.
            changed: the changes by path; only files with these paths are returned.
            known: the bytes of samples that need not be rendered, by path.

        Returns:
            The files by path; None if the model can't be rendered.
        """
        if api is None:
            return {}
        if api.targets is not None:
            targets = tuple(target for target in api.targets if reveal(target) in self.targets)
            api = replace(api, targets=targets)
        clients = [path for path, change in changed.items() if not change.operation]
        paths = changed if scope is None else None
        try:
            files = self.render_api(api, scope, bool(clients), known, paths)
        except (GenError, AssertionError, TypeError):  # it mixes old values with new schemas
            return None
        if scope is not None:
            parts = tuple(f"{api.folder}/{id_}/" for id_ in scope)
            kept = {p: d for p, d in before.items() if not p.startswith(parts) and p not in clients}
            files = {**kept, **files}
        return {path: files[path] for path in changed if path in files}

    def _first_explained(self, change: Change, states: Sequence[State]) -> int | None:
        """Return the number of the last state that has the file's old bytes, None if none has.

        Only steps after that state can explain the change.
        """
        old = change.old
        plain = None if old is None else old.replace(b"\r\n", b"\n")
        for number in reversed(range(len(states))):
            tree = states[number][1]
            if tree is not None and tree.get(change.path) in (old, plain):
                if tree.get(change.path) != old:
                    self.crlf.add(change.path)
                return number
        return None


def _folder(path: str) -> str:
    """Return the folder of the API of a file."""
    return "/".join(path.split("/", 2)[:2])


def _has_change(old: bytes | None, was: bytes | None, now: bytes | None) -> bool:
    """Check by lines whether a file already has the change that a step makes."""
    present, before, after = (Counter((data or b"").split(b"\n")) for data in (old, was, now))
    return all(present[line] >= after[line] for line in after - before) and all(
        present[line] <= after[line] for line in before - after
    )
