# pip install requests
# python send_null.py
import json
import sys

import requests

response = requests.post(
    "https://bodies.example.com/null",
    headers={"Content-Type": "application/json"},
    data=json.dumps(None),
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
