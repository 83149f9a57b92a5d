# Create a session with the image that the client's face is compared with.
#
# Install: python -m pip install "requests>=2.32"
# Run:     python create_liveness_with_verify_session_with_verify_image.py  (Python 3.11 or later)

import json
import os
import sys
from pathlib import Path
from urllib.parse import urljoin

import requests

# Put your own values here.
endpoint = "https://norwayeast.api.cognitive.microsoft.com"
verify_image = Path("verify-image.jpg")
parameters = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
}

key = os.environ.get("FACE_APIKEY")
if not key:
    sys.exit("Set the environment variable FACE_APIKEY to your key.")

url = urljoin(
    endpoint, "/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions"
)
try:
    response = requests.post(
        url,
        headers={"Ocp-Apim-Subscription-Key": key},
        files={
            "Parameters": (None, json.dumps(parameters)),
            "VerifyImage": (verify_image.name, verify_image.read_bytes(), "image/jpeg"),
        },
        timeout=30,
        allow_redirects=False,
    )
except OSError as error:
    sys.exit(f"No answer: {error}")
if not 200 <= response.status_code < 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
