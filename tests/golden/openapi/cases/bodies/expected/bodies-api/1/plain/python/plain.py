# pip install requests
# python plain.py
import sys

import requests

response = requests.patch(
    "https://bodies.example.com/text",
    headers={"Content-Type": "text/plain; charset=utf-8"},
    data="example".encode(),
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
