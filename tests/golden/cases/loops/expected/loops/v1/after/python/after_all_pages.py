# pip install requests
# python after_all_pages.py
import sys
from urllib.parse import quote

import requests

shelf = quote("a b/c", safe="")

first_page = f"https://loops.example.com/v1/{shelf}/things?top=2"
url = first_page
for _ in range(1000):
    response = requests.get(
        url,
        headers={"Accept": "application/json"},
        timeout=20,
        allow_redirects=False,
    )
    if response.status_code >= 300:
        sys.exit(f"HTTP {response.status_code}: {response.text}")
    print(response.text)
    items = response.json()
    if len(items) < 2:
        break
    cursor = items[-1]["id"]
    url = f"{first_page}&start={quote(cursor, safe='')}"
else:
    sys.exit("Stopped after 1000 pages.")
