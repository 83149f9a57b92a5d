# Delete a liveness session and everything stored for it.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python delete_liveness_session.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
session_id = "b12e033e-bda7-4b83-a211-e721c661f30e"

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(
    endpoint,
    "/face/v1.1-preview.1/detectLiveness/singleModal/sessions/"
    + quote(session_id, safe=""),
)
try:
    response = requests.delete(
        url,
        headers={"Ocp-Apim-Subscription-Key": key},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Session deleted, and all its data.")
