# Add a text
#
# Install: python -m pip install "requests>=2.32"
# Run:     python files_add_text.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://my-vault.vault.example.com"
form = {"text": "text"}

key = os.environ.get("VAULT_KEY")
if not key:
    sys.exit("Set the environment variable VAULT_KEY to your key.")

url = urljoin(endpoint, "/kept/files")
try:
    response = requests.post(
        url, headers={"X-Key": key}, data=form, timeout=30, allow_redirects=False
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Added.")
