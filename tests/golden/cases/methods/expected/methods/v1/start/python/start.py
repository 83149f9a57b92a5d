# pip install requests
# EXAMPLE_KEY=<your key> python start.py
import os
import sys

import requests

key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

response = requests.post(
    "https://example.com/engine/start",
    headers={"X-Key": key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("The engine starts.")
