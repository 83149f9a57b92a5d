# Send parts
#
# Install: python -m pip install "requests>=2.32"
# Run:     python send.py  (Python 3.11 or later)

import json
import os
import sys
from pathlib import Path
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
path = "path"
file = Path("file.png")
meta = {"by": "ann@example.com"}

key = os.environ.get("EVERYTHING_TOKEN")
if not key:
    sys.exit("Set the environment variable EVERYTHING_TOKEN to your key.")

url = urljoin(endpoint, "/v2/files/;path=" + quote(path, safe=""))
try:
    response = requests.post(
        url,
        headers={"Authorization": f"Bearer {key}"},
        files={
            "file": (file.name, file.read_bytes(), "image/png"),
            "meta": (None, json.dumps(meta), "application/json"),
            "name": (None, "nam"),
        },
        timeout=30,
        allow_redirects=False,
    )
except OSError as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
