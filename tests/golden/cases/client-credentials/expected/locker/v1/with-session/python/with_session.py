# pip install requests
# LOCKER_SESSION=<your key> python with_session.py
import os
import sys

import requests

key = os.environ.get("LOCKER_SESSION") or sys.exit("Set LOCKER_SESSION to your key.")

response = requests.get(
    "https://locker.example.com/session",
    headers={"Cookie": f"size=3; sid={key}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Fine.")
