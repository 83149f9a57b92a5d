"""What the model is made of: msgspec's structs, which are made in a tenth of a dataclass's time.

Where msgspec has no compiled part, as a new Python may lack it, they are dataclasses, which do the
same. Documents of OpenAPI are not read there.
"""

from __future__ import annotations

import dataclasses
from typing import Any, ClassVar

try:
    from msgspec import Struct, field
    from msgspec.structs import replace
except ImportError:
    field = dataclasses.field  # type: ignore[assignment]
    replace = dataclasses.replace  # type: ignore[assignment]

    class Struct:  # type: ignore[no-redef]
        """A class whose annotated names are its fields.

        Arguments:
            frozen: whether they stay as they are, and objects have a hash.
            eq: whether objects with the same are equal; else each is equal to itself alone.
            dict: whether objects may have more than the fields, which dataclasses always may.
        """

        __struct_fields__: ClassVar[tuple[str, ...]]

        def __init_subclass__(
            cls,
            frozen: bool = False,
            eq: bool = True,
            dict: bool = False,  # noqa: A002
            **more: Any,
        ) -> None:
            super().__init_subclass__(**more)
            made: Any = dataclasses.dataclass(frozen=frozen, eq=eq)(cls)
            cls.__struct_fields__ = tuple(part.name for part in dataclasses.fields(made))


__all__ = ["Struct", "field", "replace"]
