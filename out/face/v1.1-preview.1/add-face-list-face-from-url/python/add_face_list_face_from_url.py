# pip install requests
# FACE_APIKEY=<your key> python add_face_list_face_from_url.py
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
face_list_id = "visitors"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.post(
    f"{endpoint}/face/v1.1-preview.1/facelists/{face_list_id}/persistedfaces",
    headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
    json={"url": "https://example.com/face.jpg"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
