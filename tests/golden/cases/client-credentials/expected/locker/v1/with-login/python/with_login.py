# Open it with a user name and a password.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python with_login.py  (Python 3.11 or later)

import os
import sys
from base64 import b64encode
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://locker.example.com"
name = "me"
body = {"color": "red"}

key = os.environ.get("LOCKER_LOGIN")
if not key:
    sys.exit("Set the environment variable LOCKER_LOGIN to user:password.")

url = urljoin(endpoint, "/login/" + quote(name, safe=""))
try:
    response = requests.post(
        url,
        headers={
            "Authorization": f"Basic {b64encode(key.encode()).decode()}",
            "Cookie": "theme=dark%20blue",
        },
        json=body,
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
