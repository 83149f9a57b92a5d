"""Trees of YAML and JSON that can hold faults: read from a seed, changed at random, written back.

A mapping is a list of pairs, so it can have a key twice. `Raw` is text that is written as it is, so
a tree can have anchors, aliases, tags and merge keys.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from random import Random
from typing import TypeAlias

import yaml


@dataclass
class Scalar:
    """A text, or a word that stands without quotes, such as a number."""

    text: str
    is_plain: bool = False


@dataclass
class Raw:
    """Text that is written as it is."""

    text: str


@dataclass
class List:
    """A list."""

    items: list[Node] = field(default_factory=list)


@dataclass
class Table:
    """A mapping, perhaps with a key twice."""

    pairs: list[tuple[Node, Node]] = field(default_factory=list)


Node: TypeAlias = Scalar | Raw | List | Table
# Where a node stands: the list or table, the index, and 0 for a key, else 1.
Slot: TypeAlias = tuple[Node, int, int]

# Nodes that a tree may have, roughly: the time of a run is for gen, not for the fuzzer.
MOST = 20_000
_SAFE = re.compile(r"[A-Za-z/][A-Za-z0-9/_.{}-]*")
_WORDS = {"true", "false", "null", "yes", "no", "on", "off", "y", "n"}

TEXTS = (
    "", " ", "a", "..", ".", "/", "\\", "~", "-", "#", "?", "{", "}", "{a}", "{{a}}", "{}",
    "a{a}{a}", "\0", "a\0b", "\x1b[31m", "\x7f", "\x85", "\u2028", "\ufeff", "\u202e", "\u2066",
    "\u200b", "\ud800", "\udfff", "\ud83d\ude00", "\U0010ffff", "e\u0301", "\u0130", "\u00df",
    "\u017f", "\n", "a\r\nb", "\t", "a\nb: c", "::set-output name=a::b", "##vso[task.complete]",
    "'", '"', "`", "$(id)", "%0A", "%", "%zz", "<!--", "]]>", "</script>", "${a}",
    "../../outside/secret.yaml", "../outside/secret.yaml", "/etc/hostname", "file:///etc/hostname",
    "http://[", "http://[::1", "http://a:b@c", "http://a:99999999", "http://\u2024", "https://",
    "//a", "http://a?b#c", "C:\\a", "CON", "a" * 300, "a" * 70_000, "9" * 5000, "1e999", "-0",
    "0x1f", "1_000", "٣", "²", "NaN", "2020-01-01", "2020-13-45", "2020-01-01T00:00:00+99:99",
    "24:61:61", "P1Y", "=", "==", "<<", "*a", "&a", "!a", "|", ">", "application/json",
    "APPLICATION/JSON; charset", "*/*", "a/b/c", "text/", "multipart/form-data",
    "application/x-www-form-urlencoded", "application/octet-stream", "string", "number", "integer",
    "object", "array", "boolean", "null", "file", "date-time", "uuid", "^(a+)+$", "(", "[",
    "a{99999}", "(?P<a>.)(?P=a)", "\\p{L}", "(?i)(?<=a+)b", "a{0,4294967296}", "GET", "get",
    "QUERY", "default", "2XX", "99", "1000", "0200", "path", "query", "header", "cookie",
    "Retry-After", "Content-Type", "Authorization", "Host", "constructor", "__proto__", "__class__",
)  # fmt: skip
# What many places take.
MILD = (
    "a", "b c", "Ümläut é 日本 🎉", "it's \"quoted\"", "50% & <b>", "a/b?c=d&e#f", "{region}",
    "$ref", "-a", "line\nline", "  spaces  ", "tab\there", "`code` **bold** | pipe",
    "\\back\\slash", "#{x} ${y} %{z}", "a,b;c|d", "2024-02-29", "true", "12", "1.5", "null",
    "en-US", "text/plain", "X-Header", "class", "a_b-c.d~e", "*/ -- \"\"\" ?> %>",
    "http://localhost:8080/a", "https://{region}.example.com", "int",
)  # fmt: skip
NUMBERS = (
    "0", "-0", "1", "-1", "2", "7", "100", "99999", "2147483648", "-9223372036854775809", "1e5",
    "18446744073709551616", "1.5", "-1.5", "1e-7", "1e-400", "1e400", "-1e400", "1e308", "5e-324",
    "1e999999999", "0.1", "1.0", "9" * 400, "9" * 5000, "-" + "9" * 5000, "0." + "1" * 5000,
)  # fmt: skip
WORDS = (
    "null", "true", "false", "~", "yes", ".nan", ".inf", "-.inf", "NaN", "Infinity", "0o17", "0x1f",
    "1:30", "2020-01-01", "2020-01-01T00:00:00Z", "=", "<<", "+1", ".5", "1.", "0b11", "012", "1_0",
)  # fmt: skip
RAW = (
    "*a", "*missing", "&a", "&a [*a]", "&a {b: *a}", "&a {*a : b}", "!!binary aGk=", "!!set {a, b}",
    "!!omap [a: 1]", "!!timestamp 2020-01-01", "!!float a", "!!int a", "!!null a", "!!bool x",
    "!x y", "!!python/object/apply:os.system [id]", "!!python/name:os.system", "!<tag:a> b",
    "!!str [a]", "!!map a", "!!seq {}", "{<<: [], a: 1}", "{<<: {a: 1}, a: 2}", "{<<: 1}",
    "&b {<<: *b}", "{a: 1, a: 2}", "{? [a] : b}", "{? {a: b} : c}", "{? : }", "[,]", "{,}", "[a, b",
    "{a: b", '"a', "|\n  a", "%YAML 9.9", "--- a", "...", "# a", "\ta", "@a", "`a", "[" * 50,
    "{a: " * 50,
)  # fmt: skip
REFERENCES = (
    "#", "#/", "#/paths", "#/components/schemas/Missing", "#/a/b~", "#/~2", "#a", "", "a.yaml",
    "a\0.yaml#/a", "../outside/secret.yaml", "../outside/secret.yaml#/a", "/etc/hostname",
    "/dev/zero", "http://a/b.yaml", "file:///etc/hostname", "other.yaml", "other.yaml#/Meta", "%00",
    "%2e%2e/outside/secret.yaml", "..", ".", "spec", "a" * 5000, "#/paths/%zz", "//a/b", "\\a",
    "?a", "#/paths/0", "#/paths/~1a~1{id}~1b/get", "#/info/title", "#/definitions/A", "con", "out",
    "#" * 9,
)  # fmt: skip
# What stands in schemas and their neighbours, of every version.
KEYWORDS = (
    "type", "format", "enum", "const", "default", "example", "examples", "items", "prefixItems",
    "properties", "required", "additionalProperties", "patternProperties", "allOf", "oneOf",
    "anyOf", "not", "if", "then", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems",
    "minProperties", "maxProperties", "nullable", "readOnly", "writeOnly", "discriminator", "xml",
    "deprecated", "$ref", "$id", "$anchor", "$dynamicRef", "$defs", "contentEncoding",
    "contentMediaType", "propertyNames", "dependentRequired", "dependentSchemas",
    "unevaluatedProperties", "contains", "minContains", "in", "name", "schema", "content", "style",
    "explode", "allowReserved", "collectionFormat", "encoding", "headers", "contentType",
    "parameters", "requestBody", "responses", "security", "servers", "variables", "url",
    "description", "summary", "operationId", "tags", "callbacks", "links", "consumes", "produces",
    "host", "basePath", "schemes", "securityDefinitions", "scheme", "bearerFormat", "flows",
    "openIdConnectUrl", "securitySchemes", "components", "paths", "webhooks", "swagger", "openapi",
    "info", "title", "version", "x-ms-examples", "x-ms-paths", "externalValue",
    "x-ms-parameterized-host", "value", "mapping", "propertyName", "allowEmptyValue", "itemSchema",
)  # fmt: skip


def read_tree(data: bytes) -> Node:
    """Read a seed, which is YAML or JSON without a fault.

    Arguments:
        data: its bytes.

    Raises:
        yaml.YAMLError: if it is neither.
    """
    return _node(yaml.compose(data, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))


def _node(node: yaml.nodes.Node | None) -> Node:
    if isinstance(node, yaml.MappingNode):
        return Table([(_node(key), _node(value)) for key, value in node.value])
    if isinstance(node, yaml.SequenceNode):
        return List([_node(item) for item in node.value])
    if isinstance(node, yaml.ScalarNode):
        return Scalar(node.value, not node.style and node.tag != "tag:yaml.org,2002:str")
    return Scalar("null", is_plain=True)


def write_json(node: Node) -> str:
    """Write a tree as JSON, which is YAML in flow style, too."""
    if isinstance(node, Raw):
        return node.text
    if isinstance(node, Scalar):
        return node.text if node.is_plain else json.dumps(node.text)
    if isinstance(node, List):
        return f"[{', '.join(map(write_json, node.items))}]"
    pairs = ", ".join(f"{write_json(key)}: {write_json(value)}" for key, value in node.pairs)
    return f"{{{pairs}}}"


def write_yaml(node: Node) -> str:
    """Write a tree as YAML in block style."""
    return "\n".join(_lines(node, 0)).lstrip("\n") + "\n"


def _lines(node: Node, depth: int) -> list[str]:
    """Give the lines of a node; the first follows what stands in front of it."""
    pad = "  " * depth
    if depth > 60 or not isinstance(node, Table | List):
        return [_word(node)]
    if isinstance(node, Table) and node.pairs:
        found = [""]
        for key, value in node.pairs:
            first, *more = _lines(value, depth + 1)
            found += [f"{pad}{_word(key)}:{first and ' '}{first}", *more]
        return found
    if isinstance(node, List) and node.items:
        found = [""]
        for item in node.items:
            first, *more = _lines(item, depth + 1)
            found += [f"{pad}-{first and ' '}{first}", *more]
        return found
    return [write_json(node)]


def _word(node: Node) -> str:
    if isinstance(node, Scalar) and not node.is_plain:
        text = node.text
        if _SAFE.fullmatch(text) and "{" not in text and text.lower() not in _WORDS:
            return text
    return write_json(node)


def slots(node: Node) -> list[Slot]:
    """List where nodes stand below a node: the holder, the index, and 0 for a key, else 1."""
    found: list[Slot] = []
    waiting: list[Node] = [node]
    while waiting:
        holder = waiting.pop()
        if isinstance(holder, Table):
            for index, (key, value) in enumerate(holder.pairs):
                found += [(holder, index, 0), (holder, index, 1)]
                waiting += [key, value]
        elif isinstance(holder, List):
            for index, value in enumerate(holder.items):
                found.append((holder, index, 1))
                waiting.append(value)
    return found


def get(slot: Slot) -> Node:
    """Give the node that stands in a slot."""
    holder, index, part = slot
    if isinstance(holder, Table):
        return holder.pairs[index][part]
    assert isinstance(holder, List)
    return holder.items[index]


def put(slot: Slot, node: Node) -> None:
    """Put a node into a slot."""
    holder, index, part = slot
    if isinstance(holder, Table):
        pair = holder.pairs[index]
        holder.pairs[index] = (node, pair[1]) if part == 0 else (pair[0], node)
    elif isinstance(holder, List):
        holder.items[index] = node


def odd_text(random: Random) -> str:
    """Choose a text, in half of all cases one that many places take."""
    return random.choice(MILD if random.random() < 0.5 else TEXTS)


def odd_value(random: Random, root: Node) -> Node:
    """Make a value that may be wrong wherever it stands."""
    kind = random.randrange(12)
    if kind <= 2:
        return Scalar(odd_text(random))
    if kind <= 4:
        return Scalar(random.choice(NUMBERS), is_plain=True)
    if kind == 5:
        return Scalar(random.choice(WORDS), is_plain=True)
    if kind == 6:
        return Raw(random.choice(RAW))
    if kind == 7:
        return Table([(Scalar("$ref"), Scalar(reference(random, root)))])
    if kind == 8:
        return List([odd_value(random, root) for _ in range(random.randrange(4))])
    if kind == 9:
        keys = [random.choice(KEYWORDS) for _ in range(random.randrange(4))]
        return Table([(Scalar(key), odd_value(random, root)) for key in keys])
    if kind == 10:
        return _nested(random)
    return Raw(_bomb(random))


def reference(random: Random, root: Node) -> str:
    """Make the text of a `$ref`: to a place of the document, or an odd one."""
    if random.random() < 0.4:
        return random.choice(REFERENCES)
    way, node = "#", root
    while random.random() < 0.8:
        if isinstance(node, Table) and node.pairs:
            key, node = random.choice(node.pairs)
            name = key.text if isinstance(key, Scalar) else "?"
            way += "/" + name.replace("~", "~0").replace("/", "~1")
        elif isinstance(node, List) and node.items:
            index = random.randrange(len(node.items))
            way, node = f"{way}/{index}", node.items[index]
        else:
            break
    return way


def _nested(random: Random) -> Node:
    depth = random.choice((5, 40, 90, 300, 2000, 20_000))
    front, end = random.choice(
        (("[", "]"), ('{"a": ', "}"), ('{"items": ', "}"), ('{"allOf": [', "]}"),
         ('{"type": "array", "minItems": 3, "items": ', "}"), ('{"properties": {"a": ', "}}"))
    )  # fmt: skip
    return Raw(front * depth + "1" + end * depth)


def _bomb(random: Random) -> str:
    """Write few aliases of many values: a list of lists, or of mappings that are merged."""
    width, depth = random.choice(((9, 9), (2, 30), (30, 4)))
    rows = ["&b0 [a, a]"]
    for level in range(1, depth):
        rows.append(f"&b{level} [{', '.join([f'*b{level - 1}'] * width)}]")
    if random.random() < 0.3:
        rows = ["&b0 {a: 1}"]
        for level in range(1, depth):
            rows.append(f"&b{level} {{<<: [{', '.join([f'*b{level - 1}'] * width)}]}}")
    return f"[{', '.join(rows)}]"


def change(random: Random, root: Node, others: Sequence[Node]) -> Node:
    """Change one thing of a tree.

    Arguments:
        random: decides.
        root: the tree, which is changed where it is.
        others: trees of the same kind, parts of which may be taken.

    Returns:
        The root, perhaps another.
    """
    places = slots(root)
    if not places:
        return odd_value(random, root)
    slot = random.choice(places)
    holder, index, _ = slot
    node = get(slot)
    steps: list[Callable[[], None]] = [
        lambda: put(slot, odd_value(random, root)),
        lambda: put(slot, odd_value(random, root)),
        lambda: _edit(random, slot),
        lambda: _edit(random, slot),
        lambda: _drop(holder, index),
        lambda: _duplicate(random, root, slot),
        lambda: _swap(random, slot, places),
        lambda: put(slot, deepcopy(get(random.choice(places)))),
        lambda: _take(random, root, slot, others),
        lambda: _take(random, root, slot, others),
        lambda: _insert(random, root, slot),
        lambda: _insert(random, root, slot),
        lambda: put(slot, List([node])),
        lambda: put(slot, Table([(Scalar(random.choice(KEYWORDS)), node)])),
        lambda: _repeat(random, holder, index),
        lambda: _refer(random, root, slot),
    ]
    random.choice(steps)()
    if random.random() < 0.01:
        return random.choice((List([root]), node, odd_value(random, root)))
    return root


def change_gently(random: Random, root: Node, others: Sequence[Node]) -> Node:
    """Change one thing of a tree so that it may be valid still, and what is behind it is reached.

    Arguments:
        random: decides.
        root: the tree, which is changed where it is.
        others: trees of the same kind, parts of which may be taken.

    Returns:
        The root.
    """
    places = [slot for slot in slots(root) if slot[2] == 1]
    if not places:
        return root
    slot = random.choice(places)
    holder, index, _ = slot
    node = get(slot)
    kind = random.randrange(6)
    if kind == 0:
        _drop(holder, index)
    elif kind <= 2 or not isinstance(node, Scalar):
        _take(random, root, slot, others)
    elif node.is_plain:
        put(slot, Scalar(random.choice(NUMBERS[:9]), is_plain=True))
    else:
        put(slot, Scalar(random.choice((*MILD, f"{node.text} {random.choice(MILD)}"))))
    return root


def _edit(random: Random, slot: Slot) -> None:
    """Change the text of a scalar, or whether it is in quotes."""
    node = get(slot)
    if not isinstance(node, Scalar):
        return
    at = random.randrange(len(node.text) + 1)
    text = odd_text(random)
    end = min(len(node.text), at + random.randrange(3))
    new = random.choice(
        (node.text[:at] + text + node.text[at:], node.text[:at], node.text[:at] + node.text[end:],
         node.text.upper(), node.text * 2, text)
    )  # fmt: skip
    put(slot, Scalar(node.text if random.random() < 0.1 else new, random.random() < 0.1))


def _drop(holder: Node, index: int) -> None:
    del (holder.pairs if isinstance(holder, Table) else holder.items)[index]  # type: ignore[union-attr]


def _duplicate(random: Random, root: Node, slot: Slot) -> None:
    holder, index, _ = slot
    if isinstance(holder, Table):
        key, value = holder.pairs[index]
        new = deepcopy(value) if random.random() < 0.5 else odd_value(random, root)
        holder.pairs.insert(random.randrange(len(holder.pairs) + 1), (key, new))
    elif isinstance(holder, List):
        holder.items.insert(index, deepcopy(holder.items[index]))


def _swap(random: Random, slot: Slot, places: Sequence[Slot]) -> None:
    other = random.choice(places)
    one, two = deepcopy(get(slot)), deepcopy(get(other))
    put(slot, two)
    put(other, one)


def _take(random: Random, root: Node, slot: Slot, others: Sequence[Node]) -> None:
    """Take a part of another tree: what has the same key there, if anything has."""
    holder, index, part = slot
    there = [(place, get(place)) for place in slots(random.choice(others))] if others else []
    if not there:
        return
    if isinstance(holder, Table) and part == 1:
        key = holder.pairs[index][0]
        alike = [
            node
            for (above, at, which), node in there
            if which == 1 and isinstance(above, Table) and above.pairs[at][0] == key
        ]
        if alike:
            put(slot, deepcopy(random.choice(alike)))
            return
    (above, at, _), node = random.choice(there)
    if isinstance(holder, Table) and isinstance(above, Table):
        holder.pairs.append(deepcopy(above.pairs[at]))
    else:
        put(slot, deepcopy(node))


def _insert(random: Random, root: Node, slot: Slot) -> None:
    """Give a mapping one more keyword."""
    node = get(slot)
    holder = node if isinstance(node, Table) else slot[0]
    if isinstance(holder, Table):
        name = Scalar(random.choice((*KEYWORDS, *KEYWORDS, *TEXTS)))
        holder.pairs.append((name, odd_value(random, root)))
    else:
        put(slot, Table([(Scalar(random.choice(KEYWORDS)), odd_value(random, root))]))


def _repeat(random: Random, holder: Node, index: int) -> None:
    size = len(slots(get((holder, index, 1)))) + 1
    times = min(random.choice((2, 10, 300)), MOST // size)
    if isinstance(holder, List):
        holder.items += [holder.items[index]] * times
    elif isinstance(holder, Table):
        key, value = holder.pairs[index]
        text = key.text if isinstance(key, Scalar) else "a"
        holder.pairs += [(Scalar(f"{text}{number}"), value) for number in range(times)]


def _refer(random: Random, root: Node, slot: Slot) -> None:
    """Put a reference, or an alias of the same value, in the place of a value."""
    node = get(slot)
    kind = random.randrange(3)
    if kind == 0:
        put(slot, Table([(Scalar("$ref"), Scalar(reference(random, root)))]))
    elif kind == 1:
        put(slot, Raw(f"&again {write_json(node)}"))
        put(random.choice(slots(root)), Raw("*again"))
    elif isinstance(slot[0], Table):
        slot[0].pairs.append((Raw("<<"), node))
