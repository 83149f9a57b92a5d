# + Get it. # Not a heading > nor a quote
#
# Install: python -m pip install "requests>=2.32"
# Run:     python get.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://north.example.com"
thing = "x"

key = os.environ.get("EXAMPLE_KEY")
if not key:
    sys.exit("Set the environment variable EXAMPLE_KEY to your key.")

url = urljoin(endpoint, "/things/" + quote(thing, safe=""))
try:
    response = requests.get(
        url,
        headers={"X-Key": key, "X-Version": "a|b`c``d"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Got *it*.")
