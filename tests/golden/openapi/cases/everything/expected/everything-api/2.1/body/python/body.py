# pip install requests
# EVERYTHING_TOKEN=<your token> python body.py
import os
import sys
from urllib.parse import quote

import requests

endpoint = "https://us-1.example.com"
path = quote("path", safe="")
token = os.environ.get("EVERYTHING_TOKEN") or sys.exit(
    "Set EVERYTHING_TOKEN to your token."
)

response = requests.get(
    f"{endpoint}/v2/files/;path={path}",
    headers={"Authorization": f"Bearer {token}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Success.")
