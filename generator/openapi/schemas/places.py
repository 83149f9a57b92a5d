"""Places where requests and answers have values."""

from __future__ import annotations

from enum import Enum


class Place(Enum):
    """A place of a value, which says how it is written.

    JSON has null, and binary data as text. A part of multipart/form-data can be a file or JSON.
    URLs, headers, forms and bodies of text have neither null nor files.
    """

    JSON = "json"
    PART = "part"
    TEXT = "text"

    @property
    def within(self) -> Place:
        """The place of the fields of an object that is in this place."""
        return Place.JSON if self is Place.PART else self
