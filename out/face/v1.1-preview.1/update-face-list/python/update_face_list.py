# Change the name of a face list, its user data, or both.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python update_face_list.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
face_list_id = "visitors"
body = {"name": "Visitors in 2026", "userData": "Front door and car park"}

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(
    endpoint, "/face/v1.1-preview.1/facelists/" + quote(face_list_id, safe="")
)
try:
    response = requests.patch(
        url,
        headers={"Ocp-Apim-Subscription-Key": key},
        json=body,
        timeout=30,
        allow_redirects=False,
    )
except requests.RequestException as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Face list updated.")
