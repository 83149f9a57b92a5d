"""Reports of what schemas, parameters, contents and servers say and samples or pages don't show.

These are the reports that depend on values. What depends on the name of a key alone is in
`keys.py`.
"""

from __future__ import annotations

from typing import Any

from generator.errors import shortened
from generator.model.schema import SCALARS, Type, article
from generator.openapi.example_objects import RawExample
from generator.openapi.keys import SERVER, SERVER_VARIABLE
from generator.openapi.parts import RawContent
from generator.openapi.references import References, members
from generator.openapi.schemas.defaults import keeps_default
from generator.openapi.schemas.examples import scalar_converter
from generator.openapi.schemas.keywords import EXAMPLE_KEYS, Keywords, follow
from generator.openapi.unsupported import Unsupported
from generator.sources.document import At

_NUMBERS = frozenset(("integer", "number"))
# The types that each keyword says something about.
_TYPES_OF_KEYWORDS = {
    **dict.fromkeys(("minLength", "maxLength", "pattern"), frozenset(("string",))),
    **dict.fromkeys(
        ("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"), _NUMBERS
    ),
    **dict.fromkeys(
        ("items", "minItems", "maxItems", "uniqueItems", "prefixItems"), frozenset(("array",))
    ),
    **dict.fromkeys(
        ("additionalProperties", "minProperties", "discriminator"), frozenset(("object",))
    ),
}
_REPORTED = frozenset((*_TYPES_OF_KEYWORDS, *EXAMPLE_KEYS, "enum", "format"))
_TYPES = frozenset(("string", "boolean", "array", "object", *_NUMBERS))


def report_keywords(
    keywords: Keywords, type_: str, unsupported: Unsupported, is_null: bool = False
) -> None:
    """Report keywords whose values have no effect, or not all that they should have.

    Arguments:
        keywords: the keywords of one schema.
        type_: the type of the values that samples send. It is empty if the schema names none.
        unsupported: the collection to which the keywords are added.
        is_null: whether samples send null, since that is the first example.
    """
    values = keywords.values
    if type_ != "object":
        if keywords.properties:
            _add_misplaced("properties", type_, keywords.at, unsupported)
        if keywords.required:
            _add_misplaced("required", type_, keywords.at, unsupported)
    if _REPORTED.isdisjoint(values):
        return
    for key in values.keys() & _TYPES_OF_KEYWORDS.keys():
        if type_ not in _TYPES_OF_KEYWORDS[key]:
            _add_misplaced(key, type_, values[key], unsupported)
    if "format" in values and (type_ not in SCALARS or type_ == "boolean"):
        _add_misplaced("format", type_, values["format"], unsupported)
    others = values.get("additionalProperties")
    if others is not None and isinstance(others.value, dict) and others.value:
        what = "no page says what members without a name of their own may be"
        unsupported.add_note("additionalProperties", others, what)
    if "enum" in values:
        _report_enum(keywords, type_, values["enum"], unsupported)
    _report_examples(keywords, type_, unsupported, is_null)


def _add_misplaced(key: str, type_: str, at: At, unsupported: Unsupported) -> None:
    """Report a keyword that says nothing about values of a type."""
    if type_ in _TYPES:
        what = f"it says nothing about {article(Type(type_))}; it is left out"
    else:
        what = "its schema names no type; it is left out"
    unsupported.add_note(key, at, what)


def _report_enum(keywords: Keywords, type_: str, at: At, unsupported: Unsupported) -> None:
    """Report the values of an `enum` that pages don't show."""
    words = at.value if isinstance(at.value, list) else []
    if type_ not in SCALARS or type_ == "boolean":
        if type_ != "boolean" or len({str(word) for word in words if word is not None}) != 2:
            unsupported.add_note("enum", at, "no page lists its values; samples show the first")
        return
    convert = scalar_converter(Type(type_))
    count = sum(word is not None and convert(word) is None for word in words)
    if count:
        what = f"{count} of its values left out, which are not {article(Type(type_))}"
        unsupported.add("enum", at, what)
    if "const" in keywords.values:
        unsupported.add("const", keywords.values["const"], "samples keep to the enum")


def _report_examples(
    keywords: Keywords, type_: str, unsupported: Unsupported, is_null: bool
) -> None:
    """Report examples and defaults that samples and pages don't show."""
    present = [key for key in EXAMPLE_KEYS if key in keywords.values]
    if not present:
        return
    for key in present[1:] if is_null else present:
        if keywords.values[key].value is None:
            what = "no sample shows null here; another value is shown"
            if key == "default":
                unsupported.add_note(key, keywords.values[key], what)
            else:
                unsupported.add("example", keywords.values[key], what)
    kind = {"array": list, "object": dict}.get(type_)
    shown: Any = keywords.example_values()[:1]
    if kind is not None and shown and not is_null and not isinstance(shown[0], kind):
        unsupported.add("example", keywords.at, "its schema does not allow it; another is made")
    is_kept = type_ in SCALARS and keeps_default(keywords.values.get("default"), type_)
    for key in present[1:]:
        if key == "default" and is_kept:
            continue
        what = f"samples and pages show {present[0]} in its place"
        unsupported.add_note(key, keywords.values[key], what)
    examples = keywords.get("examples", list) or []
    if len(examples) > 1:
        what = "samples and pages show the first example"
        unsupported.add_note("examples", keywords.values["examples"], what)


