# pip install requests
# python put_thing.py
import sys
from urllib.parse import quote

import requests

id = "123e4567-e89b-12d3-a456-426614174000"
day = quote("today", safe="")
name = quote("not an address", safe="")

response = requests.put(
    f"https://example.com/things/{id}/{day}/{name}?size=1",
    headers={"Accept": "application/json"},
    json={"when": "2026-01-31T12:00:00Z", "amount": 1.5, "code": "a"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
