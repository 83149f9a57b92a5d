# Get a thing
#
# Install: python -m pip install "requests>=2.32"
# Run:     python get_thing.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
thing_id = "t-1111"

key = os.environ.get("EVERYTHING_TOKEN")
if not key:
    sys.exit("Set the environment variable EVERYTHING_TOKEN to your key.")

url = urljoin(
    endpoint,
    "/v2/things/"
    + quote(thing_id, safe="")
    + "?fields=name&tags=a%20b%7Cc&words=d%20e&filter%5Bfrom%5D=2025-01-31&size=5&where=%7B%22a%22%3A%20%5B1%2C%20null%5D%7D",
)
try:
    response = requests.get(
        url,
        headers={
            "Authorization": f"Bearer {key}",
            "X-Trace": "123e4567-e89b-12d3-a456-426614174000",
            "Cookie": "theme=dark",
        },
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
