# pip install requests
# EXAMPLE_KEY=<your key> python find_things.py
import os
import sys
from urllib.parse import quote

import requests

owner_id = quote("O'Brien & sons", safe="")
major = quote("2", safe="")
key = os.environ.get("EXAMPLE_KEY") or sys.exit("Set EXAMPLE_KEY to your key.")

response = requests.get(
    f"https://example.com/owners/{owner_id}/things/v{major}:find?name=caf%C3%A9%20%22x%22%20%2B1&sort%5Bby%5D=name",
    headers={"X-Key": key, "Accept": "application/json", "If-Match": "'a1'"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Here are your things.")
