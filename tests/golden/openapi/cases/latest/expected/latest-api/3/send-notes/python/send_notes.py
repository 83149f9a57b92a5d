# pip install requests
# LATEST_TOKEN=<your token> python send_notes.py
import os
import sys

import requests

endpoint = "https://notes.example.com"
token = os.environ.get("LATEST_TOKEN") or sys.exit("Set LATEST_TOKEN to your token.")

response = requests.post(
    f"{endpoint}/notes/parts",
    headers={"Authorization": f"Bearer {token}"},
    files={
        "note": (None, "Milk", "text/plain"),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
