# GET /A/{Id}/b
#
# Install: python -m pip install "requests>=2.32"
# Run:     python get_a_id_b_2.py  (Python 3.11 or later)

import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://api.example.com"
id = "Id"

url = urljoin(endpoint, "/A/" + quote(id, safe="") + "/b")
try:
    response = requests.get(url, timeout=30, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Two lines.")
