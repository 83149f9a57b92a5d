"""Make the new text of pages: what stands between their markers is rendered once more."""

from __future__ import annotations

import codecs
from collections.abc import Iterable, Mapping, Sequence
from pathlib import PurePath

from generator.embedding.blocks import SAMPLE, Block, read_block
from generator.embedding.jobs import BlockJob, block_name
from generator.embedding.markers import Marker, find_markers
from generator.embedding.markup import MARKUPS, SITES, Markup
from generator.errors import Mark, Problem, ProblemsError
from generator.languages.language import Language, Layers
from generator.languages.target import Target
from generator.model.api import Api
from generator.model.structs import Struct
from generator.plan import Plan, Selection, make_plan
from generator.rendering.renderer import render
from generator.rendering.request import bind

_BOM = codecs.BOM_UTF8.decode()
_OTHER_BOMS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
# The text stands for any bytes: those that are not UTF-8 are half of a surrogate pair.
_ERRORS = "surrogateescape"


class _Place(Struct, frozen=True):
    """A place in a page that gets a block."""

    marker: Marker
    block: Block
    target: Target


class _Page(Struct, frozen=True):
    """A page with its lines, without LF at their ends, and its places."""

    file: str
    lines: list[str]
    places: list[_Place]


class Embedded(Struct, frozen=True):
    """What became of pages.

    Attributes:
        pages: the bytes of each page that has markers, by its path.
        without: the paths of the pages without any marker.
        blocks: how many places there are.
    """

    pages: Mapping[str, bytes]
    without: tuple[str, ...]
    blocks: int


def embed(
    pages: Mapping[str, bytes],
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    layers: Layers,
    site: str | None,
    problems: list[Problem],
) -> Embedded:
    """Replace what stands between the markers of pages.

    Arguments:
        pages: the bytes of each page, by its path as messages show it.
        apis: the APIs that markers can name.
        languages: all languages, by id.
        layers: the template folders.
        site: the docs site that pages in Markdown are for; None for any.
        problems: the problems of pages that could not be read.

    Raises:
        ProblemsError: if there are such problems, or a marker has one. It has all of them.
    """
    all_targets = [target for language in languages.values() for target in language.targets]
    samples = {target.id: target for target in all_targets if target.is_sample}
    formats = {target.id: target for target in all_targets if target.blocks}
    read: list[_Page] = []
    for file, data in pages.items():
        page = _read_page(file, data, problems)
        if page is None:
            continue
        lines, markup = page
        format_ = formats[_format_id(file, markup, site)]
        bare = [line.removesuffix("\r") for line in lines]
        bare[0] = bare[0].removeprefix(_BOM)
        markers = find_markers(bare, markup, file, problems)
        blocks = [(marker, read_block(marker, apis, samples, problems)) for marker in markers]
        places = [_Place(m, block, format_) for m, block in blocks if block is not None]
        read.append(_Page(file, lines, places))
    all_places = [place for page in read for place in page.places]
    texts = _render(all_places, apis, languages, layers, problems)
    done = {page.file: _write_page(page, texts, problems) for page in read if page.places}
    if problems:
        raise ProblemsError(problems)
    without = tuple(page.file for page in read if not page.places)
    return Embedded(done, without, len(all_places))


def _format_id(file: str, markup: Markup, site: str | None) -> str:
    """Return the id of the format of a page."""
    chosen = site or SITES.get(PurePath(file).suffix.lower())
    is_plain = markup.format != "markdown" or chosen in (None, "plain")
    return markup.format if is_plain else f"{markup.format}-{chosen}"


def _read_page(file: str, data: bytes, problems: list[Problem]) -> tuple[list[str], Markup] | None:
    """Read the lines of a page; None if it is none that gen reads."""
    if data.startswith(_OTHER_BOMS):
        if "gen:" not in data.decode("utf-16", "replace"):
            return None
        problems.append(Problem(Mark(file), "the page is UTF-16", "save it as UTF-8"))
        return None
    return data.decode("utf-8", _ERRORS).split("\n"), MARKUPS[PurePath(file).suffix.lower()]


