# pip install requests
# LATEST_TOKEN=<your token> python list_notes.py
import os
import sys

import requests

endpoint = "https://notes.example.com"
token = os.environ.get("LATEST_TOKEN") or sys.exit("Set LATEST_TOKEN to your token.")

response = requests.get(
    f"{endpoint}/notes?word=milk&limit=5",
    headers={
        "Authorization": f"Bearer {token}",
        "Cookie": "theme=dark",
        "Accept": "application/json",
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
