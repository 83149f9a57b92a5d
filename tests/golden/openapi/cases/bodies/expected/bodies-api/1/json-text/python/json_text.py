# pip install requests
# python json_text.py
import sys

import requests

response = requests.post(
    "https://bodies.example.com/text",
    json={"a": "as text"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
