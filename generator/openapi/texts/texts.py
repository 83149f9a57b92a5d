"""Reader of descriptions, tags and links of a document, as they are written."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.model.messages import Link, Tag
from generator.model.rules import PAGE_URL
from generator.model.text import Text
from generator.openapi.keys import EXTERNAL_DOCS, TAG
from generator.openapi.parts import Parts
from generator.openapi.references import items
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At


def full_text(at: At | None, key: str) -> Text | None:
    """Return an object's text member as it is written. None without a text.

    Line ends become those of Unix, and white space at both ends is left out.
    """
    value = at.value.get(key) if at is not None and isinstance(at.value, dict) else None
    if at is None or not isinstance(value, str):
        return None
    text = value.replace("\r\n", "\n").replace("\r", "\n").strip()
    return Text(text, at.child(key)) if text else None


def text_or_empty(at: At, key: str) -> Text:
    """Return an object's text member as it is written; an empty text without one."""
    return full_text(at, key) or Text("", at)


def is_deprecated(at: At) -> bool:
    """Say whether an object is deprecated."""
    return isinstance(at.value, dict) and at.value.get("deprecated") is True


def read_link(parts: Parts, at: At, unsupported: Unsupported) -> Link | None:
    """Return the `externalDocs` of an object. None without a page that gen can link to."""
    docs = parts.lookup(at, "externalDocs")
    if docs is None or not isinstance(docs.value, dict):
        return None
    unsupported.check_keys(docs, EXTERNAL_DOCS)
    url = full_text(docs, "url")
    if url is None or not re.fullmatch(PAGE_URL.pattern, str(docs.value["url"]).strip()):
        what = "its URL is no page of the web; no page links to it"
        unsupported.add("externalDocs", at.child("externalDocs"), what)
        return None
    return Link(url, text_or_empty(docs, "description"))


def read_tags(parts: Parts, root: At, unsupported: Unsupported) -> Iterator[Tag]:
    """Yield the tags of a document, each name once."""
    names = set()
    for child in items(parts.lookup(root, "tags")):
        name = full_text(child, "name")
        unsupported.check_keys(child, TAG)
        if name is None or name in names:
            what = "it has no name, or that of another tag; it is left out"
            unsupported.add("tags", child, what)
            continue
        names.add(name)
        yield Tag(name, text_or_empty(child, "description"))


def read_tag_names(parts: Parts, at: At, unsupported: Unsupported) -> tuple[Text, ...]:
    """Return the names of the tags of an operation."""
    names: dict[Text, None] = {}
    for child in items(parts.lookup(at, "tags")):
        if isinstance(child.value, str) and child.value.strip():
            names[Text(child.value.strip(), child)] = None
        else:
            unsupported.add("tags", child, "it is no text; it is left out")
    return tuple(names)
