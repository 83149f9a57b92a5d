# pip install requests
# FACE_APIKEY=<your key> python create_liveness_with_verify_session_with_verify_image.py
import json
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")
parameters = {
    "livenessOperationMode": "Passive",
    "deviceCorrelationId": "8f3c6a52-6f0e-4d0b-9a6b-3a1c5f0e7d24",
}

response = requests.post(
    f"{endpoint}/face/v1.1-preview.1/detectLivenessWithVerify/singleModal/sessions",
    headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
    files={
        "Parameters": (None, json.dumps(parameters)),
        "VerifyImage": (
            "verify-image.jpg",
            open("verify-image.jpg", "rb"),
            "image/jpeg",
        ),
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
