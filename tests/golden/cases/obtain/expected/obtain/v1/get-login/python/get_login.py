# pip install requests
# OBTAIN_LOGIN=<user:password> python get_login.py
import os
import sys
from base64 import b64encode

import requests

login = os.environ.get("OBTAIN_LOGIN") or sys.exit("Set OBTAIN_LOGIN to user:password.")

response = requests.get(
    "https://example.com/login",
    headers={"Authorization": f"Basic {b64encode(login.encode()).decode()}"},
    timeout=30,
    allow_redirects=False,
)
if response.status_code >= 300:
    sys.exit(f"HTTP {response.status_code}: {response.text}")
print("Nothing.")
