# Delete a thing
#
# Install: python -m pip install "requests>=2.32"
# Run:     python delete_things_thing_id.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://us-1.example.com"
thing_id = "t-1111"

everything_key = os.environ.get("EVERYTHING_KEY")
if not everything_key:
    sys.exit("Set the environment variable EVERYTHING_KEY to your key.")

everything_session = os.environ.get("EVERYTHING_SESSION")
if not everything_session:
    sys.exit("Set the environment variable EVERYTHING_SESSION to your key.")

url = urljoin(
    endpoint,
    "/v2/things/"
    + quote(thing_id, safe="")
    + "?api_key="
    + quote(everything_key, safe=""),
)
try:
    response = requests.delete(
        url,
        headers={"Cookie": f"sid={everything_session}"},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Gone.")
