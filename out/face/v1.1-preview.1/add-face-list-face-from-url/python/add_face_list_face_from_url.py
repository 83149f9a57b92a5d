# Add the face in an image that the service downloads to a face list.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python add_face_list_face_from_url.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import quote, urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
face_list_id = "visitors"
body = {"url": "https://example.com/face.jpg"}

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(
    endpoint,
    "/face/v1.1-preview.1/facelists/"
    + quote(face_list_id, safe="")
    + "/persistedfaces",
)
try:
    response = requests.post(
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
print(response.text)
