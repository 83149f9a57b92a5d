# pip install requests
# python get_ranges.py
import sys

import requests

response = requests.get(
    "https://errors.example.com/ranges",
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Done.")
