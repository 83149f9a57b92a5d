# Open it with a token.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_token.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://locker.example.com"

key = os.environ.get("LOCKER_TOKEN")
if not key:
    sys.exit("Set the environment variable LOCKER_TOKEN to your key.")

url = urljoin(endpoint, "/token")
try:
    response = requests.get(
        url,
        headers={"Authorization": f"Bearer {key}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
