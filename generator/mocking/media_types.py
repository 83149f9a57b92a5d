"""Compare media types that are documented with those of a request (RFC 9110, 8.3 and 12.5.1)."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model.media_types import without_parameters

_QUALITY = re.compile(r"(?i);\s*q\s*=\s*0(\.0{0,3})?\s*(;|$)")


def covers(media_range: str, media_type: str) -> bool:
    """Say whether a range, such as `image/*`, covers a media type; parameters do not count."""
    wanted, actual = without_parameters(media_range), without_parameters(media_type)
    if wanted == actual or wanted in ("*/*", "*"):
        return True
    main, _, sub = wanted.partition("/")
    actual_main, _, actual_sub = actual.partition("/")
    if main not in ("*", actual_main):
        return False
    return sub == "*" or (sub.startswith("*+") and actual_sub.endswith(sub[1:]))


def is_accepted(accept: Sequence[str], media_types: Sequence[str]) -> bool:
    """Say whether a client accepts one of several media types.

    Arguments:
        accept: the values of all headers Accept. Without one, a client accepts anything.
        media_types: the media types that are documented, perhaps ranges.
    """
    ranges = [row.strip() for line in accept for row in line.split(",") if row.strip()]
    if not ranges or not media_types:
        return True
    for media_type in media_types:
        covering = [r for r in ranges if covers(r, media_type) or covers(media_type, r)]
        if covering:
            # The most exact range counts.
            best = min(covering, key=lambda r: without_parameters(r).count("*"))
            if not _QUALITY.search(best):
                return True
    return False


def is_json(media_type: str) -> bool:
    """Say whether bodies of a media type are JSON."""
    return without_parameters(media_type).endswith(("/json", "+json"))
