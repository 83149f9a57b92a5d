# Upload a file
#
# Install: python -m pip install "requests>=2.32"
# Run:     python upload.py  (Python 3.11 or later)

import os
import sys
from pathlib import Path
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
path = "path"
file = Path("body.png")
output = Path("result.zip")

key = os.environ.get("EVERYTHING_TOKEN")
if not key:
    sys.exit("Set the environment variable EVERYTHING_TOKEN to your key.")

url = urljoin(endpoint, "/v2/files/;path=" + quote(path, safe=""))
try:
    with file.open("rb") as content:
        response = requests.put(
            url,
            headers={"Authorization": f"Bearer {key}", "Content-Type": "image/png"},
            data=content,
            timeout=30,
            allow_redirects=False,
        )
except OSError as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
output.write_bytes(response.content)
print(f"Saved {output}")
