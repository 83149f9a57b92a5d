# See whether it is there.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_none.py  (Python 3.11 or later)

import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://locker.example.com"

url = urljoin(endpoint, "/none")
try:
    response = requests.get(url, timeout=30, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
