# Find things of every style.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python find_things.py  (Python 3.11 or later)

import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://example.com"

url = urljoin(
    endpoint,
    "/things?ids=1%7C2&words=a%20b&filter%5Bfrom%5D=x%20y&filter%5Bto%5D=2&size=3&point=x%2C3%2Cy%2C4",
)
try:
    response = requests.get(url, timeout=30, allow_redirects=False)
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Here are your things.")
