# pip install requests
# EVERYTHING_TOKEN=<your token> python upload.py
import os
import sys
from pathlib import Path
from urllib.parse import quote

import requests

path = quote("path", safe="")
token = os.environ.get("EVERYTHING_TOKEN") or sys.exit(
    "Set EVERYTHING_TOKEN to your token."
)

response = requests.put(
    f"https://upload.example.com/files/;path={path}",
    headers={
        "Authorization": f"Bearer {token}",
        "Accept": "application/zip",
        "Content-Type": "image/png",
    },
    data=open("body.png", "rb"),
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
Path("result.zip").write_bytes(response.content)
print("Saved result.zip")
