"""The fixed sentences of a language's output: `wording` in language.yaml.

Templates print them with the filter `say`, so that a house style or another language changes them
without a template of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from generator.errors import Problem, one_of
from generator.model.text import Text, reveal

# What a language says that has no sentence of its own.
DEFAULTS: Mapping[str, str] = {
    "noKey": "Set {env} to {hint}.",
    "yourKey": "your key",
    "yourToken": "your token",
    "yourLogin": "user:password",
    "saved": "Saved {file}",
}


def placeholders(sentence: str) -> list[str]:
    """Return the names in braces in a sentence."""
    return re.findall(r"\{(\w+)\}", sentence)


def read_wording(
    rows: Mapping[Text, Text | None],
    builtin: Mapping[str, str],
    is_open: bool,
    problems: list[Problem],
) -> dict[str, str]:
    """Read the sentences of a language, and check them.

    Arguments:
        rows: the sentences by name, as the language.yaml says them, with those of the user.
        builtin: the sentences of the built-in language; empty for a language of the user.
        is_open: whether the user has templates, which may say sentences of their own.
        problems: the list to which every problem is added.

    Returns:
        The sentences by name.
    """
    sentences = {**DEFAULTS, **builtin}
    wording = {}
    for name, sentence in rows.items():
        key = reveal(name)
        if sentence is None:
            continue
        if builtin and not is_open and key not in sentences:
            what = f"no template says {key}"
            problems.append(Problem(name.mark, what, one_of(sentences, key)))
        wording[key] = reveal(sentence)
        if key not in sentences:
            continue
        names = placeholders(sentences[key])
        for placeholder in dict.fromkeys(placeholders(reveal(sentence))):
            if placeholder not in names:
                what = f"{key} has no {{{placeholder}}}"
                todo = one_of([f"{{{n}}}" for n in names], f"{{{placeholder}}}")
                if not names:
                    todo = "write it without"
                problems.append(Problem(sentence.mark, what, todo))
    return wording
