# pip install requests
# python xml_sample.py
import sys

import requests

response = requests.put(
    "https://bodies.example.com/text",
    headers={"Content-Type": "application/xml"},
    data="<a b='c'>d</a>".encode(),
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
