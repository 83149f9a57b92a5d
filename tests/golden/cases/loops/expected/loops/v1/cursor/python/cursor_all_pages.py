# pip install requests
# LOOPS_KEY=<your key> python cursor_all_pages.py
import os
import sys
from urllib.parse import quote

import requests

key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

first_page = "https://loops.example.com/v1/things?url=x"
url = f"{first_page}&from%24=the%20start"
for _ in range(1000):
    response = requests.post(
        url,
        headers={"X-Key": key, "Accept": "application/json"},
        json={"page": "it's"},
        timeout=20,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    print(response.text)
    cursor = response.json().get("next'$cursor")
    if cursor in (None, ""):
        break
    url = f"{first_page}&from%24={quote(cursor, safe='')}"
else:
    sys.exit("Stopped after 1000 pages.")
