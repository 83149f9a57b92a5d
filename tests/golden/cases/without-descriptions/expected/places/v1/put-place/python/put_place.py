# pip install requests
# python put_place.py
import sys
from urllib.parse import quote

import requests

place_id = quote("lobby", safe="")

response = requests.put(
    f"https://example.com/places/{place_id}",
    json={"name": "Lobby"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("The place was put.")
print("Location:", response.headers.get("Location"))
