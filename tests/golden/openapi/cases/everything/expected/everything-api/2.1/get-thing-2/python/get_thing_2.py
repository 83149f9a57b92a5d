# Put a thing
#
# Install: python -m pip install "requests>=2.32"
# Run:     python get_thing_2.py  (Python 3.11 or later)

import os
import sys
from base64 import b64encode
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
thing_id = "t-1111"
body = {"name": "name", "kind": "small", "made": "2025-01-31T12:00:00Z", "count": 15}

key = os.environ.get("EVERYTHING_LOGIN")
if not key:
    sys.exit("Set the environment variable EVERYTHING_LOGIN to user:password.")

url = urljoin(endpoint, "/v2/things/" + quote(thing_id, safe=""))
try:
    response = requests.put(
        url,
        headers={"Authorization": f"Basic {b64encode(key.encode()).decode()}"},
        json=body,
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Put.")
