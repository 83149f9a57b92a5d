# pip install requests
# LOCKER_LOGIN=<user:password> python with_login.py
import os
import sys
from base64 import b64encode
from urllib.parse import quote

import requests

name = quote("me", safe="")
login = os.environ.get("LOCKER_LOGIN") or sys.exit("Set LOCKER_LOGIN to user:password.")

response = requests.post(
    f"https://locker.example.com/login/{name}",
    headers={
        "Authorization": f"Basic {b64encode(login.encode()).decode()}",
        "Cookie": "theme=dark%20blue",
        "Accept": "application/json",
    },
    json={"color": "red"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print(response.text)
