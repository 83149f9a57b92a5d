"""The features that the code of a client needs, so that templates can leave out the rest."""

from __future__ import annotations

from collections.abc import Iterable

from generator.client.calls import Call
from generator.client.classes import ClassTypes
from generator.client.scalars import FORMATS
from generator.model.messages import ContentKind
from generator.model.schema import Type


def find_needs(calls: Iterable[Call], records: ClassTypes) -> frozenset[str]:
    """List the features that the code of a client needs, so that templates can leave out the rest.

    Arguments:
        calls: the calls of the client, one for each operation.
        records: the classes of the client.

    Returns:
        A set of words, which templates test. The words are:

        - `json-body` and the like for kinds of bodies, `json-result` and the like for results.
        - `operation` for calls whose result is no file, `deprecated` for deprecated ones.
        - `any-body` for JSON bodies that can be null.
        - `null-fields` for fields of a JSON body that can be null, `unset` and `class-unset` for
          arguments and fields of classes that have a value of their own for "not there".
        - `reads` for results whose values have other types than in JSON, `writes` for arguments.
        - `types` for values of types that the client has code for, such as `date`.
        - `path`, `query`, `headers`, `cookies` and `fields` for places of arguments.
        - `joined` for arrays that are sent as one value, `repeated` for others outside of JSON.
        - `values` for arguments that are not strings.
        - `json-fields` for fields of a JSON body, `json-parts` for JSON parts of a multipart body,
          `written` for base64 parts, and for text bodies of a type that the client has code for.
        - `call` for calls that do not return pages, `json-as` if such a call returns JSON,
          `json-of` if that differs by status, and
          `nothing` for calls without a result. `optional` if a result may be None.
        - `regions` for operations that are not available in all regions, `servers` for those that
          have a server of their own.
        - `pages` for lists in pages, with `after`, `cursor`, `next`, `items` and `limit` for what
          they use, and `follow` for those that a parameter asks for.
        - `has-` and a word of `ClientType.words` for the types of arguments and results.
        - `class-` and a word of `ClientType.words` for the types of fields of classes.
        - `class-secret` if a class has a secret field.
    """
    features: set[str] = set()
    for call in calls:
        features |= {f"{call.kind}-body"} if call.kind else set()
        body = None if call.body is None else call.body.shape
        takes_null = body is not None and (body.allows_null or body.schema.type is Type.ANY)
        features |= {"any-body"} if takes_null else set()
        features |= {f"{call.result_kind}-result"} if call.result_kind else set()
        features |= set() if call.is_file else {"operation"}
        features |= {"deprecated"} if call.operation.deprecated else set()
        places = {"path": [p for p in call.path if p.argument], "query": call.query}
        places |= {"headers": call.headers, "cookies": call.cookies, "fields": call.fields}
        features |= {word for word, values in places.items() if values}
        features |= {"optional"} if call.is_optional else set()
        features |= {"regions"} if call.operation.availability is not None else set()
        features |= {"servers"} if call.operation.server is not None else set()
        features |= set(_argument_needs(call))
        features |= set(_result_needs(call))
        paging = call.operation.paging
        if call.pages is not None and paging is not None:
            features.add("pages")
            names = {"after": paging.after, "cursor": paging.cursor, "next": paging.next}
            names |= {"items": paging.items, "follow": paging.parameter}
            features |= {word for word, name in names.items() if name is not None}
            features |= {"limit"} if call.pages.limit is not None else set()
    for member in records.members:
        features |= {f"class-{word}" for word in member.shape.words}
        features |= {"class-secret"} if member.shape.schema.secret else set()
        features |= {"class-unset"} if member.is_unset else set()
    features |= {"reads"} if records.records else set()
    formats = {f"{front}-{word}" for front in ("has", "class") for word in FORMATS.values()}
    if features & {"unset", "class-unset", "unions", *formats}:
        features.add("types")
    for union in records.unions:
        for shape in union.shapes:
            features |= {f"class-{word}" for word in shape.words}
    features |= {"unions"} if records.unions else set()
    if any(word.endswith("-alternatives") for word in features):
        features.add("unions")
    for outcome in records.outcomes.values():
        if outcome.content is not None:
            features |= {f"class-{word}" for word in outcome.content.result_words}
    return frozenset(features)


def _result_needs(call: Call) -> Iterable[str]:
    """List the features that the result of a call needs."""
    if call.outcome is None and call.result is None:
        yield "nothing"
    if call.pages is None:
        yield "call"
        if call.statuses:
            yield from ("json-of", "reads")
        elif call.result_kind == ContentKind.JSON:
            yield "json-as"
    if call.result is not None and call.result.is_converted:
        yield "reads"
    if call.outcome is not None:
        yield "has-class"
    elif call.pages is not None:
        yield from (f"has-{word}" for word in call.pages.item.result_words)
    elif call.result is not None:
        yield from (f"has-{word}" for word in call.result.result_words)


def _argument_needs(call: Call) -> Iterable[str]:
    """List the features that the arguments of a call need."""
    for argument in call.arguments:
        yield from (f"has-{word}" for word in argument.shape.words)
        if argument.shape.is_converted:
            yield "writes"
        if argument.has_null:
            yield "null-fields"
        if argument.is_unset:
            yield "unset"
        if argument.parameter is None and call.kind == ContentKind.JSON:
            if argument is not call.body:
                yield "json-fields"
            continue
        if argument.is_file:
            continue
        item = argument.shape.item or argument.shape
        is_part = argument.parameter is None and call.kind == ContentKind.MULTIPART
        is_text = argument.parameter is None and call.kind == ContentKind.TEXT
        if (is_part and argument.is_base64) or (is_text and argument.shape.format):
            yield "written"
        if is_part and argument.is_json:
            yield "json-parts"
        elif item.type != Type.STRING or item.format:
            yield "values"
        if argument.is_joined:
            yield "joined"
        elif argument.is_array and not is_part:
            yield "repeated"
