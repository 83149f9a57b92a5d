"""Schemas as rules that requests are checked against: JSON Schema 2020-12, as OpenAPI uses it.

Each Schema Object is compiled once, when the mock starts. Then a check reads no document.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.errors import Mark
from generator.openapi.references import items, members
from generator.openapi.schemas.discriminators import last_name
from generator.patterns.expressions import try_compile
from generator.patterns.matcher import CompiledPattern
from generator.sources.document import At

_TYPES = frozenset(("string", "integer", "number", "boolean", "array", "object", "null"))
# Keywords that limit values, and that are not checked.
_UNCHECKED = (
    *("if", "dependentSchemas", "dependencies", "contains", "unevaluatedProperties"),
    *("unevaluatedItems", "$dynamicRef", "$recursiveRef", "propertyNames", "contentSchema"),
    *("additionalItems", "itemSchema"),
)
# Formats that say clearly which texts and numbers have them. Others are not checked.
CLEAR_FORMATS = frozenset((
    *("date", "date-time", "uuid", "ipv4", "ipv6"),
    *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
))  # fmt: skip
# Formats that any value of the type has, as far as gen can tell.
_OPEN_FORMATS = frozenset(("password", "binary", "float", "double", "commonmark", "html"))


@dataclass(slots=True, eq=False)
class Rule:
    """The values that a schema allows. A keyword that is not set is None or empty.

    Attributes:
        types: the allowed types.
        reference: the rule that `$ref` leads to.
        nullable: whether null is allowed, whatever else the rule says.
        never: whether no value is allowed.
        enum: the allowed values.
        const: a tuple of the one allowed value.
        limits: the keywords that limit a number or a size, with their numbers.
        pattern: a regular expression, and its text.
        format: the format.
        all_of, any_of, one_of: rules of which all, one at least, or exactly one has to allow it.
        excluded: the rule that must not allow it.
        discriminator: the member that names the alternative, and the names of its schemas by value.
        names: the names of the schemas in `any_of` and `one_of`; may be empty texts.
        properties: the rules of members by name.
        patterns: the rules of members whose names match regular expressions.
        additional: the rule of other members; None if they may be anything.
        required: the names of members that must be there.
        dependent: the names of members that must be there beside another one.
        read_only: the names of members that only answers have.
        prefix: the rules of the first items.
        items: the rule of further items.
        unique: whether no two items are equal.
        is_file: whether the value is the bytes of a file.
        has_doubt: whether it has keywords that are not checked.
        known_types: what `possible_types` returned; None before its first call.
    """

    types: frozenset[str] | None = None
    reference: Rule | None = None
    nullable: bool = False
    never: bool = False
    enum: list[Any] | None = None
    const: tuple[Any, ...] = ()
    limits: dict[str, int | float] = field(default_factory=dict)
    pattern: tuple[CompiledPattern, str] | None = None
    format: str = ""
    all_of: list[Rule] = field(default_factory=list)
    any_of: list[Rule] = field(default_factory=list)
    one_of: list[Rule] = field(default_factory=list)
    excluded: Rule | None = None
    discriminator: tuple[str, dict[str, str]] | None = None
    names: dict[int, str] = field(default_factory=dict)
    properties: dict[str, Rule] = field(default_factory=dict)
    patterns: list[tuple[CompiledPattern, Rule]] = field(default_factory=list)
    additional: Rule | None = None
    required: tuple[str, ...] = ()
    dependent: dict[str, tuple[str, ...]] = field(default_factory=dict)
    read_only: set[str] = field(default_factory=set)
    prefix: list[Rule] = field(default_factory=list)
    items: Rule | None = None
    unique: bool = False
    is_file: bool = False
    has_doubt: bool = False
    known_types: frozenset[str] | None = field(default=None, repr=False)

    def parts(self, alternatives: bool = False) -> Iterator[Rule]:
        """Return the rule and those that apply to the same value, each once.

        Arguments:
            alternatives: whether those are among them of which not all have to allow the value.
        """
        seen: set[int] = set()
        pending = [self]
        while pending:
            rule = pending.pop()
            if id(rule) in seen:
                continue
            seen.add(id(rule))
            yield rule
            pending += [*rule.all_of, *([rule.reference] if rule.reference else ())]
            if alternatives:
                pending += [*rule.any_of, *rule.one_of]

    def possible_types(self) -> frozenset[str]:
        """Return the types that a value may have, as far as the rule and its parts name types."""
        if self.known_types is None:
            self.known_types = self._possible_types()
        return self.known_types

    def _possible_types(self) -> frozenset[str]:
        """Collect the possible types."""
        types: frozenset[str] | None = None
        for rule in self.parts(alternatives=True):
            named = rule.types
            if named is None and (rule.enum or rule.const):
                named = frozenset(map(type_name, rule.enum or rule.const))
            if named is not None:
                types = named if types is None else types | named
            if rule.nullable and types is not None:
                types |= {"null"}
        return _TYPES if types is None else types

    def member_rules(self, name: str) -> list[Rule]:
        """Return the rules of a member that any part or alternative has."""
        rules = []
        for part in self.parts(alternatives=True):
            if name in part.properties:
                rules.append(part.properties[name])
            elif part.additional is not None and not part.additional.never:
                rules.append(part.additional)
        return rules

    def item_rule(self, index: int) -> Rule:
        """Return the rule of an item, of the first part that has one."""
        for part in self.parts(alternatives=True):
            if index < len(part.prefix):
                return part.prefix[index]
            if part.items is not None:
                return part.items
        return ANYTHING

    def allows_file(self) -> bool:
        """Say whether a part or an alternative is the bytes of a file."""
        return any(part.is_file for part in self.parts(alternatives=True))


ANYTHING = Rule()


def type_name(value: object) -> str:
    """Return the name of a value's type in JSON Schema; whole numbers are integers."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, (int, float)):
        is_whole = isinstance(value, int) or value.is_integer()
        return "integer" if is_whole else "number"
    if isinstance(value, dict):
        return "object"
    return "array" if isinstance(value, list) else "string"


