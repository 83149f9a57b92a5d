"""Reader of the named examples of an OpenAPI document: makes the variants of an operation.

Examples of the request body and of parameters that share a name make one variant.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from generator.model.api import Operation
from generator.model.messages import BODY, ContentKind
from generator.model.naming import UniqueNames, as_id
from generator.model.settings import DocumentSettings, ExampleChoice
from generator.model.text import Text
from generator.model.values import Value
from generator.model.variants import RESERVED_ID, Loop, Variant, in_file_name
from generator.openapi.bodies.body_reader import BodyReader
from generator.openapi.example_objects import NamedExample, RawExample
from generator.openapi.keys import EXAMPLE, SHOWN_EXAMPLE
from generator.openapi.parameters import ParameterReader
from generator.openapi.parts import Parts, RawContent, RawParameter
from generator.openapi.schemas.schema_reader import first_paragraph
from generator.sources.document import At

# Kinds of bodies whose examples samples send. That of a file is the file's name.
_KINDS = (ContentKind.JSON, ContentKind.FORM, ContentKind.MULTIPART, ContentKind.TEXT)


class NamedExampleReader:
    """Makes variants of Example Objects (OpenAPI 3.1.1, section 4.8.19).

    Arguments:
        parts: reads the document.
        bodies: reads request bodies.
        parameters: reads parameters.
        settings: which named examples are samples of their own.
    """

    def __init__(
        self,
        parts: Parts,
        bodies: BodyReader,
        parameters: ParameterReader,
        settings: DocumentSettings,
    ) -> None:
        self.parts = parts
        self.bodies = bodies
        self.parameters = parameters
        self.settings = settings

    def read(
        self, operation: Operation, content: RawContent | None, rows: Sequence[RawParameter]
    ) -> tuple[list[str], tuple[Variant, ...]]:
        """Make the variants of an operation.

        Arguments:
            operation: the operation without its variants.
            content: the content of its requests in the document; None if there is none.
            rows: the Parameter Objects in the document.

        Returns:
            The names and ids of all examples of its requests. And the variants that the settings
            want: none if the operation has only one example.
        """
        of_body = {} if content is None else self._list(content.at, content.media_type)
        of_rows = [(row, self._list(row.examples_at)) for row in rows]
        body = operation.body
        if body is None or body.kind not in _KINDS:
            of_body = {}
        names = list(dict.fromkeys([*of_body, *(name for _, own in of_rows for name in own)]))
        ids = _make_ids(names)
        chosen = self._choose(operation.id, ids)
        variants = []
        for name in chosen if len(names) > 1 else ():
            own = [(row, examples[name]) for row, examples in of_rows if name in examples]
            examples = [example for _, example in own]
            values = self._parameter_values(operation, own)
            if content is not None and name in of_body:
                examples.insert(0, of_body[name])
                values += self._body_value(operation, content, of_body[name].example)
            if values:
                variants.append(_make_variant(name, ids[name], examples, values))
        for found in (of_body, *(examples for _, examples in of_rows)):
            for name, named in found.items():
                is_sample = bool(variants) and name in chosen
                keys = SHOWN_EXAMPLE if is_sample else EXAMPLE
                self.parts.unsupported.check_keys(named.at, keys)
        places = [] if content is None else [(content.at, of_body)]
        places += [(row.examples_at, own) for row, own in of_rows if row.examples_at is not None]
        for at, found in places:
            if not variants or not set(found) <= set(chosen) or "example" in at.value:
                self.parts.examples.report_others(at)
        return [*names, *ids.values()], tuple(variants)

    def _list(self, at: At | None, media_type: str = "") -> dict[str, NamedExample]:
        """Return the named examples of an object, by name."""
        if at is None:
            return {}
        return {named.name: named for named in self.parts.examples.read_named(at, media_type)}

    def _choose(self, operation: str, ids: Mapping[str, str]) -> list[str]:
        """Return the names of the examples that are samples, in order.

        Arguments:
            operation: the id of the operation.
            ids: the ids of all examples by name. Settings may have either.
        """
        if self.settings.examples is ExampleChoice.FIRST:
            return []
        if self.settings.examples is ExampleChoice.ALL:
            return list(ids)
        names = {id_: name for name, id_ in ids.items()} | {name: name for name in ids}
        listed = self.settings.listed_examples.of(operation)
        return list(dict.fromkeys(names[word] for word in listed if word in names))

    def _parameter_values(
        self, operation: Operation, own: Iterable[tuple[RawParameter, NamedExample]]
    ) -> list[tuple[Text, Value]]:
        """Return the values of parameters in an example, by their names."""
        existing = {(parameter.where, parameter.name) for parameter in operation.parameters}
        return [
            (parameter.name, parameter.schema.sent())
            for row, named in own
            for parameter in self.parameters.read_with(row, named.example)
            if (parameter.where, parameter.name) in existing
        ]

    def _body_value(
        self, operation: Operation, content: RawContent, example: RawExample
    ) -> list[tuple[Text, Value]]:
        """Return the body of an example; nothing if it is written in another way."""
        body = self.bodies.read_request(content, example, None)
        if body is None or operation.body is None or body.kind is not operation.body.kind:
            return []
        return [(Text(BODY, example.at), body.schema.sent())]


def _make_ids(names: Iterable[str]) -> dict[str, str]:
    """Choose the id of each example of an operation, by its name in the document."""
    ids = UniqueNames([RESERVED_ID, *Loop], in_file_name)
    return {name: ids.choose(as_id(name, "example"), "-") for name in names}


def _make_variant(
    name: str,
    id_: str,
    examples: Sequence[NamedExample],
    values: Sequence[tuple[Text, Value]],
) -> Variant:
    """Make a variant, with the first title and description that its examples have."""
    titles = [first_paragraph(example.at, "summary") for example in examples]
    about = [first_paragraph(example.at, "description") for example in examples]
    title = next(filter(None, titles), Text(_words(name), examples[0].at))
    return Variant(id_, title, next(filter(None, about), None), tuple(values))


def _words(name: str) -> str:
    """Write the name of an example as a title."""
    words = name.replace("_", " ").replace("-", " ").strip()
    return words[:1].upper() + words[1:] or "Example"
