# pip install requests
# LOOPS_KEY=<your key> python after_in_field_all_pages.py
import os
import sys
from urllib.parse import quote

import requests

key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

first_page = "https://loops.example.com/v1/things"
url = first_page
for _ in range(1000):
    response = requests.get(
        url,
        headers={"X-Key": key, "Accept": "application/json"},
        timeout=20,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    print(response.text)
    items = response.json()["value"]
    if not items:
        break
    cursor = items[-1]["the 'name'"]
    url = f"{first_page}?start={quote(cursor, safe='')}"
else:
    sys.exit("Stopped after 1000 pages.")
