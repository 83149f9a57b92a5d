# Keeps a secret.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python secrets_set.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://my-vault.vault.example.com"
name = "door"
body = {"value": "open sesame", "days": 3}

key = os.environ.get("VAULT_TOKEN")
if not key:
    sys.exit("Set the environment variable VAULT_TOKEN to your key.")

url = urljoin(
    endpoint, "/kept/secrets/" + quote(name, safe="") + "?api-version=2025-01-31"
)
try:
    response = requests.put(
        url,
        headers={"Authorization": f"Bearer {key}"},
        json=body,
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
