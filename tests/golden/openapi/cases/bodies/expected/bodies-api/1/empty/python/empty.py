# pip install requests
# python empty.py
import sys

import requests

response = requests.put(
    "https://bodies.example.com/null",
    json={"none": None, "text": "", "list": []},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Sent.")
