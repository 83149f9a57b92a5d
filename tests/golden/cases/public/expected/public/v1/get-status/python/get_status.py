# pip install requests
# python get_status.py
import sys

import requests

response = requests.get(
    "https://example.com/status",
    timeout=5,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("All is well.")
