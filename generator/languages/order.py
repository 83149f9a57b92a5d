"""The order of languages where neither a spec nor `gen.toml` lists targets: that of most readers.

`templates/order.yaml` has it. A user's folder of templates can have an order of its own.
"""

from __future__ import annotations

from collections.abc import Mapping

from generator.errors import Problem, ProblemsError, one_of
from generator.languages.language import Language, Layers
from generator.model.text import reveal
from generator.sources.yaml_nodes import read_yaml
from generator.sources.yaml_schema import ListOf, Pattern

_FILE = "order.yaml"


def sort_languages(languages: Mapping[str, Language], layers: Layers) -> dict[str, Language]:
    """Return languages in the order of `order.yaml`; those that are not there last, by their ids.

    Arguments:
        languages: the languages by id.
        layers: the template folders. The file of the first folder that has one counts.

    Raises:
        ProblemsError: if the file is no list, or names a language that does not exist.
    """
    found = layers.find(_FILE)
    if found is None:
        return dict(sorted(languages.items()))
    problems: list[Problem] = []
    node = read_yaml(*found[:2], problems)
    names = None if node is None else ListOf(Pattern()).read(node, problems)
    for name in names or ():
        if reveal(name) not in languages:
            what = f"there is no language {reveal(name)}"
            problems.append(Problem(name.mark, what, one_of(languages, reveal(name))))
    if problems:
        raise ProblemsError(problems)
    order = [*map(reveal, names or ()), *sorted(languages)]
    return {id_: languages[id_] for id_ in dict.fromkeys(order)}
