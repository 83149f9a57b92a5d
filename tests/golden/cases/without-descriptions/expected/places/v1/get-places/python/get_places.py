# pip install requests
# python get_places.py
import sys

import requests

response = requests.get(
    "https://example.com/places",
    headers={"Accept": "application/json"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
