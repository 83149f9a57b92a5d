# pip install requests
# python create_order.py
import sys
from urllib.parse import quote

import requests

shop = quote("lobby", safe="")

response = requests.post(
    f"https://example.com/shops/{shop}/orders?limit=5&sort=name",
    headers={
        "X-Trace": 'a "quoted" id',
        "Cookie": "theme=dark",
        "Accept": "application/json",
    },
    json={
        "name": "Ada",
        "tag": "new",
        "address": {"street": "1 Main Street", "city": "Oslo"},
        "things": [{"id": 7, "size": "M"}],
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
