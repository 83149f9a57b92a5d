# Get a secret
#
# Install: python -m pip install "requests>=2.32"
# Run:     python secrets_get.py  (Python 3.11 or later)

import os
import sys
from base64 import b64encode
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://my-vault.vault.example.com"
name = "name"

key = os.environ.get("VAULT_LOGIN")
if not key:
    sys.exit("Set the environment variable VAULT_LOGIN to user:password.")

url = urljoin(
    endpoint, "/kept/secrets/" + quote(name, safe="") + "?tags=tags&ids=1&more=more"
)
try:
    response = requests.get(
        url,
        headers={"Authorization": f"Basic {b64encode(key.encode()).decode()}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
