# pip install requests
# FACE_APIKEY=<your key> python list_liveness_sessions.py
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.get(
    f"{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?top=20",
    headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