class RuleCompiler:
    """Compiles the Schema Objects of one document.

    Arguments:
        resolve: follows the `$ref` of a value; None if it leads nowhere.
        has_siblings: whether keywords beside a `$ref` count, as since OpenAPI 3.1.
        on_unchecked: called for each keyword that is not checked, with its place and a name.
    """

    def __init__(
        self,
        resolve: Callable[[At], At | None],
        has_siblings: bool,
        on_unchecked: Callable[[Mark, str], None],
    ) -> None:
        self._resolve = resolve
        self._has_siblings = has_siblings
        self._on_unchecked = on_unchecked
        self._rules: dict[int, Rule] = {}
        self._kept: list[Any] = []  # keeps the ids of their values
        self._pending: deque[tuple[Rule, At]] = deque()

    def compile(self, at: At | None) -> Rule:
        """Return the rule of a Schema Object; None allows anything."""
        rule = self._rule(at)
        while self._pending:  # no recursion: references lead from schema to schema
            self._fill(*self._pending.popleft())
        return rule

    def _rule(self, at: At | None) -> Rule:
        """Return the rule of a Schema Object, which may have to be filled yet."""
        if at is None or at.value is True or not isinstance(at.value, (dict, bool)):
            return ANYTHING
        if at.value is False:
            return Rule(never=True)
        value = at.value
        if id(value) not in self._rules:
            self._rules[id(value)] = Rule()
            self._kept.append(value)
            self._pending.append((self._rules[id(value)], at))
        return self._rules[id(value)]

    def _fill(self, rule: Rule, at: At) -> None:
        """Fill the rule of a Schema Object that is a dict."""
        if "$ref" in at.value:
            self._compile_reference(rule, at)
            if not self._has_siblings:
                rule.nullable = at.value.get("nullable") is True
                return
        self._compile_keywords(rule, at)

    def _doubt(self, rule: Rule, at: At, what: str) -> None:
        """Record that something of a schema is not checked."""
        rule.has_doubt = True
        self._on_unchecked(at.mark, what)

    def _compile_reference(self, rule: Rule, at: At) -> None:
        """Compile what a `$ref` leads to."""
        # The target may be a `$ref`, whose siblings count as well.
        target = self._resolve(At({"$ref": at.value["$ref"]}, at.document, at.parent, at.key))
        if target is None:
            self._doubt(rule, at, "a $ref that leads nowhere")
        else:
            rule.reference = self._rule(target)

    def _compile_keywords(self, rule: Rule, at: At) -> None:
        """Compile the keywords that stand in a schema itself."""
        value = at.value
        for key in _UNCHECKED:
            if key in value and value[key] not in (True, {}):
                self._doubt(rule, at.child(key), key)
        rule.nullable = value.get("nullable") is True or value.get("x-nullable") is True
        self._compile_types(rule, value)
        if isinstance(value.get("enum"), list):
            rule.enum = value["enum"]
        if "const" in value:
            rule.const = (value["const"],)
        self._compile_limits(rule, value)
        if isinstance(value.get("pattern"), str):
            compiled = try_compile(value["pattern"])
            if compiled is None:
                self._doubt(rule, at.child("pattern"), "a pattern that gen can't read")
            else:
                rule.pattern = compiled, value["pattern"]
        if isinstance(value.get("format"), str):
            rule.format = value["format"]
            rule.has_doubt |= rule.format not in CLEAR_FORMATS | _OPEN_FORMATS
        for key, parts in (("allOf", rule.all_of), ("anyOf", rule.any_of), ("oneOf", rule.one_of)):
            for child in items(at.child(key) if key in value else None):
                part = self._rule(child)
                parts.append(part)
                name = child.value.get("$ref") if isinstance(child.value, dict) else None
                rule.names[id(part)] = last_name(name)
        if "not" in value:
            rule.excluded = self._rule(at.child("not"))
        self._compile_discriminator(rule, value)
        self._compile_object(rule, at)
        prefix = at.child("prefixItems") if "prefixItems" in value else None
        rule.prefix = [self._rule(child) for child in items(prefix)]
        if isinstance(value.get("items"), (dict, bool)):
            rule.items = self._rule(at.child("items"))
        rule.unique = value.get("uniqueItems") is True

    @staticmethod
    def _compile_types(rule: Rule, value: dict[str, Any]) -> None:
        """Compile `type`. A type that does not exist allows anything."""
        type_ = value.get("type")
        types = type_ if isinstance(type_, list) else [type_]
        is_binary = value.get("format") == "binary" or "contentMediaType" in value
        is_text = "string" in types or type_ is None
        rule.is_file = "file" in types or (is_text and is_binary)
        if "type" in value and all(isinstance(t, str) and t in _TYPES for t in types):
            rule.types = frozenset(map(str, types))

    @staticmethod
    def _compile_limits(rule: Rule, value: dict[str, Any]) -> None:
        """Compile the keywords that limit a number or a size."""
        for key in (
            *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"),
            *("minLength", "maxLength", "minItems", "maxItems", "minProperties", "maxProperties"),
        ):
            limit = value.get(key)
            if isinstance(limit, (int, float)) and not isinstance(limit, bool):
                rule.limits[key] = limit
        for key, usual in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
            if value.get(key) is True and usual in rule.limits:  # OpenAPI 3.0
                rule.limits[key] = rule.limits.pop(usual)

    @staticmethod
    def _compile_discriminator(rule: Rule, value: dict[str, Any]) -> None:
        """Compile `discriminator`."""
        row = value.get("discriminator")
        if isinstance(row, dict) and isinstance(row.get("propertyName"), str):
            mapping = row.get("mapping")
            rows = mapping.items() if isinstance(mapping, dict) else ()
            rule.discriminator = row["propertyName"], {str(k): last_name(v) for k, v in rows}

    def _compile_object(self, rule: Rule, at: At) -> None:
        """Compile the keywords of objects."""
        value = at.value
        for name, child in members(at.child("properties") if "properties" in value else None):
            rule.properties[name] = self._rule(child)
            if self._is_read_only(child, 0):
                rule.read_only.add(name)
        required = value.get("required")
        if isinstance(required, list):
            rule.required = tuple(name for name in required if isinstance(name, str))
        patterns = at.child("patternProperties") if "patternProperties" in value else None
        is_complete = True
        for pattern, child in members(patterns):
            compiled = try_compile(pattern)
            if compiled is None:
                is_complete = False
                self._doubt(rule, child, "a pattern that gen can't read")
            else:
                rule.patterns.append((compiled, self._rule(child)))
        if isinstance(value.get("additionalProperties"), (dict, bool)) and is_complete:
            rule.additional = self._rule(at.child("additionalProperties"))
        dependent = value.get("dependentRequired")
        for name, names in dependent.items() if isinstance(dependent, dict) else ():
            if isinstance(names, list):
                rule.dependent[name] = tuple(word for word in names if isinstance(word, str))

    def _is_read_only(self, at: At, depth: int) -> bool:
        """Say whether a schema, or one that it is composed of, has `readOnly`."""
        if not isinstance(at.value, dict) or depth > 10:
            return False
        if at.value.get("readOnly") is True:
            return True
        if "$ref" in at.value:
            target = self._resolve(at)
            return target is not None and self._is_read_only(target, depth + 1)
        parts = items(at.child("allOf") if "allOf" in at.value else None)
        return any(self._is_read_only(part, depth + 1) for part in parts)
