# pip install requests
# python put_entry.py
import sys
from urllib.parse import quote

import requests

uuid = "123e4567-e89b-12d3-a456-426614174000"
date = "2026-01-31"
host = "www.example.com"
wait = "PT5M"
own = quote("S1", safe="")
when = quote("2026-01-31T12:00:00Z", safe="")
number = "9007199254740993"

response = requests.put(
    f"https://example.com/{uuid}/{date}/{host}/{wait}/{own}/{when}/{number}?mails=ada%40example.com",
    headers={"Accept": "application/json"},
    json={
        "small": -2147483648,
        "large": "18446744073709551615",
        "part": 1e300,
        "data": "ZXhhbXBsZQ==",
        "link": "/a?b=c",
        "days": ["2026-01-31", "2024-02-29"],
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
