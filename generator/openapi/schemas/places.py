"""Places where requests and answers have values."""

from __future__ import annotations

from enum import Enum


class Place(Enum):
    """A place of a value, which says how it is written.

    JSON has null, and binary data as text. A part of multipart/form-data can be a file or JSON.
    URLs, headers, forms and bodies of text have neither null nor files. In the JSON of an error, a
    text or number that gen makes says nothing, so that nobody takes it for a documented code.
    """

    JSON = "json"
    ERROR = "error"
    PART = "part"
    TEXT = "text"

    @property
    def is_json(self) -> bool:
        """Whether the value is JSON."""
        return self in (Place.JSON, Place.ERROR)

    @property
    def within(self) -> Place:
        """The place of the fields of an object that is in this place."""
        return Place.JSON if self is Place.PART else self
