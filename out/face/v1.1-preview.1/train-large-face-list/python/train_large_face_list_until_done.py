# pip install requests
# FACE_APIKEY=<your key> python train_large_face_list_until_done.py
import os
import sys
import time

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
large_face_list_id = "visitors-2026"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.post(
    f"{endpoint}/face/v1.1-preview.1/largefacelists/{large_face_list_id}/train",
    headers={"Ocp-Apim-Subscription-Key": key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Training started.")
print("operation-Location:", response.headers.get("operation-Location"))

deadline = time.monotonic() + 600
while True:
    retry_after = response.headers.get("Retry-After", "")
    pause = int(retry_after) if retry_after.isdecimal() else 1
    if time.monotonic() + pause > deadline:
        sys.exit("Stopped after 600 seconds.")
    time.sleep(pause)
    response = requests.get(
        f"{endpoint}/face/v1.1-preview.1/largefacelists/{large_face_list_id}/training",
        headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
        timeout=30,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    state = response.json()["status"]
    if state == "failed":
        sys.exit(f"Failed: {response.text}")
    if state == "succeeded":
        break
print(response.text)
