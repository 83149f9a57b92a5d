# Look whether there is an engine.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python look.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"

key = os.environ.get("EXAMPLE_KEY")
if not key:
    sys.exit("Set the environment variable EXAMPLE_KEY to your key.")

url = urljoin(endpoint, "/engine")
try:
    response = requests.head(
        url, headers={"X-Key": key}, timeout=30, allow_redirects=False
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("There is one.")
