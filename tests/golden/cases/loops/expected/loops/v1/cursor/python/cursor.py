# pip install requests
# LOOPS_KEY=<your key> python cursor.py
import os
import sys

import requests

key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

response = requests.post(
    "https://loops.example.com/v1/things?from%24=the%20start&url=x",
    headers={"X-Key": key, "Accept": "application/json"},
    json={"page": "it's"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
