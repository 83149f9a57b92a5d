"""Choose the names in a client: of methods, arguments, classes, fields, regions and errors.

Each function returns a table from the object of the model that needs a name, such as an operation,
to the identifier in the client's code. In the code, the classes of a client are its `records`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from generator.client.calls import Argument, Call
from generator.client.classes import ClassTypes
from generator.client.failures import Failure, list_failures
from generator.client.types import Choices, ClassType, Member, ResponseClass, UnionType
from generator.languages.target import NameStyle, NamingRules, fill_pattern
from generator.model.api import Api, Operation, Region
from generator.model.credentials import Credential
from generator.model.messages import ResponseHeader
from generator.model.naming import UniqueNames, identifiers, in_case, in_cases
from generator.model.statuses import ErrorStatus, StatusRange
from generator.model.text import Code, reveal

# Objects that have a name in a client. They are the keys of the tables of names.
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
    | UnionType
    | tuple[ResponseClass, ResponseHeader]
)


def api_names(api: Api, names: NamingRules, records: ClassTypes | None = None) -> dict[Named, Code]:
    """Choose the names of a client's methods, regions, error classes and other classes.

    Arguments:
        api: the API that the client calls.
        names: the rules for identifiers of the client's language.
        records: the classes of the client; None to make them from the API.

    Returns:
        The identifiers, by operation, region, failure or class.
    """
    chosen: dict[Any, str] = {}
    chosen |= _choose_names({o: o.id for o in api.operations}, names.operations, api, names)
    chosen |= _choose_names(
        {region: region.id for region in api.regions}, names.regions, api, names
    )
    chosen |= _error_names(api, names)
    classes = {thing: reveal(thing.title) for thing in (records or ClassTypes(api)).named}
    chosen |= _choose_names(classes, names.classes, api, names)
    return {thing: Code(name) for thing, name in chosen.items()}


def field_names(api: Api, names: NamingRules, records: ClassTypes) -> dict[Named, Code]:
    """Choose the names of the fields of a client's classes. Names are unique within each class.

    Arguments:
        api: the API that the client calls.
        names: the rules for identifiers of the client's language.
        records: the classes of the client.

    Returns:
        The identifiers, by field. A header that is a field of the class of an answer has a pair as
        key: the class and the header.
    """
    chosen: dict[Any, str] = {}
    for record in records.records:
        wanted: dict[Any, str] = {member: reveal(member.name) for member in record.members}
        chosen |= _choose_names(wanted, names.fields, api, names)
    for outcome in records.outcomes.values():
        wanted = {} if outcome.content is None else {outcome.content: "content"}
        wanted |= {(outcome, header): reveal(header.name) for header in outcome.headers}
        named = _choose_names(wanted, names.fields, api, names)
        chosen |= {thing: name for thing, name in named.items() if thing is not outcome.content}
    return {thing: Code(name) for thing, name in chosen.items()}


def argument_names(
    api: Api, calls: Sequence[Call], credentials: Sequence[Credential], names: NamingRules
) -> dict[Named, Code]:
    """Choose the names of the arguments of each call, and of the credentials.

    Arguments:
        api: the API that the client calls.
        calls: the calls whose arguments get names, which are unique within each call.
        credentials: the credentials to name, one for each environment variable. A single one is
            named `key`; others are named after their environment variables.
        names: the rules for identifiers of the client's language.

    Returns:
        The identifiers, by argument or credential.
    """
    chosen: dict[Any, str] = {}
    style = NameStyle(names.case)
    for call in calls:
        wanted = {a: reveal(a.name) for a in call.arguments}
        chosen |= _choose_names(wanted, style, api, names, names.taken)
    is_only = len(credentials) == 1
    wanted_keys = {c: "key" if is_only else c.env for c in credentials}
    chosen |= _choose_names(wanted_keys, style, api, names, names.taken)
    return {thing: Code(name) for thing, name in chosen.items()}


def error_name(api: Api, names: NamingRules) -> str:
    """Return the name of the class that all error classes of a client inherit from."""
    name = _fill_api_id(names.error, api)
    taken = names.reserved.union(names.errors.taken)
    return name + names.clash if name in taken else name


def _choose_names(
    wanted: Mapping[Any, str],
    style: NameStyle,
    api: Api,
    names: NamingRules,
    taken: frozenset[str] = frozenset(),
) -> dict[Any, str]:
    """Choose names of one kind, which are all different and not taken."""
    used = taken | names.reserved | _taken_names(style, api, names)
    identifiers_in_order = identifiers(
        tuple(wanted.values()), style.case, used, names.clash, names.ignore_case
    )
    return dict(zip(wanted, identifiers_in_order, strict=True))


def error_names(api: Api, names: NamingRules) -> dict[tuple[ErrorStatus, str | None], str]:
    """Return the name of each error class of a client.

    Returns:
        The names, by the status and error code that the spec documents. The code is None for
        errors without one.
    """
    names_by_failure = _error_names(api, names)
    return {
        (f.status, reveal(f.code) if f.code else None): name for f, name in names_by_failure.items()
    }


def _error_names(api: Api, names: NamingRules) -> dict[Any, str]:
    """Name each error class by its code, else by the phrase of its status.

    If several classes would have the same name, all of them get their status appended. If the
    first one kept the plain name, a new error in front of it in the spec would take that name
    over, and code that catches the class would silently catch another error.
    """
    style, documented = names.errors, list_failures(api)
    fold = str.casefold if names.ignore_case else str
    words = {f: _error_word(f, style) for f in documented}
    counts = Counter(fold(_with_ending(word, style)) for word in words.values())
    taken = UniqueNames(names.reserved | _taken_names(style, api, names), fold)
    wanted = {}
    for failure, word in words.items():
        name, status = _with_ending(word, style), _status_part(failure, style)
        is_shared = counts[fold(name)] > 1 or name in taken
        if is_shared and word != _status_word(failure, style):
            name = f"{word.removesuffix(style.end)}{status}{style.end}"
        wanted[failure] = name
    chosen = {}
    # Names that only one class wants are chosen first, so that no other class can take them.
    for failure in sorted(wanted, key=lambda f: counts[fold(_with_ending(words[f], style))] > 1):
        chosen[failure] = taken.choose(wanted[failure])
    return {failure: chosen[failure] for failure in wanted}


def _error_word(failure: Failure, style: NameStyle) -> str:
    """Make the name of an error class from its code or phrase, without the usual ending."""
    text = reveal(failure.code) if failure.code else failure.phrase
    word = in_case(text, style.case)
    if not word:  # an unregistered status, or a code without ASCII letters and digits
        return _status_word(failure, style)
    return in_case(f"code {text}", style.case) if word[0].isdigit() else word


def _status_word(failure: Failure, style: NameStyle) -> str:
    """Make the name of an error class from its status, such as `Status499`."""
    return in_case("status", style.case) + _status_part(failure, style)


def _status_part(failure: Failure, style: NameStyle) -> str:
    """Return a status as a part of a name: `404`, `4XX` or `Default`."""
    if failure.status is StatusRange.DEFAULT:
        return in_case(failure.status, style.case)
    return str(failure.status)


def _with_ending(name: str, style: NameStyle) -> str:
    """Append the ending of a style, unless the name has it already."""
    return name if name.endswith(style.end) else name + style.end


def _taken_names(style: NameStyle, api: Api, names: NamingRules) -> frozenset[str]:
    """Return the names that a style forbids, and the name of the base class of errors."""
    return frozenset(_fill_api_id(pattern, api) for pattern in style.taken) | {
        error_name(api, names)
    }


def _fill_api_id(pattern: str, api: Api) -> str:
    """Replace placeholders such as `{pascal}` in a pattern by the API's id."""
    return fill_pattern(pattern, in_cases(api.id))
