# Make a thing
#
# Install: python -m pip install "requests>=2.32"
# Run:     python make_thing.py  (Python 3.11 or later)

import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
body = {
    "name": "First",
    "size": 3,
    "kind": {"x": 1},
    "parts": [],
    "made": "2025-01-31T12:00:00Z",
    "count": 15,
}

url = urljoin(endpoint, "/v2/things")
try:
    response = requests.post(url, json=body, timeout=30, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Made.")
print("Location:", response.headers.get("Location"))