def _render(
    places: Sequence[_Place],
    apis: Sequence[Api],
    languages: Mapping[str, Language],
    layers: Layers,
    problems: list[Problem],
) -> dict[str, str]:
    """Render the blocks of all places; gives their texts by name."""
    plan = _plan_samples([place.block for place in places], apis, languages)
    jobs = {_sample_key(job.api, job.operation.id, job.target, job.variant.id): job
            for job in plan.jobs if job.target.is_sample}  # fmt: skip
    blocks: dict[str, BlockJob] = {}
    for place in places:
        block, sample = place.block, None
        if block.kind == SAMPLE:
            assert block.target and block.operation and block.variant
            key = _sample_key(block.api, block.operation.id, block.target, block.variant.id)
            sample = jobs.get(key)
            if sample is None:
                problems.append(_missing_sample(place, plan))
                continue
        name = block_name(block, place.target)
        template = place.target.blocks[block.kind]
        blocks.setdefault(
            name, BlockJob(name, template, place.target, block, sample, problems)
        )  # fmt: skip
    left_out: list[Problem] = []
    files = render(blocks.values(), languages, layers, skipped=left_out)
    problems += left_out
    return {name: data.decode() for name, data in files.items()}


_Key = tuple[str, str, str, str]


def _sample_key(api: Api, operation: str, target: Target, variant: str) -> _Key:
    """Return what tells a sample from all others."""
    return api.folder, operation, target.id, variant


def _plan_samples(
    blocks: Iterable[Block], apis: Sequence[Api], languages: Mapping[str, Language]
) -> Plan:
    """Plan the samples that blocks show."""
    operations: dict[str, set[str]] = {}
    targets: dict[str, None] = {}
    for block in blocks:
        if block.target is not None and block.operation is not None:
            operations.setdefault(block.api.folder, set()).add(block.operation.id)
            targets[block.target.id] = None
    subjects = {folder: frozenset(ids) for folder, ids in operations.items()}
    needed = [api for api in apis if api.folder in subjects]
    return make_plan(needed, languages, bind, tuple(targets), selection=Selection(subjects))


def _missing_sample(place: _Place, plan: Plan) -> Problem:
    """Return the problem that a sample is not made, with the reason."""
    target, operation = place.block.target, place.block.operation
    assert target is not None and operation is not None
    what = f"there is no sample of {operation.id} in {target.id}"
    reason = next(
        (p for p in plan.skipped if target.id in p.what.split() and operation.id in p.what), None
    )
    if reason is None:
        return Problem(place.marker.mark, what, "name another target")
    return Problem(place.marker.mark, f"{what}: {reason}", "name another target")


def _write_page(page: _Page, texts: Mapping[str, str], problems: list[Problem]) -> bytes:
    """Write a page with its blocks."""
    lines: list[str] = []
    written = 0
    is_utf8 = not any("\udc80" <= c <= "\udcff" for line in page.lines for c in line)
    for place in page.places:
        marker = place.marker
        text = texts.get(block_name(place.block, place.target))
        if text is None:  # which is a problem
            continue
        lines += page.lines[written : marker.first]
        end = "\r" if page.lines[marker.first - 1].endswith("\r") else ""
        block = text.removesuffix("\n").split("\n")
        longest = max((len(line) - len(line.lstrip("`")) for line in block), default=0)
        if 0 < marker.fence <= longest:
            what = f"the fence around this is as short as that of the sample, {longest} characters"
            problems.append(Problem(marker.mark, what, "write a longer one around it"))
        if not "".join(block).isascii() and not is_utf8:
            what = "the page is not UTF-8, and what stands here has more than ASCII"
            problems.append(Problem(marker.mark, what, "save the page as UTF-8"))
        rows = (f"{marker.indent}{line}{end}" if line else end for line in block)
        lines += [end, *rows, end]
        written = marker.last
    whole = "\n".join([*lines, *page.lines[written:]])
    return whole.encode("utf-8", _ERRORS)
