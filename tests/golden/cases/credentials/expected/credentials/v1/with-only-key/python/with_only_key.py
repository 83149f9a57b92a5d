# With a key.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_only_key.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"

key = os.environ.get("EXAMPLE_KEY")
if not key:
    sys.exit("Set the environment variable EXAMPLE_KEY to your key.")

url = urljoin(endpoint, "/key" + "?api%20key=" + quote(key, safe=""))
try:
    response = requests.get(url, timeout=30, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
