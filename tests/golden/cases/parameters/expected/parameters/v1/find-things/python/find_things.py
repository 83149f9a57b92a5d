# Find the things of an owner.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python find_things.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"
owner_id = "O'Brien & sons"
major = "2"

key = os.environ.get("EXAMPLE_KEY")
if not key:
    sys.exit("Set the environment variable EXAMPLE_KEY to your key.")

url = urljoin(
    endpoint,
    "/owners/"
    + quote(owner_id, safe="")
    + "/things/v"
    + quote(major, safe="")
    + ":find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name",
)
try:
    response = requests.get(
        url,
        headers={"X-Key": key, "Accept": "application/json", "If-Match": "'a1'"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Here are your things.")
