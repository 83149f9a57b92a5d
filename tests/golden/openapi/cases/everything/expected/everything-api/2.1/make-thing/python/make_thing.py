# pip install requests
# python make_thing.py
import sys

import requests

endpoint = "https://us-1.example.com"

response = requests.post(
    f"{endpoint}/v2/things",
    json={
        "name": "First",
        "size": 3,
        "kind": {"x": 1},
        "parts": [],
        "made": "2025-01-31T12:00:00Z",
        "count": 15,
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Made.")
print("Location:", response.headers.get("Location"))
