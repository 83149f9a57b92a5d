# pip install requests
# python with_none.py
import sys

import requests

response = requests.get(
    "https://locker.example.com/none",
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
