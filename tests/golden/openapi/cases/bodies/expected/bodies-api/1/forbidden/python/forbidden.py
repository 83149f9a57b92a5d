# pip install requests
# python forbidden.py
import sys

import requests

response = requests.put(
    "https://bodies.example.com/undescribed",
    json={"name": "name"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
