"""Table of the keys of OAuth flows, as in `generator/openapi/keys.py`."""

from __future__ import annotations

from generator.openapi.keys import OBJECT, TEXT, make_type

FLOWS = make_type(
    "OAuth Flows",
    dict.fromkeys(
        ("implicit", "password", "clientCredentials", "authorizationCode", "deviceAuthorization"),
        OBJECT,
    ), {}, {},
)  # fmt: skip
FLOW = make_type(
    "OAuth Flow",
    {"authorizationUrl": TEXT, "deviceAuthorizationUrl": TEXT, "tokenUrl": TEXT,
     "refreshUrl": TEXT, "scopes": OBJECT}, {}, {},
)  # fmt: skip
OBJECT_TYPES = (FLOWS, FLOW)
