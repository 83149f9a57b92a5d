# pip install requests
# EVERYTHING_TOKEN=<your token> python send.py
import json
import os
import sys
from urllib.parse import quote

import requests

endpoint = "https://us-1.example.com"
path = quote("path", safe="")
token = os.environ.get("EVERYTHING_TOKEN") or sys.exit(
    "Set EVERYTHING_TOKEN to your token."
)
meta = {"by": "ann@example.com"}

response = requests.post(
    f"{endpoint}/v2/files/;path={path}",
    headers={"Authorization": f"Bearer {token}"},
    files={
        "file": ("file.png", open("file.png", "rb"), "image/png"),
        "meta": (None, json.dumps(meta), "application/json"),
        "name": (None, "nam"),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
