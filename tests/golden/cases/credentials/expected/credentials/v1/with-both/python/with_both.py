# With token and key.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_both.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"

example_token = os.environ.get("EXAMPLE_TOKEN")
if not example_token:
    sys.exit("Set the environment variable EXAMPLE_TOKEN to your key.")

example_key = os.environ.get("EXAMPLE_KEY")
if not example_key:
    sys.exit("Set the environment variable EXAMPLE_KEY to your key.")

url = urljoin(endpoint, "/both" + "?api%20key=" + quote(example_key, safe=""))
try:
    response = requests.put(
        url,
        headers={"Authorization": f"Bearer {example_token}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
