# pip install requests
# FACE_APIKEY=<your key> python list_liveness_sessions_all_pages.py
import os
import sys
from urllib.parse import quote

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

first_page = (
    f"{endpoint}/face/v1.1-preview.1/detectLiveness/singleModal/sessions?top=20"
)
url = first_page
for _ in range(1000):
    response = requests.get(
        url,
        headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
        timeout=30,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    print(response.text)
    items = response.json()
    if len(items) < 20:
        break
    cursor = items[-1]["id"]
    url = f"{first_page}&start={quote(cursor, safe='')}"
else:
    sys.exit("Stopped after 1000 pages.")
