"""The secrets that requests of an API contain."""

from __future__ import annotations

from enum import StrEnum

from generator.model.messages import Obtain, Where
from generator.model.structs import Struct
from generator.model.text import Text, reveal


class Scheme(StrEnum):
    """How a request has a credential: alone, as a bearer token (RFC 6750), as basic (RFC 7617)."""

    RAW = "raw"
    BEARER = "bearer"
    BASIC = "basic"


class Credential(Struct, frozen=True):
    """A secret that requests contain, such as an API key.

    Attributes:
        id: the name by which operations refer to the credential.
        name: the name of the header, cookie or query parameter that contains the secret.
        where: whether that is a header, a cookie or a query parameter. It is always the header
            Authorization unless `scheme` is raw.
        scheme: how the secret is written there.
        env: the environment variable that samples read the secret from.
        description: what the secret is.
        obtain: how to get it. None if the spec or document does not say.
    """

    id: Text
    name: Text
    where: Where
    scheme: Scheme
    env: str
    description: Text
    obtain: Obtain | None = None

    @property
    def is_basic(self) -> bool:
        """Whether the credential is a user name and a password."""
        return self.scheme is Scheme.BASIC

    @property
    def hint(self) -> str:
        """The name of the sentence that says what to set the environment variable to."""
        return {Scheme.BASIC: "yourLogin", Scheme.BEARER: "yourToken"}.get(self.scheme, "yourKey")

    @property
    def prefix(self) -> Text:
        """The text in front of the secret.

        It is `Bearer ` for a bearer token, `NAME=` for a cookie, and else empty.
        """
        if self.where is Where.COOKIE:
            return Text(f"{reveal(self.name)}=", self.name.mark)
        return Text("Bearer " if self.scheme is Scheme.BEARER else "")
