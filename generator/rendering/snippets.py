"""Snippet tags: two comments by which a docs site finds the lines of a file to include."""

from __future__ import annotations

# By docs site generator: the comments before and after the lines.
SNIPPET_TAGS = {
    "docfx": ("<request>", "</request>"),
    "mkdocs": ("--8<-- [start:request]", "--8<-- [end:request]"),
    "sphinx": ("[START request]", "[END request]"),
}


def add_snippet_tags(code: str, header: int, tags: str, comment: str) -> str:
    """Put snippet tags around a sample: around all of its code, without the comment on top.

    What stands between the tags can be compiled by itself.

    Arguments:
        code: the code of the sample.
        header: the number of lines in front of the code to include.
        tags: the docs site generator, a key of `SNIPPET_TAGS`.
        comment: the characters that begin a comment up to the end of the line.
    """
    begin, end = SNIPPET_TAGS[tags]
    lines = code.split("\n")
    # A header ends the statement in front of the code, so no line of the code belongs to it.
    before, after = lines[:header], lines[header:]
    return "\n".join([*before, f"{comment}{begin}", *after[:-1], f"{comment}{end}", ""])
