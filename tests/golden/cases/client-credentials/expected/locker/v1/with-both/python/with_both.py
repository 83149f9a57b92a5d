# pip install requests
# LOCKER_TOKEN=<your token> LOCKER_SESSION=<your key> python with_both.py
import os
import sys

import requests

locker_token = os.environ.get("LOCKER_TOKEN") or sys.exit(
    "Set LOCKER_TOKEN to your token."
)
locker_session = os.environ.get("LOCKER_SESSION") or sys.exit(
    "Set LOCKER_SESSION to your key."
)

response = requests.put(
    "https://locker.example.com/both",
    headers={
        "Authorization": f"Bearer {locker_token}",
        "Cookie": f"sid={locker_session}",
    },
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
