# pip install requests
# EXAMPLE_KEY=<your key> python get.py
import os
import sys
from urllib.parse import quote

import requests

endpoint = "https://north.example.com"
thing = quote("x", safe="")
key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

response = requests.get(
    f"{endpoint}/things/{thing}",
    headers={"X-Key": key, "X-Version": "a|b`c``d"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Got *it*.")
