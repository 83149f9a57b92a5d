# pip install requests
# EXAMPLE_KEY=<your key> python look.py
import os
import sys

import requests

key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

response = requests.head(
    "https://example.com/engine",
    headers={"X-Key": key},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("There is one.")
