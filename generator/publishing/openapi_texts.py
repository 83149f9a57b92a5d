"""Write the descriptions of an API for an OpenAPI document, where they are CommonMark."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from generator.model.api import Api
from generator.model.credentials import Credential
from generator.model.messages import Link
from generator.model.text import Code, Text, reveal
from generator.model.values import Value
from generator.publishing.openapi_schemas import NOTHING, make_object

# Writes text for a field of the document that is CommonMark.
Prose = Callable[[str], Code]


class DescriptionWriter:
    """Writes descriptions.

    Arguments:
        api: the API. Its descriptions are CommonMark already, or mean themselves.
        prose: escapes a text so that it means itself in CommonMark.
    """

    def __init__(self, api: Api, prose: Prose) -> None:
        self.api = api
        self._escape = prose

    def prose(self, *texts: Text | str | None) -> Text:
        """Join texts as paragraphs of CommonMark."""
        return Text("\n\n".join(self._escape(reveal(text)) for text in texts if text is not None))

    def one(self, text: Text | None) -> Value:
        """Write a description: as it is, if it is CommonMark already. `NOTHING` without one."""
        if not text:
            return NOTHING
        return text if self.api.is_markdown else self.prose(text)

    def joined(self, descriptions: Sequence[Text | None]) -> Value:
        """Write several descriptions as paragraphs. `NOTHING` without one."""
        texts = [text for d in descriptions if isinstance(text := self.one(d), Text)]
        return Text("\n\n".join(map(reveal, texts))) if texts else NOTHING

    def of_credential(self, credential: Credential) -> Value:
        """Write what a credential is, and how a reader gets it."""
        obtain = credential.obtain
        if obtain is None:
            return self.one(credential.description)
        texts = [self.one(credential.description), self.one(obtain.description)]
        if obtain.command:
            texts.append(self.prose(f"This command prints it: {reveal(obtain.command)}"))
        return Text("\n\n".join(reveal(text) for text in texts if isinstance(text, Text)))

    def link(self, link: Link | None) -> Value:
        """Make the External Documentation Object of a link."""
        if link is None:
            return NOTHING
        return make_object(("description", self.one(link.description)), ("url", link.url))

    def several(self, texts: Sequence[Text]) -> Value:
        """Write different texts as a CommonMark list, or a single one as a paragraph."""
        unique = list(dict.fromkeys(texts))
        if len(unique) == 1:
            return self.one(unique[0])
        if self.api.is_markdown:
            return Text("\n\n".join(map(reveal, unique)))
        return Text("\n".join(f"- {self._escape(reveal(text))}" for text in unique))

    def of_operations(
        self, paragraphs: Sequence[Text | str | None], written: Sequence[Text], titles: list[Text]
    ) -> Value:
        """Write what is said about operations: their summaries and notes, and all descriptions."""
        if list(filter(None, paragraphs)) == titles[:1]:
            paragraphs = ()  # the summary of the Operation Object is the title already
        texts = [self.prose(text) for text in paragraphs if text]
        texts += [text for t in written if isinstance(text := self.one(t), Text)]
        return Text("\n\n".join(map(reveal, texts))) if texts else NOTHING
