"""What a client raises and what all of it is called: a failure a documented status and code.

Names are as the client's language writes them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generator.client.calls import Argument, Call
from generator.client.failures import Failure, list_failures
from generator.client.types import Choices, ClassType, ClassTypes, Member, ResponseClass
from generator.languages.target import NameStyle, NamingRules, fill_pattern
from generator.model.api import Api, Credential, Operation, Region
from generator.model.messages import ResponseHeader
from generator.model.naming import UniqueNames, identifiers, in_case, in_cases
from generator.model.text import Code, reveal

# Whatever has a name in a client; things are told apart by what they are, not by what they hold.
Named = (
    Argument
    | Choices
    | Credential
    | Failure
    | Member
    | Operation
    | ResponseClass
    | ClassType
    | Region
    | tuple[ResponseClass, ResponseHeader]
)


def api_names(api: Api, names: NamingRules, records: ClassTypes | None = None) -> dict[Named, Code]:
    """Choose the names of a client's methods, regions and classes.

    Arguments:
        api: the API.
        names: how the language writes names.
        records: the classes of what requests and answers carry; made of the API if not given.
    """
    made: dict[Any, str] = {}
    made |= _choose_names({o: o.id for o in api.operations}, names.operations, api, names)
    made |= _choose_names({region: region.id for region in api.regions}, names.regions, api, names)
    made |= _error_names(api, names)
    classes = {thing: reveal(thing.title) for thing in (records or ClassTypes(api)).named}
    made |= _choose_names(classes, names.classes, api, names)
    return {thing: Code(name) for thing, name in made.items()}


def field_names(api: Api, names: NamingRules, records: ClassTypes) -> dict[Named, Code]:
    """Choose the names of the fields of a client's classes, those of each class by themselves.

    Arguments:
        api: the API.
        names: how the language writes names.
        records: the classes.
    """
    made: dict[Any, str] = {}
    for record in records.records:
        wanted: dict[Any, str] = {member: reveal(member.name) for member in record.members}
        made |= _choose_names(wanted, names.fields, api, names)
    for outcome in records.outcomes.values():
        wanted = {} if outcome.content is None else {outcome.content: "content"}
        wanted |= {(outcome, header): reveal(header.name) for header in outcome.headers}
        chosen = _choose_names(wanted, names.fields, api, names)
        made |= {thing: name for thing, name in chosen.items() if thing is not outcome.content}
    return {thing: Code(name) for thing, name in made.items()}


def argument_names(
    api: Api, calls: Sequence[Call], credentials: Sequence[Credential], names: NamingRules
) -> dict[Named, Code]:
    """Choose the names of the arguments of each call, and of the secrets.

    Arguments:
        api: the API.
        calls: calls of it.
        credentials: the secrets, one for each environment variable.
        names: how the language writes names.
    """
    made: dict[Any, str] = {}
    kind = NameStyle(names.case)
    for call in calls:
        wanted = {a: reveal(a.name) for a in call.arguments}
        made |= _choose_names(wanted, kind, api, names, names.taken)
    only = len(credentials) == 1
    keys = {c: "key" if only else c.env for c in credentials}
    made |= _choose_names(keys, kind, api, names, names.taken)
    return {thing: Code(name) for thing, name in made.items()}


def error_name(api: Api, names: NamingRules) -> str:
    """Give the name of the class that all errors have as their base."""
    name = _fill_api_id(names.error, api)
    taken = names.reserved.union(names.errors.taken)
    return name + names.clash if name in taken else name


def _choose_names(
    wanted: Mapping[Any, str],
    kind: NameStyle,
    api: Api,
    names: NamingRules,
    taken: frozenset[str] = frozenset(),
) -> dict[Any, str]:
    """Choose the names of one kind: all different, none of them taken."""
    used = taken | names.reserved | _taken_names(kind, api, names)
    chosen = identifiers(tuple(wanted.values()), kind.case, used, names.clash, names.ignore_case)
    return dict(zip(wanted, chosen, strict=True))


def error_names(api: Api, names: NamingRules) -> dict[tuple[int, str | None], str]:
    """Give the name of each documented failure's class, by status and code."""
    named = _error_names(api, names)
    return {(f.status, reveal(f.code) if f.code else None): name for f, name in named.items()}


def _error_names(api: Api, names: NamingRules) -> dict[Any, str]:
    """Name each class by its code, else by its phrase; where two would share one, by status, too.

    That all who share a name get the status is on purpose: if the first one kept the name, a row
    that is put in front of it would take that away, and who catches it would not notice.
    """
    kind, found = names.errors, list_failures(api)
    fold = str.casefold if names.ignore_case else str
    words = {f: _error_word(f, kind) for f in found}
    counts = Counter(fold(_with_ending(word, kind)) for word in words.values())
    taken = UniqueNames(names.reserved | _taken_names(kind, api, names), fold)
    wanted = {}
    for failure, word in words.items():
        name, status = _with_ending(word, kind), str(failure.status)
        is_shared = counts[fold(name)] > 1 or name in taken
        if is_shared and word != _status_word(failure, kind):
            name = f"{word.removesuffix(kind.end)}{status}{kind.end}"
        wanted[failure] = name
    final = {}
    # Those that have a name to themselves come first, so that no other can take it from them.
    for failure in sorted(wanted, key=lambda f: counts[fold(_with_ending(words[f], kind))] > 1):
        final[failure] = taken.choose(wanted[failure])
    return {failure: final[failure] for failure in wanted}


def _error_word(failure: Failure, kind: NameStyle) -> str:
    text = reveal(failure.code) if failure.code else failure.phrase
    word = in_case(text, kind.case)
    if not word:  # a status that nobody registered, or a code without an ASCII letter
        return _status_word(failure, kind)
    return in_case(f"code {text}", kind.case) if word[0].isdigit() else word


def _status_word(failure: Failure, kind: NameStyle) -> str:
    return in_case("status", kind.case) + str(failure.status)


def _with_ending(name: str, kind: NameStyle) -> str:
    return name if name.endswith(kind.end) else name + kind.end


def _taken_names(kind: NameStyle, api: Api, names: NamingRules) -> frozenset[str]:
    return frozenset(_fill_api_id(pattern, api) for pattern in kind.taken) | {
        error_name(api, names)
    }


def _fill_api_id(pattern: str, api: Api) -> str:
    """Fill in a pattern's cases with the API's id."""
    cases = in_cases(api.id)
    return fill_pattern(pattern, cases)
