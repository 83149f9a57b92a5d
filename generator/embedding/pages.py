"""Find and read the pages of a docs site: pages, all pages of a folder, or those of a pattern."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePath

from generator.embedding.markup import MARKUPS
from generator.errors import Mark, Problem
from generator.system.regular_files import OddFileError, read_regular

# The most bytes of a page, and the most pages of a run.
_MAX_BYTES = 16 * 1024 * 1024
_MAX_PAGES = 100_000
# A folder of programs, of which some have thousands of pages.
_PROGRAMS = "node_modules"
_TODO = f"name pages that end in {', '.join(list(MARKUPS)[:-1])} or {list(MARKUPS)[-1]}"


def find_pages(
    places: Iterable[tuple[str, Mark | None]], problems: list[Problem]
) -> dict[str, None]:
    """Find pages.

    Arguments:
        places: paths of pages and folders, and patterns of paths. Each has its place in the
            settings; None if the command line names it, where nothing is a pattern.
        problems: gets a problem for each place without pages, and for files that are none.

    Returns:
        The paths of the pages, each once, in order. Links and hidden files in folders are left out.
    """
    paths: dict[str, None] = {}
    for place, mark in places:
        if mark is not None and "*" in place and not os.path.lexists(place):
            front = place[: place.index("*")].rpartition("/")[0] or "."
            pattern = _compile(place)
            pages = [page for page in _walk(front) if pattern.fullmatch(_plain(page))]
        elif os.path.isdir(place):  # noqa: PTH112
            pages = list(_walk(place))
        elif not os.path.lexists(place):
            problems.append(Problem(mark, f"{place}: no such page or folder", "correct the name"))
            continue
        elif PurePath(place).suffix.lower() in MARKUPS:
            pages = [place]
        else:
            what = f"{place}: this is no page that gen knows"
            problems.append(Problem(mark, what, _TODO))
            continue
        if not pages:
            problems.append(Problem(mark, f"{place}: there are no pages", _TODO))
        paths |= dict.fromkeys(map(_plain, pages))
        if len(paths) > _MAX_PAGES:
            what = f"{place}: there are more than {_MAX_PAGES:,} pages"
            problems.append(Problem(mark, what, "name fewer"))
            break
    return paths


def _plain(path: str) -> str:
    """Return a path without what makes no difference."""
    return Path(os.path.normpath(path)).as_posix()


def _compile(pattern: str) -> re.Pattern[str]:
    """Make an expression of a pattern: `*` is any part of a name, `**` any folders."""
    parts = re.split(r"(\*\*/|\*\*|\*)", pattern)
    forms = {"**/": "(?:[^/]+/)*", "**": ".*", "*": "[^/]*"}
    return re.compile("".join(forms.get(part) or re.escape(part) for part in parts))


def _walk(folder: str) -> Iterator[str]:
    """Yield the pages of a folder and those below it, sorted, at most one more than allowed."""
    count = 0
    for root, folders, files in os.walk(folder):
        folders[:] = sorted(n for n in folders if not n.startswith(".") and n != _PROGRAMS)
        for name in sorted(files):
            path = os.path.join(root, name)  # noqa: PTH118
            is_page = PurePath(name).suffix.lower() in MARKUPS and not name.startswith(".")
            if is_page and not os.path.islink(path):  # noqa: PTH114
                yield path
                count += 1
                if count > _MAX_PAGES:
                    return


def read_page(path: str, mark: Mark | None, problems: list[Problem]) -> bytes | None:
    """Read a page; None if that can't be done, which is a problem then.

    Arguments:
        path: the path of the page. It may be no link, since a pull request could have it lead to a
            file of the user.
        mark: its place in the settings; None if there is none.
        problems: gets a problem if the page can't be read.
    """
    try:
        if os.path.islink(path):  # noqa: PTH114
            problems.append(Problem(mark, f"{path}: this is a link", "name the page it leads to"))
            return None
        return read_regular(path, _MAX_BYTES)
    except OddFileError as error:
        problems.append(Problem(mark, f"{path}: {error.what}", error.todo))
    except OSError as error:
        what = f"{path}: can't be read ({error.strerror or error})"
        problems.append(Problem(mark, what, "make it readable"))
    return None
