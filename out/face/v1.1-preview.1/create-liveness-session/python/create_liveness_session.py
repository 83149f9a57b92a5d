# Create a session in which a client checks that a face is real.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python create_liveness_session.py  (Python 3.11 or later)

import os
import sys
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
body = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
}

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(endpoint, "/face/v1.1-preview.1/detectLiveness/singleModal/sessions")
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
