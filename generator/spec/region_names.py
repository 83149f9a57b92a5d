"""Find where a spec names regions by their ids, as text that can be edited."""

from __future__ import annotations

import yaml

from generator.model.structs import Struct
from generator.spec.yaml_editor import EditableYaml, Node

REGIONS_KEY = "regions"


class RegionChoice(Struct, frozen=True):
    """The regions of a table that a spec takes.

    Attributes:
        only: the ids of these regions; None for all regions.
        left_out: the ids of regions that it does not take.
    """

    only: frozenset[str] | None = None
    left_out: frozenset[str] = frozenset()

    def has(self, id_: str) -> bool:
        """Say whether the spec takes a region."""
        return (self.only is None or id_ in self.only) and id_ not in self.left_out


def default_region(document: EditableYaml) -> Node | None:
    """Return the id of a spec's default region; None if it has none."""
    return _member(document.root, "defaultRegion")


def named_regions(document: EditableYaml) -> list[yaml.ScalarNode]:
    """Return the ids by which a spec names regions, in the order of the file.

    These are the default region, and the lists of regions of the spec and of its operations.
    """
    found: list[Node | None] = [default_region(document)]
    operations = _member(document.root, "operations")
    owners = [document.root]
    if isinstance(operations, yaml.MappingNode):
        owners += [operation for _, operation in operations.value]
    for owner in owners:
        lists = (_member(_member(owner, REGIONS_KEY), word) for word in ("only", "except"))
        found += (
            item for node in lists if isinstance(node, yaml.SequenceNode) for item in node.value
        )
    nodes = [node for node in found if isinstance(node, yaml.ScalarNode)]
    return sorted(nodes, key=lambda node: node.start_mark.index)


def read_choice(document: EditableYaml) -> RegionChoice:
    """Read which regions of a table a spec takes."""
    words: list[frozenset[str] | None] = []
    for word in ("only", "except"):
        node = _member(_member(document.root, REGIONS_KEY), word)
        items = node.value if isinstance(node, yaml.SequenceNode) else None
        words.append(None if items is None else frozenset(item.value for item in items))
    return RegionChoice(words[0], words[1] or frozenset())


def _member(node: Node | None, key: str) -> Node | None:
    """Return the value of a key of a mapping; None if there is none."""
    if not isinstance(node, yaml.MappingNode):
        return None
    return next((value for name, value in node.value if name.value == key), None)
