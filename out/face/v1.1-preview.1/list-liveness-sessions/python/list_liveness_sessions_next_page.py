# pip install requests
# FACE_APIKEY=<your key> python list_liveness_sessions_next_page.py
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.get(
    f"{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?start=4a294b61-c164-477a-9226-3d305a102153&top=20",
    headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
