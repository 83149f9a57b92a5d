# pip install requests
# python nested.py
import sys

import requests

response = requests.post(
    "https://bodies.example.com/nested",
    json={
        "data": {"name": "Ann", "address": {"city": "Rome"}},
        "users": [{"name": "Ann", "address": {"city": "Rome"}}],
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