def report_description(at: At, references: References, unsupported: Unsupported) -> None:
    """Report the description of a schema that is no property, which pages don't show.

    Arguments:
        at: the schema, which may be a reference.
        references: follows `$ref`.
        unsupported: the collection to which the description is added.
    """
    for part in (at, follow(at, references)):
        if part is not None and isinstance(part.value, dict) and part.value.get("description"):
            what = "pages show the descriptions of properties, not those of other schemas"
            unsupported.add_note("description", part.child("description"), what)


def report_overruled(at: At | None, references: References, unsupported: Unsupported) -> None:
    """Report the examples of a schema in whose place another example is shown.

    Arguments:
        at: the schema, which may be a reference. None if there is none.
        references: follows `$ref`.
        unsupported: the collection to which the examples are added.
    """
    for part in () if at is None else (at, follow(at, references)):
        if part is not None and isinstance(part.value, dict):
            for key in part.value.keys() & EXAMPLE_KEYS:
                if key == "default" and keeps_default(part.child(key), part.value.get("type")):
                    continue
                what = "the example of the parameter, body or answer is shown in its place"
                unsupported.add_note(key, part.child(key), what)


def report_media_type_parameters(raw: RawContent, unsupported: Unsupported) -> None:
    """Report the parameters of a media type, which samples leave out.

    Arguments:
        raw: the content of the media type.
        unsupported: the collection to which they are added.
    """
    parameters = raw.media_type.partition(";")[2].replace(" ", "").replace('"', "").lower()
    if parameters == "charset=utf-8":
        what = "samples say the media type without its charset, which is UTF-8 anyway"
        unsupported.add_note("media type", raw.at, what)
    else:
        what = "samples say the media type without its parameters"
        unsupported.add("media type", raw.at, what)


def report_file(raw: RawContent, is_binary: bool, verb: str, unsupported: Unsupported) -> None:
    """Report what the document says about a content that samples send or save as a file.

    Arguments:
        raw: the content.
        is_binary: whether its schema says no more than that it is binary.
        verb: what samples do with the content: "send" or "save".
        unsupported: the collection to which it is added.
    """
    if raw.example is not None or not (raw.schema is None or is_binary):
        what = f"samples {verb} a file, without the schema and the examples of the document"
        unsupported.add("media type", raw.at, what)


def report_text(raw: RawContent, unsupported: Unsupported) -> None:
    """Report the schema of a body of which samples send a text that the document writes out.

    Arguments:
        raw: the content.
        unsupported: the collection to which it is added.
    """
    if raw.schema is not None:
        what = "samples send the text of the example, and pages don't show its schema"
        unsupported.add_note("media type", raw.at, what)


def report_form(
    raw: RawContent,
    names: set[str],
    is_multipart: bool,
    example: RawExample | None,
    unsupported: Unsupported,
) -> None:
    """Report the encodings and examples of a form that fit none of its fields.

    Arguments:
        raw: the content of the form.
        names: the names of the fields that samples can send.
        is_multipart: whether the form is `multipart/form-data`.
        example: the example of the form, None if it has none.
        unsupported: the collection to which they are added.
    """
    for name in sorted(raw.encodings.keys() - names):
        what = f"it has an encoding for {shortened(name, 80)}, which is no field; it is left out"
        unsupported.add("encoding", raw.at, what)
    if not is_multipart and any(encoding.media_type for encoding in raw.encodings.values()):
        unsupported.add("encoding", raw.at, "fields of a form have no media types")
    if example is not None and not isinstance(example.value, dict):
        unsupported.add("example", example.at, "a form is an object; another example is made")
    elif example is not None and not example.value.keys() <= names:
        what = "some of its members are no fields of the form; they are left out"
        unsupported.add("example", example.at, what)


def report_server(at: At, unsupported: Unsupported) -> None:
    """Report what a Server Object says and samples don't show.

    Arguments:
        at: the Server Object.
        unsupported: the collection to which everything is added.
    """
    unsupported.check_keys(at, SERVER)
    if "name" in at.value and "description" in at.value:
        what = "the name of the server is shown"
        unsupported.add_note("description", at.child("description"), what)
    variables = at.child("variables") if "variables" in at.value else None
    for name, variable in members(variables):
        unsupported.check_keys(variable, SERVER_VARIABLE)
        value = variable.value
        if f"{{{name}}}" not in at.value["url"]:
            what = "the url of its server does not name it; it is left out"
            unsupported.add("server variable", variable, what)
        if not isinstance(value, dict):
            unsupported.add("server variable", variable, "it is no object; it is left out")
        elif isinstance(value.get("enum"), list):
            words = value["enum"]
            if not all(isinstance(word, str) for word in words):
                what = "a value of its enum is a text; others are left out"
                unsupported.add("server variable", variable, what)
            elif "default" in value and value["default"] not in words:
                what = "its enum does not have its default"
                unsupported.add("server variable", variable, what)
            elif len(words) == 1:
                unsupported.add_note("enum", variable, "samples have the default")


def report_server_name(at: At, unsupported: Unsupported) -> None:
    """Report the name and the description of a server that is no region.

    Arguments:
        at: the Server Object, or another value that names the server.
        unsupported: the collection to which they are added.
    """
    if isinstance(at.value, dict):
        for key in at.value.keys() & {"description", "name"}:
            unsupported.add_note(key, at.child(key), "pages show the names of regions alone")


def report_example(example: RawExample, unsupported: Unsupported) -> None:
    """Report an example of a parameter that is not shown."""
    what = "no sample can send it here; another value is shown"
    unsupported.add("example", example.at, what)


def report_nulls(example: RawExample, unsupported: Unsupported) -> None:
    """Report members of an example of a parameter that are null."""
    what = "null has no place in a URL or a header; samples leave its members out"
    unsupported.add("example", example.at, what)
