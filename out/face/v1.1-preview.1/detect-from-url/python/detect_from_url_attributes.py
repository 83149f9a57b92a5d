# pip install requests
# FACE_APIKEY=<your key> python detect_from_url_attributes.py
import os
import sys

import requests

endpoint = "https://norwayeast.api.cognitive.microsoft.com"
key = os.environ.get("FACE_APIKEY") or sys.exit("Set FACE_APIKEY to your key.")

response = requests.post(
    f"{endpoint}/face/v1.1-preview.1/detect?detectionModel=detection_03&recognitionModel=recognition_04&returnFaceAttributes=headPose,mask",
    headers={"Ocp-Apim-Subscription-Key": key, "Accept": "application/json"},
    json={"url": "https://example.com/face.jpg"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
