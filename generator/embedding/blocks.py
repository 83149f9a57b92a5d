"""What markers ask for: a sample, a part of one, or a table, looked up in the APIs.

gen: OPERATION TARGET [example=ID] [part=NAME] [api=API]
gen: OPERATION errors [api=API]
gen: [OPERATION] regions [api=API]
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from generator.embedding.markers import Marker, Word
from generator.errors import Mark, Problem, one_of
from generator.languages.target import Target
from generator.model.api import Api, Operation
from generator.model.structs import Struct
from generator.model.variants import Variant

SAMPLE, ERRORS, REGIONS = "sample", "errors", "regions"
_OPTIONS = ("api", "example", "part")
_HOW = "write OPERATION and a target, errors or regions"


class Block(Struct, frozen=True):
    """What a marker asks for.

    Attributes:
        kind: `SAMPLE`, `ERRORS` or `REGIONS`.
        api: the API that it is about.
        operation: the operation that it is about; None for all regions of the API.
        target: the target of the sample; None for a table.
        variant: which of the operation's samples it is; None for a table.
        part: the part of the sample, with its place; None for all of it.
    """

    kind: str
    api: Api
    operation: Operation | None
    target: Target | None = None
    variant: Variant | None = None
    part: Word | None = None


class _FaultError(Exception):
    """A marker asks for nothing that there is."""

    def __init__(self, mark: Mark, what: str, todo: str) -> None:
        super().__init__(what)
        self.problem = Problem(mark, what, todo)


def read_block(
    marker: Marker, apis: Sequence[Api], targets: Mapping[str, Target], problems: list[Problem]
) -> Block | None:
    """Look up what a marker asks for.

    Arguments:
        marker: the marker.
        apis: all APIs.
        targets: the targets that make samples, by id.
        problems: gets a problem if there is no such thing.

    Returns:
        What it asks for; None if there was a problem.
    """
    try:
        return _read(marker, apis, targets)
    except _FaultError as error:
        problems.append(error.problem)
        return None


def _read(marker: Marker, apis: Sequence[Api], targets: Mapping[str, Target]) -> Block:
    """Look up what a marker asks for; see `read_block`."""
    names = [word for word in marker.words if "=" not in word.text]
    options = _read_options([word for word in marker.words if "=" in word.text])
    if not names:
        raise _FaultError(marker.mark, "this names nothing", _HOW)
    if len(names) > 2:
        raise _FaultError(names[2].mark, f"{names[2].text} is too much here", _HOW)
    kind, apis = names[-1].text, _choose_apis(options.get("api"), apis)
    if len(names) == 1:
        if kind != REGIONS:
            what = f"{kind} is alone here"
            raise _FaultError(names[0].mark, what, _HOW)
        block = Block(REGIONS, _single([(api, None) for api in apis], names[0])[0], None)
    else:
        word = names[0]
        rows = [(api, o) for api in apis for o in api.operations if o.id == word.text]
        if not rows:
            todo = one_of({o.id for api in apis for o in api.operations}, word.text)
            raise _FaultError(word.mark, f"there is no operation {word.text}", todo)
        api, operation = _single(rows, word)
        block = Block(kind, api, operation)
    if kind in (ERRORS, REGIONS):
        for name in ("example", "part"):
            if name in options:
                what = f"{name} is for samples"
                raise _FaultError(options[name].mark, what, "remove it")
        return _check_table(block, names[-1])
    return _choose_sample(block, names[-1], options, targets)


def _read_options(words: Sequence[Word]) -> dict[str, Word]:
    """Read options. The word of each has the value, and the place of the whole option."""
    options: dict[str, Word] = {}
    for word in words:
        name, _, value = word.text.partition("=")
        if name == "region":
            what = "samples call the default region, so there is no region="
            raise _FaultError(word.mark, what, "for a part of a sample, write part=")
        if name not in _OPTIONS:
            raise _FaultError(word.mark, f"there is no option {name}", one_of(_OPTIONS, name))
        if name in options or not value:
            what = f"{name} is there twice" if name in options else f"{name} has no value"
            raise _FaultError(word.mark, what, f"write {name}=VALUE once")
        options[name] = Word(value, word.mark)
    return options


def _choose_apis(word: Word | None, apis: Sequence[Api]) -> Sequence[Api]:
    """Return the APIs of an id, or of an id and a version with a slash in between."""
    if word is None:
        return apis
    chosen = [api for api in apis if word.text in (api.id, api.folder)]
    if not chosen:
        names = {api.id for api in apis} | {api.folder for api in apis}
        raise _FaultError(word.mark, f"there is no API {word.text}", one_of(names, word.text))
    return chosen


def _single(
    rows: Sequence[tuple[Api, Operation | None]], word: Word
) -> tuple[Api, Operation | None]:
    """Return the only row.

    Raises:
        _FaultError: if there are several.
    """
    if len(rows) == 1:
        return rows[0]
    folders = [api.folder for api, _ in rows]
    is_enough = len({api.id for api, _ in rows}) == len(rows)
    names = ", ".join([api.id for api, _ in rows] if is_enough else folders)
    what = f"several APIs have {word.text}: {names}"
    raise _FaultError(word.mark, what, f"add api={names.partition(',')[0]} or that of another")


def _check_table(block: Block, word: Word) -> Block:
    """Refuse a table that would be empty."""
    subject = block.api.name if block.operation is None else block.operation.id
    if block.kind == ERRORS and block.operation is not None and not block.operation.errors:
        raise _FaultError(word.mark, f"{subject} has no documented errors", "remove this")
    if block.kind == REGIONS and not block.api.regions_of(block.operation):
        raise _FaultError(word.mark, f"{subject} has no regions", "remove this")
    return block


def _choose_sample(
    block: Block, word: Word, options: Mapping[str, Word], targets: Mapping[str, Target]
) -> Block:
    """Look up the target and the variant of a sample."""
    operation = block.operation
    assert operation is not None
    if word.text not in targets:
        what = f"there is no target {word.text} that makes samples"
        raise _FaultError(word.mark, what, one_of([*targets, ERRORS, REGIONS], word.text))
    variants = {variant.id: variant for variant in operation.variants}
    example = options.get("example")
    chosen = operation.variants[0]
    if example is not None:
        if example.text not in variants:
            what = f"{operation.id} has no example {example.text}"
            raise _FaultError(example.mark, what, one_of(filter(None, variants), example.text))
        chosen = variants[example.text]
    target, part = targets[word.text], options.get("part")
    return Block(SAMPLE, block.api, operation, target, chosen, part)
