# pip install requests
# LOOPS_KEY=<your key> python link.py
import os
import sys
from urllib.parse import quote

import requests

items = quote("ours", safe="")
key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

response = requests.get(
    f"https://loops.example.com/v1/{items}/links?top=2",
    headers={"X-Key": key, "Accept": "application/json"},
    timeout=20,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
