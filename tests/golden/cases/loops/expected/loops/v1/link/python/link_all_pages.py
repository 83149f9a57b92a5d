# pip install requests
# LOOPS_KEY=<your key> python link_all_pages.py
import os
import sys
from urllib.parse import quote
from urllib.parse import urljoin, urlsplit

import requests

items_ = quote("ours", safe="")
key = os.environ.get("LOOPS_KEY") or sys.exit("Set LOOPS_KEY to your key.")

url = f"https://loops.example.com/v1/{items_}/links?top=2"
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
    next_url = response.json().get("@odata.nextLink")
    if not next_url:
        break
    next_url = urljoin(url, next_url)
    if urlsplit(next_url)[:2] != urlsplit(url)[:2]:
        sys.exit(f"The next page is on another host: {next_url}")
    url = next_url
else:
    sys.exit("Stopped after 1000 pages.")
