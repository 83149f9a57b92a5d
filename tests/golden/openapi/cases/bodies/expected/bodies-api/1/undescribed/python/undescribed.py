# pip install requests
# python undescribed.py
import sys

import requests

response = requests.post(
    "https://bodies.example.com/undescribed",
    json={"name": "name", "size": 1},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
