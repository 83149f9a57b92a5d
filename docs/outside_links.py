"""A hook of MkDocs: links from the manual to files of the repository that are no pages of it.

On the site, they lead to the repository, whose address is `repo_url`. Without one, their text stays
and the link goes.
"""

from __future__ import annotations

import re
from typing import Any

_LINK = re.compile(r"\[(?P<text>[^\[\]]+)\]\(\.\./(?P<path>[^()\s]+)\)")


def on_page_markdown(markdown: str, config: Any, **_: Any) -> str:
    """Change the links of a page, outside of its blocks of code.

    Arguments:
        markdown: the page.
        config: the settings of MkDocs.
    """
    repository = (config["repo_url"] or "").rstrip("/")

    def change(link: re.Match[str]) -> str:
        if not repository:
            return link["text"]
        return f"[{link['text']}]({repository}/blob/main/{link['path']})"

    parts = re.split(r"(?ms)(^ *(`{3,})[^`\n]*\n.*?^ *\2 *$)", markdown)
    # Each block of code is followed by its fence, which is a group of the expression.
    texts = [part for number, part in enumerate(parts) if number % 3 != 2]
    return "".join(_LINK.sub(change, t) if n % 2 == 0 else t for n, t in enumerate(texts))
