# pip install requests
# FACE_APIKEY=<your key> python update_face_list.py
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
face_list_id = "visitors"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.patch(
    f"{endpoint}/face/v1.1-preview.1/facelists/{face_list_id}",
    headers={"Ocp-Apim-Subscription-Key": key},
    json={"name": "Visitors in 2026", "userData": "Front door and car park"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Face list updated.")
