# Open it with a token and a session.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_both.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://locker.example.com"

locker_token = os.environ.get("LOCKER_TOKEN")
if not locker_token:
    sys.exit("Set the environment variable LOCKER_TOKEN to your key.")

locker_session = os.environ.get("LOCKER_SESSION")
if not locker_session:
    sys.exit("Set the environment variable LOCKER_SESSION to your key.")

url = urljoin(endpoint, "/both")
try:
    response = requests.put(
        url,
        headers={
            "Authorization": f"Bearer {locker_token}",
            "Cookie": f"sid={locker_session}",
        },
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
