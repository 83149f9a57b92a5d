# pip install requests
# EXAMPLE_TOKEN=<your key> python restart.py
import os
import sys

import requests

key = os.environ.get("EXAMPLE_TOKEN") or sys.exit("Set EXAMPLE_TOKEN to your key.")

response = requests.get(
    "https://example.com/restart",
    headers={"Authorization": key, "X-Token": key, "Accept": "application/json"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("It restarts.")
