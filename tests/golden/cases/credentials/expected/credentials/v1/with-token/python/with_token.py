# pip install requests
# EXAMPLE_TOKEN=<your token> python with_token.py
import os
import sys

import requests

token = os.environ.get("EXAMPLE_TOKEN") or sys.exit("Set EXAMPLE_TOKEN to your token.")

response = requests.get(
    "https://example.com/token",
    headers={"Authorization": f"Bearer {token}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
