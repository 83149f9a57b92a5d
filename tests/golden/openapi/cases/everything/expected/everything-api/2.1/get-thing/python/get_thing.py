# pip install requests
# EVERYTHING_TOKEN=<your token> python get_thing.py
import os
import sys

import requests

endpoint = "https://us-1.example.com"
token = os.environ.get("EVERYTHING_TOKEN") or sys.exit(
    "Set EVERYTHING_TOKEN to your token."
)

response = requests.get(
    f"{endpoint}/v2/things",
    headers={"Authorization": f"Bearer {token}", "Accept": "text/csv"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
