# Get how far a large face list's training is.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python get_large_face_list_training_status.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
large_face_list_id = "visitors-2026"

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(
    endpoint,
    "/face/v1.1-preview.1/largefacelists/"
    + quote(large_face_list_id, safe="")
    + "/training",
)
try:
    response = requests.get(
        url,
        headers={"Ocp-Apim-Subscription-Key": key},
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
