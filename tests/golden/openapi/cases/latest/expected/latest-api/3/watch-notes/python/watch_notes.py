# pip install requests
# LATEST_TOKEN=<your token> python watch_notes.py
import os
import sys
from pathlib import Path

import requests

endpoint = "https://notes.example.com"
token = os.environ.get("LATEST_TOKEN") or sys.exit("Set LATEST_TOKEN to your token.")

response = requests.get(
    f"{endpoint}/notes/stream",
    headers={"Authorization": f"Bearer {token}", "Accept": "application/jsonl"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
Path("result.bin").write_bytes(response.content)
print("Saved result.bin")
