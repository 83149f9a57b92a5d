# pip install requests
# python form.py
import sys

import requests

response = requests.post(
    "https://bodies.example.com/form",
    data={"ids": "1,2", "tags": ["a", "b"]},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
