"""Find the parts of samples that a marker can name.

The code below the comment on top is the part `request`, as docs sites have it with `snippetTags`.
Samples that an author wrote, and those of an author's templates, may have further parts between
comments with the tags of a docs site:

| Site | Tags |
| --- | --- |
| mdBook | `ANCHOR: name`, `ANCHOR_END: name` |
| DocFX | `<name>`, `</name>`, or `#region name`, `#endregion` |
| MkDocs | `--8<-- [start:name]`, `--8<-- [end:name]` |
| Sphinx | `[START name]`, `[END name]` |
"""

from __future__ import annotations

import re

from generator.rendering.sample import Sample

WHOLE_REQUEST = "request"
_NAME = r"(?P<name>[A-Za-z_][\w-]*)"
# What stands around a tag: the marks of a comment.
_LINE = r"[ \t]*(?:[^\w\s<>\[\]]+|[Rr][Ee][Mm])[ \t]*{}[ \t]*(?:\*/)?[ \t]*"
_BEGINS = [
    re.compile(_LINE.format(tag))
    for tag in (
        rf"ANCHOR:[ \t]*{_NAME}",
        rf"-+8<-+[ \t]+\[[ \t]*start[ \t]*:[ \t]*{_NAME}[ \t]*\]",
        rf"\[START[ \t]+{_NAME}\]",
        rf"<{_NAME}>",
        rf"region[ \t]+{_NAME}",
    )
]
_ENDS = [
    re.compile(_LINE.format(tag))
    for tag in (
        rf"ANCHOR_END:[ \t]*{_NAME}",
        rf"-+8<-+[ \t]+\[[ \t]*end[ \t]*:[ \t]*{_NAME}[ \t]*\]",
        rf"\[END[ \t]+{_NAME}\]",
        rf"</{_NAME}>",
        rf"endregion(?:[ \t]+{_NAME})?",
    )
]


def find_parts(sample: Sample) -> dict[str, str]:
    """Return the parts of a sample by name, each without the white space that its lines share.

    Lines with tags of other parts are left out of a part. A tag that nothing ends begins no part.
    """
    lines = sample.code.split("\n")
    kinds = [_read_tag(line) for line in lines]
    parts: dict[str, str] = {}
    open_tags: list[tuple[str, int, int]] = []
    for number, tag in enumerate(kinds):
        if tag is None:
            continue
        form, is_begin, name = tag
        if is_begin:
            open_tags.append((name, form, number))
            continue
        for row in reversed(open_tags):
            if row[1] == form and name in ("", row[0]):
                open_tags.remove(row)
                inner = range(row[2] + 1, number)
                parts.setdefault(row[0], _dedent([lines[i] for i in inner if kinds[i] is None]))
                break
    if sample.header is not None:
        code = [line for line, tag in zip(lines, kinds, strict=True) if tag is None or not parts]
        header = min(sample.header, len(code))
        parts.setdefault(WHOLE_REQUEST, "\n".join(code[header:]))
    return parts


def _read_tag(line: str) -> tuple[int, bool, str] | None:
    """Read a line with a tag: its form, whether it begins a part, the name; None for others."""
    for is_begin, patterns in ((True, _BEGINS), (False, _ENDS)):
        for form, pattern in enumerate(patterns):
            match = pattern.fullmatch(line)
            if match:
                return form, is_begin, match["name"] or ""
    return None


def _dedent(lines: list[str]) -> str:
    """Join lines without the white space that begins all of them."""
    fronts = [line[: len(line) - len(line.lstrip(" \t"))] for line in lines if line.strip()]
    shared = min(fronts, key=len, default="")
    while not all(front.startswith(shared) for front in fronts):
        shared = shared[:-1]
    rows = (line[len(shared) :] if line.strip() else "" for line in lines)
    return "".join(f"{row}\n" for row in rows)
