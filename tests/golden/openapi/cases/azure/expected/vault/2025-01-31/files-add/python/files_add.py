# Add a file
#
# Install: python -m pip install "requests>=2.32"
# Run:     python files_add.py  (Python 3.11 or later)

import os
import sys
from pathlib import Path
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://my-vault.vault.example.com"
file = Path("file.bin")

key = os.environ.get("VAULT_KEY")
if not key:
    sys.exit("Set the environment variable VAULT_KEY to your key.")

url = urljoin(endpoint, "/kept/files")
try:
    response = requests.post(
        url,
        headers={"X-Key": key},
        files={"file": (file.name, file.read_bytes()), "note": (None, "note")},
        timeout=30,
        allow_redirects=False,
    )
except OSError as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("It is on its way.")
print("Operation-Location:", response.headers.get("Operation-Location"))
