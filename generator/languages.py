"""The languages of a run: those that come along are read once, and kept in the user's cache."""

from __future__ import annotations

import sys
from contextlib import suppress

from generator.language import Language, Layers
from generator.tools import digest, tools
from generator.usercache import cache_folder, keep

_MOST = 8


def languages_of(layers: Layers) -> dict[str, Language]:
    """Give the languages of the layers, by the names of their folders.

    To read them takes longer than to render one spec in all of them. What is kept was made by the
    very same files and Python.

    Raises:
        ProblemsError: with every problem of every language.yaml.
    """
    place = None if layers.overrides else cache_folder("languages")
    if place is None:
        return _read(layers)
    import pickle

    name = digest(f"{sys.version} {tools()}".encode())
    # Whatever is wrong with what is kept, the files themselves are there.
    with suppress(Exception):
        kept: dict[str, Language] = dict(pickle.loads((place / name).read_bytes()))
        if kept:
            return kept
    made = _read(layers)
    keep(place, name, pickle.dumps(made), _MOST)
    return made


def _read(layers: Layers) -> dict[str, Language]:
    from generator.language_reader import load_languages  # which a run seldom needs

    return load_languages(layers)
