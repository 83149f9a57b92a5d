# pip install requests
# EVERYTHING_LOGIN=<user:password> python get_thing_88902699.py
import os
import sys
from base64 import b64encode

import requests

endpoint = "https://us-1.example.com"
thing_id = "t-1111"
login = os.environ.get("EVERYTHING_LOGIN") or sys.exit(
    "Set EVERYTHING_LOGIN to user:password."
)

response = requests.put(
    f"{endpoint}/v2/things/{thing_id}",
    headers={"Authorization": f"Basic {b64encode(login.encode()).decode()}"},
    json={"name": "name", "kind": "small", "made": "2025-01-31T12:00:00Z", "count": 15},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Put.")
