# pip install requests
# EXAMPLE_SESSION=<your key> python with_session.py
import os
import sys

import requests

key = os.environ.get("EXAMPLE_SESSION") or sys.exit("Set EXAMPLE_SESSION to your key.")

response = requests.get(
    "https://example.com/session",
    headers={"Cookie": f"theme=dark%20blue; sid={key}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
